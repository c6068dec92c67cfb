"""Every topic, once. Nothing is asked, answered, pressed or told twice: that stops the start."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from bot.dialogue.state import Step
from bot.dialogue.topic import Asked, Phrase, Press, Told, Topic
from bot.dialogue.topics import (
    adding,
    afterwards,
    ahead,
    correcting,
    danger,
    details,
    doubt,
    dropping,
    finished,
    kind,
    listening,
    looking,
    naming,
    neighbours,
    other_matter,
    own_data,
    photo,
    photo_place,
    place,
    polls,
    questions,
    rating,
    reassuring,
    rescue,
    several,
    similar,
    small_talk,
    start,
    story,
    summary,
    visiting,
    watching,
    water,
    withdrawing,
)

K = TypeVar("K")
V = TypeVar("V")

# In the order in which their phrases are tried: what is meant most narrowly first.
TOPICS: tuple[Topic, ...] = tuple(
    module.TOPIC
    for module in (
        listening, rescue, reassuring, afterwards, visiting, danger, doubt, own_data, watching, polls,
        neighbours, adding, correcting, withdrawing, ahead, questions, finished, similar, naming, looking,
        dropping, small_talk, rating,
        start, story, kind, place, photo_place, details, photo, summary, other_matter, several, water,
    )
)  # fmt: skip


class TwiceRegistered(Exception):
    """Two topics answer the same thing."""


def together(parts: Iterable[Mapping[K, V]]) -> dict[K, V]:
    """One table out of the topics' own; TwiceRegistered when a key stands in two of them."""
    every: dict[K, V] = {}
    for part in parts:
        if twice := every.keys() & part.keys():
            raise TwiceRegistered(f"answered by two topics: {sorted(map(str, twice))}")
        every.update(part)
    return every


STEPS: dict[Step, Asked] = together(topic.steps for topic in TOPICS)
ALWAYS: dict[str, Press] = together(topic.always for topic in TOPICS)
TOLD: dict[type, Told] = together(topic.told for topic in TOPICS)
PHRASES: tuple[Phrase, ...] = tuple(phrase for topic in TOPICS for phrase in topic.phrases)


def told_of(result: Any) -> Told:
    """What says something about the outcome of a command."""
    return TOLD[type(result)]
