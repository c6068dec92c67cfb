"""A person the platform knows under another address from now on: a changed number, a group that became large.

What was theirs stays theirs. Whoever is already known at the new address is the same person, and the two
become one, unless that one has long been silent: numbers are given to others after some months, and reports
of a stranger must not be handed over.
"""

from datetime import datetime, timedelta

from sqlalchemy import Column, PrimaryKeyConstraint, Table, UniqueConstraint, delete, exists, select, update
from sqlalchemy.orm import Session

from storage import outbox
from storage.models import Inbox, KeptConversation, Person, Report, Support
from storage.models.base import Base, table_of

NOT_GIVEN_ANEW = timedelta(days=30)  # a number that spoke to us so lately still belongs to the same person
LATELY = timedelta(hours=24)  # news that failed so lately at the old address is told at the new one


def move(tx: Session, *, channel: str, old: str, new: str, now: datetime) -> Person | None:
    """Have the person at address `old` be at `new`; None when nobody is at `old`: it was done before."""
    both = select(Person).where(Person.channel == channel, Person.address.in_((old, new)))
    found = {row.address: row for row in tx.scalars(both.order_by(Person.id).with_for_update(key_share=True))}
    person, there = found.get(old), found.get(new)
    if person is None or old == new:
        return None
    if there is not None:
        spoke = max(filter(None, (there.heard_at, there.created_at)))
        if now - spoke <= NOT_GIVEN_ANEW:
            _become_one(tx, there, person)
        else:
            _no_longer_there(tx, there, now=now)
    tx.flush()  # the address is free now, and must be so before it is taken
    person.address, person.unreachable_at = new, None
    tx.execute(  # what they said under the old one is handed out and erased with the rest
        update(Inbox)
        .where(Inbox.channel == channel, Inbox.sender == old, Inbox.status == "done")
        .values(sender=new)
    )
    outbox.revive_of(tx, person.id, since=now - LATELY, now=now)
    tx.flush()
    return person


def _no_longer_there(tx: Session, person: Person, *, now: datetime) -> None:
    person.address, person.unreachable_at = f"lama-{person.id}", now


def _become_one(tx: Session, other: Person, person: Person) -> None:
    """Everything that names `other` names `person`; of what may be there but once, the newer stays."""
    both_join = (
        select(Support.report_id)
        .where(Support.person_id == other.id)
        .intersect(select(Support.report_id).where(Support.person_id == person.id))
    )
    for report in tx.scalars(select(Report).where(Report.id.in_(both_join)).with_for_update(key_share=True)):
        report.supporters = max(0, report.supporters - 1)
    talks = [tx.get(KeptConversation, one.id) for one in (other, person)]
    if talks[0] and talks[1] and talks[1].updated_at < talks[0].updated_at:
        talks[1].state = talks[0].state
    tx.flush()
    for table, column in names_of_people():
        _rename(tx, table, column, other.id, person.id)
    person.heard_at = max(filter(None, (person.heard_at, other.heard_at)), default=None)
    person.consented_at = person.consented_at or other.consented_at
    person.called = other.called or person.called
    person.blocked_at, person.blocked_reason = (
        (person.blocked_at, person.blocked_reason)
        if person.blocked_at
        else (other.blocked_at, other.blocked_reason)
    )
    person.abuse_count += other.abuse_count
    person.flagged_at = person.flagged_at or other.flagged_at
    tx.flush()
    tx.execute(delete(Person).where(Person.id == other.id))
    tx.expunge(other)


def names_of_people() -> list[tuple[Table, Column[int]]]:
    """Every column that names a person."""
    person = table_of(Person)
    return [
        (table, column)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column is person.c.id for key in column.foreign_keys)
    ]


def _rename(tx: Session, table: Table, column: Column[int], old: int, new: int) -> None:
    for once in table.constraints:
        if isinstance(once, UniqueConstraint | PrimaryKeyConstraint) and column.name in once.columns:
            twin = table.alias()
            rest = [c == twin.c[c.name] for c in once.columns if c.name != column.name]
            has = exists().where(twin.c[column.name] == new, *rest)
            tx.execute(delete(table).where(column == old, has))
    tx.execute(update(table).where(column == old).values({column.name: new}))
