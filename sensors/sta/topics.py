"""The topics of SensorThings' MQTT half: the resource paths, below the version."""

PREFIX = "v1.1/"
OF_ALL = f"{PREFIX}Observations"


def of_stream(stream: int, *, thing: int | None = None) -> str:
    """Where a datastream's observations are published; by way of its thing, where one is given."""
    way = f"Things({thing})/" if thing is not None else ""
    return f"{PREFIX}{way}Datastreams({stream})/Observations"


def may_hear(topic: str) -> bool:
    """Whether a client of SensorThings may subscribe to this topic (filter): what it may read, no more."""
    return topic.startswith(PREFIX)
