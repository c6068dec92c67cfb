"""Geometries of $filter: WKT beside the GeoJSON of places. They are few, so they are compared here.

Distances and lengths are in degrees, as other SensorThings services answer.
"""

import json
import re
from functools import partial
from typing import Any

import shapely
from shapely.errors import ShapelyError
from sqlalchemy import select
from sqlalchemy.orm import Session

from sensors.sta.faults import bad
from sensors.sta.model import EntityType

MOST_ROWS = 20_000
PREDICATES = {
    "st_equals": "equals", "st_disjoint": "disjoint", "st_touches": "touches", "st_within": "within",
    "st_overlaps": "overlaps", "st_crosses": "crosses", "st_intersects": "intersects",
    "st_contains": "contains", "geo.intersects": "intersects",
}  # fmt: skip
ALL = {*PREDICATES, "st_relate", "geo.distance", "geo.length"}
_MATRIX = re.compile("[TF012*]{9}")  # DE-9IM


def read(wkt: str) -> Any:
    """A geometry from its text; StaFault (400)."""
    try:
        return shapely.from_wkt(wkt.split(";")[-1])
    except (ShapelyError, ValueError, TypeError):
        raise bad(f"{wkt[:60]!r} is no geometry (WKT, as POINT (107.0 -6.2))") from None


def of_json(found: Any) -> Any:
    """A shape from GeoJSON, a Feature's too; None where it is none."""
    try:
        inner = found.get("geometry", found) if isinstance(found, dict) else None
        return shapely.from_geojson(json.dumps(inner)) if inner else None
    except (ShapelyError, ValueError, TypeError, AttributeError):
        return None


def measured(  # noqa: PLR0913 - a function of the standard with all it takes
    session: Session, name: str, of: EntityType, given: Any, *, first: bool, matrix: str = ""
) -> dict[int, Any]:
    """The function's value for each row of the entity set, by number. `first`: the column stood first.

    matrix: what st_relate asks for.
    """
    if name == "st_relate" and not _MATRIX.fullmatch(matrix):
        raise bad("st_relate takes a pattern of nine signs: T, F, 0, 1, 2 or *")
    column = next(one.column for one in of.properties.values() if one.kind == "geo")
    rows = session.execute(select(of.model.id, getattr(of.model, column)).limit(MOST_ROWS + 1)).all()  # type: ignore[attr-defined]
    if len(rows) > MOST_ROWS:
        raise bad(f"More than {MOST_ROWS} geometries: filter by something else")
    shapes = {number: shape for number, found in rows if (shape := of_json(found)) is not None}
    if name == "geo.length":
        return {number: float(shapely.length(shape)) for number, shape in shapes.items()}
    if name == "geo.distance":
        return {number: float(shapely.distance(shape, given)) for number, shape in shapes.items()}
    if name == "st_relate":
        holds = partial(shapely.relate_pattern, pattern=matrix)
    else:
        holds = getattr(shapely, PREDICATES[name])
    pair = (lambda shape: (shape, given)) if first else (lambda shape: (given, shape))
    return {number: bool(holds(*pair(shape))) for number, shape in shapes.items()}
