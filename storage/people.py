"""Residents and their conversations."""

from datetime import datetime
from typing import Any

from sqlalchemy import Insert, bindparam, select
from sqlalchemy.orm import Session, make_transient_to_detached

from storage.inserts import insert_for, insert_once
from storage.models import KeptConversation, Person
from storage.models.base import table_of
from storage.statements import Statement

_conversation = table_of(KeptConversation)
STATE = Statement(
    lambda _: select(_conversation.c.state).where(_conversation.c.person_id == bindparam("person_id"))
)

_person = table_of(Person)
_GLANCED = Statement(
    lambda _: (
        select(_conversation.c.state)
        .join(_person, _person.c.id == _conversation.c.person_id)
        .where(_person.c.channel == bindparam("channel"), _person.c.address == bindparam("address"))
    )
)

# "No key update": an officer's answer refers to the person and must neither wait for a turn nor deadlock.
_FOUND = Statement(
    lambda _: (
        select(_person)
        .where(_person.c.channel == bindparam("channel"), _person.c.address == bindparam("address"))
        .with_for_update(key_share=True)
    )
)


def person_for(tx: Session, *, channel: str, address: str, name: str | None, now: datetime) -> Person:
    """The person behind a channel's address, made on first sight; hearing from them makes them reachable."""
    known = {"channel": channel, "address": address}
    person = _locked(tx, known)
    if person is None:
        insert_once(tx, Person, unique=["channel", "address"], **known, name=name, created_at=now)
        person = _locked(tx, known)
        assert person is not None
    if person.unreachable_at is not None:
        person.unreachable_at = None
    if name and person.name != name:
        person.name = name
    return person


def _locked(tx: Session, known: dict[str, Any]) -> Person | None:
    """The person, locked: as SQLAlchemy would load them, for half of what that costs."""
    row = _FOUND.first(tx, **known)
    if row is None:
        return None
    there = tx.identity_map.get(tx.identity_key(Person, row.id))
    if isinstance(there, Person):
        return there
    person = Person(**row._asdict())
    make_transient_to_detached(person)
    tx.add(person)
    return person


def reachable(person: Person, open_to_us: bool, *, now: datetime) -> None:
    """Note that the person closed their chat with us, or opened it again."""
    person.unreachable_at = None if open_to_us else now


def heard(person: Person, *, at: datetime, now: datetime) -> None:
    """Note a message of theirs, sent `at`; an older one changes nothing, and nothing is from the future."""
    at = min(at, now)
    if person.heard_at is None or at > person.heard_at:
        person.heard_at = at


def _keep(dialect: str) -> Insert:
    given: dict[str, Any] = {name: bindparam(name) for name in ("person_id", "state", "updated_at")}
    new = insert_for(dialect, _conversation).values(given)
    state = {"state": new.excluded.state, "updated_at": new.excluded.updated_at}
    made: Insert = new.on_conflict_do_update(index_elements=["person_id"], set_=state)
    return made


_KEEP = Statement(_keep)


def conversation_of(tx: Session, person: Person) -> dict[str, Any]:
    """The person's conversation as it was kept, empty at first; `person` is locked, so it cannot race."""
    return STATE.value(tx, person_id=person.id) or {}


def stored_conversation(session: Session, *, channel: str, address: str) -> dict[str, Any]:
    """The same of somebody known by their address, only glanced at: it may go on changing."""
    return _GLANCED.value(session, channel=channel, address=address) or {}


def keep_conversation(tx: Session, person: Person, state: dict[str, Any], *, now: datetime) -> None:
    """Write down where the conversation stands."""
    _KEEP.run(tx, person_id=person.id, state=state, updated_at=now)
