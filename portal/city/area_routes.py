"""/kelurahan: what is open, finished and measured in each, and a piece of it for the kelurahan's own site."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.messages import page
from routing import performance
from routing.city.catalogue import AreaInfo, catalogue
from routing.performance import LEAST
from routing.reports import public_list
from routing.reports.everybody import PublicView
from routing.reports.public_list import Search
from routing.warnings.follows import reach
from sensors import queries
from sensors.queries import GaugeRow
from storage import clock
from storage.db import reading
from web import security

router = APIRouter(max_body_size=10_000)
ROWS = 10
MOST = 1000  # counted no further


@dataclass(frozen=True)
class AreaNow:
    """A kelurahan at this moment. open, done (this month): the newest ROWS; counts end at MOST."""

    area: AreaInfo
    open: list[PublicView]
    done: list[PublicView]
    open_count: int
    done_count: int


def area_now(session: Session, code: str, *, now: datetime) -> AreaNow:
    """What is public of a kelurahan now; 404 for no kelurahan of ours."""
    area = catalogue(session).kelurahan.get(code)
    if area is None:
        raise HTTPException(404)
    start, _ = performance.bounds(performance.month_of(now), performance.month_of(now))
    running = Search(kelurahan=code, open=True)
    done = Search(kelurahan=code, open=False, updated_since=start)
    open_now, open_count = public_list.counted(session, running, limit=ROWS, most=MOST)
    done_now, done_count = public_list.counted(session, done, limit=ROWS, most=MOST)
    return AreaNow(area, open_now, done_now, open_count, done_count)


@router.get("/kelurahan")
def areas(request: Request) -> Response:
    """All kelurahan by kecamatan."""
    with reading() as session:
        city = catalogue(session)
    ordered = sorted(city.kelurahan.values(), key=lambda area: (area.kecamatan, area.name))
    groups = [(name, list(group)) for name, group in groupby(ordered, key=lambda area: area.kecamatan)]
    return page(request, "portal/areas.html", groups=groups)


@router.get("/kelurahan/{code}")
def area(request: Request, code: str) -> Response:
    """One kelurahan."""
    now = clock.now()
    with reading() as session:
        found = area_now(session, code, now=now)
        line = performance.line(session, "kelurahan", code)
        water, warned = _water(session, code, now=now)
    site = str(request.app.state.public_url).rstrip("/")
    return page(
        request,
        "portal/area.html",
        found=found,
        line=line,
        least=LEAST,
        water=water,
        warned=warned,
        site=site,
    )


def _water(session: Session, code: str, *, now: datetime) -> tuple[list[GaugeRow], list[queries.AlertRow]]:
    """The gauges whose water comes here, and their open warnings that are sure and were not taken back."""
    ours = [(stream, alert) for stream, alert in queries.with_alerts(session) if code in reach(stream.thing)]
    streams = {stream.id: stream for stream, _ in ours}
    sure = [alert for _, alert in ours if alert and alert.sure and not alert.taken_back]
    return queries.standing(list(streams.values()), now=now), sure


@router.get("/kelurahan/{code}/sisip")
def widget(request: Request, code: str) -> Response:
    """The same in small, for an <iframe> of any site; it reads nothing and stores nothing."""
    with reading() as session:
        found = area_now(session, code, now=clock.now())
    site = str(request.app.state.public_url).rstrip("/")
    made = page(request, "portal/widget.html", found=found, site=site)
    made.headers["Content-Security-Policy"] = security.POLICY.format(
        nonce=request.state.csp_nonce
    ).replace("frame-ancestors 'none'", "frame-ancestors *")  # fmt: skip
    return made
