"""Linking events into the tree at the moment they get their numbers, and reading it back."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import Counter, Event
from storage.trace import leaf, tree

Words = dict[str, Any]  # a row of event_reason


def words_of(said: Iterable[tuple[int, str]]) -> list[Words]:
    """The rows that keep officers' words, each with a key of its own and the hash under it."""
    rows = []
    for seq, text in said:
        if text:
            key = leaf.new_key()
            rows.append({"event_seq": seq, "text": text, "key": key, "mac": leaf.mac_of(key, text)})
    return rows


def link(
    rows: Sequence[dict[str, Any]], words: Sequence[Words], *, size: int, peaks: bytes | None
) -> bytes | None:
    """Fill in each row's `trace`; the tree's peaks after them. `size`: leaves before.

    None, and no trace, while the tree does not reach so far: events of an earlier release wait for their
    links (`storage.trace.catching_up`), and these wait behind them.
    """
    if peaks is None:
        return None
    macs = {row["event_seq"]: row["mac"] for row in words}
    at = split(peaks)
    for row in rows:
        at, made = tree.append(at, size, leaf.leaf_of(row, macs.get(row["seq"])))
        row["trace"] = b"".join(made)
        size += 1
    return b"".join(at)


def split(hashes: bytes) -> list[bytes]:
    """One hash after the other."""
    return [hashes[start : start + tree.HASH] for start in range(0, len(hashes), tree.HASH)]


def state(session: Session) -> tuple[int, list[bytes]] | None:
    """How many leaves the tree has and its peaks; None while older events wait for their links."""
    found = session.execute(select(Counter.value, Counter.peaks).where(Counter.name == "event")).one_or_none()
    if found is None or found.peaks is None:
        return None
    return found.value, split(found.peaks)


class Missing(LookupError):
    """A row the proof needs is not there, or holds no hash: the log is damaged. `seq` names it."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"event {seq} holds no hash the proof needs")
        self.seq = seq


class Reader:
    """Perfect subtrees out of the event rows, read at once: `want` what a proof asks, then `node` it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.wanted: set[tuple[int, int]] = set()
        self.found: dict[tuple[int, int], bytes] = {}

    def want(self, level: int, index: int) -> bytes:
        """Note that this subtree will be asked for."""
        self.wanted.add((level, index))
        return b""

    def read(self) -> None:
        """Fetch what was noted; Missing when the log lacks it."""
        ends = {(index + 1) << level for level, index in self.wanted}
        held_by = select(Event.seq, Event.trace).where(Event.seq.in_(ends))
        rows: dict[int, bytes | None] = dict(self.session.execute(held_by).all())
        for level, index in self.wanted:
            seq = (index + 1) << level
            held = split(rows.get(seq) or b"")
            if len(held) <= level:
                raise Missing(seq)
            self.found[level, index] = held[level]

    def node(self, level: int, index: int) -> bytes:
        """The subtree's root."""
        return self.found[level, index]


def inclusions(session: Session, seqs: Sequence[int], size: int) -> list[list[bytes]]:
    """The audit path of each event in the log of `size` events; Missing where the log is damaged."""
    reader = Reader(session)
    for seq in seqs:
        tree.inclusion(seq - 1, size, reader.want)
    reader.read()
    return [tree.inclusion(seq - 1, size, reader.node) for seq in seqs]


def consistency(session: Session, before: int, size: int) -> list[bytes]:
    """What proves that the log of `size` events begins with that of `before` events."""
    reader = Reader(session)
    tree.consistency(before, size, reader.want)
    reader.read()
    return tree.consistency(before, size, reader.node)
