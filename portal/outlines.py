"""The city's own map: outlines of its kelurahan, so that maps work without anyone's tiles."""

import json
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import select

from storage.db import reading
from storage.models import Area
from web import tagged

router = APIRouter()


def feature(area: Area, kecamatan: str) -> dict[str, Any]:
    """One kelurahan as a GeoJSON feature; coordinates cut to 5 decimals (about a metre)."""
    return {
        "type": "Feature",
        "id": int(area.code.replace(".", "")) % 2**31,
        "properties": {
            "code": area.code, "name": area.name, "kecamatan": kecamatan, "lat": area.lat, "lon": area.lon,
        },
        "geometry": _rounded(area.outline),
    }  # fmt: skip


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 5)
    if isinstance(value, list):
        return [_rounded(part) for part in value]
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    return value


def collection(areas: Sequence[Area]) -> bytes:
    """All kelurahan that have an outline, as GeoJSON."""
    names = {area.code: area.name for area in areas}
    features = [
        feature(area, names.get(area.parent_code or "", ""))
        for area in areas
        if area.kind == "kelurahan" and area.outline
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()


@router.get("/api/areas")
def outlines(request: Request) -> Response:
    """Kelurahan outlines as GeoJSON; the same bytes as before answer 304."""
    with reading() as session:
        body = collection(session.scalars(select(Area).order_by(Area.code)).all())
    return tagged.answer(request, body, "application/geo+json", {"Cache-Control": "public, max-age=3600"})
