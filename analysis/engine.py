"""DuckDB, which answers the questions here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import ibis
from ibis.expr.types import Table

from analysis.lake import Lake, of_folder

MEMORY = "1GB"


@dataclass(frozen=True)
class Answered:
    """The rows of a question, as plain values."""

    columns: Sequence[str]
    rows: Sequence[tuple[Any, ...]]

    def dicts(self) -> list[dict[str, Any]]:
        """The rows by the names of their columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class Engine:
    """DuckDB on one lake. Expressions are compiled by Ibis and run by DuckDB itself: no pandas is loaded."""

    def __init__(self, folder: Path, today: date) -> None:
        self._duckdb: Any = ibis.duckdb.connect(memory_limit=MEMORY, threads=1)
        self.lake: Lake = of_folder(folder, today, self._duckdb.read_parquet)

    def answer(self, question: Table) -> Answered:
        """Run an expression over `lake`."""
        found = self._duckdb.con.sql(str(self._duckdb.compile(question)))
        days = [kind.is_date() for kind in question.schema().types]
        rows = [tuple(_day(value) if day else value for value, day in zip(row, days, strict=True))
                for row in found.fetchall()]  # fmt: skip
        return Answered(tuple(question.columns), rows)


def _day(value: Any) -> Any:
    """DuckDB makes a moment of a day that is cut down to its month or week."""
    return value.date() if isinstance(value, datetime) else value
