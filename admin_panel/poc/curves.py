"""Small drawings of the wall, as numbers for SVG: a gauge's curve with its thresholds, agencies' bars."""

from collections.abc import Sequence
from dataclasses import dataclass

from routing.figures import AgencyFigures, Day, Spread
from sensors.queries import Series

WIDTH, HEIGHT = 240.0, 56.0


@dataclass(frozen=True)
class Threshold:
    """A dashed line: Siaga level, height in cm, place from the top of the drawing."""

    level: int
    value: float
    y: float


@dataclass(frozen=True)
class Curve:
    """`path` is an SVG polyline's points; empty when nothing was measured."""

    path: str
    thresholds: tuple[Threshold, ...]
    last: tuple[float, float] | None
    low: float
    high: float


def curve(series: Series) -> Curve:
    """The believed points of a series, scaled so that the curve and the next threshold above it are seen."""
    points = [point for point in series.points if point.good]
    if not points:
        return Curve("", (), None, 0, 0)
    values = [point.value for point in points]
    marks = _thresholds(series)
    above = min((value for _, value in marks if value > max(values)), default=max(values))
    low, high = min(values), max(above, min(values) + 1)
    margin = (high - low) * 0.12
    low, high = low - margin, high + margin
    start, whole = points[0].at, max(1.0, (points[-1].at - points[0].at).total_seconds())
    across = [round((p.at - start).total_seconds() / whole * WIDTH, 1) for p in points]
    placed = [(x, round(_y(p.value, low, high), 1)) for x, p in zip(across, points, strict=True)]
    lines = tuple(Threshold(level, v, round(_y(v, low, high), 1)) for level, v in marks if low < v < high)
    return Curve(" ".join(f"{x},{y}" for x, y in placed), lines, placed[-1], low, high)


def _y(value: float, low: float, high: float) -> float:
    return HEIGHT - (value - low) / (high - low) * HEIGHT


def _thresholds(series: Series) -> list[tuple[int, float]]:
    names = {"siaga_3": 3, "siaga_2": 2, "siaga_1": 1}
    return [(level, float(series.levels[key])) for key, level in names.items() if series.levels.get(key)]


@dataclass(frozen=True)
class Bars:
    """An agency's line: each share is of the longest 90th percentile on the page, in percent."""

    figures: AgencyFigures
    answer: tuple[float, float] | None
    resolution: tuple[float, float] | None
    slow: bool


def bars(agencies: Sequence[AgencyFigures]) -> list[Bars]:
    """The agencies' lines; `slow` when a third or more of what is open is overdue, and at least three are."""
    answers = max((a.first_answer.p90 for a in agencies if a.first_answer), default=1.0)
    ends = max((a.resolution.p90 for a in agencies if a.resolution), default=1.0)
    return [
        Bars(a, _shares(a.first_answer, answers), _shares(a.resolution, ends), _is_slow(a)) for a in agencies
    ]


def _is_slow(figures: AgencyFigures) -> bool:
    return figures.overdue >= max(3, figures.open / 3)


def _shares(spread: Spread | None, longest: float) -> tuple[float, float] | None:
    if spread is None:
        return None
    scale = 100 / max(longest, 0.1)
    return round(max(1.0, spread.median * scale), 1), round(max(1.5, spread.p90 * scale), 1)


@dataclass(frozen=True)
class Column:
    """One day of the two-week chart; heights in percent of the tallest."""

    day: Day
    filed: float
    resolved: float


def columns(days: Sequence[Day]) -> list[Column]:
    """The days as columns."""
    tallest = max((max(d.filed, d.resolved) for d in days), default=0) or 1
    return [Column(d, round(d.filed / tallest * 100, 1), round(d.resolved / tallest * 100, 1)) for d in days]
