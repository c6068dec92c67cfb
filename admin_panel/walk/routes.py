"""/petugas/jalan: ten open reports of a list in the order to walk to them, for a lurah's phone."""

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import JSONResponse, Response

from admin_panel.access import require
from admin_panel.clocks import next_due
from admin_panel.poc.queries import feature
from routing.city.catalogue import catalogue
from routing.domain.permissions import Action
from routing.domain.walk import Point
from routing.reports import voice_notes, walking
from routing.reports.filters import Filters
from storage import clock
from storage.db import reading
from storage.models import Officer
from web.security import FIXED
from web.templates import render

router = APIRouter(prefix="/petugas/jalan")
Walker = Annotated[Officer, Depends(require(Action.NOTE))]
Lat = Annotated[float, Form(ge=-90, le=90, allow_inf_nan=False)]
Lon = Annotated[float, Form(ge=-180, le=180, allow_inf_nan=False)]
# This page alone may listen, and only when its button is pressed.
LISTENS = FIXED["Permissions-Policy"].replace("microphone=()", "microphone=(self)")


@router.get("")
def from_the_office(request: Request, officer: Walker, asked: Annotated[Filters, Query()]) -> Response:
    """The walk of this list; it begins at the officer's office."""
    return _page(request, officer, asked, None)


@router.post("")
def from_here(
    request: Request, officer: Walker, asked: Annotated[Filters, Query()], lat: Lat, lon: Lon
) -> Response:
    """The same from where the officer stands: a form, so that the place stands in no address and no log."""
    return _page(request, officer, asked, (lat, lon))


@router.get("/peta")
def points(
    request: Request, officer: Walker, laporan: Annotated[Sequence[str], Query(max_length=walking.STOPS)] = ()
) -> Response:
    """These reports as points, for `<sorot-map>`."""
    now = clock.now()
    with reading() as session:
        categories = catalogue(session).categories
        found = walking.stops_named(session, officer, laporan)
        features = [feature(report, categories, now) for report in found]
    body = {"reports": {"type": "FeatureCollection", "features": features}}
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


def _page(request: Request, officer: Officer, asked: Filters, here: Point | None) -> Response:
    now = clock.now()
    with reading() as session:
        city = catalogue(session)
        walk = walking.walk_of(session, officer, asked, here=here, now=now)
    numbers = [stop.report.number for stop in walk.stops]
    response = render(
        request, "walk/page.html", walk=walk, city=city, here=here is not None,
        due={stop.report.id: next_due(stop.report, now) for stop in walk.stops},
        query=urlencode(asked.query()), points=urlencode([("laporan", number) for number in numbers]),
        longest=voice_notes.LONGEST,
    )  # fmt: skip
    response.headers["Permissions-Policy"] = LISTENS
    response.headers["Cache-Control"] = "no-store"
    return response
