"""A datastream's curve as numbers for SVG: a line of what is believed, its band, points of doubt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sensors.domain.rollup import Rolled
from sensors.states import ShownReading

WIDTH, HEIGHT = 720.0, 200.0


@dataclass(frozen=True)
class Drawable:
    """One point: the believed low, mean and high from `at` on (None: none), how many were doubted."""

    at: datetime
    low: float | None
    mean: float | None
    high: float | None
    doubted: int
    where: float | None = None  # the value of a reading in doubt


@dataclass(frozen=True)
class DrawnCurve:
    """`path`: an SVG polyline's points; `band`: a polygon's between lowest and highest, "" without one.

    low, high: the values at the bottom and the top.
    """

    path: str
    band: str
    doubted: tuple[tuple[float, float], ...]
    marks: tuple[tuple[str, float], ...]  # (name, place from the top) of thresholds that are in sight
    low: float
    high: float
    first: datetime
    last: datetime


def of_readings(readings: Sequence[ShownReading]) -> list[Drawable]:
    """Each reading for itself."""
    return [
        Drawable(one.at, one.value, one.value, one.value, 0)
        if one.good
        else Drawable(one.at, None, None, None, 1, one.value)
        for one in readings
    ]


def of_rolled(rolled: Sequence[Rolled]) -> list[Drawable]:
    """Rollups, of hours or days."""
    return [Drawable(one.at, one.low, one.mean, one.high, one.count - one.good) for one in rolled]


def draw(points: Sequence[Drawable], levels: Mapping[str, object]) -> DrawnCurve | None:
    """None where nothing believable was measured. The scale is that of what is believed."""
    good = [(one.at, one.low, one.mean, one.high) for one in points if one.mean is not None]
    if not good:
        return None
    low, high = min(one[1] for one in good if one[1] is not None), max(one[3] or 0.0 for one in good)
    margin = max((high - low) * 0.1, 0.5, abs(high) * 1e-6)  # of so large a number a half is nothing
    low, high = low - margin, high + margin
    start, whole = points[0].at, max(1.0, (points[-1].at - points[0].at).total_seconds())

    def place(at: datetime, value: float | None) -> tuple[float, float]:
        x = (at - start).total_seconds() / whole * WIDTH
        y = _y(value if value is not None else low, low, high)
        return round(x, 1), round(min(max(y, 4), HEIGHT - 4), 1)

    marks = tuple(
        (f"Siaga {name[-1]}", round(_y(float(str(limit)), low, high), 1))
        for name, limit in levels.items()
        if name.startswith("siaga_") and low < float(str(limit)) < high
    )
    upper = [place(at, highest) for at, _, _, highest in good]
    lower = [place(at, lowest) for at, lowest, _, _ in reversed(good)]
    band = _points([*upper, *lower]) if any(one[1] != one[3] for one in good) else ""
    doubted = tuple(
        place(one.at, one.where if one.mean is None else one.mean) for one in points if one.doubted
    )
    path = _points([place(at, mean) for at, _, mean, _ in good])
    return DrawnCurve(path, band, doubted, marks, low, high, points[0].at, points[-1].at)


def _points(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in places)


def _y(value: float, low: float, high: float) -> float:
    return HEIGHT - (value - low) / (high - low) * HEIGHT
