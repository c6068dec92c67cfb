"""Residents and their conversations."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.models import Conversation, Person


def person_for(tx: Session, *, channel: str, address: str, name: str | None, now: datetime) -> Person:
    """The person behind a channel's address, made on first sight; hearing from them makes them reachable."""
    dialect = postgresql if tx.get_bind().dialect.name == "postgresql" else sqlite
    tx.execute(
        dialect.insert(Person)
        .values(channel=channel, address=address, name=name, created_at=now)
        .on_conflict_do_nothing(index_elements=["channel", "address"])
    )
    found = select(Person).where(Person.channel == channel, Person.address == address)
    # "No key update": an officer's answer refers to the person and must neither wait for a turn nor deadlock.
    person = tx.scalars(found.with_for_update(key_share=True)).one()
    person.unreachable_at = None
    if name and person.name != name:
        person.name = name
    return person


def load_conversation(tx: Session, person: Person) -> dict[str, Any]:
    """The stored state of the person's conversation, {} at first; `person` is locked, so it cannot race."""
    row = tx.get(Conversation, person.id)
    return row.state if row else {}


def save_conversation(tx: Session, person: Person, state: dict[str, Any], *, now: datetime) -> None:
    """Replace the stored state."""
    row = tx.get(Conversation, person.id)
    if row is None:
        tx.add(Conversation(person_id=person.id, state=state, updated_at=now))
    else:
        row.state, row.updated_at = state, now
