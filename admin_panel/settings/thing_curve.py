"""A datastream's curve as numbers for SVG: a line of what is believed, points of what is doubted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sensors.states import ShownReading

WIDTH, HEIGHT = 720.0, 200.0


@dataclass(frozen=True)
class DrawnCurve:
    """`path`: an SVG polyline's points. low, high: the values at the bottom and the top."""

    path: str
    doubted: tuple[tuple[float, float], ...]
    marks: tuple[tuple[str, float], ...]  # (name, place from the top) of thresholds that are in sight
    low: float
    high: float
    first: datetime
    last: datetime


def draw(readings: Sequence[ShownReading], levels: dict[str, object]) -> DrawnCurve | None:
    """None where nothing believable was measured. The scale is that of what is believed."""
    good = [one for one in readings if one.good]
    if not good:
        return None
    values = [one.value for one in good]
    low, high = min(values), max(values)
    margin = max((high - low) * 0.1, 0.5)
    low, high = low - margin, high + margin
    start, whole = readings[0].at, max(1.0, (readings[-1].at - readings[0].at).total_seconds())

    def place(one: ShownReading) -> tuple[float, float]:
        x = (one.at - start).total_seconds() / whole * WIDTH
        return round(x, 1), round(min(max(_y(one.value, low, high), 4), HEIGHT - 4), 1)

    marks = tuple(
        (f"Siaga {name[-1]}", round(_y(float(str(limit)), low, high), 1))
        for name, limit in levels.items()
        if name.startswith("siaga_") and low < float(str(limit)) < high
    )
    path = " ".join(f"{x},{y}" for x, y in map(place, good))
    doubted = tuple(place(one) for one in readings if not one.good)
    return DrawnCurve(path, doubted, marks, low, high, readings[0].at, readings[-1].at)


def _y(value: float, low: float, high: float) -> float:
    return HEIGHT - (value - low) / (high - low) * HEIGHT
