"""Looks at personal data: each is a row its person can read and an event nobody can change, with a reason.

The person learns when, which role and which office looked; never the officer's name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from routing.errors import NotAllowed
from routing.texts import needed
from storage import events
from storage.event_kinds import EventKind
from storage.models import Agency, Look, Officer, Person, Report

REASON_MAX = 500
SEARCH_MAX = 80
BY_NUMBER = "Dicari dengan empat angka terakhir nomor telepon"
ONCE_IN = timedelta(hours=1)  # a list renews itself; one search is one look
FOUND_MAX = 10  # persons one search shows: it is no list of residents


@dataclass(frozen=True)
class Seen:
    """Somebody looked: when, in which role, of which office ("" for the whole city), and why."""

    at: datetime
    role: str
    agency: str
    reason: str


def note(
    tx: Session, *, officer: Officer, person_id: int, reason: str, now: datetime, report: Report | None = None
) -> None:
    """An officer opens somebody's data. BadInput without a reason, and then nothing may be shown."""
    reason = needed(reason, limit=REASON_MAX, code="perlu_alasan_lihat")
    tx.add(
        Look(
            officer_id=officer.id, person_id=person_id, report_id=report.id if report else None,
            reason=reason, at=now,
        )
    )  # fmt: skip
    events.record(
        tx, kind=EventKind.PERSON_LOOKED_UP, actor=f"petugas:{officer.id}", now=now, report=report,
        reason=reason, data={} if report else {"person_id": person_id},
    )  # fmt: skip


def search(tx: Session, *, officer: Officer, words: str, reason: str, now: datetime) -> Sequence[Person]:
    """Persons by name or address, at most FOUND_MAX; the search and each person it found are noted.

    BadInput without a reason or with fewer than three signs. The words themselves are kept nowhere.
    """
    if not officer.active:
        raise NotAllowed("tidak_berwenang")
    reason = needed(reason, limit=REASON_MAX, code="perlu_alasan_lihat")
    wanted = needed(words, limit=SEARCH_MAX, code="cari_terlalu_pendek")
    if len(wanted) < 3:
        wanted = needed("", limit=SEARCH_MAX, code="cari_terlalu_pendek")
    number = "".join(sign for sign in wanted if sign.isdigit())
    plain = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    like: list[ColumnElement[bool]] = [
        column.ilike(f"%{plain}%", escape="\\") for column in (Person.name, Person.called)
    ]
    if len(number) >= 5:
        local = f"62{number[1:]}" if number.startswith("0") else number
        like += [Person.address.endswith(number, autoescape=True), Person.address == local]
    found = tx.scalars(select(Person).where(or_(*like)).order_by(Person.id.desc()).limit(FOUND_MAX)).all()
    events.record(
        tx, kind=EventKind.PERSON_SEARCHED, actor=f"petugas:{officer.id}", now=now, reason=reason,
        data={"found": len(found)},
    )  # fmt: skip
    for person in found:
        note(tx, officer=officer, person_id=person.id, reason=reason, now=now)
    return found


def note_found(tx: Session, *, officer: Officer, reports: Sequence[Report], now: datetime) -> None:
    """These reports were found by the end of their reporters' numbers; noted once an hour for each."""
    lately = select(Look.person_id).where(
        Look.officer_id == officer.id, Look.reason == BY_NUMBER, Look.at > now - ONCE_IN
    )
    whose = {report.person_id: report for report in reports if report.person_id is not None}
    known = set(tx.scalars(lately.where(Look.person_id.in_(whose))))
    for person, report in whose.items():
        if person not in known:
            note(tx, officer=officer, person_id=person, reason=BY_NUMBER, now=now, report=report)


def of_person(session: Session, person: Person, *, limit: int | None = None) -> list[Seen]:
    """Who looked at this person's data, newest first."""
    found = (
        select(Look.at, Officer.role, Agency.name, Look.reason)
        .join(Officer, Officer.id == Look.officer_id)
        .outerjoin(Agency, Agency.code == Officer.agency_code)
        .where(Look.person_id == person.id)
        .order_by(Look.id.desc())
        .limit(limit)
    )
    return [Seen(at, role, agency or "", why) for at, role, agency, why in session.execute(found)]
