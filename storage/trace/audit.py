"""Going through the whole log: is every event what was linked, and is it what the heads were signed over?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import RowMapping, Select, func, select
from sqlalchemy.orm import Session

from storage.event_kinds import EventKind
from storage.models import Counter, Event, EventReason
from storage.models.base import table_of
from storage.trace import admitted, leaf, tree
from storage.trace.heads import Head

CHUNK = 2000


class Wrong(StrEnum):
    """What happened to the first bad event."""

    CHANGED = "changed"
    MOVED = "reordered"
    INSERTED = "inserted"
    REMOVED = "removed"
    TRUNCATED = "truncated"
    WORDS = "words changed"
    REWRITTEN = "rewritten"


@dataclass(frozen=True)
class Fault:
    """The first bad event and what is known of it."""

    seq: int
    wrong: Wrong
    detail: str


@dataclass(frozen=True)
class Verified:
    """What an audit found. waiting: events of an earlier release that are not chained yet."""

    size: int
    root: bytes
    fault: Fault | None
    heads: int
    waiting: int = 0


@dataclass
class _Walk:
    """How far the walk has come: the tree over what stands in the rows."""

    heads: list[Head]
    size: int = 0
    peaks: list[bytes] = field(default_factory=list)
    good: int = 0  # size of the last head that agreed
    agreed: int = 0


def verify(session: Session, heads: Sequence[Head] = (), *, leaves: bytes | None = None) -> Verified:
    """Check every event, its words, the tree over them, and these heads (their signatures are the caller's).

    leaves: those signed over by the newest of the heads, where they are at hand.
    """
    value, kept = session.execute(
        select(Counter.value, Counter.peaks).where(Counter.name == "event")
    ).one_or_none() or (0, b"")
    walk = _Walk(sorted(heads, key=lambda head: head.size))
    fault = _rows(session, walk, value, chained=kept is not None)
    waiting = value - walk.size if kept is None and fault is None else 0
    if fault is None and kept is not None:
        fault = _end(session, walk, value, kept)
    fault = _before(fault, _heads(walk, fault))
    if leaves and (exact := _against(session, leaves)) is not None:
        fault = exact if fault is None or fault.wrong is Wrong.REWRITTEN else _before(exact, fault)
    return Verified(walk.size, tree.root_of(walk.peaks), fault, walk.agreed, waiting)


def _before(one: Fault | None, other: Fault | None) -> Fault | None:
    """The earlier of two faults."""
    found = [fault for fault in (one, other) if fault is not None]
    return min(found, key=lambda fault: fault.seq, default=None)


def _log() -> Select[Any]:
    event, reason = table_of(Event), table_of(EventReason)
    joined = event.outerjoin(reason, reason.c.event_seq == event.c.seq)
    said = (reason.c.text, reason.c.key, reason.c.mac)
    return select(*event.c, *said).select_from(joined).order_by(event.c.seq)


def _rows(session: Session, walk: _Walk, value: int, *, chained: bool) -> Fault | None:
    """Every row up to number `value`; the first that is not as it was linked."""
    gone = admitted.read(session)
    rows = session.execute(_log().where(Event.seq <= value).execution_options(yield_per=CHUNK)).mappings()
    for row in rows:
        if row["trace"] is None and not chained and row["seq"] == walk.size + 1:
            break  # from here on they wait to be chained
        fault = _row(session, walk, row, gone)
        if fault is not None:
            return fault
    return None


def _row(session: Session, walk: _Walk, row: RowMapping, gone: admitted.Gone) -> Fault | None:
    seq, due = row["seq"], walk.size + 1
    if seq < due:
        return Fault(seq, Wrong.INSERTED, "numbers begin at 1")
    if seq > due:
        return Fault(due, Wrong.REMOVED, f"the next event there is has number {seq}")
    if row["trace"] is None:
        return Fault(seq, Wrong.INSERTED, "it was never linked into the chain")
    linked = leaf.leaf_of(dict(row), row["mac"])
    if linked != row["trace"][: tree.HASH]:
        if row["kind"] != EventKind.DEMO_GONE or not gone.blanked(seq):
            return _changed(session, row)
        linked = row["trace"][: tree.HASH]
    if (words := _words(row, gone)) is not None:
        return words
    walk.peaks, made = tree.append(walk.peaks, walk.size, linked)
    walk.size = seq
    if b"".join(made) != row["trace"]:
        begins = seq - (1 << (len(made) - 1)) + 1
        return Fault(seq, Wrong.REWRITTEN, f"it does not fit events {begins} to {seq} as they stand")
    return _head(walk)


def _words(row: RowMapping, gone: admitted.Gone) -> Fault | None:
    if row["mac"] is None:
        return None
    seq = row["seq"]
    if row["key"] is None:
        if gone.erased(seq):
            return None
        return Fault(seq, Wrong.WORDS, "the key of its words is gone, and no event tells of an erasure")
    if leaf.mac_of(row["key"], row["text"]) != row["mac"]:
        return Fault(seq, Wrong.WORDS, "the words beside it are not those that were linked")
    return None


def _changed(session: Session, row: RowMapping) -> Fault:
    seq = row["seq"]
    if (origin := _origin(session, row)) is not None:
        moved = f"what stands there was event {origin}: the order was changed, or events before were removed"
        return Fault(seq, Wrong.MOVED, moved)
    return Fault(seq, Wrong.CHANGED, "it is not what was linked into the chain")


def _origin(session: Session, row: RowMapping) -> int | None:
    """The number this event had, when it stands at another now."""
    own = row["trace"][: tree.HASH]
    event = table_of(Event)
    traces = select(event.c.seq, event.c.trace).order_by(event.c.seq).execution_options(yield_per=CHUNK)
    for seq, trace in session.execute(traces):
        if leaf.leaf_of({**row, "seq": seq}, row["mac"]) in ((trace or b"")[: tree.HASH], own):
            return int(seq)
    return None


def _head(walk: _Walk) -> Fault | None:
    """Compare with the heads that were signed at this size."""
    while walk.heads and walk.heads[0].size == walk.size:
        head = walk.heads.pop(0)
        if head.root != tree.root_of(walk.peaks):
            between = f"the head of {head.at} was signed over other events {walk.good + 1} to {head.size}"
            return Fault(walk.good + 1, Wrong.REWRITTEN, between)
        walk.good, walk.agreed = head.size, walk.agreed + 1
    return None


def _heads(walk: _Walk, fault: Fault | None) -> Fault | None:
    """A head that covers more than there is."""
    beyond = [head for head in walk.heads if head.size > walk.size]
    if fault is not None or not beyond:
        return None
    newest = beyond[-1]
    detail = f"the head of {newest.at} covers {newest.size} events, the log ends at {walk.size}"
    return Fault(walk.size + 1, Wrong.TRUNCATED, detail)


def _end(session: Session, walk: _Walk, value: int, kept: bytes) -> Fault | None:
    """Whether the log ends where its counter and its tree say."""
    if walk.size < value:
        detail = f"{value} events were numbered, the log ends at {walk.size}"
        return Fault(walk.size + 1, Wrong.TRUNCATED, detail)
    if kept != b"".join(walk.peaks):
        return Fault(value + 1, Wrong.TRUNCATED, "the tree was over other events than the log ends with")
    counted = select(Counter.value).where(Counter.name == "event").scalar_subquery()
    extra = session.scalar(select(func.min(Event.seq)).where(Event.seq > func.coalesce(counted, 0)))
    return Fault(extra, Wrong.INSERTED, "no such number was given out") if extra is not None else None


def _against(session: Session, leaves: bytes) -> Fault | None:
    """The first event whose leaf is not the one that was signed over."""
    for seq, trace in _leaves(session):
        signed = leaves[(seq - 1) * tree.HASH : seq * tree.HASH]
        if not signed:
            return None
        if signed != (trace or b"")[: tree.HASH]:
            return Fault(seq, Wrong.REWRITTEN, "it and its hashes are not those a head was signed over")
    return None


def _leaves(session: Session) -> Iterator[tuple[int, bytes | None]]:
    event = table_of(Event)
    wanted = select(event.c.seq, event.c.trace).where(event.c.seq > 0).order_by(event.c.seq)
    return ((row.seq, row.trace) for row in session.execute(wanted.execution_options(yield_per=CHUNK)))
