"""The topics of MQTT."""

TOPIC = "sorot/sensor/{code}/reading"
EVERY_READING = TOPIC.format(code="+")
# The reader's own: no thing can have such a code, and no user but the product may publish there.
ECHO = TOPIC.format(code="-gema")
