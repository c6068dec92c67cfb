"""Trends and maps of the city's figures as numbers for SVG."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.outlines import rings
from routing.texts import MONTHS
from sensors.trends import TrendPoint
from sensors.values import is_area
from storage.clock import LOCAL
from storage.models import Area

WIDTH, HEIGHT = 240.0, 56.0
CORNERS = 48  # of one kelurahan's outline
MAP_WIDTH = 640.0
CLASSES = 5


@dataclass(frozen=True)
class TrendLine:
    """A trend: an SVG polyline's points, its ends, and what is at the bottom and the top."""

    path: str
    last: tuple[float, float]
    low: float
    high: float


@dataclass(frozen=True)
class Shape:
    """A kelurahan's outline as an SVG path."""

    code: str
    name: str
    path: str


@dataclass(frozen=True)
class Coloured:
    """shapes: (shape, class from 0, value), None where nothing is known. steps: limits of the classes."""

    shapes: Sequence[tuple[Shape, int | None, float | None]]
    steps: Sequence[tuple[float, float]]
    height: float


def line(trend: Sequence[TrendPoint]) -> TrendLine | None:
    """None where there are not two points to draw a line between."""
    if len(trend) < 2:
        return None
    found = [point.value for point in trend]
    low, high = min(found), max(found)
    wide = (high - low) or 1.0
    places = [
        (round(4 + index * (WIDTH - 8) / (len(found) - 1), 1),
         round(HEIGHT - 6 - (value - low) / wide * (HEIGHT - 12), 1))
        for index, value in enumerate(found)
    ]  # fmt: skip
    return TrendLine(" ".join(f"{x},{y}" for x, y in places), places[-1], low, high)


def period_words(at: datetime, span: str) -> str:
    """Of which time a value is: "2024", "Maret 2024", "5 Mar 2024", "5 Mar 2024 13.30"."""
    local = at.astimezone(LOCAL)
    if span == "tahun":
        return str(local.year)
    if span == "semester":
        return f"semester {'I' if local.month < 7 else 'II'} {local.year}"
    if span == "triwulan":
        return f"triwulan {('I', 'II', 'III', 'IV')[(local.month - 1) // 3]} {local.year}"
    if span == "bulan":
        return f"{MONTHS[local.month - 1]} {local.year}"
    day = f"{local.day} {MONTHS[local.month - 1][:3]} {local.year}"
    return (
        f"{day} {local:%H.%M}" if span in ("saat", "jam") else day if span == "hari" else f"{span} terakhir"
    )


Ring = Sequence[tuple[float, float]]  # (latitude, longitude)


@dataclass(frozen=True)
class Frame:
    """Where the map's north-west corner lies, and how many units a degree has."""

    north: float
    west: float
    scale: float

    def path(self, parts: Sequence[Ring]) -> str:
        """Closed rings as an SVG path."""
        return "".join("M" + "L".join(self._at(*point) for point in part) + "Z" for part in parts)

    def _at(self, lat: float, lon: float) -> str:
        return f"{(lon - self.west) * self.scale:.1f},{(self.north - lat) * self.scale:.1f}"


def shapes(session: Session) -> tuple[Shape, ...]:
    """The city's kelurahan, drawn once a process."""
    return framed(session)[1]


def framed(session: Session) -> tuple[Frame, tuple[Shape, ...]]:
    """The same, with the frame they are drawn in, for what else is to lie on the map."""
    found = session.execute(
        select(Area.code, Area.name, Area.outline).where(Area.kind == "kelurahan").order_by(Area.code)
    ).all()
    return _framed(_Areas([(code, name, outline) for code, name, outline in found if outline]))


class _Areas(list[tuple[str, str, dict[str, object]]]):
    """Areas as a key: the same codes are drawn alike."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(code for code, _, _ in self))


@lru_cache(maxsize=2)
def _framed(areas: _Areas) -> tuple[Frame, tuple[Shape, ...]]:
    cornered = [(code, name, rings(outline, most=CORNERS)) for code, name, outline in areas]
    points = [point for _, _, parts in cornered for part in parts for point in part]
    south, north = min(lat for lat, _ in points), max(lat for lat, _ in points)
    west, east = min(lon for _, lon in points), max(lon for _, lon in points)
    frame = Frame(north, west, MAP_WIDTH / max(east - west, north - south))
    return frame, tuple(Shape(code, name, frame.path(parts)) for code, name, parts in cornered)


def coloured(drawn: Sequence[Shape], places: Mapping[str, float]) -> Coloured | None:
    """The map by kelurahan; a kecamatan's value colours all of its kelurahan. None where no area is known."""
    areas = {place: value for place, value in places.items() if is_area(place)}
    if not areas or not drawn:
        return None
    low, high = min(areas.values()), max(areas.values())
    step = (high - low) / CLASSES or 1.0
    found = []
    for shape in drawn:
        value = areas.get(shape.code, areas.get(shape.code[:8]))
        found.append((shape, None if value is None else min(CLASSES - 1, int((value - low) / step)), value))
    used = 1 if high == low else CLASSES
    steps = [(low + index * step, low + (index + 1) * step if used > 1 else high) for index in range(used)]
    return Coloured(found, steps, MAP_WIDTH)
