"""Misuse: abuse is counted and flagged; an operator may block a person, who is told why and how to object.

Events name the person by number only: what was said, and who it was, stays out of the log.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.permissions import Action, may
from routing.errors import NotAllowed, Refused
from routing.texts import needed
from storage import events, outbox
from storage.event_kinds import EventKind
from storage.models import Officer, Outbox, Person
from storage.notice_kinds import Notice

REASON_MAX = 500
TOLD_EVERY = timedelta(days=1)  # a blocked person is told so once a day at most


def note_abuse(tx: Session, person: Person, *, now: datetime) -> None:
    """Count one abusive message; the first flags the person for an operator to look at."""
    person.abuse_count += 1
    if person.flagged_at is None:
        person.flagged_at = now
        events.record(
            tx, kind=EventKind.PERSON_FLAGGED, actor="sistem", now=now, data={"person_id": person.id}
        )


def block(tx: Session, *, officer: Officer, person: Person, reason: str, now: datetime) -> Person:
    """Take no more messages of this person; they are told at once, with the reason and how to object.

    Raises NotAllowed, BadInput (no reason), or Refused when they are blocked already.
    """
    person = _locked(tx, officer, person)
    if person.blocked_at is not None:
        raise Refused("sudah_diblokir")
    reason = needed(reason, limit=REASON_MAX, code="perlu_alasan")
    person.blocked_at, person.blocked_reason = now, reason
    tell_blocked(tx, person, now=now)
    _record(tx, EventKind.PERSON_BLOCKED, officer, person, now)
    return person


def unblock(tx: Session, *, officer: Officer, person: Person, reason: str, now: datetime) -> Person:
    """Take their messages again; they are told. The flag is cleared: whoever unblocks has looked."""
    person = _locked(tx, officer, person)
    if person.blocked_at is None:
        raise Refused("tidak_diblokir")
    person.blocked_at, person.blocked_reason, person.flagged_at = None, "", None
    if person.unreachable_at is None:
        outbox.put(tx, person=person, now=now, key=Notice.UNBLOCKED)
    _record(tx, EventKind.PERSON_UNBLOCKED, officer, person, now)
    return person


def unflag(tx: Session, *, officer: Officer, person: Person, now: datetime) -> Person:
    """An operator has looked and found nothing to do."""
    person = _locked(tx, officer, person)
    person.flagged_at, person.abuse_count = None, 0
    _record(tx, EventKind.PERSON_UNFLAGGED, officer, person, now)
    return person


def flagged(session: Session, *, limit: int = 200) -> Sequence[Person]:
    """Persons flagged or blocked: blocked ones first, then the newest flags."""
    found = select(Person).where(or_(Person.flagged_at.is_not(None), Person.blocked_at.is_not(None)))
    order = (Person.blocked_at.is_(None), Person.flagged_at.desc(), Person.id)
    return session.scalars(found.order_by(*order).limit(limit)).all()


def tell_blocked(tx: Session, person: Person, *, now: datetime) -> bool:
    """Say that and why they are blocked; False when they were told within the last day or cannot be."""
    if person.unreachable_at is not None or told_since(tx, person, Notice.BLOCKED, now - TOLD_EVERY):
        return False
    appeal = catalogue(tx).settings.misuse.appeal
    args = {"reason": person.blocked_reason, "appeal": appeal}
    outbox.put(tx, person=person, now=now, key=Notice.BLOCKED, args=args)
    return True


def told_since(session: Session, person: Person, key: str, since: datetime) -> bool:
    """Whether the sentence `key` was put to this person after `since`."""
    row = exists().where(Outbox.person_id == person.id, Outbox.key == key, Outbox.created_at > since)
    return bool(session.scalar(select(row)))


def _locked(tx: Session, officer: Officer, person: Person) -> Person:
    if not may(officer.role, Action.BLOCK):
        raise NotAllowed("tidak_berwenang", f"{officer.role} may not block")
    wanted = select(Person).where(Person.id == person.id).with_for_update(key_share=True)
    return tx.scalars(wanted.execution_options(populate_existing=True)).one()


def _record(tx: Session, kind: EventKind, officer: Officer, person: Person, now: datetime) -> None:
    data = {"person_id": person.id}
    events.record(tx, kind=kind, actor=f"petugas:{officer.id}", now=now, data=data)
