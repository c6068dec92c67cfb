"""Which kelurahan an area of somebody else's touches: by outline, by code, by the city's name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import shape
from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.areas import METRES_PER_DEGREE
from routing.city.catalogue import catalogue
from storage.models import Area

CODES = frozenset({"kemendagri", "adm1", "adm2", "adm3", "adm4"})  # lists whose codes are the Ministry's
# Neighbours share a border that nobody drew twice alike: so much of the smaller of the two must be common.
LEAST_SHARE = 0.02

Corner = tuple[float, float]  # latitude, longitude


@dataclass(frozen=True)
class Outlined:
    """The city: its whole name ("Kota …"), and the shape of each kelurahan by code (None: not drawn)."""

    name: str
    shapes: Mapping[str, Any]

    def by_shape(
        self, rings: Iterable[Sequence[Corner]], circles: Iterable[tuple[Corner, float]]
    ) -> set[str]:
        """Those that a ring, or a circle (km), covers a part of."""
        drawn = [shapely.Polygon([(lon, lat) for lat, lon in ring]) for ring in rings]
        drawn += [
            shapely.Point(lon, lat).buffer(max(km, 0.1) * 1000 / METRES_PER_DEGREE)
            for (lat, lon), km in circles
        ]
        found: set[str] = set()
        for one in drawn:
            area = one if one.is_valid else shapely.make_valid(one)
            found |= {code for code, own in self.shapes.items() if own is not None and _shares(own, area)}
        return found

    def by_code(self, codes: Iterable[tuple[str, str]]) -> set[str]:
        """Those inside the areas of these (list, code): of a province, a city, a kecamatan or themselves."""
        given = [_digits(value) for name, value in codes if name in CODES]
        return {
            code for code in self.shapes for one in given if len(one) >= 2 and _digits(code).startswith(one)
        }  # fmt: skip

    def by_name(self, name: str) -> set[str]:
        """All of them where the city is named."""
        return set(self.shapes) if self.name.casefold() in name.casefold() else set()


def outlined(session: Session) -> Outlined:
    """The city as it is drawn now."""
    rows = session.execute(select(Area.code, Area.outline).where(Area.kind == "kelurahan"))
    shapes = {code: shape(outline) if outline else None for code, outline in rows}
    return Outlined(catalogue(session).settings.city.name, shapes)


def _digits(code: str) -> str:
    return "".join(one for one in code if one.isdecimal())


def _shares(own: Any, area: Any) -> bool:
    if not own.intersects(area):
        return False
    common = own.intersection(area).area
    return bool(common > 0 and common >= LEAST_SHARE * min(own.area, area.area))
