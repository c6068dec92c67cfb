"""Somebody other than the doer looks at the result (diperiksa): accepts it, or sends it back with a reason.

The resident is told when the check is passed, and not before. The end's clock stops where the doer delivered;
what is sent back goes on against the deadline it had.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.domain.lifecycle import Status
from routing.domain.permissions import Action
from routing.errors import NotAllowed, Refused
from routing.reports import officers_work, passing
from routing.reports.status import change
from routing.texts import OFFICER_MAX, needed
from storage import events
from storage.event_kinds import EventKind
from storage.models import Event, Message, Officer, Report, ReportMedia

_DONE = (EventKind.REPORT_DELIVERED, EventKind.REPORT_RESULT)


def accept(tx: Session, *, officer: Officer, report: Report, now: datetime) -> Report:
    """The result is good: the report is done, and its resident is told with the doer's words."""
    report = _waiting(tx, officer, report)
    return passing.passed(tx, report, actor=officers_work.actor_of(officer), now=now)


def send_back(tx: Session, *, officer: Officer, report: Report, reason: str, now: datetime) -> Report:
    """The result is not good: the doer goes on, and reads why in a note.

    A note, since an event's words are handed out to the resident, who was told nothing yet.
    """
    report = _waiting(tx, officer, report)
    reason = needed(reason, limit=OFFICER_MAX, code="perlu_alasan_kembali")
    data = change(tx, report, Status.DIPROSES, now=now)
    note = Message(
        report_id=report.id, direction="catatan", text=reason, officer_id=officer.id, created_at=now
    )  # fmt: skip
    tx.add(note)
    actor = officers_work.actor_of(officer)
    events.record(tx, kind=EventKind.REPORT_SENT_BACK, actor=actor, now=now, report=report, data=data)
    return report


def may_check(tx: Session, officer: Officer, report: Report) -> bool:
    """Whether this officer, who may check such reports, had no hand in this one."""
    return officers_work.actor_of(officer) not in doers(tx, report)


def doers(tx: Session, report: Report) -> set[str]:
    """Who delivered the work or showed it in a photo, as events name them.

    Of a photo lent by another report of the work order also who handed it in there.
    """
    shown = select(ReportMedia.sha256).where(
        ReportMedia.report_id == report.id, ReportMedia.purpose == "hasil"
    )
    with_it = select(ReportMedia.report_id).where(
        ReportMedia.sha256.in_(shown), ReportMedia.purpose == "hasil"
    )
    of_this = select(Event.actor).where(Event.report_id == report.id, Event.kind.in_(_DONE))
    of_photos = select(Event.actor).where(Event.report_id.in_(with_it), Event.kind == EventKind.REPORT_RESULT)
    return set(tx.scalars(of_this.union(of_photos)))


def _waiting(tx: Session, officer: Officer, report: Report) -> Report:
    """The report, locked, when it waits for a check that this officer may make."""
    report = officers_work.take(tx, officer, report, Action.CHECK)
    if report.status != Status.DIPERIKSA:
        raise Refused("tidak_diperiksa", report.number)
    if not may_check(tx, officer, report):
        raise NotAllowed("bukan_pemeriksa", report.number)
    return report
