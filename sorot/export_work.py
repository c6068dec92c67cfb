"""The worker's side of tables as files: one at a time, into a file of its own and then into the store."""

import logging
import tempfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from routing import exports
from storage import db
from storage.clock import Clock
from storage.media import MediaStore
from storage.models import Export
from storage.spans import span
from web.documents import tables

TOLD_EVERY = timedelta(seconds=1)

log = logging.getLogger(__name__)


class TakenOver(Exception):
    """Somebody else has begun to write this table, or nobody waits for it any more."""


def run(store: MediaStore, clock: Clock) -> int:
    """Write all that is due; how many files were written."""
    with db.glancing() as session:
        if not exports.is_due(session, clock()):
            return 0
    written = 0
    while True:
        with db.transaction() as tx:
            row = exports.claim(tx, clock())
        if row is None:
            return written
        with span("write a table"):
            written += _write(row, store, clock)


def _write(row: Export, store: MediaStore, clock: Clock) -> bool:
    kind = exports.KINDS[row.kind]
    counter = _Counted(row, clock)
    rows = counter.through(kind.rows(db.reading, row.officer_id, row.asked, clock()))
    try:
        with tempfile.TemporaryDirectory(prefix="sorot-tabel-") as folder:
            path = Path(folder) / f"tabel.{row.form}"
            tables.write(path, row.form, tables.Table(kind.title, kind.columns, rows, row.total))
            sha256, size = store.put_file(path), path.stat().st_size
    except TakenOver:
        return False
    except (DBAPIError, OSError):
        raise  # database or store are away: begun again once its time without a word is over
    except Exception:  # one faulty table must not stop the others or spin
        log.exception("table %s could not be written", row.id)
        with db.transaction() as tx:
            exports.fail(tx, row.id, row.attempts, clock())
        return False
    with db.transaction() as tx:
        exports.finish(
            tx, row.id, row.attempts, sha256=sha256, size=size, rows=counter.count, now=clock()
        )  # fmt: skip
    return True


class _Counted:
    """Counts the rows that go through, and says how many they are every second."""

    def __init__(self, row: Export, clock: Clock) -> None:
        self.row, self.clock = row, clock
        self.count = 0
        self.told = clock()

    def through(self, rows: Iterator[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        """The rows; TakenOver when the table is somebody else's by now."""
        for row in rows:
            yield row
            self.count += 1
            if self.count % exports.listing.BATCH == 0 and self.clock() - self.told >= TOLD_EVERY:
                self._tell()

    def _tell(self) -> None:
        self.told = self.clock()
        with db.transaction() as tx:
            if not exports.beat(tx, self.row.id, self.row.attempts, self.count, self.told):
                raise TakenOver
