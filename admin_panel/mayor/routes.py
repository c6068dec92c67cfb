"""/petugas/surat: the mayor's letter, an alert always first."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from admin_panel.access import require
from admin_panel.mayor import paper
from admin_panel.poc import followers
from routing.city.catalogue import catalogue
from routing.command import brief, morning
from routing.domain.permissions import Action
from routing.figures import Promises
from routing.people import attention
from sensors import hearing
from sensors import queries as sensors
from storage import clock
from storage.db import reading
from storage.models import Officer, WeeklyBrief
from web import downloads
from web.templates import render

router = APIRouter(prefix="/petugas/surat")
Reader = Annotated[Officer, Depends(require(Action.ATTEND))]


@dataclass(frozen=True)
class Column:
    """A week of the chart of promises: heights in percent of the tallest week."""

    promises: Promises
    kept: float
    moved: float
    late: float


def columns(weeks: list[Promises]) -> list[Column]:
    """The weeks, stacked."""
    tallest = max((week.kept + week.moved + week.late for week in weeks), default=0) or 1
    return [
        Column(week, *(round(part * 100 / tallest, 1) for part in (week.kept, week.moved, week.late)))
        for week in weeks
    ]


def _letter(officer: Officer, now: datetime) -> dict[str, Any]:
    with reading() as session:
        told = morning.letter(session, officer, now=now)
        alerts = sensors.open_alerts(session)
        return {
            "letter": told, "alerts": alerts, "warned": followers.of_alerts(session, alerts),
            "deaf_since": hearing.deaf_since(session, now=now), "city": catalogue(session),
            "weeks": columns(list(told.promises)),
            "briefs": brief.listed(session, most=1), "span": paper.span,
            "over": attention.listed(session, officer, ended=True)[:3],
        }  # fmt: skip


@router.get("")
def page(request: Request, officer: Reader) -> Response:
    """The letter."""
    return render(request, "mayor/page.html", **_letter(officer, clock.now()))


@router.get("/isi")
def content(request: Request, officer: Reader) -> Response:
    """What the live line renews; opened by itself, the whole letter."""
    if "HX-Request" not in request.headers:
        return page(request, officer)
    return render(request, "mayor/letter.html", **_letter(officer, clock.now()))


@router.get("/ringkasan")
def briefs(request: Request, officer: Reader) -> Response:
    """The briefs of the last weeks."""
    with reading() as session:
        rows = brief.listed(session)
    return render(request, "mayor/briefs.html", rows=rows, span=paper.span)


@router.get("/ringkasan/{week}.pdf")
def one_brief(officer: Reader, week: date) -> Response:
    """A week's brief as a paper."""
    with reading() as session:
        row = session.get(WeeklyBrief, week)
        if row is None:
            raise HTTPException(404, "Ringkasan minggu itu tidak ada.")
        made = paper.make(session, row)
    return downloads.paper(made, f"ringkasan-{week}.pdf")
