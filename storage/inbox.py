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
    created = _insert(
        tx, now, channel=channel, external_id=external_id, sender=sender, payload=payload, status="new"
    )
    if created is not None:
        bells.ring(tx, "inbox", created)
        return created, True
    same = and_(Inbox.channel == channel, Inbox.external_id == external_id)
    return tx.scalars(select(Inbox.id).where(same)).one(), False


def quarantine(
    tx: Session, *, channel: str, external_id: str, payload: dict[str, Any], error: str, now: datetime
) -> int | None:
    """Store what cannot be understood as a dead letter rather than lose it; its id, None when it is a repeat.

    The caller raises the alarm (`alarm`) when everything else of its transaction is written.
    """
    return _insert(
        tx, now, channel=channel, external_id=external_id, sender="", payload=payload, status="dead",
        error=error[:500],
    )  # fmt: skip


def alarm(tx: Session, row_id: int, *, channel: str, now: datetime) -> None:
    """Tell the command centre of a dead letter."""
    data = {"inbox_id": row_id, "channel": channel}
    events.record(tx, kind="inbox_dead", actor="sistem", now=now, data=data)


def _insert(tx: Session, now: datetime, **values: Any) -> int | None:
    dialect = postgresql if tx.get_bind().dialect.name == "postgresql" else sqlite
    new = dialect.insert(Inbox).values(received_at=now, next_try_at=now, attempts=0, **values)
    once = new.on_conflict_do_nothing(index_elements=["channel", "external_id"])
    return tx.execute(once.returning(Inbox.id)).scalar_one_or_none()


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


@cache
def _following() -> Select[int]:
    """The statement of `following`, put together once."""
    handled = aliased(Inbox)
    same = and_(handled.channel == Inbox.channel, handled.sender == Inbox.sender)
    due = and_(Inbox.status == "new", Inbox.next_try_at <= bindparam("due"), Inbox.id > handled.id)
    later = select(Inbox.id).join(handled, same).where(handled.id == bindparam("row_id"), due)
    return later.order_by(Inbox.id).limit(1)


def following(session: Session, row_id: int, *, now: datetime) -> int | None:
    """What the same sender said next and is still to be handled: the id of its row."""
    return session.scalar(_following(), {"due": now, "row_id": row_id})


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
        alarm(tx, row.id, channel=row.channel, now=now)


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
