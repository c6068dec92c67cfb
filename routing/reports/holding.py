"""Who of an office holds a report: taken in hand, given to a colleague, let go."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select, true
from sqlalchemy.orm import Session

from routing.domain.lifecycle import OPEN
from routing.domain.permissions import Action
from routing.errors import BadInput, Refused
from routing.reports import leave, officers_work, trust
from routing.reports.leave import HOLDERS
from storage import events
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
    if to is not None and to not in {colleague.id for colleague in colleagues(tx, report, officer)}:
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
    return instead if instead in {one.id for one in colleagues(tx, report, officer)} else to


def colleagues(session: Session, report: Report, officer: Officer) -> Sequence[Officer]:
    """Who may be given this report: who works at its office and may see it, and whoever asks; by name."""
    return session.scalars(_colleagues(session, report, officer)).all()


def with_leave(
    session: Session, report: Report, officer: Officer, *, now: datetime
) -> Sequence[tuple[Officer, bool]]:
    """As `colleagues`, each with whether somebody stands in for them today; one query."""
    found = _colleagues(session, report, officer).add_columns(leave.is_away(now))
    return [(row[0], bool(row[1])) for row in session.execute(found)]


def _colleagues(session: Session, report: Report, officer: Officer) -> Select[Officer]:
    mine = Officer.id == officer.id if officer.role in HOLDERS else ~true()
    here = Officer.agency_code == report.agency_code
    found = select(Officer).where(
        Officer.active, Officer.role.in_(HOLDERS), or_(here, mine), trust.may_see(session, report)
    )  # fmt: skip
    return found.order_by(Officer.name, Officer.id)
