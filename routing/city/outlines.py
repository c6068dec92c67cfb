"""An area's outline with few corners, for readers that take no more."""

from typing import Any

import shapely
from shapely.geometry import shape

from routing.city.areas import METRES_PER_DEGREE

FIRST_METRES, GROWS = 5.0, 1.6

Ring = tuple[tuple[float, float], ...]


def rings(outline: dict[str, Any], *, most: int) -> tuple[Ring, ...]:
    """A GeoJSON outline's outer rings, closed, as (latitude, longitude), each of at most `most` corners."""
    whole = shape(outline)
    parts = getattr(whole, "geoms", [whole])
    return tuple(_ring(part, most) for part in parts if not part.is_empty)


def _ring(part: Any, most: int) -> Ring:
    metres, fewer = FIRST_METRES, part
    while shapely.get_num_coordinates(fewer.exterior) > most:
        fewer = part.simplify(metres / METRES_PER_DEGREE)
        metres *= GROWS
    return tuple((round(lat, 5), round(lon, 5)) for lon, lat in fewer.exterior.coords)
