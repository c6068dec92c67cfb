"""The outbox: every outgoing message is a row written with the change that caused it.

Rows of one person leave in order. A sender leases the oldest row, sends with no transaction open, and records
the outcome under its lease. Rows of the web chat are never leased: they wait, `queued`, until the browser has
taken them and says so (`delivered`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Select,
    Update,
    and_,
    bindparam,
    delete,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from storage import bells
from storage import outbox_handing as handing
from storage.models import Outbox, Person
from storage.models.base import table_of
from storage.notice_kinds import Notice
from storage.outbox_late import PART_IDS as PART_IDS
from storage.outbox_late import PARTS_SENT as PARTS_SENT
from storage.outbox_late import report_behind as report_behind
from storage.outbox_lease import LEASE as LEASE
from storage.outbox_lease import Leased as Leased
from storage.outbox_lease import SentAs as SentAs
from storage.outbox_lease import lease as lease
from storage.outbox_lease import waits as waits
from storage.outbox_states import ON_THE_WEB, State, before
from storage.statements import Statement

_OUTBOX = table_of(Outbox)
_PUT = insert(_OUTBOX)
_PUT_ONE = Statement(lambda _: handing.insert_of().returning(_OUTBOX.c.id))
GIVE_UP_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class Queued:
    """A row just put."""

    id: int


def put(
    tx: Session,
    *,
    person: Person,
    now: datetime,
    text: str | None = None,
    key: Notice | None = None,
    args: dict[str, Any] | None = None,
    extras: dict[str, Any] | None = None,
    report_id: int | None = None,
) -> Queued:
    """Queue one message to a person: either rendered `text`, or a catalogue `key` with `args`."""
    if (text is None) == (key is None):
        raise ValueError("an outgoing message is either text or a catalogue key")
    row = {
        "person_id": person.id, "channel": person.channel, "report_id": report_id,
        "key": key.value if key else None, "args": args or {}, "text": text,
        "extras": extras or {}, "status": State.QUEUED, "attempts": 0, "next_try_at": now, "created_at": now,
    }  # fmt: skip
    if key is None and (taker := handing.ready(person, now)):
        return Queued(handing.put(tx, row, person, taker, now=now))
    queued = Queued(_PUT_ONE.value(tx, **row))
    if person.channel != "web":  # a browser fetches its rows itself
        bells.ring(tx, "outbox", queued.id)
    return queued


def put_to(tx: Session, people: Select[Any, Any], args: dict[str, Any], *, key: Notice, now: datetime) -> int:
    """Queue the same message to everybody `people` selects, as (person_id, channel); how many.

    The rows are made inside the database, however many: sent there one by one they cost twenty times as much.
    """
    who = people.subquery()
    same = {
        "key": key.value, "args": args, "extras": {}, "status": State.QUEUED.value, "attempts": 0,
        "next_try_at": now, "created_at": now,
    }  # fmt: skip
    told = [literal(value, _OUTBOX.c[name].type) for name, value in same.items()]
    made = _PUT.from_select(["person_id", "channel", *same], select(who.c[0], who.c[1], *told))
    # Without it PostgreSQL's driver forgets the number (-1).
    result = tx.execute(made.execution_options(preserve_rowcount=True))
    assert isinstance(result, CursorResult)
    many = result.rowcount
    if many:
        bells.ring(tx, "outbox", 0)
    return many


def take_back(tx: Session, *which: ColumnElement[bool], fetched: bool = False) -> int:
    """Do not send those of these rows that nobody has tried to send yet; how many they were.

    fetched: also what a browser fetches; else it stays, for it may be there already.
    """
    untried = Outbox.status.in_((State.QUEUED, State.WAITING)), Outbox.attempts == 0
    unheld = [Outbox.lease_owner.is_(None), *([] if fetched else [Outbox.channel != "web"])]
    gone = delete(Outbox).where(*which, *untried, *unheld).execution_options(synchronize_session=False)
    result = tx.execute(gone)
    assert isinstance(result, CursorResult)
    return result.rowcount


def _become(tx: Session, then: State, *where: ColumnElement[bool], **values: Any) -> int:
    """Have these rows be `then`, as far as the table of states allows; how many are."""
    rows = update(Outbox).where(Outbox.status.in_(before(then)), *where)
    # Nobody holds the rows as objects here, so there are none to bring up to date.
    changed = rows.values(status=then, **values).execution_options(synchronize_session=False)
    result = tx.execute(changed)
    assert isinstance(result, CursorResult)
    return result.rowcount


FREE: dict[str, Any] = {"lease_owner": None, "leased_until": None}


def _held(tx: Session, row_id: int, owner: str, *, then: State = State.QUEUED, **values: Any) -> bool:
    """Change the row if `owner` still holds it; False when the lease was lost to another sender."""
    mine = (Outbox.id == row_id, Outbox.lease_owner == owner, Outbox.status == State.QUEUED)
    return _become(tx, then, *mine, **values) == 1


def renew(tx: Session, row_id: int, *, owner: str, now: datetime) -> bool:
    """Hold on to a lease while a slow send goes on; False when it was lost."""
    return _held(tx, row_id, owner, leased_until=now + LEASE)


def _sent(_: str) -> Update:
    mine = update(_OUTBOX).where(_OUTBOX.c.id == bindparam("row_id"), _OUTBOX.c.status == State.QUEUED.value)
    return mine.where(_OUTBOX.c.lease_owner == bindparam("owner")).values(
        status=State.SENT.value, sent_at=bindparam("now"), external_id=bindparam("platform_id"),
        text=bindparam("said"), error=None, attempts=_OUTBOX.c.attempts + 1, **FREE,
    )  # fmt: skip


_SENT = Statement(_sent)


def sent(tx: Session, row_id: int, *, owner: str, now: datetime, external_id: str | None, text: str) -> bool:
    """The platform accepted the message; `text` is what was really said."""
    return _SENT.run(tx, row_id=row_id, owner=owner, now=now, platform_id=external_id, said=text) == 1


def retry(tx: Session, row_id: int, *, owner: str, at: datetime, error: str) -> bool:
    """Try again at `at`; the row keeps its place in the person's order."""
    return _held(
        tx, row_id, owner, next_try_at=at, error=error[:500], attempts=Outbox.attempts + 1, **FREE
    )  # fmt: skip


