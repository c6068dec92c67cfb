"""/poc/meja: the one queue of an operator, with the map; /poc/putar-ulang: a day played again."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from admin_panel.access import require
from admin_panel.operator import day, queue
from routing.city.catalogue import catalogue
from routing.city.place_search import FoundPlace, places
from routing.domain.permissions import Action
from routing.warnings import outside
from sensors import queries as sensors
from storage import clock
from storage.clock import WIB
from storage.db import reading
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/poc")
Operator = Annotated[Officer, Depends(require(Action.RESCUE))]
Watcher = Annotated[Officer, Depends(require(Action.WATCH))]
EARLIEST = date(2015, 1, 1)


@router.get("/meja")
def desk(request: Request, officer: Operator) -> Response:
    """The queue and the map."""
    return _desk(request, officer, "operator/desk.html")


@router.get("/meja/antrean")
def waiting(request: Request, officer: Operator) -> Response:
    """The queue alone, renewed by the live line."""
    return _desk(
        request, officer, "operator/queue.html" if "HX-Request" in request.headers else "operator/desk.html"
    )


def _desk(request: Request, officer: Officer, template: str) -> Response:
    now = clock.now()
    with reading() as session:
        entries = queue.waiting(session, officer, now=now)
        official = outside.holding(session, now=now, officers=True)
        city = catalogue(session)
    return render(request, template, entries=entries, city=city, official=official)


@router.get("/tempat")
def found(officer: Watcher, q: Annotated[str, Query(max_length=100)] = "") -> JSONResponse:
    """Places whose name begins so, with their points."""
    now = clock.now()
    with reading() as session:
        rows = [
            gauge
            for gauge in sensors.gauges(session, now=now)
            if gauge.lat is not None and gauge.lon is not None
        ]
        city = catalogue(session)
    gauges = tuple(FoundPlace(one.name, f"Pos air {one.river}".strip(), one.lat, one.lon) for one in rows)
    return JSONResponse([asdict(one) for one in places(city, q, more=gauges)])


@router.get("/putar-ulang")
def replay(request: Request, officer: Watcher, hari: date | None = None) -> Response:
    """A day on the map, minute by minute; yesterday unless another is asked for."""
    today = clock.now().astimezone(WIB).date()
    return render(request, "operator/replay.html", day=_known(hari, today), today=today)


@router.get("/putar-ulang/hari.json")
def replayed(officer: Watcher, hari: date | None = None) -> JSONResponse:
    """What happened on the day."""
    now = clock.now()
    asked = _known(hari, now.astimezone(WIB).date())
    with reading() as session:
        return JSONResponse(day.played(session, officer, asked, now=now))


def _known(asked: date | None, today: date) -> date:
    found = asked or today - timedelta(days=1)
    if not EARLIEST <= found <= today:
        raise HTTPException(422, "Pilih hari yang sudah lewat atau hari ini.")
    return found
