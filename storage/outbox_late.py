"""What a platform tells later of messages it took, by its own ids of them: arrived, read, or not brought.

One row may be several of the platform's messages; the row is as far as its last.
"""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Text, bindparam, cast, or_, select
from sqlalchemy.orm import Session

from storage import bells
from storage.models import Outbox, Person
from storage.models.base import table_of
from storage.outbox_states import ARRIVED, State, may
from storage.statements import Statement

PARTS_SENT = "parts_sent"  # in Outbox.extras: how many messages of a long row are out already
PART_IDS = "part_ids"  # and under which ids


def ids_of(row: Outbox | Row[Any]) -> list[Any]:
    """The platform's ids of the messages that make up the row, in order."""
    return [*row.extras.get(PART_IDS, ()), row.external_id]


def _is_part(external_id: str) -> ColumnElement[bool]:
    """Whether the platform's message may be one of the row's; a button could be called as it is."""
    in_extras = cast(Outbox.extras, Text).contains(json.dumps(external_id), autoescape=True)
    return or_(Outbox.external_id == external_id, in_extras)


_outbox = table_of(Outbox).c
_BEHIND = Statement(  # of a message that is whole: which is nearly each
    lambda _: select(_outbox.report_id).where(
        _outbox.person_id == bindparam("person_id"), _outbox.external_id == bindparam("external_id")
    )
)


def report_behind(session: Session, *, person_id: int, external_id: str) -> int | None:
    """The id of the report that our message, known to the platform as `external_id`, was about."""
    if found := _BEHIND.first(session, person_id=person_id, external_id=external_id):
        behind: int | None = found.report_id
        return behind
    about = select(Outbox.report_id, Outbox.external_id, Outbox.extras)
    ours = about.where(Outbox.person_id == person_id, _is_part(external_id))
    rows = session.execute(ours.order_by(Outbox.id.desc()))
    return next((row.report_id for row in rows if external_id in ids_of(row)), None)


def with_external_id(tx: Session, *, channel: str, address: str, external_id: str) -> Outbox | None:
    """The row to this person of which the platform's message `external_id` is a part, locked."""
    theirs = select(Outbox).join(Person, Person.id == Outbox.person_id)
    found = theirs.where(Person.channel == channel, Person.address == address, _is_part(external_id))
    rows = tx.scalars(found.order_by(Outbox.id.desc()).with_for_update(of=Outbox))
    return next((row for row in rows if external_id in ids_of(row)), None)


def being_sent(tx: Session, *, channel: str, address: str, now: datetime) -> bool:
    """Whether a message to this person is on its way at this moment and not yet written down."""
    theirs = select(Outbox.id).join(Person, Person.id == Outbox.person_id)
    held = theirs.where(Person.channel == channel, Person.address == address, Outbox.leased_until > now)
    return tx.scalar(held.limit(1)) is not None


def arrived(row: Outbox, identity: str, state: State, *, at: datetime, now: datetime) -> bool:
    """Note that it was delivered or read; False when that changes nothing.

    Also of a row that was called failed, or is queued to be tried again: then it need not be. But not while
    a part before the last is still missing, or the row is being sent at this moment.
    """
    parts = ids_of(row)
    if state not in ARRIVED or identity != parts[-1] or not may(row.status, state):
        return False
    if row.status == State.QUEUED:
        under_way = row.leased_until is not None and row.leased_until > now
        if under_way or row.extras.get(PARTS_SENT, 0) != len(parts) - 1:
            return False
    if row.status == State.FAILED and len(parts) > 1:
        return False
    row.status, row.delivered_at, row.error = state, row.delivered_at or at, None
    return True


def again(tx: Session, row: Outbox, identity: str, *, at: datetime) -> None:
    """Queue it once more, from the part that the platform did not bring."""
    row.extras = {**row.extras, PARTS_SENT: ids_of(row).index(identity)}
    row.status, row.next_try_at, row.attempts = State.QUEUED, at, row.attempts + 1
    row.lease_owner = row.leased_until = None
    bells.ring(tx, "outbox", row.id)
