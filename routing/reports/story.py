"""One report's whole story, as its page shows it: messages, history, pictures, who is accused."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from routing.domain.permissions import Action
from storage.models import (
    Accusation,
    Event,
    EventReason,
    Joined,
    Media,
    Message,
    Officer,
    Outbox,
    Person,
    Report,
    ReportMedia,
)


@dataclass(frozen=True)
class Said:
    """A message of a report. officer: the name of who wrote it. outbox: its delivery, when it went out."""

    message: Message
    officer: str | None
    outbox: Outbox | None


@dataclass(frozen=True)
class Happened:
    """An event of a report, the officer's name where one did it, and why."""

    event: Event
    officer: str | None
    reason: str = ""


@dataclass(frozen=True)
class Detail:
    """Everything a report's page shows. The report's own text is not repeated among the messages.

    accused: codes of the offices it complains of. may: what the officer may do with it.
    """

    report: Report
    person: Person | None
    messages: Sequence[Said]
    history: Sequence[Happened]
    pictures: Sequence[tuple[ReportMedia, Media]]
    accused: Sequence[str]
    may: frozenset[Action]


def detail(session: Session, report: Report, *, may: frozenset[Action]) -> Detail:
    """Everything about a report that the door let through, in five queries; may: what the officer may do."""
    said = (
        select(Message, Officer.name, Outbox)
        .outerjoin(Officer, Officer.id == Message.officer_id)
        .outerjoin(Outbox, Outbox.id == Message.outbox_id)
        .where(or_(Message.report_id == report.id, _of_joined(report)))
        .order_by(Message.id)
    )
    pictures = (
        select(ReportMedia, Media)
        .join(Media, Media.sha256 == ReportMedia.sha256)
        .where(ReportMedia.report_id == report.id)
        .order_by(ReportMedia.id)
    )
    return Detail(
        report=report,
        person=session.get(Person, report.person_id) if report.person_id else None,
        messages=[Said(*row) for row in session.execute(said)],
        history=_history(session, report),
        pictures=[(row[0], row[1]) for row in session.execute(pictures)],
        accused=accused_in(session, report),
        may=may,
    )


def _of_joined(report: Report) -> ColumnElement[bool]:
    """SQL: what the reporters of joined reports said; it is answered here."""
    theirs = select(Joined.report_id).where(Joined.root_id == report.id)
    return and_(Message.direction == "masuk", Message.report_id.in_(theirs))


def _history(session: Session, report: Report) -> list[Happened]:
    named = "petugas:" + func.cast(Officer.id, Event.actor.type)
    found = (
        select(Event, Officer.name, func.coalesce(EventReason.text, ""))
        .outerjoin(Officer, Event.actor == named)
        .outerjoin(EventReason, EventReason.event_seq == Event.seq)
        .where(Event.report_id == report.id)
        .order_by(Event.seq)
    )
    return [Happened(*row) for row in session.execute(found)]


def accused_in(session: Session, report: Report) -> Sequence[str]:
    """Codes of the offices a report complains of."""
    found = select(Accusation.agency_code).where(Accusation.report_id == report.id)
    return session.scalars(found.order_by(Accusation.agency_code)).all()
