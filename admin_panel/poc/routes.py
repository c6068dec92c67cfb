"""/poc: the wall, its panels alone for the live line, and its map's data."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import JSONResponse, Response

from admin_panel.access import require
from admin_panel.clocks import next_due
from admin_panel.poc import curves, followers, queries
from routing import figures
from routing.city.catalogue import catalogue
from routing.domain.lifecycle import Status
from routing.domain.permissions import Action
from routing.domain.publicity import Box
from routing.reports.door import visible_to
from routing.reports.filters import ALL, Filters
from routing.warnings import depths, outside
from sensors import hearing
from sensors import queries as sensors
from storage import clock
from storage.db import reading
from storage.models import Officer
from web.templates import render
from web.times import ago

router = APIRouter(prefix="/poc")
Watcher = Annotated[Officer, Depends(require(Action.WATCH, on_screens=True))]

MEASURED_OVER = timedelta(days=30)
CURVE_HOURS = 24.0
NEWEST = 12
BOX = r"^-?\d{1,3}(\.\d{1,6})?(,-?\d{1,3}(\.\d{1,6})?){3}$"  # west, south, east, north


def _board(officer: Officer) -> dict[str, Any]:
    now = clock.now()
    with reading() as session:
        summary = figures.summary(session, now=now)
        agencies = figures.by_agency(session, since=now - MEASURED_OVER, now=now)
        days = figures.per_day(session, days=14, now=now)
        gauges = sorted(sensors.gauges(session, now=now), key=lambda gauge: gauge.level or 5)
        series = sensors.all_series(session, hours=CURVE_HOURS, now=now)
        alerts = sensors.open_alerts(session)
        official = outside.holding(session, now=now, officers=True)
        deaf_since = hearing.deaf_since(session, now=now)
        warned = followers.of_alerts(session, alerts)
        asked = Filters(status=ALL, sort="terbaru", residents=True, rows=NEWEST)
        newest = visible_to(session, officer).page(asked, now=now).reports
        city = catalogue(session)
    drawn = [(gauge, curves.curve(series[gauge.code])) for gauge in gauges]
    return {
        "summary": summary, "agencies": curves.bars(agencies), "days": curves.columns(days), "gauges": drawn,
        "alerts": alerts, "official": official, "deaf_since": deaf_since, "warned": warned, "city": city,
        "newest": [(report, next_due(report, now)) for report in newest],
        "statuses": [(status.value, summary.by_status.get(status, 0)) for status in Status],
        "days_measured": MEASURED_OVER.days,
    }  # fmt: skip


@router.get("")
def wall(request: Request, officer: Watcher) -> Response:
    """The whole wall."""
    return render(request, "poc/page.html", **_board(officer))


@router.get("/papan")
def board(request: Request, officer: Watcher) -> Response:
    """Everything but the shell and the map, renewed by the live line; opened by itself, the whole wall."""
    if "HX-Request" not in request.headers:
        return wall(request, officer)
    return render(request, "poc/board.html", **_board(officer))


@router.get("/peta.json")
def map_data(
    officer: Watcher, kotak: Annotated[str, Query(max_length=80, pattern=BOX)] = ""
) -> JSONResponse:  # fmt: skip
    """Figures for the outlines, reports and gauges of the map. kotak: reports of this part of it alone."""
    now, box = clock.now(), None
    if kotak:
        west, south, east, north = map(float, kotak.split(","))
        box = Box(south, west, north, east)
    with reading() as session:
        areas, points = queries.by_kelurahan(session, now=now), queries.drawn(session, box, now=now)
        rows, water = sensors.gauges(session, now=now), depths.points(session, now=now)
    gauges = [
        {
            "code": g.code, "name": g.name, "river": g.river, "lat": g.lat, "lon": g.lon, "unit": g.unit,
            "value": g.value, "level": g.level, "when": ago(g.at, now) if g.at else "belum ada data",
        }
        for g in rows
    ]  # fmt: skip
    return JSONResponse({"areas": areas, "reports": points, "gauges": gauges, "depths": water})
