"""Who of an office holds a report: taken in hand, given to a colleague, let go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Select, String, bindparam, or_, select
from sqlalchemy.orm import Session

from routing.domain.lifecycle import OPEN
from routing.domain.permissions import Action
from routing.errors import BadInput, Refused
from routing.reports import leave, officers_work, trust
from routing.reports.leave import HOLDERS
from storage import events
from storage.clock import LOCAL
from storage.event_kinds import EventKind
from storage.models import Officer, Report


def give(tx: Session, *, officer: Officer, report: Report, to: int | None, now: datetime) -> Report:
    """Put the report into the hands of officer `to` (an id), or of nobody (None).

    What is given to somebody on leave goes to who stands in for them (`routing.reports.leave`). Giving it to
    who holds it already changes nothing. BadInput: not somebody who works on it here.
    """
    report = officers_work.take(tx, officer, report, Action.HOLD)
    if report.status not in OPEN:
        raise Refused("sudah_berakhir", report.number)
    if to is not None and to not in {one.id for one in colleagues(tx, report, officer, now=now)}:
        raise BadInput("petugas_bukan_di_sini", str(to))
    meant, to = to, _who_is_there(tx, report, officer, to, now=now)
    if to == report.holder_id:
        return report
    data = {"from": report.holder_id, "to_officer": to} | ({"for": meant} if meant != to else {})
    report.holder_id, report.updated_at = to, now
    events.record(
        tx, kind=EventKind.REPORT_GIVEN if to else EventKind.REPORT_LET_OUT,
        actor=officers_work.actor_of(officer), now=now, report=report, data=data,
    )  # fmt: skip
    return report


def _who_is_there(
    tx: Session, report: Report, officer: Officer, to: int | None, *, now: datetime
) -> int | None:
    """Who stands in for somebody on leave; who takes a report in hand themselves is at work."""
    if to is None or to == officer.id:
        return to
    instead = leave.in_place_of(tx, to, now=now)
    return instead if instead in {one.id for one in colleagues(tx, report, officer, now=now)} else to


def colleagues(session: Session, report: Report, officer: Officer, *, now: datetime) -> Sequence[Officer]:
    """Who may be given this report: who works at its office and may see it, and whoever asks; by name."""
    return session.scalars(question(), asked_with(session, report, officer, now=now)).all()


def question() -> Select[Officer, bool]:
    """SQL: `colleagues`, each with whether somebody stands in for them today. Its values: `asked_with`."""
    here = Officer.agency_code == bindparam("held_at", type_=String)
    mine = Officer.id == bindparam("asks", type_=BigInteger)
    found = select(Officer, leave.is_away()).where(
        Officer.active, or_(*(Officer.role == role for role in HOLDERS)), or_(here, mine),
        trust.may_see(bindparam("kept", type_=String)),
    )  # fmt: skip
    return found.order_by(Officer.name, Officer.id)


def asked_with(session: Session, report: Report, officer: Officer, *, now: datetime) -> dict[str, Any]:
    """The values of `question`."""
    return {
        "held_at": report.agency_code, "asks": officer.id, "kept": trust.kept(session, report),
        "today": now.astimezone(LOCAL).date(),
    }  # fmt: skip
