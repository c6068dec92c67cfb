"""Figures of a large city, kept for some seconds: nobody counts tens of thousands of rows at every look.

A small city's are counted each time. From MANY rows on a figure may be as old as its reader allows, a minute
where nothing at all has happened since (deadlines pass by themselves); who has just changed something gets
it counted anew. Each process keeps its own.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import db, events
from storage.models import Event

MANY = 2_000  # rows gone through
QUIET = timedelta(minutes=1)
KEPT = 64  # figures
LONG_AGO = datetime.min.replace(tzinfo=UTC)

Value = TypeVar("Value")


@dataclass(frozen=True)
class Counted(Generic[Value]):
    """A figure, and how many rows were gone through for it."""

    value: Value
    rows: int


@dataclass(frozen=True)
class _Kept:
    at: datetime
    seq: int
    value: Any


_lock = threading.Lock()
_figures: OrderedDict[Hashable, _Kept] = OrderedDict()


def kept(
    session: Session, name: Hashable, make: Callable[[], Counted[Value]], *,
    fresh: timedelta, now: datetime, me: int | None = None,
) -> Value:  # fmt: skip
    """The figure of this name, at most `fresh` old where something happened since. me: the officer."""
    key = (id(db.engine()), name)
    with _lock:
        found = _figures.get(key)
    if found is not None and _holds(session, found, now - found.at, fresh, me):
        kept_value: Value = found.value
        return kept_value
    seq = events.last_seq(session) if found is not None else None
    made = make()
    with _lock:
        if made.rows < MANY:
            _figures.pop(key, None)
        elif seq is None:  # from the next look on: what happened while it was counted is not known
            _figures[key] = _Kept(LONG_AGO, 0, None)
        else:
            _figures[key] = _Kept(now, seq, made.value)
            _figures.move_to_end(key)
        while len(_figures) > KEPT:
            _figures.popitem(last=False)
    return made.value


def _holds(session: Session, found: _Kept, age: timedelta, fresh: timedelta, me: int | None) -> bool:
    if not timedelta(0) <= age < max(fresh, QUIET):
        return False
    if me is None and age < fresh:
        return True
    actors = set(session.scalars(select(Event.actor).where(Event.seq > found.seq).limit(1_000)))
    return not actors or (age < fresh and f"petugas:{me}" not in actors)


def forget() -> None:
    """Count everything anew at the next look; for tests and measurements."""
    with _lock:
        _figures.clear()
