"""The inbox: every incoming update is stored here before it is acknowledged, and handled from here.

Messages of one sender are handled in the order they came: a row is open for work only when no older row of
the same sender is still new.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, exists, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from storage import bells, events
from storage.models import Inbox

MAX_ATTEMPTS = 5


def add(
    tx: Session, *, channel: str, external_id: str, sender: str, payload: dict[str, Any], now: datetime
) -> tuple[int, bool]:
    """Store one update; returns (row id, created). A repeated (channel, external_id) changes nothing."""
    dialect = postgresql if tx.get_bind().dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(Inbox)
        .values(
            channel=channel, external_id=external_id, sender=sender, payload=payload,
            received_at=now, next_try_at=now, status="new", attempts=0,
        )
        .on_conflict_do_nothing(index_elements=["channel", "external_id"])
        .returning(Inbox.id)
    )  # fmt: skip
    created = tx.execute(statement).scalar_one_or_none()
    if created is not None:
        bells.ring(tx, "inbox", created)
        return created, True
    same = and_(Inbox.channel == channel, Inbox.external_id == external_id)
    return tx.scalars(select(Inbox.id).where(same)).one(), False


def _open_for_work(now: datetime | BindParameter[datetime]) -> Select[Inbox]:
    older = aliased(Inbox)
    blocked = exists().where(
        older.channel == Inbox.channel,
        older.sender == Inbox.sender,
        older.status == "new",
        older.id < Inbox.id,
    )
    return select(Inbox).where(Inbox.status == "new", Inbox.next_try_at <= now, ~blocked)


def pending(session: Session, *, now: datetime, limit: int = 50) -> Sequence[Inbox]:
    """Rows that may be worked on now, oldest first, at most one a sender."""
    return session.scalars(_open_for_work(now).order_by(Inbox.id).limit(limit)).all()


def next_of(session: Session, *, channel: str, sender: str, now: datetime) -> Inbox | None:
    """The next row of one sender that may be worked on now."""
    mine = _open_for_work(now).where(Inbox.channel == channel, Inbox.sender == sender)
    return session.scalars(mine.order_by(Inbox.id).limit(1)).first()


@cache
def _claim() -> Select[Inbox]:
    """The statement of `claim`, put together once: that costs several times what running it does."""
    wanted = _open_for_work(bindparam("due")).where(Inbox.id == bindparam("row_id"))
    return wanted.with_for_update(skip_locked=True, of=Inbox)


def claim(tx: Session, row_id: int, *, now: datetime) -> Inbox | None:
    """Lock the row for this transaction; None when it is done, not yet due, out of turn, or another's."""
    return tx.scalars(_claim(), {"due": now, "row_id": row_id}).one_or_none()


def done(row: Inbox, *, now: datetime) -> None:
    """Mark as handled; committed together with what handling caused."""
    row.status, row.done_at, row.error = "done", now, None


def failed(tx: Session, row_id: int, *, error: str, now: datetime) -> None:
    """Note a failed try: again after 1, 2, 4, 8 s, and after the fifth it is a dead letter with an alarm."""
    row = tx.get(Inbox, row_id, with_for_update=True)
    if row is None or row.status != "new":
        return
    row.attempts += 1
    row.error = error[:500]
    row.next_try_at = now + timedelta(seconds=2 ** (row.attempts - 1))
    if row.attempts >= MAX_ATTEMPTS:
        row.status = "dead"
        events.record(
            tx, kind="inbox_dead", actor="sistem", now=now, data={"inbox_id": row.id, "channel": row.channel}
        )


def revive(tx: Session, row_id: int, *, now: datetime) -> bool:
    """Give a dead letter another five tries; False when it is not dead."""
    row = tx.get(Inbox, row_id, with_for_update=True)
    if row is None or row.status != "dead":
        return False
    row.status, row.attempts, row.next_try_at = "new", 0, now
    return True


def waiting(session: Session) -> tuple[int, datetime | None]:
    """How many rows are not yet handled and since when the oldest waits (for /health)."""
    count, oldest = session.execute(
        select(func.count(Inbox.id), func.min(Inbox.received_at)).where(Inbox.status == "new")
    ).one()
    return count, oldest
