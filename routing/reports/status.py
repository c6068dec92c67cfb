"""The one door through which a report changes its status: the table is asked, the clocks are kept, the event
is recorded.

Who may ask for a move is the caller's matter (`routing.officers_work`, `routing.residents`).
"""

from datetime import datetime

from sqlalchemy.orm import Session

from routing.domain.lifecycle import ENDED, Status, is_reopening, may_move
from routing.errors import Refused
from routing.reports import clocks, promising
from storage import events
from storage.event_kinds import EventKind
from storage.models import Report

RATED_BEFORE = "nilai_sebelumnya"  # in Report.facts once a rating was changed


def change(tx: Session, report: Report, to: Status, *, now: datetime) -> dict[str, str]:
    """Take the (locked) report to another status, or raise Refused and leave it untouched.

    Waiting for the resident stops the resolve clock; leaving that state gives the time back. Reopening starts
    a new resolve term. Returns what the caller's event must tell: `from` and `to`.
    """
    start = Status(report.status)
    if not may_move(start, to):
        code = "sudah_berakhir" if start in ENDED else "status_tidak_bisa"
        raise Refused(code, f"{report.number}: {start} -> {to}")
    _keep_clocks(tx, report, start=start, to=to, now=now)
    report.status = to.value
    report.updated_at = now
    promising.settle(tx, report, to, now=now)
    if to is Status.DIPERIKSA:
        clocks.begin_check(tx, report, now=now)
    clocks.rearm(tx, report)
    return {"from": start.value, "to": to.value}


def set_aside(report: Report, *, now: datetime) -> dict[str, str]:
    """The (locked) report is a duplicate from now on; its clocks stay as they are for when it comes back."""
    return _turn(report, Status.DUPLIKAT, now)


def bring_back(tx: Session, report: Report, to: Status, *, now: datetime) -> dict[str, str]:
    """A duplicate is again what it was; its clocks are those of before."""
    told = _turn(report, to, now)
    clocks.rearm(tx, report)
    return told


def _turn(report: Report, to: Status, now: datetime) -> dict[str, str]:
    start = Status(report.status)
    if not may_move(start, to):
        raise Refused("status_tidak_bisa", f"{report.number}: {start} -> {to}")
    report.status, report.updated_at = to.value, now
    return {"from": start.value, "to": to.value}


def move(
    tx: Session, report: Report, to: Status, *,
    actor: str, now: datetime, reason: str = "", kind: EventKind = EventKind.REPORT_STATUS,
) -> None:  # fmt: skip
    """`change`, where the change of status is the whole event."""
    data = change(tx, report, to, now=now)
    events.record(tx, kind=kind, actor=actor, now=now, report=report, reason=reason, data=data)


def _keep_clocks(tx: Session, report: Report, *, start: Status, to: Status, now: datetime) -> None:
    clocks.pause_over(tx, report, now=now)
    report.paused_at = now if to is Status.MENUNGGU_WARGA else None
    _keep_delivery(report, start=start, to=to, now=now)
    if is_reopening(start, to):
        report.resolved_at = None
        report.rating = report.rated_at = None  # of work that was not done after all; the events remember it
        report.facts = {name: told for name, told in report.facts.items() if name != RATED_BEFORE}
        clocks.restart_end(tx, report, start=now, now=now)


def _keep_delivery(report: Report, *, start: Status, to: Status, now: datetime) -> None:
    """When the work was delivered, came back, and was told to be done."""
    if to is Status.DIPERIKSA:
        report.delivered_at = now
    elif to is Status.SELESAI:
        report.delivered_at = report.delivered_at if start is Status.DIPERIKSA else now
        report.resolved_at, report.returned_at = now, None
    elif start in (Status.DIPERIKSA, Status.SELESAI, Status.DITUTUP) and to is Status.DIPROSES:
        report.delivered_at, report.returned_at = None, now


def answered(report: Report, now: datetime) -> None:
    """A person at the city reacted: the first time stops the first-answer clock."""
    if report.first_answered_at is None:
        report.first_answered_at = now
    report.updated_at = now
