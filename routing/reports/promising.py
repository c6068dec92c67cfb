"""Promises of officers: made with the words a resident reads, reminded of, judged when their time is over.

Who answers for the report says that one was kept; finishing the report says so by itself. A promise of an
hour is judged two hours after it, one of a day at noon of the next: crews say so when they are back.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from routing.domain import promises
from routing.domain.lifecycle import OPEN, Status
from routing.domain.permissions import Action, may
from routing.domain.promises import PromiseState
from routing.errors import NotAllowed, NotFound
from storage import events
from storage.event_kinds import EventKind
from storage.models import Officer, Promise, Report

BATCH = 200
AFTER_HOUR, AFTER_DAY = timedelta(hours=2), timedelta(hours=12)
TAKE_BACK = timedelta(minutes=15)  # in which who made it may say that it was none
DONE = (Status.DIPERIKSA, Status.SELESAI)


def make(tx: Session, *, officer: Officer, report: Report, text: str, now: datetime) -> None:
    """The moments these words name are promised; what was promised before and is not due yet is replaced."""
    found = promises.found(text, now) if report.status in OPEN and report.channel != "sensor" else []
    if not found:
        return
    for old in _open(tx, report):
        _end(old, PromiseState.REPLACED, now)
    agency = officer.agency_code or report.agency_code
    for one in found:
        tx.add(
            Promise(
                report_id=report.id, officer_id=officer.id, agency_code=agency, words=one.words,
                due_at=one.at, state=PromiseState.OPEN.value, made_at=now,
                look_at=promises.remind_at(one.at, now) or judged_at(one.at),
            )
        )  # fmt: skip
    report.promised_at = found[0].at
    data = {"due": [one.at.isoformat() for one in found]}
    events.record(
        tx, kind=EventKind.PROMISE_MADE, actor=f"petugas:{officer.id}", now=now, report=report, data=data
    )  # fmt: skip


def keep(tx: Session, *, officer: Officer, report: Report, promise: int, now: datetime) -> None:
    """The (locked) report's promise was kept, an officer says."""
    row = _one(tx, report, promise)
    _end(row, PromiseState.KEPT, now)
    _tell(tx, report, row, EventKind.PROMISE_KEPT, f"petugas:{officer.id}", now)


def drop(tx: Session, *, officer: Officer, report: Report, promise: int, now: datetime) -> None:
    """It was no promise: said by who made it, at once, or by the head of the office."""
    row = _one(tx, report, promise)
    if not is_own(row, officer, now) and not may(officer.role, Action.VOUCH):
        raise NotAllowed("janji_kepala", report.number)
    _end(row, PromiseState.DROPPED, now)
    _tell(tx, report, row, EventKind.PROMISE_DROPPED, f"petugas:{officer.id}", now)


def is_own(promise: Promise, officer: Officer, now: datetime) -> bool:
    """This officer made it, just now."""
    return promise.officer_id == officer.id and now <= promise.made_at + TAKE_BACK


def settle(tx: Session, report: Report, to: Status, *, now: datetime) -> None:
    """The (locked) report comes to another status: work that is done keeps what was promised for it."""
    if report.promised_at is None or to in OPEN - set(DONE):
        return
    for row in _open(tx, report):
        _end(row, PromiseState.KEPT if to in DONE else PromiseState.DROPPED, now)
        if to in DONE:
            _tell(tx, report, row, EventKind.PROMISE_KEPT, "sistem", now)
    report.promised_at = None


def sweep(tx: Session, *, now: datetime) -> int:
    """Reminds of promises that come due, judges those whose time is over; returns how many it looked at."""
    due = (
        select(Promise, Report).join(Report, Report.id == Promise.report_id)
        .where(Promise.look_at <= now).order_by(Promise.look_at).limit(BATCH)
        .with_for_update(skip_locked=True, key_share=True)
    )  # fmt: skip
    rows = tx.execute(due).all()
    for row, report in rows:
        if report.status not in OPEN:
            _end(row, PromiseState.DROPPED, now)
        elif now < row.due_at:
            row.look_at = judged_at(row.due_at)
            _tell(tx, report, row, EventKind.PROMISE_NEAR, "sistem", now)
        elif now < judged_at(row.due_at):
            row.look_at = judged_at(row.due_at)
        else:
            _end(row, PromiseState.BROKEN, now)
            _tell(tx, report, row, EventKind.PROMISE_BROKEN, "sistem", now)
    return len(rows)


def judged_at(due: datetime) -> datetime:
    """When a promise that nobody said was kept counts as broken."""
    return due + (AFTER_HOUR if promises.says_when(due)[1] else AFTER_DAY)


def of_report(session: Session, report: Report) -> Sequence[Promise]:
    """Its promises but those taken back, the newest first."""
    mine = select(Promise).where(Promise.report_id == report.id, Promise.state != PromiseState.DROPPED)
    return session.scalars(mine.order_by(Promise.id.desc()).limit(20)).all()


def _one(tx: Session, report: Report, promise: int) -> Promise:
    row = tx.get(Promise, promise)
    if row is None or row.report_id != report.id or row.state != PromiseState.OPEN:
        raise NotFound("janji_tidak_ada", report.number)
    return row


def _open(tx: Session, report: Report) -> Sequence[Promise]:
    mine = (Promise.report_id == report.id, Promise.state == PromiseState.OPEN)
    return tx.scalars(select(Promise).where(*mine).order_by(Promise.due_at)).all()


def _end(row: Promise, state: PromiseState, now: datetime) -> None:
    row.state, row.ended_at, row.look_at = state.value, now, None


def _tell(tx: Session, report: Report, row: Promise, kind: EventKind, actor: str, now: datetime) -> None:
    """One event; the report then stands with the next promise that is open."""
    tx.flush()
    mine = (Promise.report_id == report.id, Promise.state == PromiseState.OPEN)
    report.promised_at = tx.scalar(select(func.min(Promise.due_at)).where(*mine))
    data = {"due": [row.due_at.isoformat()], "officer": row.officer_id}
    events.record(tx, kind=kind, actor=actor, now=now, report=report, data=data)
