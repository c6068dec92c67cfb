"""Writes the lake: DEST/TABLE/month=2026-11/part.parquet, a month at a time, each checked to the row.

What is written stands in DEST/lake.json: a run that was cut off goes on where it ended, and a later one
writes only months in which something changed. Readings that the database keeps no longer stay in the lake.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.performance import bounds, month_of
from sorot.lake.tables import TABLES, LakeTable
from storage import db
from storage.clock import LOCAL
from storage.parquet import Press, pressing

BOOK = "lake.json"
PART = "part.parquet"
FORM = 2  # of the columns: another one writes everything anew


class WrongCount(Exception):
    """A month's file does not hold as many rows as the database."""


@dataclass(frozen=True)
class LakeMonth:
    """A month of a table. mark: what stood for its rows when it was written."""

    rows: int
    mark: str


@dataclass
class LakeBook:
    """What has been written, by "reports/2026-11"; kept after each month."""

    path: Path
    months: dict[str, LakeMonth]

    @classmethod
    def of(cls, folder: Path) -> "LakeBook":
        """The folder's; an empty one where there is none, or where it is of another form."""
        path = folder / BOOK
        told = json.loads(path.read_text()) if path.exists() else {}
        months = told.get("months", {}) if told.get("form") == FORM else {}
        return cls(path, {name: LakeMonth(**one) for name, one in months.items()})

    def keep(self, name: str, written: LakeMonth) -> None:
        """Note a month, at once and whole."""
        self.months[name] = written
        self._save()

    def drop(self, name: str) -> None:
        """A month without rows is not in the lake."""
        del self.months[name]
        self._save()

    def of_table(self, name: str) -> set[str]:
        """The months that are written of it."""
        return {month for table, _, month in (one.partition("/") for one in self.months) if table == name}

    def _save(self) -> None:
        told = {"form": FORM, "months": {key: asdict(one) for key, one in sorted(self.months.items())}}
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(told, indent=1))
        fresh.replace(self.path)


def write(folder: Path, *, now: datetime, say: Callable[[str], None]) -> dict[str, int]:
    """Bring the lake up to date; rows written by table. WrongCount, OSError where a month cannot be."""
    folder.mkdir(parents=True, exist_ok=True)
    book, made = LakeBook.of(folder), dict.fromkeys((table.name for table in TABLES), 0)
    with pressing() as press:
        for table in TABLES:
            for month in sorted({*_months(table, now), *book.of_table(table.name)}):
                written = _month(press, book, folder, table, month)
                if written is not None:
                    made[table.name] += written.rows
                    say(f"{table.name} {month}: {written.rows} rows")
    return made


def _months(table: LakeTable, now: datetime) -> list[str]:
    """The months from the first row's to the last one's."""
    with db.reading() as session:
        first, last = session.execute(select(func.min(table.at), func.max(table.at))).one()
    found, at = [], first and first.astimezone(LOCAL).replace(day=1)
    while at and month_of(at) <= month_of(max(last, now) if table.name != "indicators" else last):
        found.append(month_of(at))
        at = bounds(month_of(at), month_of(at))[1]
    return found


def _month(press: Press, book: LakeBook, folder: Path, table: LakeTable, month: str) -> LakeMonth | None:
    """Write a month where it is not written as it stands; None where nothing was to write.

    One whose rows are all gone (a demo that was cleared) goes too.
    """
    since, until = bounds(month, month)
    name, out = f"{table.name}/{month}", folder / table.name / f"month={month}" / PART
    with one_moment() as session:
        asked = select(func.count(), table.mark).select_from(table.at.class_)
        count, mark = session.execute(asked.where(table.within(since, until))).one()
        told = LakeMonth(int(count), f"{mark} {catalogue(session).version}")
        before = book.months.get(name)
        if not count and before and not table.outlives:
            out.unlink(missing_ok=True)
            book.drop(name)
        if before == told or not count or (table.outlives and before and before.rows > count):
            return None
        out.parent.mkdir(parents=True, exist_ok=True)
        fresh = out.with_suffix(".new")
        rows = press.write(table.rows(session, since, until), fresh, table.columns)
    if rows != told.rows:
        raise WrongCount(f"{name}: {told.rows} rows in the database, {rows} in the file")
    fresh.replace(out)
    book.keep(name, told)
    return told


@contextmanager
def one_moment() -> Iterator[Session]:
    """A session whose every statement sees the database as it is at the first."""
    options: dict[str, Any] = {"sorot_read_only": True}
    if not db.is_sqlite():
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with db.engine().connect().execution_options(**options) as connection, Session(connection) as session:
        yield session
