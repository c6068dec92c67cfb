"""What was taken out of the log on purpose, and said so in the log: erased words, the demo city's events.

Words go by destroying their key, demo events by blanking their columns; the hashes stay, so the chain holds.
Each time an event tells which numbers it was, or anybody could hide a change behind an erasure.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage import events
from storage.event_kinds import EventKind
from storage.models import Event, EventReason
from storage.models.base import table_of
from storage.trace import leaf, tree

TELL = (EventKind.WORDS_ERASED, EventKind.DEMO_CLEARED)


def ranges(seqs: Iterable[int]) -> list[list[int]]:
    """Numbers as [first, last] pairs, shortest form."""
    found: list[list[int]] = []
    for seq in sorted(set(seqs)):
        if found and found[-1][1] == seq - 1:
            found[-1][1] = seq
        else:
            found.append([seq, seq])
    return found


def erase_words(tx: Session, texts: dict[int, str], *, now: datetime) -> None:
    """Put these words in place of what stands beside the events, for good: the keys go with it."""
    reason = table_of(EventReason)
    for seq, text in texts.items():
        tx.execute(update(reason).where(reason.c.event_seq == seq).values(text=text, key=None))
    if texts:
        data = {"events": ranges(texts)}
        events.record(tx, kind=EventKind.WORDS_ERASED, actor="sistem", now=now, data=data)


@dataclass
class _Told:
    """Ranges told by the events of one kind: (first, last, number of the telling event)."""

    ranges: list[tuple[int, int, int]] = field(default_factory=list)

    def has(self, seq: int) -> bool:
        """Whether a later event tells of it. Ranges of different events may overlap."""
        upto = bisect_right(self.ranges, (seq, 2**63, 2**63))
        return any(last >= seq and by > seq for _, last, by in self.ranges[:upto])


@dataclass
class Gone:
    """What the log itself says was taken out of it."""

    words: _Told
    demo: _Told

    def erased(self, seq: int) -> bool:
        """Whether the words of this event were erased."""
        return self.words.has(seq)

    def blanked(self, seq: int) -> bool:
        """Whether this event was of the demo city."""
        return self.demo.has(seq)


def read(session: Session) -> Gone:
    """Gather it from events that are themselves as they were linked."""
    event, reason = table_of(Event), table_of(EventReason)
    joined = event.outerjoin(reason, reason.c.event_seq == event.c.seq)
    wanted = select(*event.c, reason.c.mac).select_from(joined).where(event.c.kind.in_(TELL))
    gone = Gone(_Told(), _Told())
    for row in session.execute(wanted).mappings():
        if (row["trace"] or b"")[: tree.HASH] != leaf.leaf_of(dict(row), row["mac"]):
            continue
        told = gone.words if row["kind"] == EventKind.WORDS_ERASED else gone.demo
        told.ranges += [(first, last, row["seq"]) for first, last in _pairs(row["data"])]
    gone.words.ranges.sort()
    gone.demo.ranges.sort()
    return gone


def _pairs(data: Any) -> list[tuple[int, int]]:
    given = data.get("events", []) if isinstance(data, dict) else []
    return [(pair[0], pair[1]) for pair in given if isinstance(pair, list) and len(pair) == 2]
