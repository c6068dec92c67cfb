"""Chaining events that a release without the chain has written: step by step, to be stopped at any point."""

from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from storage import db
from storage.models import Counter, Event, EventReason
from storage.models.base import table_of
from storage.trace import chain, leaf, tree

AT_ONCE = 1000  # events; others wait meanwhile to write theirs


def step(tx: Session) -> int:
    """Chain the next events that wait; how many, 0 when none does.

    The counter's lock is held, as when events are written: nobody else chains or numbers meanwhile.
    """
    counter = tx.scalars(select(Counter).where(Counter.name == "event").with_for_update()).one()
    if counter.peaks is not None:
        return 0
    size = _begun(tx)
    columns = table_of(Event).c
    waiting = select(*columns).where(columns.seq > size, columns.seq <= counter.value)
    rows = [dict(row) for row in tx.execute(waiting.order_by(columns.seq).limit(AT_ONCE)).mappings()]
    if rows and rows[0]["seq"] != size + 1:
        raise chain.Missing(size + 1)
    if not rows:
        counter.peaks = b"".join(_peaks(tx, size))
        return 0
    rows = rows[: next((i for i, row in enumerate(rows) if row["seq"] != size + 1 + i), len(rows))]
    words = _words(tx, [row["seq"] for row in rows])
    after = chain.link(rows, words, size=size, peaks=b"".join(_peaks(tx, size)))
    _write(tx, rows, words)
    if rows[-1]["seq"] == counter.value:
        counter.peaks = after
    return len(rows)


def run(*, most: int | None = None) -> int:
    """Chain what waits, a transaction a step, `most` steps; how many events were chained."""
    with db.reading() as session:
        if chain.state(session) is not None:
            return 0
    done = steps = 0
    while most is None or steps < most:
        with db.transaction() as tx:
            linked = step(tx)
        if not linked:
            break
        done, steps = done + linked, steps + 1
    return done


def _begun(tx: Session) -> int:
    """How far an earlier step came: what is chained stands before all that waits."""
    waits = tx.scalar(select(func.min(Event.seq)).where(Event.trace.is_(None)))
    return waits - 1 if waits is not None else tx.scalar(select(func.max(Event.seq))) or 0


def _peaks(tx: Session, size: int) -> list[bytes]:
    reader, names = chain.Reader(tx), tree.peaks_at(size)
    for name in names:
        reader.want(*name)
    reader.read()
    return [reader.node(*name) for name in names]


def _words(tx: Session, seqs: list[int]) -> list[chain.Words]:
    """The words of these events, with the keys and hashes they do not have yet."""
    found = tx.execute(select(EventReason.event_seq, EventReason.text).where(EventReason.event_seq.in_(seqs)))
    return [
        {"event_seq": seq, "text": text, "key": key, "mac": leaf.mac_of(key, text)}
        for seq, text in found
        for key in (leaf.new_key(),)
    ]


def _write(tx: Session, rows: list[dict[str, Any]], words: list[chain.Words]) -> None:
    event, reason = table_of(Event), table_of(EventReason)
    linked = update(event).where(event.c.seq == bindparam("at_seq")).values(trace=bindparam("linked"))
    tx.execute(linked, [{"at_seq": row["seq"], "linked": row["trace"]} for row in rows])
    if words:
        kept = update(reason).where(reason.c.event_seq == bindparam("at_seq"))
        kept = kept.values(key=bindparam("its_key"), mac=bindparam("its_mac"))
        tx.execute(
            kept, [{"at_seq": w["event_seq"], "its_key": w["key"], "its_mac": w["mac"]} for w in words]
        )
