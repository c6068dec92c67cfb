"""Bukti jejak: the events of one report with what proves that they stand in the signed log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import Event, EventReason
from storage.models.base import table_of
from storage.trace import chain, heads, leaf, tree


@dataclass(frozen=True)
class Proof:
    """How a report's events stand in the log of `size` events. bad: the first that does not; None: whole."""

    events: int
    size: int
    root: bytes
    bad: int | None


@dataclass(frozen=True)
class _Linked:
    """An event as it is hashed, and what stands beside it."""

    seq: int
    entry: dict[str, Any]
    words: dict[str, str] | None

    @property
    def text(self) -> bytes:
        """The bytes that are hashed."""
        return leaf.canonical(self.entry)


def proof(session: Session, report_id: int) -> Proof | None:
    """Check a report's events against the tree; None while the log is still being chained."""
    state = chain.state(session)
    if state is None:
        return None
    size, peaks = state
    root, rows = tree.root_of(peaks), _rows(session, report_id, size)
    try:
        paths = chain.inclusions(session, [row.seq for row in rows], size)
    except chain.Missing as missing:
        return Proof(len(rows), size, root, missing.seq)
    proved = zip(rows, paths, strict=True)
    bad = next((row.seq for row, path in proved if not _stands(row, path, size, root)), None)
    return Proof(len(rows), size, root, bad)


def _stands(row: _Linked, path: Sequence[bytes], size: int, root: bytes) -> bool:
    return tree.includes(tree.leaf_hash(row.text), row.seq - 1, size, path, root)


def handed_out(
    session: Session, report_id: int, number: str, *, signer: heads.Signer, folder: Path, now: datetime
) -> dict[str, Any] | None:
    """The evidence as JSON, for whoever may read the report; None when the log cannot prove it now.

    entry: the hashed bytes. words: an officer's words and the key of their hash in it, unless erased.
    daily: the newest head written down before, and what proves that the log begins with it.
    """
    head = heads.current(session, signer, now=now)
    if head is None:
        return None
    rows = _rows(session, report_id, head.size)
    try:
        paths = chain.inclusions(session, [row.seq for row in rows], head.size)
        daily = _daily(session, folder, head)
    except chain.Missing:
        return None
    return {
        "bukti": "jejak laporan",
        "laporan": number,
        "head": head.plain(),
        "events": [
            {"seq": row.seq, "entry": row.text.decode(), "words": row.words, "path": [h.hex() for h in path]}
            for row, path in zip(rows, paths, strict=True)
        ],
        "daily": daily,
    }


def _daily(session: Session, folder: Path, head: heads.Head) -> dict[str, Any] | None:
    files = heads.kept(folder)
    if not files:
        return None
    try:
        before = heads.read(files[-1])
    except heads.BadHead:
        return None
    if before.size > head.size:
        return None
    path = chain.consistency(session, before.size, head.size)
    return {"head": before.plain(), "path": [step.hex() for step in path]}


def _rows(session: Session, report_id: int, size: int) -> list[_Linked]:
    event, reason = table_of(Event), table_of(EventReason)
    joined = event.outerjoin(reason, reason.c.event_seq == event.c.seq)
    wanted = select(*event.c, reason.c.text, reason.c.key, reason.c.mac).select_from(joined)
    mine = wanted.where(event.c.report_id == report_id, event.c.seq <= size).order_by(event.c.seq)
    return [
        _Linked(
            row["seq"],
            leaf.entry(dict(row), row["mac"]),
            {"text": row["text"], "key": row["key"].hex()} if row["key"] else None,
        )
        for row in session.execute(mine).mappings()
    ]
