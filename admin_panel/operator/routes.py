"""/poc/meja: the one queue of an operator, with the map; /poc/putar-ulang: a day played again."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from admin_panel.access import require
from admin_panel.operator import day, queue
from routing.city.catalogue import catalogue
from routing.city.place_search import FoundPlace, places
from routing.command import claims
from routing.domain.permissions import Action
from routing.errors import NotFound, Refused
from routing.warnings import outside
from sensors import queries as sensors
from storage import clock
from storage.clock import LOCAL
from storage.db import reading, transaction
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/poc")
Operator = Annotated[Officer, Depends(require(Action.RESCUE))]
Watcher = Annotated[Officer, Depends(require(Action.WATCH))]
Short = Annotated[str, Form(max_length=60)]
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


@router.post("/meja/{langkah}")
def claim(  # noqa: PLR0913 - the fields of a row's button
    request: Request, officer: Operator, langkah: Literal["ambil", "lepas"], kind: Short, number: Short,
    dari: Short = "",
) -> Response:  # fmt: skip
    """Look after a row, or no more; `dari`: from whom it is taken over. Only rows this officer sees."""
    now, row, bad = clock.now(), (kind, number), ""
    try:
        with transaction() as tx:
            if row not in {(one.kind, one.number) for one in queue.waiting(tx, officer, now=now)}:
                raise NotFound("meja_tidak_ada")
            if langkah == "ambil":
                claims.take(tx, row, officer=officer, over=dari, now=now)
            else:
                claims.give_back(tx, row, officer=officer, now=now)
    except Refused as refused:
        bad = refused.sentence
    if "HX-Request" in request.headers:
        return _desk(request, officer, "operator/queue.html", bad=bad)
    if bad:
        return _desk(request, officer, "operator/desk.html", bad=bad, status=409)
    return RedirectResponse("/poc/meja", status_code=303)


def _desk(request: Request, officer: Officer, template: str, *, bad: str = "", status: int = 200) -> Response:
    now = clock.now()
    with reading() as session:
        entries = queue.waiting(session, officer, now=now)
        official = outside.holding(session, now=now, officers=True)
        city = catalogue(session)
    return render(request, template, status=status, entries=entries, city=city, official=official, bad=bad)


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
    gauges = [FoundPlace(one.name, f"Pos air {one.river}".strip(), one.lat, one.lon) for one in rows]
    rivers = {one.river: FoundPlace(one.river, f"Sungai, di {one.name}", one.lat, one.lon) for one in rows}
    more = (*(place for name, place in rivers.items() if name), *gauges)
    return JSONResponse([asdict(one) for one in places(city, q, more=more)])


@router.get("/putar-ulang")
def replay(request: Request, officer: Watcher, hari: date | None = None) -> Response:
    """A day on the map, minute by minute; yesterday unless another is asked for."""
    today = clock.now().astimezone(LOCAL).date()
    return render(request, "operator/replay.html", day=_known(hari, today), today=today)


@router.get("/putar-ulang/hari.json")
def replayed(officer: Watcher, hari: date | None = None) -> JSONResponse:
    """What happened on the day."""
    now = clock.now()
    asked = _known(hari, now.astimezone(LOCAL).date())
    with reading() as session:
        return JSONResponse(day.played(session, officer, asked, now=now))


def _known(asked: date | None, today: date) -> date:
    found = asked or today - timedelta(days=1)
    if not EARLIEST <= found <= today:
        raise HTTPException(422, "Pilih hari yang sudah lewat atau hari ini.")
    return found