def give_back(tx: Session, row_id: int, *, owner: str, at: datetime) -> bool:
    """Let go of a row that was not tried, because a rate limit says to wait until `at`."""
    return _held(tx, row_id, owner, next_try_at=at, **FREE)


def part_sent(tx: Session, row_id: int, *, owner: str, at: datetime, extras: dict[str, Any]) -> bool:
    """One of the messages that make up the row is out; `extras` says how many, the next goes `at`."""
    return _held(tx, row_id, owner, extras=extras, next_try_at=at, **FREE)


def failed(tx: Session, row_id: int, *, owner: str, error: str) -> bool:
    """A dead letter: not tried again by itself, shown to the officer with its reason."""
    return _held(
        tx, row_id, owner, then=State.FAILED, error=error[:500], attempts=Outbox.attempts + 1, **FREE
    )  # fmt: skip


def unreachable(tx: Session, row_id: int, *, owner: str, now: datetime, error: str) -> bool:
    """The person closed the chat to us: this row fails and so does everything queued behind it."""
    if not failed(tx, row_id, owner=owner, error=error):
        return False
    person_id = tx.scalars(select(Outbox.person_id).where(Outbox.id == row_id)).one()
    behind = (Outbox.person_id == person_id, Outbox.status == State.QUEUED)
    _become(tx, State.FAILED, *behind, error=error[:500], **FREE)
    tx.execute(update(Person).where(Person.id == person_id).values(unreachable_at=now))
    return True


def window_closed(tx: Session, row: Leased, *, owner: str, now: datetime, error: str, was_open: bool) -> bool:
    """The platform takes no free text for this person now, so the row waits until they write (`reopen`).

    It is tried again at once when they have just written, and when we had believed the window open
    (`was_open`): then their last message is forgotten, and the next try finds another way or waits.
    """
    person = tx.get_one(Person, row.person_id, with_for_update={"key_share": True})
    heard_again = person.heard_at != row.heard_at
    if was_open and not heard_again:
        person.heard_at = None
    then = State.QUEUED if was_open or heard_again else State.WAITING
    return _held(tx, row.id, owner, then=then, next_try_at=now, error=error[:500], **FREE)


_WAITING = Statement(
    lambda _: select(_OUTBOX.c.id).where(
        _OUTBOX.c.person_id == bindparam("person_id"), _OUTBOX.c.status == State.WAITING.value
    )
)


def reopen(tx: Session, *, person_id: int, now: datetime) -> None:
    """The person has written: what waited for that goes out, in its old order, before anything newer."""
    found = [row.id for row in _WAITING.rows(tx, person_id=person_id)]
    if not found:
        return
    waited = (Outbox.id.in_(found), Outbox.status == State.WAITING)
    _become(tx, State.QUEUED, *waited, next_try_at=now, created_at=now, error=None)
    for row_id in found:
        bells.ring(tx, "outbox", row_id)


def delivered(tx: Session, *, person_id: int, up_to: int, now: datetime) -> None:
    """The browser of a web-chat resident has shown every row up to id `up_to`."""
    theirs = (Outbox.person_id == person_id, Outbox.channel == "web", Outbox.id <= up_to)
    _become(tx, State.DELIVERED, *theirs, Outbox.status.in_(ON_THE_WEB), delivered_at=now, sent_at=now)


def pushed(tx: Session, ids: Sequence[int], *, now: datetime) -> None:
    """A closed browser was told that these rows lie ready; it takes them when it is opened."""
    _become(tx, State.SENT, Outbox.id.in_(ids), Outbox.status == State.QUEUED, sent_at=now)


def seen_between(
    session: Session, *, channel: str, address: str, since: datetime, until: datetime,
    sent_by: datetime | None = None,
) -> bool:  # fmt: skip
    """Whether something of ours, made since then, had reached the person by `until`.

    sent_by: what the platform had taken by then has reached them too (not every platform tells).
    """
    theirs = select(Outbox.id).join(Person, Person.id == Outbox.person_id)
    seen = theirs.where(
        Person.channel == channel, Person.address == address, Outbox.created_at >= since,
        or_(Outbox.delivered_at <= until, *((Outbox.sent_at <= sent_by,) if sent_by else ())),
    )  # fmt: skip
    return session.scalar(seen.limit(1)) is not None


def revive_of(tx: Session, person_id: int, *, since: datetime, now: datetime) -> None:
    """Queue again what failed for the person, written since then: they are reachable elsewhere."""
    lost = and_(Outbox.person_id == person_id, Outbox.status == State.FAILED, Outbox.created_at >= since)
    found = tx.scalars(select(Outbox.id).where(lost, or_(Outbox.key.is_not(None), Outbox.text != ""))).all()
    for row_id in found:
        revive(tx, row_id, now=now)
        bells.ring(tx, "outbox", row_id)


def revive(tx: Session, row_id: int, *, now: datetime) -> bool:
    """Queue a failed row again; False when it has not failed."""
    lost = (Outbox.id == row_id, Outbox.status == State.FAILED)
    return _become(tx, State.QUEUED, *lost, attempts=0, next_try_at=now, created_at=now) == 1
