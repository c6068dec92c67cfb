"""How well places are told from words: `sorot nlu evaluate-places`.

Rows: `text, kelurahan, lat, lon`; `kelurahan` is empty where the place lies outside the city, and its
spelling does not matter ("Bekasijaya" is Bekasi Jaya). `lat, lon` may be empty.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from nlu.gazetteer import Gazetteer
from nlu.places import read_places
from nlu.privacy import mask
from nlu.types import Where
from nlu.where import resolve
from storage import csv_files

NEAR_METRES = 1500.0
_EARTH = 6_371_000.0


@dataclass(frozen=True)
class PlaceRow:
    """One measured text: where it is, code None outside the city, point None where it is not known."""

    text: str
    code: str | None
    point: tuple[float, float] | None


@dataclass(frozen=True)
class PlaceScores:
    """rows: how many. The rest are shares from 0 to 1.

    decided: of all rows, those for which a kelurahan was taken without asking.
    right_when_decided: of those, the ones with the right kelurahan.
    recall: of the rows that lie in the city, those decided with the right kelurahan.
    within_1500_m: of the decided rows with a position, those whose place (its own point, else the middle of
        the kelurahan) lies within 1,500 m of it.
    offered_with_truth: of the rows that lie in the city, those whose kelurahan was taken or offered.
    outside_right: of the rows outside the city, those said to be outside.
    """

    rows: int
    decided: float
    right_when_decided: float
    recall: float
    within_1500_m: float
    offered_with_truth: float
    outside_right: float

    def as_json(self) -> dict[str, float]:
        """The figures by name, rounded to four places."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def read_rows(file: Path, gazetteer: Gazetteer) -> list[PlaceRow]:
    """The rows of a file; CsvFault names the line with an unknown kelurahan or a damaged position."""
    codes = {_letters(name): code for code, name in gazetteer.names.items()}
    rows = []
    for line in csv_files.read(file, columns=("text", "kelurahan", "lat", "lon")):
        name = _letters(line["kelurahan"])
        if name and name not in codes:
            raise line.fault(f"kelurahan: {line['kelurahan']!r} is none of the city's")
        point = (line.decimal("lat"), line.decimal("lon")) if line["lat"] and line["lon"] else None
        rows.append(PlaceRow(line["text"], codes.get(name), point))
    return rows


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The distance of two points on the earth."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, point)) for point in (a, b))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(half))


def _share(found: int, of: int) -> float:
    return found / of if of else 0.0


def where(text: str, gazetteer: Gazetteer) -> Where:
    """The place a text means, read as the bot reads it."""
    return resolve(read_places(mask(text), gazetteer), gazetteer.names)


def measure(rows: Sequence[PlaceRow], places: Iterable[Where], gazetteer: Gazetteer) -> PlaceScores:
    """The figures of what was made of the rows."""
    told = list(zip(rows, places, strict=True))
    inside = [(row, place) for row, place in told if row.code]
    decided = [(row, place) for row, place in told if place.kelurahan]
    right = [(row, place) for row, place in decided if row.code == place.kelurahan]
    located = [
        metres(row.point, place.point or gazetteer.middles[place.kelurahan])
        for row, place in decided
        if row.point and place.kelurahan and (place.point or place.kelurahan in gazetteer.middles)
    ]
    outside = [place for row, place in told if not row.code]
    offered = sum(row.code == place.kelurahan or row.code in place.offered for row, place in inside)
    return PlaceScores(
        rows=len(told),
        decided=_share(len(decided), len(told)),
        right_when_decided=_share(len(right), len(decided)),
        recall=_share(len(right), len(inside)),
        within_1500_m=_share(sum(away <= NEAR_METRES for away in located), len(located)),
        offered_with_truth=_share(offered, len(inside)),
        outside_right=_share(sum(bool(place.outside) for place in outside), len(outside)),
    )


def score(file: Path, gazetteer: Gazetteer) -> PlaceScores:
    """The figures of a file."""
    rows = read_rows(file, gazetteer)
    return measure(rows, [where(row.text, gazetteer) for row in rows], gazetteer)
