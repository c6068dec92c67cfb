"""Officers on leave: what is given to them goes to a colleague between two days, and ends by itself."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, Date, and_, bindparam, exists, select
from sqlalchemy.orm import Session

from routing.domain.permissions import MAY, Action, may
from routing.domain.sharing import stand_in
from routing.errors import BadInput, NotFound
from storage import events
from storage.clock import LOCAL
from storage.event_kinds import EventKind
from storage.models import Delegation, Officer

LONGEST = timedelta(days=183)
HOLDERS = sorted(role for role, actions in MAY.items() if Action.HOLD in actions)


def make(  # noqa: PLR0913 - the fields of the form
    tx: Session, *, officer: Officer, by: Officer, to: int, first: date, last: date, all_held: bool,
    now: datetime,
) -> Delegation:  # fmt: skip
    """Somebody of the same office stands in; for a colleague their head says so. BadInput: the form."""
    today = _day(now)
    if not first <= last or last < today or last - first > LONGEST:
        raise BadInput("cuti_tanggal")
    if to not in {colleague.id for colleague in colleagues(tx, officer)} - {officer.id}:
        raise BadInput("cuti_pengganti", str(to))
    other = (_of(officer), _not_over(today), Delegation.first_day <= last, Delegation.last_day >= first)
    if tx.scalar(select(Delegation.id).where(*other).limit(1)):
        raise BadInput("cuti_bertabrakan")
    made = Delegation(
        officer_id=officer.id, to_id=to, first_day=max(first, today), last_day=last, all_held=all_held,
        made_by=by.id, made_at=now,
    )  # fmt: skip
    tx.add(made)
    tx.flush()
    _note(tx, EventKind.LEAVE_MADE, made, by, now)
    return made


def end(tx: Session, leave: int, *, by: Officer, now: datetime) -> None:
    """From now on what is given to them stays with them; what went over stays where it is."""
    row = tx.get(Delegation, leave)
    if row is None or row.ended_at is not None or not may_end(tx, row, by):
        raise NotFound("cuti_tidak_ada", str(leave))
    row.ended_at = now
    _note(tx, EventKind.LEAVE_ENDED, row, by, now)


def may_end(session: Session, row: Delegation, by: Officer) -> bool:
    """Their own, or that of somebody whose head they are."""
    officer = session.get_one(Officer, row.officer_id)
    return row.officer_id == by.id or heads(by, officer)


def heads(head: Officer, officer: Officer) -> bool:
    """Whether one is the head of the other's office."""
    return may(head.role, Action.SHARE) and head.agency_code == officer.agency_code


def colleagues(session: Session, officer: Officer) -> Sequence[Officer]:
    """Who works at the officer's office, by name, themselves too."""
    here = (Officer.active, Officer.role.in_(HOLDERS), Officer.agency_code == officer.agency_code)
    return session.scalars(select(Officer).where(*here).order_by(Officer.name, Officer.id)).all()


def of_office(session: Session, officer: Officer, *, now: datetime) -> Sequence[Delegation]:
    """What runs or is to come at the officer's office; of who is no head, their own."""
    mine = select(Delegation).where(_not_over(_day(now)))
    if may(officer.role, Action.SHARE):
        theirs = select(Officer.id).where(Officer.agency_code == officer.agency_code)
        mine = mine.where(Delegation.officer_id.in_(theirs))
    else:
        mine = mine.where(_of(officer))
    return session.scalars(mine.order_by(Delegation.first_day, Delegation.id)).all()


def now_away(session: Session, *, now: datetime) -> Mapping[int, int]:
    """Who stands in for whom today."""
    today = _day(now)
    away = select(Delegation.officer_id, Delegation.to_id).join(Officer, Officer.id == Delegation.to_id)
    running = away.where(_not_over(today), Delegation.first_day <= today, Officer.active)
    return {int(row[0]): int(row[1]) for row in session.execute(running)}


def is_away() -> ColumnElement[bool]:
    """SQL: of an officer, that somebody stands in for them on the day `today`, a parameter."""
    today = bindparam("today", type_=Date)
    mine = (Delegation.officer_id == Officer.id, Delegation.first_day <= today, _not_over(today))
    return exists().where(*mine)


def in_place_of(session: Session, officer: int, *, now: datetime) -> int:
    """Into whose hands it comes what is given to this officer now."""
    return stand_in(officer, now_away(session, now=now))


def begins(session: Session, *, now: datetime) -> bool:
    """Whether what somebody holds is to go over."""
    return session.scalar(select(Delegation.id).where(_begun(_day(now))).limit(1)) is not None


def to_hand_over(tx: Session, *, now: datetime) -> Sequence[Delegation]:
    """Leave that has begun and whose held reports have not gone over yet, locked."""
    found = select(Delegation).where(_begun(_day(now)))
    return tx.scalars(found.with_for_update(skip_locked=True)).all()


def _of(officer: Officer) -> ColumnElement[bool]:
    return Delegation.officer_id == officer.id


def _not_over(today: date | BindParameter[date]) -> ColumnElement[bool]:
    return and_(Delegation.ended_at.is_(None), Delegation.last_day >= today)


def _begun(today: date) -> ColumnElement[bool]:
    """What is held is to go over, and has not yet."""
    return and_(
        Delegation.all_held, Delegation.moved_at.is_(None), Delegation.first_day <= today, _not_over(today)
    )


def _day(now: datetime) -> date:
    return now.astimezone(LOCAL).date()


def _note(tx: Session, kind: EventKind, row: Delegation, by: Officer, now: datetime) -> None:
    data = {"officer": row.officer_id, "to_officer": row.to_id, "until": row.last_day.isoformat()}
    events.record(tx, kind=kind, actor=f"petugas:{by.id}", now=now, data=data)
