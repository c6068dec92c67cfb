"""/petugas/laporan/{number}/bersama, /riwayat: what comes after a report's page, each in a dozen queries.

The page is usable before: the conversation, the deeds and the clocks do not wait for these.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from admin_panel.access import require
from admin_panel.report import deliveries, queries
from admin_panel.report.history import steps
from admin_panel.together.view import belongings
from routing.city.catalogue import catalogue
from routing.domain.permissions import Action
from routing.errors import NotFound
from routing.reports import deadline_reasons, explaining, mentioning, promising
from routing.reports.door import Door, visible_to
from routing.reports.story import history
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer, Report
from storage.trace.evidence import proof
from web.templates import render

router = APIRouter()
Viewer = Annotated[Officer, Depends(require(Action.READ))]


NOT_THEIRS = 204  # handed on while its page stood open, as the page itself answers: nothing to put there


def _found(door: Door, number: str) -> Report | None:
    try:
        return door.get(number)
    except NotFound:
        return None


@router.get("/petugas/laporan/{number}/bersama")
def together(request: Request, officer: Viewer, number: str, disebut: bool = False) -> Response:
    """What was promised, what the report belongs together with, how far its news came to who joined it.

    disebut: a note that speaks to this officer is seen now.
    """
    with reading() as session:
        door = visible_to(session, officer)
        report = _found(door, number)
        if report is None:
            return Response(status_code=NOT_THEIRS)
        may = door.rights(report)
        ours = belongings(session, officer, report, may)
        others = deliveries.to_others(session, report)
        promised = promising.of_report(session, report)
    now = clock.now()
    if disebut:
        with transaction() as tx:
            mentioning.seen(tx, officer, report, now=now)
    takeable = {one.id for one in promised if promising.is_own(one, officer, now) or Action.VOUCH in may}
    return _part(
        request, "together/cards.html", report=report, ours=ours, others=others, promises=promised,
        takeable=takeable, may_answer=Action.ANSWER in may,
    )  # fmt: skip


@router.get("/petugas/laporan/{number}/riwayat")
def story(request: Request, officer: Viewer, number: str) -> Response:
    """Why it lies here and has its dates, everything that happened, and the proof of it."""
    with reading() as session:
        city, report = catalogue(session), _found(visible_to(session, officer), number)
        if report is None:
            return Response(status_code=NOT_THEIRS)
        happened = history(session, report)
        told = steps(happened, city, queries.given_to(session, happened))
        why_here = explaining.explain(session, report)
        why_then = deadline_reasons.reasons(session, report)
        proved = proof(session, report.id)
    return _part(
        request, "report/history.html", report=report, steps=told, why_here=why_here, why_then=why_then,
        proof=proved,
    )  # fmt: skip


def _part(request: Request, name: str, **values: Any) -> Response:
    response = render(request, name, **values)
    response.headers["Cache-Control"] = "no-store"
    return response
