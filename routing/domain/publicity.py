"""What everybody may see of a report, as one rule."""

import hashlib
import math
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

PLAIN = "biasa"
ANONYMOUS = "anonim"  # the name is hidden from everybody
SECRET = "rahasia"  # LAPOR's word: hidden from the public
# A gauge's alert (residents hear of the water by warnings) and a matter about a feed are the office's own.
ALARM, DATA = "sensor", "data"
INSIDE = frozenset({ALARM, DATA})
WITHDRAWN = "ditarik"

GRID = 50.0  # metres: a public point is the middle of such a square, never the exact one
_METRES_A_DEGREE = 111_320.0  # of latitude
_ROUNDED = 5.1e-6  # degrees by which a public point may have been rounded


class Publicity(StrEnum):
    """How much of a category's reports everybody sees: with its point, without, or nothing at all."""

    FULL = "penuh"
    PLACELESS = "tanpa_titik"
    NOT = "tidak"


class WordsShown(StrEnum):
    """When a resident's own words are for everybody: never yet, once an officer ticked them, at once."""

    LATER = "nanti"
    TICKED = "setelah_dicentang"
    AT_ONCE = "langsung"


def is_public(*, privacy: str, channel: str, shielded: bool) -> bool:
    """True when anybody who knows the number may see that the report exists, and how it stands.

    A report that accuses somebody, or tells of a victim, is shielded: an anonymous one is hidden too, since
    the accused would learn from it that somebody spoke. Whoever wants theirs public says so (`biasa`).
    """
    return privacy != SECRET and channel not in INSIDE and not (shielded and privacy == ANONYMOUS)


def at_filing(asked: str, *, shielded: bool) -> str:
    """The privacy a report begins with: secret where it is shielded and nothing else was asked for."""
    return SECRET if shielded and asked == PLAIN else asked


def for_everybody(
    category: Publicity, *, privacy: str, channel: str, shielded: bool, needs_review: bool
) -> bool:  # fmt: skip
    """True when the report may be found by anybody: on map and lists, in files and programs.

    What a machine has only guessed waits until a person confirmed it: it may be of a kind that is not shown.
    """
    known = is_public(privacy=privacy, channel=channel, shielded=shielded)
    return known and category != Publicity.NOT and not needs_review


def with_point(category: Publicity, *, shielded: bool, emergency: bool, status: str) -> bool:
    """True when a public report has a point on the map: not where it leads to somebody who needed help, who
    accuses an office, or who took their report back."""
    return category == Publicity.FULL and not shielded and not emergency and status != WITHDRAWN


def words_shown(when: WordsShown, text: str, ticked: str | None, *, status: str) -> bool:
    """True when the resident's words are for everybody (masked). ticked: the seal of what was looked at."""
    if not text or status == WITHDRAWN or when == WordsShown.LATER:
        return False
    return when == WordsShown.AT_ONCE or (ticked is not None and ticked == words_seal(text))


def words_seal(text: str) -> str:
    """Names exactly these words: whoever ticked them did not tick what they become later."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def on_grid(lat: float, lon: float) -> tuple[float, float]:
    """The middle of the square of GRID metres in which the point lies, in degrees (5 decimals)."""
    high, wide = square(lat)
    return round((math.floor(lat / high) + 0.5) * high, 5), round((math.floor(lon / wide) + 0.5) * wide, 5)


def square(lat: float) -> tuple[float, float]:
    """Height and width of a square in degrees; one width for each whole degree of latitude, so that squares
    stand in columns and a rectangle of them is a range of numbers."""
    return _square(round(lat))


@lru_cache(maxsize=181)
def _square(degree: int) -> tuple[float, float]:
    high = GRID / _METRES_A_DEGREE
    return high, high / max(0.01, math.cos(math.radians(degree)))


@dataclass(frozen=True)
class Box:
    """A part of the map in degrees, its edges included."""

    south: float
    west: float
    north: float
    east: float


def squares_in(box: Box) -> list[Box]:
    """Which exact points have their public point in the box: a report is found by what is shown of it alone.

    One part for each whole degree of latitude; of each, south and west are inside, north and east are not.
    """
    first, last = round(box.south), round(box.north)
    parts = (_squares(box, degree) for degree in range(first, min(last, first + 3) + 1))
    return [part for part in parts if part.south < part.north and part.west < part.east]


def _squares(box: Box, degree: int) -> Box:
    high, wide = square(degree)
    south, north = max(box.south, degree - 0.5), min(box.north, degree + 0.5)

    def edge(value: float, size: float) -> float:
        return math.ceil(value / size - 0.5) * size

    return Box(
        edge(south - _ROUNDED, high), edge(box.west - _ROUNDED, wide),
        edge(north + _ROUNDED, high), edge(box.east + _ROUNDED, wide),
    )  # fmt: skip
