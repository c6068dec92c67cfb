"""Who at the desk looks after which row of its queue: pressed once, seen by all, given back or taken over.

It says who looks, no more: an office's own hands on a report (`routing.reports.holding`) stay as they are. A
call is taken in its own way (`routing.people.calls`), and nobody gives it back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from routing.domain.permissions import Action, may
from routing.errors import NotAllowed, Refused
from routing.people import calls
from storage import events
from storage.event_kinds import EventKind
from storage.inserts import insert_once
from storage.models import DeskClaim, Officer

CALL = "panggilan"
KEPT = timedelta(hours=24)  # a claim nobody gave back says nothing a day later

Row = tuple[str, str]  # kind, number


@dataclass(frozen=True)
class DeskHolder:
    """Who took a row, and when."""

    officer_id: int
    name: str
    at: datetime


def held(session: Session, *, now: datetime) -> Mapping[Row, DeskHolder]:
    """Every claim that still counts."""
    asked = select(DeskClaim, Officer.name).join(Officer, Officer.id == DeskClaim.officer_id)
    rows = session.execute(asked.where(DeskClaim.at > now - KEPT))
    return {(row.kind, row.number): DeskHolder(row.officer_id, name, row.at) for row, name in rows}


def take(tx: Session, row: Row, *, officer: Officer, over: str = "", now: datetime) -> None:
    """This officer looks after it. Refused where another took it first, unless it is taken over from them.

    over: the id of who is seen to have it. What somebody else took meanwhile is not taken from them unseen.
    """
    _may(officer)
    if row[0] == CALL:
        calls.take(tx, int(row[1]), officer=officer, now=now)
        return
    tx.execute(delete(DeskClaim).where(DeskClaim.at <= now - KEPT))
    names = {"kind": row[0], "number": row[1]}
    fresh = insert_once(tx, DeskClaim, unique=["kind", "number"], **names, officer_id=officer.id, at=now)
    mine = tx.get_one(DeskClaim, row, with_for_update=True, populate_existing=True)
    if mine.officer_id == officer.id and not fresh:
        return
    if mine.officer_id != officer.id and over != str(mine.officer_id):
        raise Refused("meja_sudah_diambil", f"{row}: {mine.officer_id}")
    mine.officer_id, mine.at = officer.id, now
    _record(tx, EventKind.DESK_TAKEN, row, officer, now)


def give_back(tx: Session, row: Row, *, officer: Officer, now: datetime) -> None:
    """This officer looks after it no more; nothing changes where they did not."""
    _may(officer)
    mine = tx.get(DeskClaim, row, with_for_update=True, populate_existing=True)
    if mine is not None and mine.officer_id == officer.id:
        tx.delete(mine)
        _record(tx, EventKind.DESK_GIVEN_BACK, row, officer, now)


def _may(officer: Officer) -> None:
    if not may(officer.role, Action.RESCUE):
        raise NotAllowed("tidak_berwenang", f"{officer.role} is no operator")


def _record(tx: Session, kind: EventKind, row: Row, officer: Officer, now: datetime) -> None:
    """Of no report: what the desk does among itself stands in no resident's story."""
    data = {"kind": row[0], "number": row[1]}
    events.record(tx, kind=kind, actor=f"petugas:{officer.id}", now=now, data=data)
