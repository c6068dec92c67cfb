"""The desk's log and its hand-over: who goes says what is open, who comes signs that it was read.

Raises NotAllowed, NotFound, BadInput and Refused as `routing.reports.officers_work` does.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.domain.attention import OPEN as ATTENDED
from routing.domain.incidents import IncidentState
from routing.domain.permissions import Action, may
from routing.domain.priority import Priority
from routing.errors import NotAllowed, Refused
from routing.figures import FROM_RESIDENTS
from routing.people.calls import LIVING
from routing.reports.filters import IS_OPEN
from routing.texts import OFFICER_MAX, needed
from storage import events
from storage.event_kinds import EventKind
from storage.models import Alert, Attention, Call, Incident, Officer, Report, ShiftHandover, ShiftNote

SHOWN_OVER = timedelta(hours=24)  # of notes, where no shift was handed over since
MOST = 200


def note(tx: Session, *, officer: Officer, words: str, now: datetime) -> None:
    """One line of the log."""
    _may(officer)
    tx.add(ShiftNote(at=now, officer_id=officer.id, words=needed(words, limit=OFFICER_MAX)))


def give(tx: Session, *, officer: Officer, words: str, now: datetime) -> ShiftHandover:
    """Who goes signs, with what is open at this moment; one hand-over at a time waits to be taken."""
    _may(officer)
    if waiting(tx) is not None:
        raise Refused("jaga_sudah_diserahkan")
    row = ShiftHandover(
        given_by=officer.id, given_at=now, words=needed(words, limit=OFFICER_MAX), still_open=still_open(tx)
    )  # fmt: skip
    tx.add(row)
    tx.flush()
    _record(tx, EventKind.SHIFT_GIVEN, row, officer, now)
    return row


def take(tx: Session, *, officer: Officer, now: datetime) -> ShiftHandover:
    """Who comes signs. Nobody signs for both sides."""
    _may(officer)
    row = tx.scalar(select(ShiftHandover).where(ShiftHandover.taken_at.is_(None)).with_for_update())
    if row is None:
        raise Refused("jaga_tidak_diserahkan")
    if row.given_by == officer.id:
        raise Refused("jaga_orang_lain")
    row.taken_by, row.taken_at = officer.id, now
    _record(tx, EventKind.SHIFT_TAKEN, row, officer, now)
    return row


def waiting(session: Session) -> ShiftHandover | None:
    """The hand-over that nobody has taken yet."""
    return session.scalar(select(ShiftHandover).where(ShiftHandover.taken_at.is_(None)))


def handed_over(session: Session, *, most: int = 10) -> Sequence[ShiftHandover]:
    """The newest first."""
    return session.scalars(select(ShiftHandover).order_by(ShiftHandover.id.desc()).limit(most)).all()


def log(session: Session, *, now: datetime) -> Sequence[tuple[ShiftNote, str]]:
    """The running shift's lines with who wrote them, the newest first."""
    taken = (
        select(ShiftHandover.taken_at)
        .where(ShiftHandover.taken_at.is_not(None))
        .order_by(ShiftHandover.id.desc())
    )
    since = max(session.scalar(taken.limit(1)) or now - SHOWN_OVER, now - SHOWN_OVER)
    asked = select(ShiftNote, Officer.name).join(Officer, Officer.id == ShiftNote.officer_id)
    rows = session.execute(asked.where(ShiftNote.at >= since).order_by(ShiftNote.id.desc()).limit(MOST))
    return [(row, name) for row, name in rows]


def names(session: Session, rows: Sequence[ShiftHandover]) -> dict[int, str]:
    """Who gave and took these, by id."""
    ids = {who for row in rows for who in (row.given_by, row.taken_by) if who}
    found = session.execute(select(Officer.id, Officer.name).where(Officer.id.in_(ids)))
    return {who: name for who, name in found}  # noqa: C416 - rows are no pairs to dict()


def still_open(session: Session) -> dict[str, Any]:
    """What the desk looks after now: calls, alerts, emergencies, events, atensi; numbers and ids alone."""
    urgent = (IS_OPEN, Report.priority == int(Priority.DARURAT), FROM_RESIDENTS)
    alerts = select(Report.number).join(Alert, Alert.report_id == Report.id)
    attended = select(Attention.id).where(Attention.status.in_(sorted(ATTENDED)))
    living = (IncidentState.OPEN, IncidentState.PROPOSED)
    asked = {
        "panggilan": select(Call.id).where(Call.status.in_(LIVING)).order_by(Call.id),
        "peringatan": alerts.where(Alert.closed_at.is_(None)).order_by(Alert.level),
        "darurat": select(Report.number).where(*urgent).order_by(Report.resolve_due),
        "kejadian": select(Incident.id).where(Incident.state.in_(living)).order_by(Incident.id),
        "atensi": attended.order_by(Attention.due_at),
    }
    return {name: list(session.scalars(found.limit(MOST))) for name, found in asked.items()}


def _may(officer: Officer) -> None:
    if not may(officer.role, Action.RESCUE):
        raise NotAllowed("perlu_operator", officer.role)


def _record(tx: Session, kind: EventKind, row: ShiftHandover, officer: Officer, now: datetime) -> None:
    events.record(tx, kind=kind, actor=f"petugas:{officer.id}", now=now, data={"handover": row.id})
