"""The inbox: every incoming update is stored here before it is acknowledged, and handled from here.

Messages of one sender are handled in the order they came: a row is open for work only when no older row of
the same sender is still new.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from storage import backoff, bells, events
from storage.event_kinds import EventKind
from storage.inserts import insert_for
from storage.models import Inbox
from storage.models.base import table_of
from storage.statements import Statement

# What runs with every message names the bare table, and is put together once (`Statement`): making objects
# of rows, or building a statement anew, costs several times what running it does.
_inbox = table_of(Inbox)
MAX_ATTEMPTS = 5
AT_ONCE = 50  # rows looked at in one sweep
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


def take_turns(tx: Session, *, channel: str, senders: Iterable[str]) -> None:
    """Let no other delivery store messages of these people until `tx` ends.

    Two that overlap would else each wait for a row of the other's. SQLite has one writer in any case.
    """
    if tx.get_bind().dialect.name == "postgresql":
        for sender in sorted(senders):
            tx.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"{channel}:{sender}", 0))))


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
    events.record(tx, kind=EventKind.INBOX_DEAD, actor="sistem", now=now, data=data)


def _insert(tx: Session, now: datetime, **values: Any) -> int | None:
    row = {"received_at": now, "next_try_at": now, "attempts": 0, "error": None, **values}
    made: int | None = _ONCE.value(tx, **row)
    return made


def _once(dialect: str) -> ReturningInsert[int]:
    """Inserts a row, or does and returns nothing when it is there already."""
    new: Any = insert_for(dialect, _inbox).values({name: bindparam(name) for name in _NEW})
    once: ReturningInsert[int] = new.on_conflict_do_nothing(index_elements=["channel", "external_id"])
    return once.returning(_inbox.c.id)


_NEW = (
    "channel", "external_id", "sender", "payload", "received_at", "status", "attempts", "next_try_at",
    "error",
)  # fmt: skip
_ONCE = Statement(_once)


def _open_for_work(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    row, older = _inbox.c, _inbox.alias().c
    before = and_(older.channel == row.channel, older.sender == row.sender, older.id < row.id)
    blocked = exists().where(before, older.status == "new")
    return and_(row.status == "new", row.next_try_at <= now, ~blocked)


_COLUMNS = tuple(_inbox.c[column.name] for column in fields(OpenRow))


_OPEN_ROW = Statement(
    lambda _: select(*_COLUMNS).where(_inbox.c.id == bindparam("row_id"), _open_for_work(bindparam("due")))
)


def open_row(session: Session, row_id: int, *, now: datetime) -> OpenRow | None:
    """The row, when it may be worked on now."""
    found = _OPEN_ROW.first(session, due=now, row_id=row_id)
    return OpenRow(*found) if found else None


def _pending(_: str) -> Select[Any]:
    row = _inbox.c
    some = select(row.id, row.received_at, row.attempts).where(_open_for_work(bindparam("due")))
    return some.order_by(row.id).limit(AT_ONCE)


_PENDING = Statement(_pending)


def pending(session: Session, *, now: datetime) -> Sequence[Any]:
    """Rows that may be worked on now (id, received_at, attempts), oldest first, at most one a sender."""
    return _PENDING.rows(session, due=now)


def _held_before(_: str) -> Select[Any]:
    """The oldest open row of the same sender."""
    row, behind = _inbox.c, _inbox.alias()
    same = and_(behind.c.channel == row.channel, behind.c.sender == row.sender, row.id < behind.c.id)
    mine = select(*_COLUMNS, row.next_try_at).join(behind, same).where(behind.c.id == bindparam("row_id"))
    return mine.where(behind.c.status == "new", row.status == "new").order_by(row.id).limit(1)


_HELD_BEFORE = Statement(_held_before)


def held_before(session: Session, row_id: int, *, now: datetime) -> OpenRow | None:
    """What the row's sender said before it and is put off to be gathered.

    None when that waits after a failed try, or is being handled at this moment.
    """
    found = _HELD_BEFORE.first(session, row_id=row_id)
    if found is None or found.attempts or found.next_try_at <= now:
        return None
    return OpenRow(*found[:-1])


def _beside() -> tuple[Select[Any], Select[Any]]:
    """The two statements of `neighbours`."""
    row = _inbox.c
    rows = select(*_COLUMNS).where(row.channel == bindparam("channel"), row.sender == bindparam("sender"))
    before = rows.where(row.id < bindparam("row_id")).order_by(row.id.desc()).limit(1)
    later = rows.where(row.id > bindparam("row_id"), row.status == "new", row.attempts == 0)
    return before, later.order_by(row.id).limit(NEIGHBOURS)


_BEFORE, _AFTER = Statement(lambda _: _beside()[0]), Statement(lambda _: _beside()[1])


def neighbours(session: Session, row: OpenRow) -> tuple[OpenRow | None, list[OpenRow]]:
    """What the same sender said just before the row, handled or not, and what waits behind it."""
    where = {"channel": row.channel, "sender": row.sender, "row_id": row.id}
    last = _BEFORE.first(session, **where)
    return OpenRow(*last) if last else None, [OpenRow(*later) for later in _AFTER.rows(session, **where)]


def _following(_: str) -> Select[int]:
    row, handled = _inbox.c, _inbox.alias()
    same = and_(handled.c.channel == row.channel, handled.c.sender == row.sender, row.id > handled.c.id)
    later = select(row.id).join(handled, same).where(handled.c.id == bindparam("row_id"))
    return later.where(row.status == "new", row.next_try_at <= bindparam("due")).order_by(row.id).limit(1)


_FOLLOWING = Statement(_following)


def following(session: Session, row_id: int, *, now: datetime) -> int | None:
    """What the same sender said next and is still to be handled: the id of its row."""
    found: int | None = _FOLLOWING.value(session, due=now, row_id=row_id)
    return found


def _claim(_: str) -> Select[int]:
    row = _inbox.c
    wanted = select(row.id).where(row.id == bindparam("row_id"), _open_for_work(bindparam("due")))
    return wanted.with_for_update(skip_locked=True, of=_inbox)


_CLAIM = Statement(_claim)


def claim(tx: Session, row_id: int, *, now: datetime) -> int | None:
    """Lock the row for this transaction; None when it is done, not yet due, out of turn, or another's."""
    claimed: int | None = _CLAIM.value(tx, due=now, row_id=row_id)
    return claimed


