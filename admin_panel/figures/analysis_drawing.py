"""The answers of the night's analyses as what a page draws: numbers for SVG, names for codes. Pure."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any

from admin_panel.data.drawing import CLASSES, Frame, TrendLine, line
from sensors.trends import TrendPoint
from storage.clock import LOCAL

Rows = Sequence[Mapping[str, Any]]
LINES, WET_DAYS, HIGH = 12, 120, 100
WIDEST = 4.0  # of the scale of effects: four times as many, a quarter
FEW = 0.5  # of the median rate, below which a kelurahan is hardly heard


@dataclass(frozen=True)
class CategoryCourse:
    """A category's months. last: of the newest whole one."""

    name: str
    total: int
    line: TrendLine
    months: Sequence[tuple[str, int]]


def courses(rows: Rows, names: Mapping[str, str], this_month: str) -> list[CategoryCourse]:
    """Categories with most reports first; the running month is left out, one without reports is not."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        if row["month"][:7] < this_month:
            counts[row["category"]][row["month"]] = row["came"]
    months = sorted({month for found in counts.values() for month in found})
    made = []
    for code, found in sorted(counts.items(), key=lambda pair: -sum(pair[1].values()))[:LINES]:
        told = [(month, found.get(month, 0)) for month in months]
        points = [TrendPoint(_moment(month), float(many), "bulan") for month, many in told]
        if (drawn := line(points)) is not None:
            short = [(month[:7], many) for month, many in told]
            made.append(CategoryCourse(names.get(code, code), sum(found.values()), drawn, short))
    return made


def _moment(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=LOCAL)


def hours(rows: Rows) -> list[list[tuple[int, int]]]:
    """Of each weekday the (reports, class of colour) of each hour."""
    counts = {(row["weekday"], row["hour"]): row["came"] for row in rows}
    most = max(counts.values(), default=0)
    return [
        [(many := counts.get((day, hour), 0), _class(many, most)) for hour in range(24)] for day in range(7)
    ]


def _class(value: float, most: float) -> int:
    return min(CLASSES - 1, int(CLASSES * value / most)) if most else 0


def hexagons(rows: Rows, frame: Frame) -> list[tuple[str, int, int]]:
    """(path, class, reports) of each hexagon."""
    most = max((row["came"] for row in rows), default=0)
    return [(frame.path([row["outline"]]), _class(row["came"], most), row["came"]) for row in rows]


@dataclass(frozen=True)
class WetDay:
    """A day in the drawing: the height of its bar, and the level's height, None without a reading."""

    day: date
    came: int
    high: float
    rain: float | None
    level: float | None


def wet_days(rows: Rows) -> list[WetDay]:
    """The last days with readings."""
    some = rows[-WET_DAYS:]
    most = max((row["came"] for row in some), default=0) or 1
    return [
        WetDay(
            date.fromisoformat(row["day"]), row["came"], round(HIGH * row["came"] / most, 1),
            row["rain"], row["level"],
        )
        for row in some
    ]  # fmt: skip


def level_line(days: Sequence[WetDay], wide: int) -> str:
    """The level as an SVG polyline over the bars."""
    told = [(number, day.level) for number, day in enumerate(days) if day.level is not None]
    return " ".join(f"{number * wide + wide / 2:g},{HIGH * (1 - level):.1f}" for number, level in told)


def on_scale(value: float) -> float:
    """Where a ratio stands on the scale of effects, 0 to 100: 1 in the middle, WIDEST at the end."""
    return round(50 + 50 * max(-1.0, min(1.0, math.log(max(value, 1e-6)) / math.log(WIDEST))), 1)


def unheard(rows: Rows) -> frozenset[str]:
    """Kelurahan with less than half the median rate: few reports, which is not the same as few troubles."""
    rates = [row["rate"] for row in rows if row["rate"] is not None]
    limit = FEW * median(rates) if rates else 0.0
    return frozenset(row["kelurahan"] for row in rows if row["rate"] is not None and row["rate"] < limit)
