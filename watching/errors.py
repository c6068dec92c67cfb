"""The last errors of each process, kept where every page can read them: no words of anybody, no values.

Of a line of the log only its sentence as it stands in the code is kept, without what was put into it, and the
name of the exception's class. What a library logs may be put together already: of it only its name is kept.
"""

import logging
import os
import socket
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from storage import clock, db
from storage.inserts import insert_once
from storage.models import ChannelState

ROOMS = frozenset(
    {
        "storage", "nlu", "routing", "accounts", "sensors", "bot", "web", "admin_panel", "portal", "watching",
        "sorot",
    }
)  # fmt: skip
ROW = "errors:"
KEPT, SHOWN = 20, 30

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SeenError:
    """One line of a log. said: the sentence without its values. kind: the exception's class."""

    at: datetime
    process: str
    logger: str
    said: str
    kind: str = ""
    many: int = 1


def sentence(record: logging.LogRecord) -> str:
    """What may be shown of a line: our own sentence as it stands in the code."""
    ours = record.name.split(".")[0] in ROOMS
    return str(record.msg) if ours else "pesan pustaka"


def kind_of(record: logging.LogRecord) -> str:
    """The class of the exception a line tells of."""
    if record.exc_info and record.exc_info[0]:
        return record.exc_info[0].__name__
    given: Sequence[object] = record.args if isinstance(record.args, tuple) else ()
    return next((type(arg).__name__ for arg in given if isinstance(arg, BaseException)), "")


class Keeper(logging.Handler):
    """Remembers the last warnings and errors of this process; `keep` writes them down."""

    def __init__(self, role: str) -> None:
        super().__init__(logging.WARNING)
        self.process = f"{role}@{socket.gethostname()}"
        self.last: deque[SeenError] = deque(maxlen=KEPT)
        self._mine = threading.Lock()  # not the handler's own: a line logged while writing must not wait
        self._news = False

    def emit(self, record: logging.LogRecord) -> None:
        """The same sentence again counts, and is one line."""
        seen = SeenError(clock.now(), self.process, record.name, sentence(record), kind_of(record))
        with self._mine:
            same = next((old for old in self.last if _same(old, seen)), None)
            if same is not None:
                self.last.remove(same)
                seen = SeenError(**{**asdict(seen), "many": same.many + 1})
            self.last.append(seen)
            self._news = True

    def keep(self) -> None:
        """Writes them down where there is something new; a database that is away is asked again later."""
        with self._mine:
            if not self._news:
                return
            lines = [{**asdict(one), "at": one.at.isoformat()} for one in self.last]
            self._news = False
        row = f"{ROW}{self.process}"
        try:
            with db.transaction() as tx:
                insert_once(tx, ChannelState, unique=["channel"], channel=row, value={})
                tx.get_one(ChannelState, row).value = {"pid": os.getpid(), "lines": lines}
        except SQLAlchemyError:
            with self._mine:
                self._news = True


def _same(one: SeenError, other: SeenError) -> bool:
    return (one.logger, one.said, one.kind) == (other.logger, other.said, other.kind)


def seen(session: Session) -> list[SeenError]:
    """The last errors of all processes, newest first."""
    rows = session.scalars(select(ChannelState).where(ChannelState.channel.startswith(ROW)))
    found = [
        SeenError(**{**line, "at": datetime.fromisoformat(line["at"])})
        for row in rows
        for line in row.value.get("lines", ())
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)[:SHOWN]
