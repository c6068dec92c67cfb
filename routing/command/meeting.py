"""An office's weekly meeting: what is open, late, put off and taken up again, and what was agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.command import keeping
from routing.command.keeping import Answering
from routing.domain.permissions import WHOLE_CITY, Action, may
from routing.errors import BadInput, NotAllowed, NotFound
from routing.figures import FROM_RESIDENTS, NOT_JOINED
from routing.reports.door import visible_to
from routing.reports.filters import BY_THE_CITY, IS_OPEN, is_late, is_overdue
from routing.texts import OFFICER_MAX, needed
from storage import events
from storage.clock import LOCAL
from storage.event_kinds import EventKind
from storage.models import Event, MeetingPromise, Message, Officer, Report

WEEK = timedelta(days=7)
LATE_SHOWN, RATED_SHOWN = 12, 3
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class RatedReport:
    """A report a resident has rated in this week, with the office's last answer to them ("" for none)."""

    report: Report
    answer: str


@dataclass(frozen=True)
class Meeting:
    """One office's week. moved, reopened: how often in it. late: the longest overdue first."""

    agency: str
    filed: int
    open: int
    overdue: int
    moved: int
    reopened: int
    answering: Answering | None
    late: Sequence[Report]
    best: Sequence[RatedReport]
    worst: Sequence[RatedReport]
    agreed: Sequence[MeetingPromise]
    done: Sequence[MeetingPromise]


def offices(officer: Officer, session: Session) -> list[str]:
    """Whose meetings this officer sees: every office's, or the own one's."""
    if officer.role not in WHOLE_CITY:
        return [officer.agency_code] if officer.agency_code else []
    return [
        code for code, one in catalogue(session).agencies.items() if one.active and one.kind != "external"
    ]


def meeting(session: Session, officer: Officer, agency: str, *, now: datetime) -> Meeting:
    """The office's page as of now, over the last seven days; NotFound when it is none of this officer's."""
    _within(session, officer, agency)
    since, mine = now - WEEK, Report.agency_code == agency
    filed = select(func.count()).where(mine, FROM_RESIDENTS, NOT_JOINED, Report.created_at >= since)
    counts = (filed.scalar_subquery(), func.count(), func.count().filter(is_overdue(now)))
    came, open_, overdue = session.execute(select(*counts).where(mine, FROM_RESIDENTS, IS_OPEN)).one()
    seen = visible_to(session, officer).select().where(mine, FROM_RESIDENTS)
    late = session.scalars(
        seen.where(IS_OPEN, BY_THE_CITY, is_late(now)).order_by(Report.resolve_due).limit(LATE_SHOWN)
    ).all()
    rated = seen.where(Report.rated_at >= since, Report.rating.is_not(None))
    best = rated.where(Report.rating >= 4).order_by(Report.rating.desc(), Report.rated_at.desc())
    worst = rated.where(Report.rating <= 2).order_by(Report.rating, Report.rated_at.desc())
    answers = keeping.answering(session, since=since, until=now)
    return Meeting(
        agency, came, open_, overdue, _happened(session, agency, EventKind.DEADLINE_MOVED, since),
        _happened(session, agency, EventKind.REPORT_REOPENED, since),
        next((one for one in answers if one.code == agency), None), late,
        _judged(session, session.scalars(best.limit(RATED_SHOWN)).all()),
        _judged(session, session.scalars(worst.limit(RATED_SHOWN)).all()),
        agreed=_agreements(session, agency, None), done=_agreements(session, agency, since),
    )  # fmt: skip


def agree(tx: Session, *, officer: Officer, agency: str, words: str, due: date, now: datetime) -> None:
    """The office promises something by a day from today on; it stays on the page until it is done."""
    _may(tx, officer, agency)
    today = now.astimezone(LOCAL).date()
    if not today <= due <= today + LONGEST:
        raise BadInput("tanggal_sepakat_salah", str(due))
    words = needed(words, limit=OFFICER_MAX)
    row = MeetingPromise(agency_code=agency, words=words, due=due, agreed_by=officer.id, agreed_at=now)
    tx.add(row)
    tx.flush()
    _record(tx, EventKind.AGREED, row, officer, now)


def finish(tx: Session, *, officer: Officer, agreement_id: int, now: datetime) -> str:
    """It is done; the office's code. Again changes nothing."""
    row = tx.get(MeetingPromise, agreement_id, with_for_update=True)
    if row is None:
        raise NotFound("kesepakatan_tidak_ada", str(agreement_id))
    _may(tx, officer, row.agency_code)
    if row.done_at is None:
        row.done_at = now
        _record(tx, EventKind.AGREED_DONE, row, officer, now)
    return row.agency_code


def weeks_carried(row: MeetingPromise, now: datetime) -> int:
    """How many weekly meetings it has been carried over since it was agreed."""
    return max(0, (now - row.agreed_at) // WEEK)


def _within(session: Session, officer: Officer, agency: str) -> None:
    if agency not in offices(officer, session):
        raise NotFound("instansi_tidak_ada", agency)


def _may(tx: Session, officer: Officer, agency: str) -> None:
    if not may(officer.role, Action.MEET):
        raise NotAllowed("tidak_berwenang", officer.role)
    _within(tx, officer, agency)


def _happened(session: Session, agency: str, kind: EventKind, since: datetime) -> int:
    asked = select(func.count()).select_from(Event).join(Report, Report.id == Event.report_id)
    mine = (Report.agency_code == agency, Event.kind == kind, Event.at >= since)
    return session.scalar(asked.where(*mine)) or 0


def _judged(session: Session, reports: Sequence[Report]) -> list[RatedReport]:
    said = select(Message).where(
        Message.report_id.in_([report.id for report in reports]), Message.direction == "keluar"
    )
    last = {row.report_id: row.text for row in session.scalars(said.order_by(Message.id))}
    return [RatedReport(report, last.get(report.id, "")) for report in reports]


def _agreements(session: Session, agency: str, done_since: datetime | None) -> Sequence[MeetingPromise]:
    """Those open, the earliest due first; or those done since then."""
    how = MeetingPromise.done_at.is_(None) if done_since is None else MeetingPromise.done_at >= done_since
    asked = select(MeetingPromise).where(MeetingPromise.agency_code == agency, how)
    return session.scalars(asked.order_by(MeetingPromise.due, MeetingPromise.id)).all()


def _record(tx: Session, kind: EventKind, row: MeetingPromise, officer: Officer, now: datetime) -> None:
    events.record(
        tx, kind=kind, actor=f"petugas:{officer.id}", now=now, agency_code=row.agency_code,
        data={"agreement": row.id},
    )  # fmt: skip
