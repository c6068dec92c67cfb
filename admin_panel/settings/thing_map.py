"""The city's outlines and every thing on them, as numbers for SVG."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sensors.on_map import ThingPlace
from storage.models import Area

WIDTH = 900.0
MARGIN = 20.0


@dataclass(frozen=True)
class DrawnPlace:
    """A thing at its place in the picture."""

    x: float
    y: float
    thing: ThingPlace


@dataclass(frozen=True)
class ThingMap:
    """outlines: SVG paths with their names. outside: how many things lie beyond the picture."""

    height: float
    outlines: tuple[tuple[str, str], ...]
    places: tuple[DrawnPlace, ...]
    outside: int


def draw(session: Session, things: Sequence[ThingPlace]) -> ThingMap | None:
    """None where neither the city nor a thing has a place."""
    found = select(Area.name, Area.outline).where(Area.kind == "kelurahan", Area.outline.is_not(None))
    areas = [(name, list(_rings(outline or {}))) for name, outline in session.execute(found)]
    points = [point for _, rings in areas for ring in rings for point in ring]
    points = points or [(one.lon, one.lat) for one in things]
    if not points:
        return None
    project = _Projection(points)
    outlines = tuple((name, " ".join(project.path(ring) for ring in rings)) for name, rings in areas)
    drawn = [DrawnPlace(*project(one.lon, one.lat), one) for one in things]
    inside = tuple(one for one in drawn if 0 <= one.x <= WIDTH and 0 <= one.y <= project.height)
    return ThingMap(project.height, outlines, inside, len(drawn) - len(inside))


class _Projection:
    """Degrees to the picture: as wide as WIDTH, a degree of longitude shortened as it is at that latitude."""

    def __init__(self, points: Sequence[tuple[float, float]]) -> None:
        lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
        self.west, self.north = min(lons), max(lats)
        self.squeeze = math.cos(math.radians((self.north + min(lats)) / 2))
        wide = max((max(lons) - self.west) * self.squeeze, 1e-3)
        self.scale = (WIDTH - 2 * MARGIN) / wide
        self.height = round((self.north - min(lats)) * self.scale + 2 * MARGIN, 1)

    def __call__(self, lon: float, lat: float) -> tuple[float, float]:
        x = (lon - self.west) * self.squeeze * self.scale + MARGIN
        return round(x, 1), round((self.north - lat) * self.scale + MARGIN, 1)

    def path(self, ring: Iterable[tuple[float, float]]) -> str:
        return "M" + "L".join(f"{x} {y}" for x, y in (self(lon, lat) for lon, lat in ring)) + "Z"


def _rings(outline: dict[str, Any]) -> Iterable[list[tuple[float, float]]]:
    many = outline.get("coordinates", [])
    for polygon in [many] if outline.get("type") == "Polygon" else many:
        for ring in polygon:
            yield [(float(point[0]), float(point[1])) for point in ring]
