"""Every row of every table as lines, and lines as rows: of one moment, in flat memory."""

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Connection, Table

from storage import packs, tallies
from storage.models import Base
from storage.models.base import Json, UtcDateTime

TOGETHER = 1_000  # rows a statement
# What is worked out from other rows (by triggers, or by the worker from the number of the newest report), and
# files of tables and pictures of cameras, which are gone within the day (those kept as evidence stay).
# What is packed is written as the observations it was.
DERIVED = frozenset({"report_words", "report_tally", "export", "camera_still", "observation_pack"})
_FILLED_TO = "search"  # the counter's name (routing.reports.indexing)

Row = Sequence[Any]


def _same(value: Any) -> Any:
    return value


# A column's kind in a file, the type it has in either database, from the file's value, to the file's value.
_KINDS: Mapping[str, tuple[Any, Callable[[Any], Any], Callable[[Any], Any]]] = {
    "time": (UtcDateTime(), datetime.fromisoformat, datetime.isoformat),
    "day": (sa.Date(), date.fromisoformat, date.isoformat),
    "bytes": (sa.LargeBinary(), base64.b64decode, lambda value: base64.b64encode(value).decode()),
    "json": (Json, _same, _same),
    "plain": (sa.types.NullType(), _same, _same),
}


def kind_of(column: Column[Any]) -> str:
    """Which of the kinds a column is of."""
    if isinstance(column.type, UtcDateTime):
        return "time"
    if isinstance(column.type, sa.Date):
        return "day"
    if isinstance(column.type, sa.LargeBinary):
        return "bytes"
    return "json" if isinstance(column.type, sa.JSON) else "plain"


def tables() -> list[Table]:
    """The tables that are kept, each behind those it points to."""
    return [table for table in Base.metadata.sorted_tables if table.name not in DERIVED]


def read(connection: Connection, table: Table) -> Iterator[list[Any]]:
    """The table's rows, as JSON can hold them, in the order of its key."""
    writers = [_KINDS[kind_of(column)][2] for column in table.columns]
    order = sa.select(table).order_by(*table.primary_key.columns)
    found = connection.execution_options(stream_results=True, yield_per=TOGETHER).execute(order)
    for row in found:
        yield [None if value is None else write(value) for write, value in zip(writers, row, strict=True)]
    if table.name == "observation":
        for packed in packs.unpacked(connection, TOGETHER):
            values = [packed.get(column.name) for column in table.columns]
            yield [None if one is None else write(one) for write, one in zip(writers, values, strict=True)]


def write(
    connection: Connection, name: str, columns: Sequence[tuple[str, str]], rows: Iterable[Row]
) -> int:  # fmt: skip
    """Puts rows into an empty table. columns: (name, kind). What points to the same table is put in last."""
    table = sa.table(name, *(sa.column(column, _KINDS[kind][0]) for column, kind in columns))
    readers = [_KINDS[kind][1] for _, kind in columns]
    pointers, many = _own_pointers(name, columns), 0
    later: list[tuple[Any, dict[str, Any]]] = []
    left = iter(rows)
    while some := list(islice(left, TOGETHER)):
        values = [
            {
                column: None if value is None else read(value)
                for (column, _), read, value in zip(columns, readers, row, strict=True)
            }
            for row in some
        ]
        later += [(row[columns[0][0]], own) for row in values if (own := _taken(row, pointers))]
        connection.execute(sa.insert(table), values)
        many += len(values)
    key = table.c[columns[0][0]]
    for at, own in later:
        connection.execute(sa.update(table).where(key == at).values(own))
    return many


def _own_pointers(name: str, columns: Sequence[tuple[str, str]]) -> list[str]:
    table = Base.metadata.tables.get(name)
    if table is None:
        return []
    own = {c.name for c in table.columns for fk in c.foreign_keys if fk.column.table is table}
    return [column for column, _ in columns if column in own]


def _taken(row: dict[str, Any], pointers: Sequence[str]) -> dict[str, Any]:
    """What points to rows that may not be there yet, out of the row."""
    own = {name: row[name] for name in pointers if row[name] is not None}
    row.update(dict.fromkeys(own))
    return own


def fill_again(connection: Connection) -> None:
    """What is derived begins anew, each where its release had it: a later migration that makes it says so."""
    there = sa.inspect(connection).has_table
    if there("report_words"):
        _words_again(connection)
    if there("report_tally"):  # each report that came back wrote a line
        tallies.fold(connection)
    if there("camera_still"):  # else a camera would point to the next picture that gets this number
        connection.execute(sa.update(Base.metadata.tables["camera"]).values(still_id=None))


def _words_again(connection: Connection) -> None:
    """By the worker, from the newest report downwards."""
    counter, report = (Base.metadata.tables[name] for name in ("counter", "report"))
    connection.execute(sa.delete(counter).where(counter.c.name == _FILLED_TO))
    newest = connection.scalar(sa.select(sa.func.max(report.c.id)))
    if newest is not None:
        connection.execute(sa.insert(counter).values(name=_FILLED_TO, value=newest))


def count_on(connection: Connection) -> None:
    """New rows get numbers behind those that are there (PostgreSQL counts apart from its tables)."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables():
        key = table.primary_key.columns[0]
        sequence = sa.func.pg_get_serial_sequence(table.name, key.name)
        if isinstance(key.type, sa.Integer) and connection.scalar(sa.select(sequence)) is not None:
            highest = sa.select(sa.func.coalesce(sa.func.max(key), 0)).scalar_subquery()
            connection.execute(sa.select(sa.func.setval(sequence, highest + 1, False)))
