"""What takes long to count and need not be of this second: kept, and counted anew behind whoever asks.

Only who finds nothing kept, or what is older than `longest`, waits for the count; whoever else asks for the
same meanwhile waits for that one. Each process keeps its own.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from storage import db

Value = TypeVar("Value")
Key = tuple[Hashable, Hashable]  # the database, and what is counted in it

log = logging.getLogger(__name__)


class Behind(Generic[Value]):
    """At most `most` answers, each for `longest` at most."""

    def __init__(self, *, most: int, longest: timedelta) -> None:
        self.most, self.longest = most, longest
        self._kept: OrderedDict[Key, tuple[datetime, Value]] = OrderedDict()
        self._lock = threading.Lock()
        self._counting: dict[Key, threading.Event] = {}

    def get(
        self, session: Session, name: Hashable, make: Callable[[Session], Value], *,
        fresh: timedelta, now: datetime,
    ) -> Value:  # fmt: skip
        """The answer kept by this name; one older than `fresh` is counted anew for the next who ask."""
        key = (db.engine(), name)
        while (found := self._of(key, now)) is None:
            if (ended := self._begin(key)) is None:
                return self._count(key, make, session, now)
            ended.wait()
        at, value = found
        if now - at >= fresh and self._begin(key) is None:
            threading.Thread(target=self._anew, args=(key, make, now), name="behind", daemon=True).start()
        return value

    def forget(self) -> None:
        """Count everything at the next look; for tests and measurements."""
        with self._lock:
            self._kept.clear()

    def counting(self) -> bool:
        """Whether something is being counted; for tests."""
        with self._lock:
            return bool(self._counting)

    def _of(self, key: Key, now: datetime) -> tuple[datetime, Value] | None:
        with self._lock:
            found = self._kept.get(key)
        return found if found and timedelta(0) <= now - found[0] < self.longest else None

    def _begin(self, key: Key) -> threading.Event | None:
        """None: ours to count. Else somebody does, and this is set when it is done."""
        with self._lock:
            if key in self._counting:
                return self._counting[key]
            self._counting[key] = threading.Event()
            return None

    def _count(self, key: Key, make: Callable[[Session], Value], session: Session, now: datetime) -> Value:
        """After `_begin`, always: who waits for it is let go whatever becomes of it."""
        try:
            value = make(session)
            with self._lock:
                self._kept[key] = now, value
                self._kept.move_to_end(key)
                while len(self._kept) > self.most:
                    self._kept.popitem(last=False)
            return value
        finally:
            with self._lock:
                self._counting.pop(key).set()

    def _anew(self, key: Key, make: Callable[[Session], Value], now: datetime) -> None:
        with db.reading() as session:  # which opens nothing yet
            try:
                self._count(key, make, session, now)
            except DBAPIError as failure:  # the old answer stays, and the next who asks begins once more
                log.warning("nothing was counted anew: %s", failure.orig)
