"""/petugas/peringatan: what the ladder told this officer, which reports stand on which rung, data alarms."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from admin_panel.clocks import Clock, check, first_answer, resolution
from routing.city.catalogue import Catalogue, catalogue
from routing.domain.deadline_table import DeadlineKind
from routing.domain.ladder import Rung
from routing.domain.permissions import Action, Role, may
from routing.people import cases
from routing.reports import clocks, laddering
from storage import clock
from storage.db import reading, transaction
from storage.models import DataCase, Deadline, Officer, Report
from web.templates import render

router = APIRouter(prefix="/petugas/peringatan")
Viewer = Annotated[Officer, Depends(require(Action.READ))]
# Whose rung a role looks at first.
OWN_RUNG = {Role.LURAH: "kepala", Role.ADMIN: "operator"}


@router.get("")
def warned_page(
    request: Request, officer: Viewer, langkah: Annotated[int, Query(ge=0, le=10_000)] = 0
) -> Response:  # fmt: skip
    """Summaries not read yet, and the reports that stand on a rung; first those on one's own and beyond."""
    now = clock.now()
    with reading() as session:
        city = catalogue(session)
        rungs = city.deadlines.book.ladder
        mine = OWN_RUNG.get(Role(officer.role), officer.role)
        own = next((rung.at for rung in rungs if rung.who == mine), rungs[0].at if rungs else 0)
        at = langkah if langkah in {rung.at for rung in rungs} else 0
        counts = laddering.standing(session, officer)
        ends = {rung.at: _next(rungs, rung.at) for rung in rungs}
        found = laddering.warned(session, officer, at or own, below=ends.get(at)) if rungs else []
        told, alarms = laddering.unread(session, officer), _alarms(session, officer, now)
    rows = [(report, row, _clock(city, report, row, now)) for report, row in found]
    tabs = [(rung, _between(counts, rung.at, ends[rung.at])) for rung in rungs]
    mine_now = _between(counts, own, None)
    return render(
        request, "warned/page.html", rows=rows, tabs=tabs, at=at, mine_now=mine_now, told=told, city=city,
        most=laddering.MOST_LISTED, alarms=alarms, term=cases.TERM,
    )  # fmt: skip


def _next(rungs: Sequence[Rung], at: int) -> int | None:
    return min((rung.at for rung in rungs if rung.at > at), default=None)


def _between(counts: Mapping[int, int], at: int, below: int | None) -> int:
    return sum(many for passed, many in counts.items() if passed >= at and (below is None or passed < below))


def _clock(city: Catalogue, report: Report, row: Deadline, now: datetime) -> Clock:
    if row.clock == DeadlineKind.CHECK:
        return check(report, clocks.check_due(city, row), now)
    return (first_answer if row.clock == DeadlineKind.FIRST else resolution)(report, now)


@router.get("/jumlah")
def bell(
    request: Request,
    officer: Annotated[Officer, Depends(require(Action.READ, piece_of="/petugas/peringatan"))],
) -> Response:
    """How many reports the unread summaries tell of, and data alarms, for the bell."""
    with reading() as session:
        told = laddering.unread(session, officer)
        alarms = len(_alarms(session, officer, clock.now()))
    many = sum(step[2] for summary in told for step in summary.steps)
    return render(request, "warned/bell.html", many=many, alarms=alarms)


def _alarms(session: Session, officer: Officer, now: datetime) -> Sequence[tuple[str, DataCase]]:
    """Requests and breaches whose alarm rings until they are closed, with their numbers."""
    if not may(officer.role, Action.RESCUE):
        return ()
    return [(cases.number(case), case) for case in cases.ringing(session, now=now)]


@router.post("/dibaca")
def mark_read(request: Request, officer: Viewer) -> Response:
    """Everything told so far is read."""
    with transaction() as tx:
        laddering.mark_read(tx, officer, now=clock.now())
    return RedirectResponse("/petugas/peringatan", status_code=303)
