"""/petugas/surat: the mayor's letter, an alert always first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from admin_panel.access import require
from admin_panel.poc import followers
from routing.city.catalogue import catalogue
from routing.command import morning
from routing.domain.permissions import Action
from routing.figures import Promises
from routing.people import attention
from sensors import hearing
from sensors import queries as sensors
from storage import clock
from storage.db import reading
from storage.models import Officer
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
