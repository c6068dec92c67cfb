"""An answer handed straight to the sender of this process: in its hands from the moment it is written.

Only where that sender speaks on the channel and knows of nothing that waits; everything else is found by its
looks at what is queued. The lease is the usual one, so what a killed process had in its hands is found again.
"""

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Insert, String, bindparam, case, exists, insert, literal_column, null
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from storage import bells
from storage.models import Outbox, Person
from storage.models.base import table_of
from storage.outbox_lease import LEASE, Leased, queued
from storage.statements import Statement

_outbox = table_of(Outbox)


class Taker(Protocol):
    """The sender that runs in this process."""

    owner: str

    def free_for(self, channel: str, address: str, now: datetime) -> bool:
        """Whether it would send a message to this chat at once. Asked from any thread."""

    def take(self, row: Leased, until: datetime) -> None:
        """Send a row that is leased for it until then. From any thread; must not raise."""


_taker: Taker | None = None


def begin(taker: Taker) -> None:
    """Hand what can be handed to this sender from now on."""
    global _taker
    _taker = taker


def end(taker: Taker) -> None:
    """Hand it nothing more."""
    global _taker
    if _taker is taker:
        _taker = None


def ready(person: Person, now: datetime) -> Taker | None:
    """The sender that would send to this person at once, if there is one."""
    return _taker if _taker is not None and _taker.free_for(person.channel, person.address, now) else None


def put(tx: Session, row: dict[str, Any], person: Person, taker: Taker, *, now: datetime) -> int:
    """Write the row, leased unless an older one to the same person waits; its id."""
    until = now + LEASE
    made = _PUT_LEASED.first(tx, **row, owner=taker.owner, until=until)
    if made.lease_owner is None:
        bells.ring(tx, "outbox", made.id)
        return int(made.id)
    leased = Leased(
        made.id, person.id, person.channel, person.address, person.locale, row["key"], row["args"],
        row["text"], row["extras"], row["attempts"], row["created_at"], person.heard_at,
    )  # fmt: skip
    tx.info.setdefault("after_commit", []).append(lambda: taker.take(leased, until))
    return int(made.id)


def insert_of(**more: Any) -> Insert:
    """One row of the outbox from its values; `more`: columns that are worked out."""
    return insert(_outbox).values({name: bindparam(name) for name in ROW} | more)


ROW = (
    "person_id", "channel", "report_id", "key", "args", "text", "extras", "status", "attempts", "next_try_at",
    "created_at",
)  # fmt: skip


def _put_leased(_: str) -> ReturningInsert[Any]:
    older = _outbox.alias()
    waits = exists(literal_column("1")).where(
        older.c.person_id == bindparam("person_id", type_=_outbox.c.person_id.type), queued(older)
    )
    owner = bindparam("owner", type_=String())
    until = bindparam("until", type_=_outbox.c.leased_until.type)
    held = {
        "lease_owner": case((waits, null()), else_=owner),
        "leased_until": case((waits, null()), else_=until),
    }
    return insert_of(**held).returning(_outbox.c.id, _outbox.c.lease_owner)


_PUT_LEASED = Statement(_put_leased)
