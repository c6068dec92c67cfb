"""The outline of what lies scattered: the smallest hull around its points, with some room."""

import math
from collections.abc import Iterable, Sequence

Point = tuple[float, float]  # latitude, longitude in degrees
Ring = list[tuple[float, float]]  # longitude, latitude as in GeoJSON, the first corner again at the end

METRES_PER_DEGREE = 111_320.0
AROUND = 8  # corners of the circle about one point
MOST_CORNERS = 100


def around(points: Iterable[Point], *, metres: float) -> Ring:
    """The convex outline of all points, each with so many metres around it; [] of none."""
    circled = {corner for point in points for corner in _circle(point, metres)}
    if not circled:
        return []
    corners = _hull(sorted(circled))
    return [*corners, corners[0]]


def faults(ring: Sequence[Sequence[float]]) -> str:
    """Why a drawn ring cannot be used, "" when it can: closed, 3 to 100 corners, degrees."""
    if not 4 <= len(ring) <= MOST_CORNERS + 1:
        return "sudutnya harus 3 sampai 100"
    if any(len(corner) != 2 or not all(map(math.isfinite, corner)) for corner in ring):
        return "ada sudut yang bukan bujur dan lintang"
    if any(abs(lon) > 180 or abs(lat) > 90 for lon, lat in ring):
        return "ada sudut di luar bumi"
    return "" if list(ring[0]) == list(ring[-1]) else "garisnya belum tertutup"


def _circle(point: Point, metres: float) -> Iterable[tuple[float, float]]:
    lat, lon = point
    wide = metres / (METRES_PER_DEGREE * max(0.01, math.cos(math.radians(lat))))
    for number in range(AROUND):
        angle = 2 * math.pi * number / AROUND
        north = lat + metres / METRES_PER_DEGREE * math.sin(angle)
        yield round(lon + wide * math.cos(angle), 6), round(north, 6)


def _hull(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Andrew's monotone chain."""
    return [*_half(points), *_half(list(reversed(points)))]


def _half(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for point in points:
        while len(found) >= 2 and _turn(found[-2], found[-1], point) <= 0:
            found.pop()
        found.append(point)
    return found[:-1]


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
