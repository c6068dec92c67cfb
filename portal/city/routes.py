"""/peta, /laporan: where reports are, and what everybody sees of one."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from portal.city.asked import DAYS, Narrowed, box_of, cursor, narrowed, read_cursor
from portal.messages import page, said, tongue_of
from routing.city.catalogue import Catalogue, catalogue
from routing.domain.publicity import Publicity
from routing.reports import everybody, public_list, public_map
from routing.reports.everybody import PublicView
from storage import clock
from storage.db import reading

router = APIRouter(max_body_size=10_000)
ROWS = 20  # reports a page of the list
DEEPEST = 22  # zoom
SHORT = {"Cache-Control": "public, max-age=30"}


def choices(city: Catalogue) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer: (code, name)."""
    shown = city.settings.public
    kinds = [one for one in city.categories.values() if one.active and shown.of(one.code) != Publicity.NOT]
    offices = [one for one in city.agencies.values() if one.kind == "dinas" and one.active]
    areas = sorted(city.kelurahan.values(), key=lambda area: area.name)
    return {
        "kategori": [(one.code, one.name) for one in kinds],
        "dinas": sorted(((one.code, one.short_name) for one in offices), key=lambda one: one[1]),
        "kelurahan": [(area.code, area.name) for area in areas],
        "hari": [(days, f"filter-{days}") for days in DAYS],
    }


@router.get("/peta")
def map_page(request: Request, sesudah: str = Query("", max_length=60)) -> Response:
    """The map, its filters, and a list beside it that needs no script."""
    now = clock.now()
    with reading() as session:
        city = catalogue(session)
        asked = narrowed(city, request.query_params)
        found, more = public_list.after(session, asked.search(now=now), limit=ROWS, last=read_cursor(sesudah))
    following = f"/peta?{asked.query(sesudah=cursor(more))}" if more else ""
    return page(
        request, "portal/map.html", found=found, asked=asked, choices=choices(city), following=following,
        deeper=bool(sesudah), top=f"/peta?{asked.query()}", source=f"/api/peta?{asked.query()}",
    )  # fmt: skip


@router.get("/api/peta")
def drawn(
    request: Request, bbox: str = Query("", max_length=120), zoom: int = Query(11, ge=0, le=DEEPEST)
) -> Response:  # fmt: skip
    """What a part of the map shows at a zoom, as GeoJSON: clusters, or single reports; 422 for no part."""
    with reading() as session:
        city = catalogue(session)
        asked: Narrowed = narrowed(city, request.query_params)
        (south, west), (north, east) = city.settings.map.bounds
        box = box_of(bbox) if bbox else box_of(f"{west},{south},{east},{north}")
        if box is None:
            raise HTTPException(422)
        seen = public_map.drawn(session, asked.search(now=clock.now(), box=box), zoom=zoom, now=clock.now())
    tongue = tongue_of(request)
    states = {status: said(tongue, f"state-{status}") for status in {one.status for one in seen.single}}
    features = [_cluster(one) for one in seen.clusters] + [_single(one, states) for one in seen.single]
    return JSONResponse({"type": "FeatureCollection", "features": features}, headers=SHORT)


def _feature(lat: float, lon: float, **told: Any) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "geometry": point, "properties": told}


def _cluster(one: public_map.Cluster) -> dict[str, Any]:
    return _feature(one.lat, one.lon, count=one.count, open=one.open)


def _single(one: PublicView, states: Mapping[str, str]) -> dict[str, Any]:
    lat, lon = one.point or (0.0, 0.0)
    told = {"number": one.number, "title": one.title, "state": states[one.status]}
    return _feature(lat, lon, count=1, open=int(one.open), **told)


@router.get("/laporan/{number}")
def report(request: Request, number: str) -> Response:
    """One report as everybody sees it; 404 for every other number."""
    with reading() as session:
        seen = everybody.find(session, number[:40])
        if seen is None:
            raise HTTPException(404)
        steps = everybody.steps(session, seen.id)
        results = everybody.results(session, seen.id, seen.status)
    return page(
        request, "portal/public_report.html", report=seen, steps=steps, results=results,
        site=str(request.app.state.public_url).rstrip("/"),
    )  # fmt: skip


@router.get("/laporan/{number}/hasil/{sha256}")
def result(request: Request, number: str, sha256: str) -> Response:
    """A photo of finished work, blurred; 404 for any other file."""
    with reading() as session:
        seen = everybody.find(session, number[:40])
        media = everybody.results(session, seen.id, seen.status) if seen else ()
    if sha256 not in {name for one in media for name in (one.public_sha256, one.public_thumb_sha256) if name}:
        raise HTTPException(404)
    try:
        content = request.app.state.media.open(sha256)
    except KeyError:
        raise HTTPException(404) from None
    return Response(content, media_type="image/jpeg", headers={"Cache-Control": "public, max-age=300"})
