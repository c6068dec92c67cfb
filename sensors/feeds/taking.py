"""A file becomes figures: read by its feed's description, good ones kept batch by batch, bad ones listed.

Nothing is whole in memory: a million rows go through in batches, each committed for itself. The first of two
figures of one place and time in a file is kept; a later file replaces what an earlier one said.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, BinaryIO

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from sensors import indicators
from sensors.domain.feeds.description import Description
from sensors.domain.feeds.rows import BadCell, FigureRead, KnownPlaces, RowReader
from sensors.feeds.files import BadFile, FeedTable, open_table
from storage import db
from storage.inserts import insert_for
from storage.models import FeedFault
from storage.models import Figure as FigureRow
from storage.models.base import table_of

BATCH = 2_000  # figures a transaction
MOST_FAULTS = 500  # listed of one file; the rest is counted
TWICE = "tempat dan waktu ini sudah ada di baris lain berkas ini"
_TABLE = table_of(FigureRow)
_LONG_NUMBER = re.compile(r"\d{9,}")  # a telephone or a NIK in the wrong column


class ColumnsChanged(Exception):
    """Columns that the description needs are not in the file."""

    def __init__(self, missing: Sequence[str], names: Sequence[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing, self.names = list(missing), list(names)


@dataclass
class FileRead:
    """What became of a file. faults: the first MOST_FAULTS; reasons: how many of each."""

    names: tuple[str, ...] = ()
    lines: int = 0
    figures: int = 0
    bad: int = 0
    skipped: int = 0
    faults: list[BadCell] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)

    def note(self, bad: BadCell) -> None:
        """One more that was not taken."""
        self.bad += 1
        self.reasons[bad.reason] = self.reasons.get(bad.reason, 0) + 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(bad)


@dataclass(frozen=True)
class Whose:
    """For which feed and run figures are kept, and when they came."""

    feed_id: int
    run_id: int
    at: datetime


def opened(
    content: BinaryIO, description: Description, places: KnownPlaces, now: datetime
) -> tuple[FeedTable, RowReader]:
    """The file's table and what reads its rows. BadFile, ColumnsChanged."""
    table = open_table(content, sheet=description.sheet)
    if missing := description.missing_from(table.head):
        raise ColumnsChanged(missing, table.head.names)
    limits = indicators.definitions().limits()
    reader = RowReader(description, table.head, table.sample, places=places, limits=limits, now=now)
    if not reader.columns:
        raise ColumnsChanged(["kolom yang dinamai menurut waktu"], table.head.names)
    return table, reader


def read(table: FeedTable, reader: RowReader, told: FileRead) -> Iterator[tuple[int, FigureRead]]:
    """(line, figure) of every good one; `told` counts and lists the others."""
    told.names = table.head.names
    for line, row in table.rows:
        taken = reader.read(line, row)
        told.lines += 1
        told.skipped += bool(taken.skipped)
        for bad in taken.bad:
            told.note(bad)
        for figure in taken.figures:
            yield line, figure


def take(content: BinaryIO, description: Description, whose: Whose, places: KnownPlaces) -> FileRead:
    """Keep what is good in the file. BadFile or ColumnsChanged where nothing of it can be read."""
    told = FileRead()
    table, reader = opened(content, description, places, whose.at)
    figures = read(table, reader, told)
    try:
        while batch := list(itertools.islice(figures, BATCH)):
            with db.transaction() as tx:
                told.figures += _keep(tx, batch, whose, told)
    except BadFile as broken:  # in the middle of the file: what came before it stays
        told.note(BadCell(told.lines + 1, "", "", str(broken)))
    with db.transaction() as tx:
        list_faults(tx, told.faults, whose)
    return told


def begin_again(tx: Session, run_id: int) -> None:
    """The run died in the middle: what it kept is nobody's doubles, and its list is made anew."""
    tx.execute(update(_TABLE).where(_TABLE.c.run_id == run_id).values(run_id=None))
    tx.execute(delete(FeedFault).where(FeedFault.run_id == run_id))


def _keep(tx: Session, batch: Sequence[tuple[int, FigureRead]], whose: Whose, told: FileRead) -> int:
    rows: dict[tuple[str, str, datetime], tuple[int, dict[str, Any]]] = {}
    for line, figure in batch:
        key = (figure.indicator, figure.place, figure.period.at)
        if key in rows:
            told.note(BadCell(line, "", f"{figure.value:g}", TWICE))
        else:
            rows[key] = (line, _row(figure, whose))
    kept = _upserted(tx, [row for _, row in rows.values()])
    for key, (line, row) in rows.items():
        if key not in kept:
            told.note(BadCell(line, "", f"{row['value']:g}", TWICE))
    return len(kept)


def _row(figure: FigureRead, whose: Whose) -> dict[str, Any]:
    return {
        "indicator": figure.indicator, "place": figure.place, "at": figure.period.at,
        "span": figure.period.span.value, "value": figure.value, "feed_id": whose.feed_id,
        "run_id": whose.run_id, "received_at": whose.at,
    }  # fmt: skip


def _upserted(tx: Session, rows: Sequence[dict[str, Any]]) -> set[tuple[str, str, datetime]]:
    """The keys that were new or of an earlier run; those this run has brought already stay as they are."""
    made = tx.execute(_upsert(tx.get_bind().dialect.name), rows)
    return {(indicator, place, at) for indicator, place, at in made}


@cache
def _upsert(dialect: str) -> Any:
    new = insert_for(dialect, _TABLE)
    changed = {name: new.excluded[name] for name in ("span", "value", "feed_id", "run_id", "received_at")}
    once = new.on_conflict_do_update(
        index_elements=["indicator", "place", "at"], set_=changed,
        where=_TABLE.c.run_id.is_distinct_from(new.excluded.run_id),
    )  # fmt: skip
    return once.returning(_TABLE.c.indicator, _TABLE.c.place, _TABLE.c.at)


def list_faults(tx: Session, faults: Sequence[BadCell], whose: Whose) -> None:
    """Write down the cells of a run that were not taken."""
    tx.add_all(
        FeedFault(run_id=whose.run_id, position=place, line=bad.line, column=bad.column, reason=bad.reason,
                  said=_LONG_NUMBER.sub("…", bad.said))
        for place, bad in enumerate(faults)
    )  # fmt: skip
