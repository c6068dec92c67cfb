"""In which order an operator's one queue stands, whatever its entries are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Protocol, TypeVar


class Rank(IntEnum):
    """What comes before what; within a rank who waits longest is first."""

    LIFE = 0  # somebody is in danger, or asks for a person
    WATER = 1  # Siaga 1 or 2
    HAPPENING = 2  # an event under way or proposed, Siaga 3
    URGENT = 3  # a report of the highest urgency, or late
    REST = 4


class Waiting(Protocol):
    """Anything that stands in the queue."""

    @property
    def rank(self) -> Rank: ...  # noqa: D102
    @property
    def since(self) -> datetime: ...  # noqa: D102


Some = TypeVar("Some", bound=Waiting)
URGENT_FROM = 2  # of a report's priority
SERIOUS = 2  # the Siaga from which an alert goes before events


def ordered(entries: Iterable[Some]) -> list[Some]:
    """The queue from its top."""
    return sorted(entries, key=lambda one: (one.rank, one.since))


def of_alert(level: int) -> Rank:
    """Where an alert of this Siaga stands."""
    return Rank.WATER if level <= SERIOUS else Rank.HAPPENING


def of_event(siaga: int | None) -> Rank:
    """Where an event stands; siaga: the worst of its open alerts."""
    return Rank.HAPPENING if siaga is None else of_alert(siaga)


@dataclass(frozen=True)
class Standing:
    """What of a report decides its rank."""

    priority: int
    emergency: bool
    late: bool

    @property
    def rank(self) -> Rank:
        """An emergency before all; then what is urgent or late."""
        if self.emergency:
            return Rank.LIFE
        return Rank.URGENT if self.priority >= URGENT_FROM or self.late else Rank.REST
