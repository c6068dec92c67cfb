"""One report's whole story, as its page shows it: messages, history, pictures, who is accused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, exists, func, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from routing.domain.permissions import Action
from storage.gathered import ListsTogether, Question, Row
from storage.models import (
    Accusation,
    Event,
    EventReason,
    Joined,
    Media,
    Mention,
    Message,
    NoteVoice,
    Officer,
    Outbox,
    Person,
    Report,
    ReportMedia,
    ReportSeen,
)

BETWEEN = ","  # codes of offices have none
REPORT_ID = bindparam("report_id", type_=BigInteger)


@dataclass(frozen=True)
class Said:
    """A message of a report. officer: the name of who wrote it. outbox: its delivery, when it went out.

    voice: its sound, where a note was spoken.
    """

    message: Message
    officer: str | None
    outbox: Outbox | None
    voice: NoteVoice | None = None


@dataclass(frozen=True)
class Happened:
    """An event of a report, the officer's name where one did it, and why."""

    event: Event
    officer: str | None
    reason: str = ""


@dataclass(frozen=True)
class Detail:
    """Everything a report's page shows. The report's own text is not repeated among the messages.

    accused: codes of the offices it complains of. may: what the officer may do with it. spoken_to: a note
    speaks to the officer, who has not opened the report since.
    """

    report: Report
    person: Person | None
    messages: Sequence[Said]
    history: Sequence[Happened]
    pictures: Sequence[tuple[ReportMedia, Media]]
    accused: Sequence[str]
    may: frozenset[Action]
    holder: Officer | None
    spoken_to: bool


@dataclass(frozen=True)
class Beside:
    """Who stands beside a report: its reporter, who holds it, whom it accuses; see `Detail`.

    read: the newest event the officer had before them when they last opened it, None for never.
    """

    person: Person | None
    holder: Officer | None
    accused: Sequence[str]
    spoken_to: bool
    read: int | None


def with_beside(found: Select[Report]) -> Select[Report, Person, Officer, str, bool, int]:
    """The reports that `found` finds, each with the columns of which `beside` makes what stands beside it.

    `me`, a parameter: the officer who looks.
    """
    me = bindparam("me", type_=BigInteger)
    accused = select(func.aggregate_strings(Accusation.agency_code, BETWEEN)).where(
        Accusation.report_id == Report.id
    )
    unseen = exists().where(
        Mention.report_id == Report.id, Mention.officer_id == me, Mention.seen_at.is_(None)
    )
    read = select(ReportSeen.seq).where(ReportSeen.report_id == Report.id, ReportSeen.officer_id == me)
    holder = aliased(Officer)
    return (
        found.outerjoin(Person, Person.id == Report.person_id)
        .outerjoin(holder, holder.id == Report.holder_id)
        .add_columns(Person, holder, accused.scalar_subquery(), unseen, read.scalar_subquery())
    )  # fmt: skip


def beside(
    person: Person | None, holder: Officer | None, accused: str | None, spoken_to: bool, read: int | None
) -> Beside:  # fmt: skip
    """What `with_beside` found of one report."""
    return Beside(person, holder, sorted((accused or "").split(BETWEEN)) if accused else (), spoken_to, read)


def told(report: Report, near: Beside, lists: Mapping[str, list[Row]], *, may: frozenset[Action]) -> Detail:
    """Everything about a report that the door let through. lists: of QUESTIONS; may: what they may."""
    return Detail(
        report=report,
        person=near.person,
        messages=[Said(*row) for row in lists["said"]],
        history=[Happened(*row) for row in lists["history"]],
        pictures=[(row[0], row[1]) for row in lists["pictures"]],
        accused=near.accused,
        may=may,
        holder=near.holder,
        spoken_to=near.spoken_to,
    )


def _said() -> Select[Message, str, Outbox, NoteVoice]:
    return (
        select(Message, Officer.name, Outbox, NoteVoice)
        .outerjoin(Officer, Officer.id == Message.officer_id)
        .outerjoin(Outbox, Outbox.id == Message.outbox_id)
        .outerjoin(NoteVoice, NoteVoice.message_id == Message.id)
        .where(*_said_here())
        .order_by(Message.id)
    )


def _said_here() -> tuple[ColumnElement[bool], ...]:
    """SQL: what was said about it, and what the reporters of joined reports said: it is answered here.

    The reports come first, as one short list: an OR over both would read every message there is.
    """
    theirs = select(Joined.report_id).where(Joined.root_id == REPORT_ID)
    here = union_all(select(REPORT_ID), theirs)
    return Message.report_id.in_(here), or_(Message.report_id == REPORT_ID, Message.direction == "masuk")


def _pictures() -> Select[ReportMedia, Media]:
    return (
        select(ReportMedia, Media)
        .join(Media, Media.sha256 == ReportMedia.sha256)
        .where(ReportMedia.report_id == REPORT_ID)
        .order_by(ReportMedia.id)
    )


def _history() -> Select[Event, str, str]:
    """Every event of a report with who did it and why, the first one first."""
    named = "petugas:" + func.cast(Officer.id, Event.actor.type)
    return (
        select(Event, Officer.name, func.coalesce(EventReason.text, ""))
        .outerjoin(Officer, Event.actor == named)
        .outerjoin(EventReason, EventReason.event_seq == Event.seq)
        .where(Event.report_id == REPORT_ID)
        .order_by(Event.seq)
    )


QUESTIONS: dict[str, Question] = {"said": _said, "history": _history, "pictures": _pictures}
STORY, HISTORY = ListsTogether(**QUESTIONS), ListsTogether(history=_history)


def history(session: Session, report: Report) -> list[Happened]:
    """Every event of a report with who did it and why, the first one first."""
    return [Happened(*row) for row in HISTORY.ask(session, report_id=report.id)["history"]]


def accused_in(session: Session, report: Report) -> Sequence[str]:
    """Codes of the offices a report complains of."""
    found = select(Accusation.agency_code).where(Accusation.report_id == report.id)
    return session.scalars(found.order_by(Accusation.agency_code)).all()
