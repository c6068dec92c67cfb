"""Atensi: the mayor asks a head about a report, an event or the office itself, and is answered.

Each step is an event of the report (or of the office), so the history tells it; the words stand in the steps.
Raises NotFound, NotAllowed, BadInput and Refused as `routing.reports.officers_work` does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.city.incident_kinds import incident_rules
from routing.domain.attention import OPEN, AskState, StepKind, after
from routing.domain.deadlines import Term, Unit, due
from routing.domain.jurisdiction import POC
from routing.domain.permissions import WHOLE_CITY, Action, may
from routing.errors import NotAllowed, NotFound, Refused
from routing.reports.door import not_about, visible_to
from routing.texts import OFFICER_MAX, clean, needed
from storage import events
from storage.event_kinds import EventKind
from storage.models import Attention, AttentionStep, Incident, Officer, Report

MOST_LISTED = 100
KINDS = {
    StepKind.ASK: EventKind.ATTENTION_ASKED,
    StepKind.READ: EventKind.ATTENTION_READ,
    StepKind.ANSWER: EventKind.ATTENTION_ANSWERED,
    StepKind.AGAIN: EventKind.ATTENTION_AGAIN,
    StepKind.CLOSE: EventKind.ATTENTION_CLOSED,
}


@dataclass(frozen=True)
class Subject:
    """What it is about. number: of a report; event: id of one; agency: code where neither is given."""

    number: str = ""
    event: int | None = None
    agency: str = ""


@dataclass(frozen=True)
class Told:
    """One atensi as a page shows it: report None where this officer may not read it, or it is of none."""

    row: Attention
    report: Report | None
    event: str  # the title of the event, "" where it is of none
    steps: Sequence[tuple[AttentionStep, str]]  # with who did it, oldest first


def ask(tx: Session, *, officer: Officer, subject: Subject, words: str, now: datetime) -> Attention:
    """The mayor asks; the head's clock runs from now in the office's own hours. One at a time a subject."""
    if not may(officer.role, Action.ATTEND):
        raise NotAllowed("tidak_berwenang", officer.role)
    words = needed(words, limit=OFFICER_MAX)
    report, incident, agency = about(tx, officer, subject)
    same = (Attention.report_id == report.id) if report else Attention.report_id.is_(None)
    event = (Attention.incident_id == incident.id) if incident else Attention.incident_id.is_(None)
    living = select(Attention.id).where(same, event, Attention.agency_code == agency, _open())
    if tx.scalar(living) is not None:
        raise Refused("atensi_sudah_ada")
    row = Attention(
        report_id=report.id if report else None, incident_id=incident.id if incident else None,
        agency_code=agency, asked_by=officer.id, asked_at=now, due_at=_due(tx, agency, now),
        status=AskState.ASKED.value,
    )  # fmt: skip
    tx.add(row)
    tx.flush()
    _step(tx, row, StepKind.ASK, officer, words, now)
    return row


def about(session: Session, officer: Officer, subject: Subject) -> tuple[Report | None, Incident | None, str]:
    """What it is about, and the office whose head is asked; NotFound when there is none for this officer."""
    report = visible_to(session, officer).get(subject.number) if subject.number else None
    incident = session.get(Incident, subject.event) if subject.event else None
    if subject.event and incident is None:
        raise NotFound("kejadian_tidak_ada", str(subject.event))
    code = report.agency_code if report else _first_agency(incident) if incident else subject.agency
    known = catalogue(session).agencies.get(code)
    if known is None or not known.active:
        raise NotFound("instansi_tidak_ada", code)
    return report, incident, code


def _first_agency(incident: Incident) -> str:
    """Who answers first for events of this kind."""
    kind = incident_rules().kinds.get(incident.kind)
    return next(iter(kind.agencies), POC) if kind else POC


def read(tx: Session, attention_id: int, *, officer: Officer, now: datetime) -> None:
    """The head has opened it; only the first time is a step."""
    row = _locked(tx, attention_id, officer, Action.HEED)
    seen = select(AttentionStep.id).where(
        AttentionStep.attention_id == row.id,
        AttentionStep.deed == StepKind.READ,
        AttentionStep.at >= row.asked_at,
    )
    if after(AskState(row.status), StepKind.READ) and tx.scalar(seen.limit(1)) is None:
        _step(tx, row, StepKind.READ, officer, "", now)


def answer(tx: Session, attention_id: int, *, officer: Officer, words: str, now: datetime) -> Attention:
    """The head's answer to the mayor."""
    row = _take(tx, attention_id, officer, StepKind.ANSWER)
    row.answered_at = now
    _step(tx, row, StepKind.ANSWER, officer, needed(words, limit=OFFICER_MAX), now)
    return row


