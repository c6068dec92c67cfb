"""How urgent a report is: 0 to 100 with its reasons, and the level officers read off it.

Pure: what is known about a report goes in, points and the reasons for them come out. The weights are the
city's (`settings.yml`, `priority`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

MOST = 100


class Priority(IntEnum):
    """The level: 0 biasa, 1 tinggi, 2 darurat. Higher is sooner."""

    BIASA = 0
    TINGGI = 1
    DARURAT = 2


@dataclass(frozen=True)
class Weights:
    """Points for each reason.

    many: supporters that make a report tinggi; one has its part of that. water: by Siaga 1, 2, 3.
    age: (days open, points). high, urgent: the scores at which the levels begin.
    """

    danger: int
    emergency_category: int
    victims: int
    many: int
    supporters_most: int
    water: Mapping[int, int]
    per_repeat: int
    repeats_most: int
    age: Sequence[tuple[int, int]]
    high: int
    urgent: int


@dataclass(frozen=True)
class NearPlace:
    """A place that makes a trouble beside it more urgent: "SDN Kranji 2", 80 m away, for 10 points."""

    name: str
    metres: int
    points: int


@dataclass(frozen=True)
class Signs:
    """What is known about a report.

    danger: the kind of cry for help its text is. supporters: residents who joined it in their own words.
    water: the worst open Siaga around it. repeats: finished reports of the kind at the spot in the last 90
    days. days: since it was filed.
    """

    danger: str | None = None
    emergency_category: bool = False
    victims: bool = False
    supporters: int = 0
    water: int | None = None
    near: NearPlace | None = None
    repeats: int = 0
    days: int = 0


@dataclass(frozen=True)
class Reason:
    """Why so many points.

    code: danger | emergency_category | victims | supporters | water | near | repeats | age
    said: what fills its sentence ("12", "SDN Kranji 2").
    """

    code: str
    points: int
    said: str = ""

    def as_json(self) -> list[Any]:
        """As a report keeps it."""
        return [self.code, self.points, self.said]


@dataclass(frozen=True)
class Urgency:
    """A score of 0 to 100 with its reasons, the weightiest first."""

    score: int
    reasons: tuple[Reason, ...]
    level: Priority


def weigh(signs: Signs, weights: Weights) -> Urgency:
    """The urgency of a resident's report. Only a cry for help or Siaga 2 and 1 around it make it darurat."""
    found = [reason for reason in _reasons(signs, weights) if reason.points > 0]
    reasons = tuple(sorted(found, key=lambda reason: (-reason.points, reason.code)))
    cried = bool(signs.danger)
    score = min(sum(reason.points for reason in reasons), MOST if cried else weights.urgent - 1)
    return Urgency(score, reasons, level_of(score, weights))


def level_of(score: int, weights: Weights) -> Priority:
    """The level of a score."""
    if score >= weights.urgent:
        return Priority.DARURAT
    return Priority.TINGGI if score >= weights.high else Priority.BIASA


def of_alert(level: int) -> Priority:
    """The priority of a gauge's alert at Siaga 3, 2 or 1; Siaga 2 is water in low streets within hours."""
    return Priority.DARURAT if level <= 2 else Priority.TINGGI


def score_of_alert(level: int, weights: Weights) -> int:
    """The score of a gauge's alert: its level's, and above it the worse the water is."""
    start = weights.urgent if of_alert(level) is Priority.DARURAT else weights.high
    return min(MOST, start + (MOST - weights.urgent) * (4 - level) // 3)


def _reasons(signs: Signs, weights: Weights) -> Iterator[Reason]:
    if signs.danger:
        yield Reason("danger", weights.danger, signs.danger)
    if signs.emergency_category:
        yield Reason("emergency_category", weights.emergency_category)
    if signs.victims:
        yield Reason("victims", weights.victims)
    if signs.supporters:
        points = min(weights.supporters_most, weights.high * signs.supporters // weights.many)
        yield Reason("supporters", points, str(signs.supporters))
    if signs.water is not None:
        yield Reason("water", weights.water.get(signs.water, 0), str(signs.water))
    if signs.near is not None:
        yield Reason("near", signs.near.points, signs.near.name)
    if signs.repeats:
        points = min(weights.repeats_most, weights.per_repeat * signs.repeats)
        yield Reason("repeats", points, str(signs.repeats))
    if points := max((points for days, points in weights.age if signs.days >= days), default=0):
        yield Reason("age", points, str(signs.days))
