"""A recorded flood as a file: columns ts_wib, station, river, lat, lng, tma_cm, status_siaga.

The gauges in it become demo sensors with the thresholds their own (level, status) pairs show.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from sensors import kinds, things
from sensors.domain.quality import Previous, follow, judge
from sensors.domain.reading import Measurement
from sensors.domain.water.levels import NORMAL, level_of
from sensors.domain.water.thresholds import STATUS_LEVEL, infer
from sensors.water import KIND
from storage import clock, csv_files
from storage.csv_files import Line
from storage.models import Thing

LONGEST_IDLE = timedelta(hours=1)  # stretches of the file in which no gauge speaks are shortened to this


@dataclass(frozen=True)
class RecordedRow:
    """One line of the recording; `status` is the official level 4 to 1."""

    code: str
    name: str
    river: str
    lat: float
    lon: float
    at: datetime
    value: float
    status: int


@dataclass(frozen=True)
class Agreement:
    """How often our level is the official one: by thresholds alone, and as the live screens had shown it."""

    readings: int
    by_threshold: int
    live: int


COLUMNS = ("ts_wib", "station", "river", "lat", "lng", "tma_cm", "status_siaga")


def read(file: Path) -> tuple[list[RecordedRow], int]:
    """(rows in order of time, number of lines that cannot be read). CsvFault when it is no recording."""
    rows, bad = [], 0
    for line in csv_files.read(file, columns=COLUMNS):
        try:
            rows.append(_row(line))
        except (KeyError, ValueError):
            bad += 1
    return sorted(rows, key=lambda row: row.at), bad


def _row(line: Line) -> RecordedRow:
    return RecordedRow(
        code=code_of(line["station"]),
        name=line["station"],
        river=line["river"],
        lat=line.decimal("lat"),
        lon=line.decimal("lng"),
        at=datetime.fromisoformat(line["ts_wib"]).replace(tzinfo=ZoneInfo(clock.ZONES["WIB"])),
        value=line.decimal("tma_cm"),
        status=STATUS_LEVEL[line["status_siaga"]],
    )


def code_of(station: str) -> str:
    """A sensor code for a station's name; `rekaman-` keeps it apart from the city's own gauges."""
    return "rekaman-" + re.sub(r"[^a-z0-9]+", "-", station.lower()).strip("-")


def register(tx: Session, rows: Sequence[RecordedRow]) -> int:
    """Make the recording's gauges demo sensors where they are missing; returns how many were new."""
    known = set(tx.scalars(select(Thing.code)))
    found = by_gauge(rows)
    for code, mine in found.items():
        if code not in known:
            first = mine[0]
            levels = levels_of(mine)
            place: dict[str, Any] = {
                "name": first.name, "river": first.river, "lat": first.lat, "lon": first.lon,
            }  # fmt: skip
            things.register(tx, code=code, kind=KIND, levels=levels, demo=True, **place)
    return len(found.keys() - known)


def levels_of(mine: Iterable[RecordedRow]) -> dict[str, float]:
    """A gauge's thresholds. Its leaps are judged by size alone, since a replay shortens the time between."""
    leap = kinds.kind_of(KIND).limits.leap
    return infer((row.value, row.status) for row in mine) | ({"leap_cm": leap.most} if leap else {})


def by_gauge(rows: Iterable[RecordedRow]) -> dict[str, list[RecordedRow]]:
    """The rows of each gauge, in their order."""
    found: dict[str, list[RecordedRow]] = defaultdict(list)
    for row in rows:
        found[row.code].append(row)
    return dict(found)


def offsets(rows: Sequence[RecordedRow]) -> list[timedelta]:
    """When each row comes, counted from the first, idle stretches shortened."""
    passed, found = timedelta(0), [timedelta(0)]
    for before, after in pairwise(rows):
        passed += min(after.at - before.at, LONGEST_IDLE)
        found.append(passed)
    return found[: len(rows)]


def agreement(rows: Sequence[RecordedRow]) -> Agreement:
    """Our levels against the official ones over the whole recording, at its original times.

    The thresholds come from the same rows, so `by_threshold` says how well such rows fit any threshold at
    all; `live` adds what hysteresis and doubtful readings cost.
    """
    by_threshold = live = 0
    for mine in by_gauge(rows).values():
        levels = levels_of(mine)
        previous, level = Previous(), NORMAL
        limits = kinds.limits_of(KIND, levels)
        for row in mine:
            reading = Measurement(row.at, row.value)
            quality = judge(previous, reading, limits)
            previous = follow(previous, reading, quality, limits)
            if quality.moves_level:
                level = level_of(row.value, levels, current=level)
            by_threshold += level_of(row.value, levels) == row.status
            live += level == row.status
    return Agreement(len(rows), by_threshold, live)
