"""Where a place lies along the river: below a gauge, above it or beside it, and how long the water takes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]  # minutes: the earliest and the latest


class Side(StrEnum):
    """How a place lies to a gauge."""

    HERE = "di sini"
    BELOW = "hilir"
    ABOVE = "hulu"


@dataclass(frozen=True)
class Station:
    """A gauge. kelurahan: where it stands; comes_to: where its water comes to, and when (None: not known)."""

    code: str
    name: str
    kelurahan: str
    comes_to: Mapping[str, Span | None]


@dataclass(frozen=True)
class Relation:
    """How a kelurahan lies to a gauge. minutes: between the two, whichever way; None where not known."""

    station: Station
    side: Side
    minutes: Span | None

    @property
    def said(self) -> str:
        """In words."""
        if self.side is Side.HERE:
            return f"di kelurahan alat {self.station.name}"
        took = f", air sekitar {written(self.minutes)}" if self.minutes else ""
        return f"di {self.side.value} {self.station.name}{took}"


def relation(kelurahan: str, station: Station, all_stations: Iterable[Station]) -> Relation | None:
    """None where the river ties them not at all, however near they lie."""
    if kelurahan == station.kelurahan:
        return Relation(station, Side.HERE, (0, 0))
    if kelurahan in station.comes_to:
        return Relation(station, Side.BELOW, station.comes_to[kelurahan])
    for other in all_stations:
        mine, its = (other.comes_to.get(place) for place in (kelurahan, station.kelurahan))
        if other.code != station.code and mine and its and mine < its:
            return Relation(station, Side.ABOVE, (its[0] - mine[0], max(its[0] - mine[0], its[1] - mine[1])))
    return None


def relations(kelurahan: str, stations: Iterable[Station]) -> list[Relation]:
    """How the place lies to each gauge of its river, the nearest in time first."""
    known = list(stations)
    found = (relation(kelurahan, station, known) for station in known)
    return sorted(
        (one for one in found if one), key=lambda one: (one.minutes or (10_000, 0), one.station.code)
    )


def written(minutes: Span) -> str:
    """ "120–180 menit", "2–3 jam" where whole hours."""
    unit, parts = ("jam", [part // 60 for part in minutes]) if all(p % 60 == 0 for p in minutes) else (
        "menit", list(minutes)
    )  # fmt: skip
    return f"{'–'.join(map(str, dict.fromkeys(parts)))} {unit}"
