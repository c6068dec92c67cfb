"""Which outgoing messages go next: the oldest due row of each person, taken up by one sender for a while."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import Enum
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    Update,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from storage.models import Outbox, Person
from storage.models.base import table_of
from storage.notice_kinds import URGENT
from storage.outbox_states import State
from storage.statements import Statement

LEASE = timedelta(seconds=8)
_outbox, _person = table_of(Outbox), table_of(Person)


class SentAs(Enum):
    """As what a message waits. NEWS: of reports, all-clears, all that nobody has just asked for."""

    ANSWER = "answer"
    WARNING = "warning"
    NEWS = "news"


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


# Each kind is a walk along an index in the order of ids, with a look at each person's oldest row. When
# databases last counted, nothing was queued: so they think little of going through all that is, for each
# person, which took 16 s where 2,000 answers and 20,000 warnings waited. Hence each condition fits one index
# alone: `coalesce` keeps it from the others, and a value given apart from the text would from all.
# Which kind goes first when is the sender's (`bot.turns`).
_NOTHING, _QUEUED = literal_column("''", String()), literal_column("'queued'", String())
_wanted = _outbox.alias()  # whose turn it is; what goes is the oldest row of that person, whatever it says
_key: ColumnElement[str] = func.coalesce(_wanted.c.key, "")
_IS_URGENT = or_(*(_key == urgent for urgent in URGENT))
_ANSWER = _wanted.c.key.is_(None)
_TURNS = {
    SentAs.ANSWER: _ANSWER,
    SentAs.WARNING: and_(~_ANSWER, _IS_URGENT),
    SentAs.NEWS: and_(~_ANSWER, not_(_IS_URGENT)),
}
_COLUMNS = tuple((_person if of.name in ("address", "locale", "heard_at") else _outbox).c[of.name]
                 for of in fields(Leased))  # fmt: skip


def queued(rows: FromClause) -> ColumnElement[bool]:
    """As the indexes of what is queued have it."""
    return func.coalesce(rows.c.status, _NOTHING) == _QUEUED


def _waiting(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """What is queued on the channel, of these."""
    return and_(queued(_wanted), _wanted.c.channel == bindparam("channel"), which)


def _free(rows: FromClause) -> ColumnElement[bool]:
    """Those that are due and in nobody's hands."""
    now = bindparam("due", type_=_outbox.c.next_try_at.type)
    return and_(
        func.coalesce(rows.c.next_try_at, now) <= now,
        or_(rows.c.leased_until.is_(None), rows.c.leased_until <= now),
    )


def _due(turn: ColumnElement[bool], _: str) -> Select[Any]:
    own = _outbox.alias()
    of_person = select(own.c.id).where(own.c.person_id == _wanted.c.person_id, queued(own))
    oldest = of_person.order_by(own.c.id).limit(literal_column("1")).scalar_subquery()
    return (
        select(*_COLUMNS, _outbox.c.status)
        .select_from(_wanted)
        .join(_outbox, _outbox.c.id == oldest)
        .join(_person, _person.c.id == _outbox.c.person_id)
        .where(_waiting(turn), _free(_outbox))
        .order_by(_wanted.c.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True, of=_outbox)
    )


def _take(_: str) -> Update:
    mine = update(_outbox).where(_outbox.c.id == bindparam("row_id"))
    return mine.values(lease_owner=bindparam("owner"), leased_until=bindparam("until"))


def _any_due(_: str) -> Select[Any]:
    answer, notice = (exists().where(_waiting(which), _free(_wanted)) for which in (_ANSWER, ~_ANSWER))
    return select(or_(answer, notice))


_DUE = {kind: Statement(partial(_due, turn)) for kind, turn in _TURNS.items()}
_WAITS = Statement(_any_due)
_TAKE = Statement(_take)


def waits(session: Session, channel: str, *, now: datetime) -> bool:
    """Whether there may be something to lease: a look that writes and locks nothing."""
    return bool(_WAITS.value(session, due=now, channel=channel))


def lease(
    tx: Session, *, owner: str, now: datetime, channels: Sequence[str], limit: int = 20,
    first: SentAs = SentAs.ANSWER,
) -> list[Leased]:  # fmt: skip
    """Lease the oldest due row of each of up to `limit` persons for `LEASE`: those for whom a `first` lies
    there, then, where that leaves room, the others."""
    rows: dict[int, Any] = {}
    for kind in (first, *(other for other in SentAs if other is not first)):
        for channel in channels:
            if (most := limit - len(rows)) > 0:
                found = _DUE[kind].rows(tx, due=now, channel=channel, most=most)
                # Since the walk saw it, a row may have been sent, or taken back.
                queued = [row for row in found if row.status == State.QUEUED and row.channel == channel]
                rows |= {row.id: row for row in queued if row.id not in rows}
    for row in rows.values():
        _TAKE.run(tx, row_id=row.id, owner=owner, until=now + LEASE)
    return [Leased(*row[:-1]) for row in rows.values()]
