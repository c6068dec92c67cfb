"""The topics of MQTT: which are read (sensors/data/topics.yml), and the reader's own."""

from functools import cache, lru_cache
from pathlib import Path

from sensors.domain.maps import TopicMap
from storage import yaml_files

TOPIC = "sorot/sensor/{code}/reading"
# The reader's own: no thing can have such a code, and no user but the product may publish there.
ECHO = TOPIC.format(code="-gema")
FILE = Path(__file__).parent / "data/topics.yml"
MOST_TOPICS = 20_000  # remembered: each is taken apart once


@cache
def maps() -> tuple[TopicMap, ...]:
    """What is read, in the file's order."""
    rows = yaml_files.read(FILE.read_text("utf-8"))
    return tuple(
        TopicMap(name, **{**row, "gone": tuple(str(word) for word in row.get("gone", ()))})
        for name, row in rows.items()
    )


@lru_cache(maxsize=MOST_TOPICS)
def map_of(topic: str) -> tuple[TopicMap, str] | None:
    """The map a topic falls under and the thing's code in it."""
    for one in maps():
        if found := one.pattern.fullmatch(topic):
            return one, found["code"].lower()
    return None


def may_publish(code: str, topic: str) -> bool:
    """Whether this is one of the topics of the thing itself."""
    found = map_of(topic)
    return found is not None and found[1] == code
