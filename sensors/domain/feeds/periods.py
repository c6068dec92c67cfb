"""Which time a figure is of: a year, half-year, quarter, month, day or moment, as people write them.

A period is told by its start. Times without a zone are the city's, as everywhere in its tables.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from functools import lru_cache

from sensors.domain.feeds.cells import Cell, is_empty, words
from storage.clock import AHEAD, ZONE

ZONES = {name.lower(): timezone(ahead) for name, ahead in AHEAD.items()} | {"utc": UTC}
LOCAL = ZONES[ZONE.lower()]
MONTHS = {
    name: number
    for number, names in enumerate(
        ("januari jan january", "februari feb pebruari february", "maret mar march", "april apr",
         "mei may", "juni jun june", "juli jul july", "agustus agt agu ags aug august",
         "september sep sept", "oktober okt oct october", "november nov nopember nop",
         "desember des dec december"), start=1)
    for name in names.split()
}  # fmt: skip
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
EARLIEST, LATEST = 1945, 2100  # years that a table may mean at all
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 73_000  # Excel's days: 1954 to 2099
_EXCEL = datetime(1899, 12, 30)  # noqa: DTZ001 - a day of no zone
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[ t]\d")
_DAY = re.compile(r"(\d{1,4})[-/. ](\d{1,2}|[a-z]+)[-/. ,]+(\d{2,4})\b")
_CLOCK = re.compile(r"\b(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?\s*(wib|wita|wit|utc|z)?\b")
_PART = re.compile(r"\b(triwulan|tw|kuartal|q|semester|smt)\.?\s*-?\s*(iv|iii|ii|i|[1-4])\b")
_WEEKDAY = re.compile(r"^(?:senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|ahad)\s*,?\s+")


class Span(StrEnum):
    """How long a period is."""

    YEAR = "tahun"
    HALF = "semester"
    QUARTER = "triwulan"
    MONTH = "bulan"
    DAY = "hari"
    MOMENT = "saat"


@dataclass(frozen=True)
class Period:
    """A time that a figure is of. at: its start, in UTC."""

    at: datetime
    span: Span


class NoPeriod(ValueError):
    """The cells tell no time; the text says so in Indonesian."""


def period(cells: Sequence[Cell]) -> Period:
    """The time that these cells tell together: "3 Maret 2024"; month and year; day and clock.

    NoPeriod where they do not.
    """
    given = [cell for cell in cells if not is_empty(cell)]
    if not given:
        raise NoPeriod("waktunya kosong")
    try:
        found = _one(given[0]) if len(given) == 1 else _together(given)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise NoPeriod(f"“{' '.join(words(cell) for cell in given)[:60]}” bukan waktu")
    return found


def looks_like_period(cell: Cell) -> bool:
    """Whether a cell tells a time that no plain figure could be taken for."""
    if isinstance(cell, int | float) or is_empty(cell):
        return False
    if isinstance(cell, str) and not re.search(r"[-/:a-zA-Z]", cell):
        return False
    try:
        period([cell])
    except NoPeriod:
        return False
    return True


def year_of(cell: Cell) -> int | None:
    """The year that alone stands in a cell, None for anything else."""
    said = words(cell).rstrip("*) ")
    if isinstance(cell, bool) or not (said.isdecimal() and len(said) == 4):
        return None
    return int(said) if EARLIEST <= int(said) <= LATEST else None


def _one(cell: Cell) -> Period | None:
    if isinstance(cell, datetime):
        return _moment(cell)
    if isinstance(cell, date):
        return _start(cell.year, cell.month, cell.day, Span.DAY)
    if (year := year_of(cell)) is not None:
        return _start(year, 1, 1, Span.YEAR)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _number(float(cell))
    return _text(words(cell).casefold())


def _moment(said: datetime) -> Period | None:
    if said.tzinfo is None and (said.hour, said.minute, said.second) == (0, 0, 0):
        return _start(said.year, said.month, said.day, Span.DAY)
    aware = said if said.tzinfo else said.replace(tzinfo=LOCAL)
    return Period(aware.astimezone(UTC), Span.MOMENT)


def _number(value: float) -> Period | None:
    """YYYYMM, YYYYMMDD, or a day as Excel counts them."""
    if value.is_integer() and len(str(int(value))) in (6, 8):
        return _digits(str(int(value)))
    if _FIRST_SERIAL <= value <= _LAST_SERIAL:
        return _moment(_EXCEL + timedelta(seconds=round(value * 86_400)))
    return None


def _digits(said: str) -> Period | None:
    year, month = int(said[:4]), int(said[4:6])
    if not (EARLIEST <= year <= LATEST):
        return None
    if len(said) == 6:
        return _start(year, month, 1, Span.MONTH)
    return _start(year, month, int(said[6:8]), Span.DAY)


@lru_cache(maxsize=4096)
def _text(said: str) -> Period | None:
    said = _WEEKDAY.sub("", said)
    if said.isdecimal() and len(said) in (6, 8):
        return _digits(said)
    if _ISO.match(said):
        return _iso(said)
    if part := _PART.search(said):
        return _part(part, said)
    if day := _DAY.match(said):
        return _day(day, said[day.end() :])
    return _month(said)


def _iso(said: str) -> Period | None:
    zone = next((name for name in ZONES if said.endswith(name)), None)
    plain = said.removesuffix(zone or "").strip().upper()
    found = datetime.fromisoformat(plain)
    if zone:
        found = found.replace(tzinfo=ZONES[zone])
    return _moment(found)


def _part(part: re.Match[str], said: str) -> Period | None:
    year = re.search(r"\b(\d{4})\b", said)
    if not year:
        return None
    half = part[1].startswith(("semester", "smt"))
    which = ROMAN[part[2]]
    if half and which > 2:
        return None
    month = (which - 1) * (6 if half else 3) + 1
    return _start(int(year[1]), month, 1, Span.HALF if half else Span.QUARTER)


def _day(found: re.Match[str], rest: str) -> Period | None:
    """Day, month, year in the order of this country, or year first; a clock behind it."""
    first, middle, last = found.groups()
    month = int(middle) if middle.isdecimal() else MONTHS.get(middle)
    if month is None or (len(first) == 3) or (len(first) == 4 and len(last) > 2):
        return None
    year, day = (int(first), int(last)) if len(first) == 4 else (_full_year(last), int(first))
    clock = _CLOCK.search(rest)
    if not clock:
        return None if rest.strip(" ,.") else _start(year, month, day, Span.DAY)
    zone = ZONES.get(clock[4] or ZONE.lower(), UTC)
    return _moment(datetime(year, month, day, int(clock[1]), int(clock[2]), int(clock[3] or 0), tzinfo=zone))


def _month(said: str) -> Period | None:
    """Maret 2024, Mar-24, 2024-03, 03/2024."""
    parts = [part for part in re.split(r"[-/. ,]+", said) if part]
    if len(parts) != 2:
        return None
    for name, year in (parts, reversed(parts)):
        month = int(name) if name.isdecimal() and len(name) <= 2 else MONTHS.get(name)
        if month and year.isdecimal() and (len(year) == 4 or (len(year) == 2 and not name.isdecimal())):
            return _start(_full_year(year), month, 1, Span.MONTH)
    return None


def _together(given: Sequence[Cell]) -> Period | None:
    """A month (or its number, or a quarter) beside a year, or a day beside a clock."""
    said = [words(cell).casefold() for cell in given]
    for index, cell in enumerate(given):
        rest = " ".join(said[:index] + said[index + 1 :])
        if (year := year_of(cell)) is not None:
            if rest.isdecimal() and 1 <= int(rest) <= 12:
                return _start(year, int(rest), 1, Span.MONTH)
            return _text(f"{rest} {year}")
    day = _one(given[0])
    clock = _CLOCK.search(" ".join(said[1:]))
    if day is None or clock is None or day.span is not Span.DAY:
        return None
    local = day.at.astimezone(LOCAL)
    zone = ZONES.get(clock[4] or ZONE.lower(), UTC)
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    return _moment(datetime(local.year, local.month, local.day, hour, minute, second, tzinfo=zone))


def _full_year(said: str) -> int:
    return int(said) if len(said) == 4 else 2000 + int(said)


def _start(year: int, month: int, day: int, span: Span) -> Period | None:
    if not (EARLIEST <= year <= LATEST):
        return None
    return Period(datetime(year, month, day, tzinfo=LOCAL).astimezone(UTC), span)
