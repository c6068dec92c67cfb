"""Areas of the city drawn by hand: can they be used, and which of them does a point lie in?"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import Polygon
from shapely.ops import unary_union

from routing.city import areas
from routing.city.areas import METRES_PER_DEGREE
from routing.domain.rule_book import DrawnArea
from routing.domain.rule_fields import BadRules

OUTSIDE_METRES = 200  # a hand that draws along the city's edge slips over it
LEAST_METRES = 400  # square metres: less is a slip of the finger
_SQUARE_DEGREE = METRES_PER_DEGREE**2


def check(area: DrawnArea) -> None:
    """BadRules with a sentence for an area that cannot be used."""
    shape = _polygon(area)
    if not shape.is_valid:
        raise BadRules(f"Garis kawasan “{area.name}” saling memotong. Gambar ulang tanpa bersilang.")
    if shape.area * _SQUARE_DEGREE < LEAST_METRES:
        raise BadRules(f"Kawasan “{area.name}” terlalu kecil untuk dipakai.")
    if not _city(areas.folder()).covers(shape):
        raise BadRules(f"Kawasan “{area.name}” keluar dari wilayah kota.")


class Zones:
    """The drawn areas of one version of the rules, ready to be asked."""

    def __init__(self, drawn: Iterable[DrawnArea]) -> None:
        shapes = [(area.code, _polygon(area)) for area in drawn]
        self._shapes = [(code, shape) for code, shape in shapes if shape.is_valid]
        shapely.prepare([shape for _, shape in self._shapes])
        self.codes = frozenset(code for code, _ in self._shapes)

    def at(self, lat: float | None, lon: float | None) -> frozenset[str]:
        """Codes of the areas a point lies in."""
        if lat is None or lon is None or not self._shapes:
            return frozenset()
        return frozenset(code for code, shape in self._shapes if shapely.contains_xy(shape, lon, lat))


def _polygon(area: DrawnArea) -> Polygon:
    return Polygon([(lon, lat) for lat, lon in area.points])


@cache
def _city(folder: Path) -> Any:
    """The whole city and a little around it."""
    whole = unary_union(areas.load(folder).outlines)
    return whole.buffer(OUTSIDE_METRES / METRES_PER_DEGREE)