def again(tx: Session, attention_id: int, *, officer: Officer, words: str, now: datetime) -> Attention:
    """The answer is not enough: asked once more, with a new clock."""
    row = _take(tx, attention_id, officer, StepKind.AGAIN)
    row.due_at = _due(tx, row.agency_code, now)
    _step(tx, row, StepKind.AGAIN, officer, needed(words, limit=OFFICER_MAX), now)
    return row


def close(tx: Session, attention_id: int, *, officer: Officer, words: str, now: datetime) -> Attention:
    """The mayor needs no more of it."""
    row = _take(tx, attention_id, officer, StepKind.CLOSE)
    row.closed_at = now
    _step(tx, row, StepKind.CLOSE, officer, clean(words, limit=OFFICER_MAX), now)
    return row


def within(officer: Officer) -> ColumnElement[bool]:
    """Which of them this officer sees: all who look at the whole city, of the own office its head.

    Nobody reads what was asked about a report that complains of their own office by now.
    """
    if officer.role in WHOLE_CITY:
        return true()
    about = exists().where(Report.id == Attention.report_id, not_about(officer.agency_code))
    mine = Attention.agency_code == (officer.agency_code or "")
    return and_(mine, or_(Attention.report_id.is_(None), about))


def listed(session: Session, officer: Officer, *, ended: bool = False) -> list[Told]:
    """The open ones, the earliest due first; with `ended` those that are over, the latest first."""
    found = select(Attention).where(within(officer), ~_open() if ended else _open())
    order = Attention.closed_at.desc() if ended else Attention.due_at
    rows = session.scalars(found.order_by(order, Attention.id).limit(MOST_LISTED)).all()
    return _told(session, officer, rows)


def one(session: Session, attention_id: int, officer: Officer) -> Told:
    """One of them; NotFound when there is none for this officer."""
    row = session.scalar(select(Attention).where(Attention.id == attention_id, within(officer)))
    if row is None:
        raise NotFound("atensi_tidak_ada", str(attention_id))
    return _told(session, officer, [row])[0]


def _told(session: Session, officer: Officer, rows: Sequence[Attention]) -> list[Told]:
    numbers = [row.report_id for row in rows if row.report_id]
    seen = visible_to(session, officer).select().where(Report.id.in_(numbers))
    reports = {report.id: report for report in session.scalars(seen)} if numbers else {}
    events_ = [row.incident_id for row in rows if row.incident_id]
    named = session.execute(select(Incident.id, Incident.title).where(Incident.id.in_(events_)))
    titles = {incident: title for incident, title in named}  # noqa: C416 - rows are no pairs to dict()
    steps: dict[int, list[tuple[AttentionStep, str]]] = {}
    mine = AttentionStep.attention_id.in_([row.id for row in rows])
    asked = select(AttentionStep, Officer.name).join(Officer, Officer.id == AttentionStep.officer_id)
    for step, name in session.execute(asked.where(mine).order_by(AttentionStep.id)):
        steps.setdefault(step.attention_id, []).append((step, name))
    return [
        Told(row, reports.get(row.report_id or 0), titles.get(row.incident_id or 0, ""), steps[row.id])
        for row in rows
    ]


def _open() -> ColumnElement[bool]:
    return Attention.status.in_(sorted(OPEN))


def _due(tx: Session, agency: str, now: datetime) -> datetime:
    city = catalogue(tx)
    term = Term(city.settings.attention.office_hours, Unit.JAM_KERJA)
    return due(term, now, city.deadlines.calendar_of(agency))


def _locked(tx: Session, attention_id: int, officer: Officer, action: Action) -> Attention:
    if not may(officer.role, action):
        raise NotAllowed("tidak_berwenang", officer.role)
    mine = select(Attention).where(Attention.id == attention_id, within(officer)).with_for_update()
    row = tx.scalar(mine.execution_options(populate_existing=True))
    if row is None:
        raise NotFound("atensi_tidak_ada", str(attention_id))
    return row


def _take(tx: Session, attention_id: int, officer: Officer, deed: StepKind) -> Attention:
    action = Action.HEED if deed is StepKind.ANSWER else Action.ATTEND
    row = _locked(tx, attention_id, officer, action)
    becomes = after(AskState(row.status), deed)
    if becomes is None:
        raise Refused("atensi_bukan_giliran", f"{row.status}: {deed}")
    row.status = becomes.value
    return row


def _step(tx: Session, row: Attention, deed: StepKind, officer: Officer, words: str, now: datetime) -> None:
    tx.add(AttentionStep(attention_id=row.id, deed=deed.value, officer_id=officer.id, at=now, words=words))
    report = tx.get(Report, row.report_id) if row.report_id else None
    events.record(
        tx, kind=KINDS[deed], actor=f"petugas:{officer.id}", now=now, report=report,
        agency_code=row.agency_code, data={"attention": row.id},
    )  # fmt: skip