def claim_behind(tx: Session, row_ids: Sequence[int]) -> Sequence[int]:
    """Lock rows behind one just claimed, of the same sender: nobody else may have taken them meanwhile."""
    if not row_ids:
        return ()
    found = select(_inbox.c.id).where(_inbox.c.id.in_(row_ids), _inbox.c.status == "new")
    return tx.scalars(found.order_by(_inbox.c.id).with_for_update()).all()


def put_off(tx: Session, row_id: int, *, until: datetime) -> None:
    """Leave the row alone until then; the sweeper brings it."""
    tx.execute(update(Inbox).where(Inbox.id == row_id, Inbox.status == "new").values(next_try_at=until))


_DONE = Statement(
    lambda _: (
        update(_inbox)
        .where(_inbox.c.id == bindparam("row_id"))
        .values(status="done", done_at=bindparam("now"), error=None)
    )
)


def done(tx: Session, row_ids: Sequence[int], *, now: datetime) -> None:
    """Mark claimed rows as handled; committed together with what handling caused."""
    for row_id in row_ids:
        _DONE.run(tx, row_id=row_id, now=now)


def failed(tx: Session, row_id: int, *, error: str, now: datetime) -> None:
    """Note a failed try: again after 1, 2, 4, 8 s, and after the fifth it is a dead letter with an alarm."""
    row = tx.get(Inbox, row_id, with_for_update=True)
    if row is None or row.status != "new":
        return
    row.attempts += 1
    row.error = error[:500]
    row.next_try_at = now + timedelta(seconds=backoff.wait(row.attempts, first=1.0))
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
