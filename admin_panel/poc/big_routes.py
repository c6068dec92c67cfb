"""/poc/dinding: the wall for a big screen in a room, its parts for the live line, and its map."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse, Response

from admin_panel.access import require
from admin_panel.poc import big, queries
from routing.domain.permissions import Action
from routing.incidents import reading as incidents
from routing.warnings import depths
from sensors import queries as sensors
from storage import clock
from storage.db import reading
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/poc/dinding")
Watcher = Annotated[Officer, Depends(require(Action.WATCH, on_screens=True))]


@router.get("")
def wall(request: Request, officer: Watcher) -> Response:
    """The whole wall."""
    with reading() as session:
        told = big.board(session, officer, now=clock.now())
    return render(request, "poc/big.html", **told)


@router.get("/isi")
def board(request: Request, officer: Watcher) -> Response:
    """What the live line renews; opened by itself, the whole wall."""
    if "HX-Request" not in request.headers:
        return wall(request, officer)
    with reading() as session:
        told = big.board(session, officer, now=clock.now())
    return render(request, "poc/big_board.html", **told)


@router.get("/peta.json")
def map_data(officer: Watcher) -> JSONResponse:
    """Figures of kelurahan, squares of reports, gauges, rivers and events."""
    now = clock.now()
    with reading() as session:
        gauges = sensors.gauges(session, now=now)
        events = incidents.features(incidents.listed(session, officer, now=now))
        areas, cells = queries.by_kelurahan(session, now=now), big.cells(session, now=now)
        water = depths.points(session, now=now)
    signs = [
        {"name": g.name, "at": [g.lon, g.lat], "value": g.value, "unit": g.unit, "level": g.level,
         "trend": g.trend_cm_per_hour, "silent": g.silent_since is not None}
        for g in gauges
    ]  # fmt: skip
    return JSONResponse(
        {"areas": areas, "cells": cells, "gauges": signs, "rivers": big.river_lines(gauges), "events": events,
         "depths": water}
    )  # fmt: skip
