"""Residents who join somebody else's report: counted, heard by the officer, told of every change."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.lifecycle import OPEN
from routing.domain.numbers import parse
from routing.errors import NotFound, Refused
from routing.reports import accusing, urgency
from routing.reports.joined import head_of
from routing.reports.public_door import shown_to
from routing.texts import RESIDENT_MAX, clean
from storage import events
from storage.event_kinds import EventKind
from storage.inserts import insert_once
from storage.models import Message, Person, Report, Support

WARGA = "warga"
FROM_SUPPORTER = "Dari warga yang mendukung: "  # before their words, which officers read among the reporter's


def support(tx: Session, number: str, *, person: Person, text: str, now: datetime) -> Report:
    """Join a report, once however often it is asked, and add these words (if any) to it.

    Raises NotFound for a number there is not, or that is not for others to see, and Refused when the report
    has ended meanwhile. Joining one's own report only adds to it.
    """
    report = _locked(tx, number, person)
    if head_of(tx, report).status not in OPEN:
        raise Refused("sudah_berakhir", report.number)
    if report.person_id != person.id:
        _join(tx, report, person, wrote=_wrote(tx, person, text, now=now), now=now)
    _add(tx, report, text, own=report.person_id == person.id, now=now)
    return report


def stop(tx: Session, number: str, *, person: Person, now: datetime) -> Report:
    """No longer support a report; nothing happens when the person does not."""
    report = _locked(tx, number, person)
    gone = delete(Support).where(Support.report_id == report.id, Support.person_id == person.id)
    if tx.execute(gone.returning(Support.person_id)).first() is not None:
        _count(tx, report, now=now)
        data = {"supporters": report.supporters}
        events.record(tx, kind=EventKind.REPORT_UNSUPPORTED, actor=WARGA, now=now, report=report, data=data)
    return report


def supporters(tx: Session, report: Report) -> Sequence[Person]:
    """Who is to be told of a change beside the reporter; those no message reaches are left out."""
    if not report.supporters:
        return ()
    joined = select(Person).join(Support, Support.person_id == Person.id)
    reachable = Person.unreachable_at.is_(None), Person.blocked_at.is_(None)
    return tx.scalars(joined.where(Support.report_id == report.id, *reachable).order_by(Person.id)).all()


def _locked(tx: Session, number: str, person: Person) -> Report:
    written = parse(number, catalogue(tx).number_prefix)
    found = select(Report).where(Report.number == str(written or number)).with_for_update(key_share=True)
    report = tx.scalars(found.execution_options(populate_existing=True)).one_or_none()
    if report is None or not shown_to(report, person):
        raise NotFound("laporan_tidak_ada", number)
    return report


def _wrote(tx: Session, person: Person, text: str, *, now: datetime) -> bool:
    """Whether this supporter counts towards urgency.

    A press of a button alone does not: a program presses it from a thousand browsers. Nor does the eleventh
    report somebody joins in a day.
    """
    mine = select(func.count()).select_from(Support)
    today = mine.where(Support.person_id == person.id, Support.created_at > now - timedelta(days=1))
    if tx.scalars(today).one() >= catalogue(tx).settings.misuse.urged_per_day:
        return False
    reported = select(Report.id).where(Report.person_id == person.id).limit(1)
    return bool(clean(text, limit=RESIDENT_MAX)) or tx.scalar(reported) is not None


def _join(tx: Session, report: Report, person: Person, *, wrote: bool, now: datetime) -> None:
    new = {"report_id": report.id, "person_id": person.id, "created_at": now, "wrote": wrote}
    if not insert_once(tx, Support, unique=["report_id", "person_id"], **new):
        if not wrote:
            return
        joined = (Support.report_id == report.id, Support.person_id == person.id, Support.wrote.is_(False))
        if tx.execute(update(Support).where(*joined).values(wrote=True).returning(Support.person_id)).first():
            _count(tx, report, now=now)  # their first words here, after a mere press
        return
    _count(tx, report, now=now)
    data = {"supporters": report.supporters, "priority": report.priority}
    events.record(tx, kind=EventKind.REPORT_SUPPORTED, actor=WARGA, now=now, report=report, data=data)


def _count(tx: Session, report: Report, *, now: datetime) -> None:
    """Set the report's count, and how urgent that makes it."""
    counted = select(func.count()).select_from(Support).where(Support.report_id == report.id)
    report.supporters = tx.scalars(counted).one()
    urgency.refresh(tx, report, now=now)
    report.updated_at = now


def _add(tx: Session, report: Report, text: str, *, own: bool, now: datetime) -> None:
    text = clean(text, limit=RESIDENT_MAX)
    if not text:
        return
    said = text if own else FROM_SUPPORTER + text
    tx.add(Message(report_id=report.id, direction="masuk", text=said, created_at=now))
    accusing.listen(tx, report, text, now=now)
    report.updated_at = now
    events.record(tx, kind=EventKind.REPORT_ADDED, actor=WARGA, now=now, report=report)
