"""/poc/indikator: what the city's indicators say, by sector; each with trend, map, source and age."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from admin_panel.access import require
from admin_panel.data import drawing
from routing.city.catalogue import catalogue
from routing.domain.permissions import Action
from sensors import indicators, values
from sensors.trends import TrendPoint
from sensors.values import IndicatorStanding
from storage import clock
from storage.db import reading
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/poc/indikator")
Watcher = Annotated[Officer, Depends(require(Action.WATCH))]


@router.get("")
def page(request: Request, officer: Watcher) -> Response:
    """Every sector with its indicators."""
    now = clock.now()
    with reading() as session:
        found = values.dashboard(session, now=now)
    told = [(one, shown, drawing.line(shown)) for one in found for shown in [_longest(one)]]
    sectors = [
        (sector, [three for three in told if three[0].indicator.sector == sector.code])
        for sector in indicators.definitions().sectors.values()
    ]
    return render(
        request, "data/indicators.html", sectors=sectors, known=sum(one.value is not None for one in found),
        all=len(found), period=drawing.period_words, page="indikator",
    )  # fmt: skip


def _longest(one: IndicatorStanding) -> Sequence[TrendPoint]:
    """What a small picture shows: its periods, or its hours where it was not measured for days yet."""
    return one.trend if len(one.trend) > 1 else one.hours


@router.get("/{indicator}")
def one_page(request: Request, officer: Watcher, indicator: Annotated[str, Path(max_length=63)]) -> Response:
    """One indicator: its trend, its map by kelurahan, its places."""
    defined = indicators.definitions()
    if (meant := defined.indicators.get(indicator)) is None:
        raise HTTPException(404, "Indikator itu tidak ada.")
    now = clock.now()
    with reading() as session:
        found = values.reading(session, meant, now=now)
        shapes = drawing.shapes(session) if found.places else ()
        city = catalogue(session)
    coloured = drawing.coloured(shapes, found.places)
    kecamatan = {area.kecamatan_code: area.kecamatan for area in city.kelurahan.values()}
    names = {code: area.name for code, area in city.kelurahan.items()} | {
        code: f"Kec. {name}" for code, name in kecamatan.items()
    }
    rows = [
        (place, value, found.measured.get(place), drawing.line(found.area_trends.get(place, ())))
        for place, value in sorted(found.places.items(), key=lambda row: (-row[1], row[0]))
    ]
    lines = [(trend, drawing.line(trend)) for trend in (found.trend, found.hours)]
    return render(
        request, "data/indicator.html", one=found, map=coloured, rows=rows,
        lines=[(trend, line) for trend, line in lines if line],
        names=names, sector=defined.sectors[meant.sector], period=drawing.period_words, page="indikator",
    )  # fmt: skip
