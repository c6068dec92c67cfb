"""The inbox: every incoming update is stored here before it is acknowledged, and handled from here.

Messages of one sender are handled in the order they came: a row is open for work only when no older row of
the same sender is still new.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from storage import bells, events
from storage.models import Inbox

MAX_ATTEMPTS = 5
NEIGHBOURS = 30  # later rows of one sender looked at together; a platform's album has ten pictures


@dataclass(frozen=True)
class OpenRow:
    """A row as it is read before it is claimed."""

    id: int
    channel: str
    external_id: str
    sender: str
    payload: dict[str, Any]
    received_at: datetime
    attempts: int


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


_COLUMNS = (
    Inbox.id, Inbox.channel, Inbox.external_id, Inbox.sender, Inbox.payload, Inbox.received_at,
    Inbox.attempts,
)  # fmt: skip


@cache
def _open_row() -> Select[Any]:
    wanted = _open_for_work(bindparam("due")).where(Inbox.id == bindparam("row_id"))
    return wanted.with_only_columns(*_COLUMNS)


def open_row(session: Session, row_id: int, *, now: datetime) -> OpenRow | None:
    """The row, when it may be worked on now."""
    found = session.execute(_open_row(), {"due": now, "row_id": row_id}).one_or_none()
    return OpenRow(*found) if found else None


@cache
def _held_before() -> Select[Any]:
    """The oldest open row of the same sender, put together once."""
    behind = aliased(Inbox)
    same = and_(behind.channel == Inbox.channel, behind.sender == Inbox.sender)
    mine = select(*_COLUMNS).join(behind, same).where(behind.id == bindparam("row_id"))
    open_ones = mine.where(behind.status == "new", Inbox.status == "new", Inbox.id < behind.id)
    return open_ones.order_by(Inbox.id).limit(1)


def held_before(session: Session, row_id: int) -> OpenRow | None:
    """What the row's sender said earlier and that was put off to be gathered; None for a failed try."""
    found = session.execute(_held_before(), {"row_id": row_id}).one_or_none()
    row = OpenRow(*found) if found else None
    return row if row and not row.attempts else None


@cache
def _beside() -> tuple[Select[Any], Select[Any]]:
    """The statements of `neighbours`, put together once."""
    same = and_(Inbox.channel == bindparam("channel"), Inbox.sender == bindparam("sender"))
    rows = select(*_COLUMNS).where(same)
    before = rows.where(Inbox.id < bindparam("row_id")).order_by(Inbox.id.desc()).limit(1)
    later = rows.where(Inbox.id > bindparam("row_id"), Inbox.status == "new", Inbox.attempts == 0)
    return before, later.order_by(Inbox.id).limit(NEIGHBOURS)


def neighbours(session: Session, row: OpenRow) -> tuple[OpenRow | None, list[OpenRow]]:
    """What the same sender said just before the row, handled or not, and what waits behind it."""
    where = {"channel": row.channel, "sender": row.sender, "row_id": row.id}
    before, after = _beside()
    last = session.execute(before, where).one_or_none()
    return OpenRow(*last) if last else None, [OpenRow(*later) for later in session.execute(after, where)]


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


def claim_behind(tx: Session, row_ids: Sequence[int]) -> Sequence[Inbox]:
    """Lock rows behind one just claimed, of the same sender: nobody else may have taken them meanwhile."""
    if not row_ids:
        return ()
    found = select(Inbox).where(Inbox.id.in_(row_ids), Inbox.status == "new").order_by(Inbox.id)
    return tx.scalars(found.with_for_update()).all()


def put_off(tx: Session, row_id: int, *, until: datetime) -> None:
    """Leave the row alone until then; the sweeper brings it."""
    tx.execute(update(Inbox).where(Inbox.id == row_id, Inbox.status == "new").values(next_try_at=until))


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
