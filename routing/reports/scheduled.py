"""An answer that goes out when the office next opens: undone until then, and told to nobody before.

It is a message of the report (`terjadwal`) that nobody is sent. What it was written for must still hold when
its time has come; else it stays as a note and its author is told.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.answers import seal
from routing.domain.permissions import Action, may
from routing.errors import NotFound, Refused
from routing.reports import doubts, stale
from routing.reports import officers_work as work
from routing.reports.around import around
from routing.texts import OFFICER_MAX, needed
from storage import events
from storage.db import attempt
from storage.event_kinds import EventKind
from storage.models import Event, Message, Officer, Report

WAITS = "terjadwal"
AT_ONCE = 50


def opens_next(session: Session, agency: str, *, now: datetime) -> datetime:
    """When this office next opens, after now; an office that never closes is open already."""
    for opens, _ in catalogue(session).deadlines.calendar_of(agency).shifts(now):
        if opens > now:
            return opens
    raise AssertionError("shifts never end")


def put_off(
    tx: Session, *, officer: Officer, report: Report, text: str, now: datetime, sure: str = ""
) -> Report:
    """Have these words sent at the next opening. They are looked at now, as any answer is."""
    report = work.take(tx, officer, report, Action.ANSWER)
    text = needed(text, limit=OFFICER_MAX)
    here = around(tx, officer, report, now=now)
    vouched = doubts.guard(tx, officer, report, text, here=here, sure=sure)
    at = opens_next(tx, officer.agency_code or report.agency_code, now=now)
    row = Message(
        report_id=report.id, direction=WAITS, text=text, officer_id=officer.id, created_at=now, send_at=at
    )
    tx.add(row)
    tx.flush()
    data = {"at": at.isoformat()} | ({"vouched": row.id} if vouched else {})
    events.record(
        tx, kind=EventKind.ANSWER_SCHEDULED, actor=work.actor_of(officer), now=now, report=report, data=data
    )
    return report


def undo(tx: Session, *, officer: Officer, report: Report, message: int, now: datetime) -> str:
    """The words, unsent and no longer kept: by who wrote them, or the head of the office."""
    report = work.take(tx, officer, report, Action.ANSWER)
    row = tx.get(Message, message, with_for_update=True)
    if row is None or row.report_id != report.id or row.direction != WAITS or not may_undo(row, officer):
        raise NotFound("jawaban_tidak_menunggu", report.number)
    tx.delete(row)
    actor = work.actor_of(officer)
    events.record(tx, kind=EventKind.ANSWER_UNSCHEDULED, actor=actor, now=now, report=report)
    return row.text


def may_undo(message: Message, officer: Officer) -> bool:
    """Whether this officer may take it back."""
    return message.officer_id == officer.id or may(officer.role, Action.VOUCH)


def is_due(session: Session, *, now: datetime) -> bool:
    """Whether one is to go out; a look that locks nothing."""
    due = (Message.direction == WAITS, Message.send_at <= now)
    return session.scalar(select(Message.id).where(*due).limit(1)) is not None


def send_due(tx: Session, *, now: datetime) -> int:
    """Sends what is due, each by the rules that hold now; how many were sent."""
    due = select(Message).where(Message.direction == WAITS, Message.send_at <= now).order_by(Message.id)
    rows: Sequence[Message] = tx.scalars(due.limit(AT_ONCE).with_for_update(skip_locked=True)).all()
    return sum(_send(tx, row, now) for row in rows)


def _send(tx: Session, row: Message, now: datetime) -> bool:
    report, officer = tx.get_one(Report, row.report_id), tx.get(Officer, row.officer_id)
    try:
        with attempt(tx):
            since = Event.at > row.created_at
            if officer is None or stale.others_acted(tx, report, since, but=row.officer_id):
                raise Refused("berubah_sementara", report.number)
            sure = seal(row.text) if _vouched(tx, row) else ""
            work.answer(tx, officer=officer, report=report, text=row.text, now=now, sure=sure)
            tx.delete(row)
    except Refused as no:
        row.direction, row.send_at = "catatan", None
        data = {"officer": row.officer_id, "why": no.code}
        events.record(tx, kind=EventKind.ANSWER_NOT_SENT, actor="sistem", now=now, report=report, data=data)
        return False
    return True


def _vouched(tx: Session, row: Message) -> bool:
    """A head saw that the words tell who reported, and had them wait all the same."""
    seen = (Event.kind == EventKind.ANSWER_SCHEDULED, Event.data["vouched"].as_integer() == row.id)
    return tx.scalar(select(Event.seq).where(Event.report_id == row.report_id, *seen).limit(1)) is not None
