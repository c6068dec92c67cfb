"""Which outgoing messages go next: the oldest due row of each person, taken up by one sender for a while."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, and_, bindparam, exists, func, not_, or_, select, update
from sqlalchemy.orm import Session

from storage.models import Outbox, Person
from storage.models.base import table_of
from storage.notice_kinds import URGENT
from storage.outbox_states import State
from storage.statements import Statement

LEASE = timedelta(seconds=8)
_outbox, _person = table_of(Outbox), table_of(Person)


@dataclass(frozen=True)
class Leased:
    """A row in the hands of one sender until `LEASE` runs out."""

    id: int
    person_id: int
    channel: str
    address: str
    locale: str
    key: str | None
    args: dict[str, Any]
    text: str | None
    extras: dict[str, Any]
    attempts: int
    created_at: datetime
    heard_at: datetime | None = None  # of the person's latest message, as known when the row was leased


# Of different people's rows: who has just written is answered first, so that a flood's ten thousand warnings
# do not silence the bot for minutes; then warnings, then other news. Now and then warnings come before
# answers: when more is written than can be answered, the water would else be there before its warning. Each
# is a walk along an index in the order of ids; `coalesce` keeps the databases from another one, after which
# 20,000 rows must be sorted.
_wanted = _outbox.alias()  # whose turn it is; what goes is the oldest row of that person, whatever it says
_key: ColumnElement[str] = func.coalesce(_wanted.c.key, "")
_IS_URGENT = or_(*(_key == urgent for urgent in URGENT))
_ANSWER, _NEWS = _wanted.c.key.is_(None), and_(_key != "", not_(_IS_URGENT))
_COLUMNS = tuple((_person if of.name in ("address", "locale", "heard_at") else _outbox).c[of.name]
                 for of in fields(Leased))  # fmt: skip


def _free(*where: Any) -> Any:
    """Rows of the channel that are due and in nobody's hands."""
    now = bindparam("due", type_=_outbox.c.next_try_at.type)
    return and_(
        _outbox.c.status == State.QUEUED.value,
        _outbox.c.channel == bindparam("channel"),
        *where,
        func.coalesce(_outbox.c.next_try_at, now) <= now,
        or_(_outbox.c.leased_until.is_(None), _outbox.c.leased_until <= now),
    )


def _due(turn: ColumnElement[bool], _: str) -> Select[Any]:
    older = _outbox.alias()
    blocked = exists().where(
        older.c.person_id == _outbox.c.person_id, older.c.status == State.QUEUED.value,
        older.c.id < _outbox.c.id,
    )  # fmt: skip
    return (
        select(*_COLUMNS)
        .select_from(_wanted)
        .join(_outbox, _outbox.c.person_id == _wanted.c.person_id)
        .join(_person, _person.c.id == _outbox.c.person_id)
        .where(_wanted.c.status == State.QUEUED.value, _wanted.c.channel == bindparam("channel"), turn)
        .where(_free())
        .where(~blocked)
        .order_by(_wanted.c.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True, of=_outbox)
    )


def _take(_: str) -> Update:
    mine = update(_outbox).where(_outbox.c.id == bindparam("row_id"))
    return mine.values(lease_owner=bindparam("owner"), leased_until=bindparam("until"))


_ANSWERS, _WARNINGS, _OTHERS = (Statement(partial(_due, turn)) for turn in (_ANSWER, _IS_URGENT, _NEWS))
_WAITS = Statement(lambda _: select(_outbox.c.id).where(_free()).limit(1))
_TAKE = Statement(_take)


def waits(session: Session, channel: str, *, now: datetime) -> bool:
    """Whether there may be something to lease: a look that writes and locks nothing."""
    return _WAITS.first(session, due=now, channel=channel) is not None


def lease(
    tx: Session, *, owner: str, now: datetime, channels: Sequence[str], limit: int = 20,
    warnings_first: bool = False,
) -> list[Leased]:  # fmt: skip
    """Lease the oldest due row of each of up to `limit` persons for `LEASE`."""
    rows: dict[int, Any] = {}
    first = (_WARNINGS, _ANSWERS) if warnings_first else (_ANSWERS, _WARNINGS)
    for due in (*first, _OTHERS):
        for channel in channels:
            if (most := limit - len(rows)) > 0:
                found = due.rows(tx, due=now, channel=channel, most=most)
                rows |= {row.id: row for row in found if row.id not in rows}
    for row in rows.values():
        _TAKE.run(tx, row_id=row.id, owner=owner, until=now + LEASE)
    return [Leased(*row) for row in rows.values()]
