"""The tables of the lake as Ibis knows them, on whichever engine opened them."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import ibis
from ibis.expr.types import Table

PARTS = "*/*.parquet"
MAY_BE_ABSENT = {  # no month of it was ever written: its columns, empty
    "events": {
        "day": "date",
        "kind": "string",
        "report_id": "int64",
        "from_code": "string",
        "to_code": "string",
    },
    "observations": {
        "thing": "string",
        "kind": "string",
        "day": "date",
        "value": "float64",
        "quality": "string",
    },
    "indicators": {"indicator": "string", "place": "string", "day": "date", "value": "float64"},
    "terms": {"day": "date", "term": "string", "reports": "int64"},
    "works": {"id": "int64", "category": "string", "kelurahan": "string", "begun": "date", "done": "date"},
}


@dataclass(frozen=True)
class Lake:
    """today: the day the questions are asked on; it is not over and counts nowhere."""

    reports: Table
    events: Table
    observations: Table
    indicators: Table
    terms: Table
    works: Table
    today: date

    @property
    def counted(self) -> Table:
        """Reports that everybody may find, joined ones where they were joined to."""
        mine = self.reports
        return mine.filter(mine.public, ~mine.joined, mine.day < self.today)

    def lately(self, days: int) -> Table:
        """`counted` of the last so many days."""
        mine = self.counted
        return mine.filter(mine.day >= self.since(days))

    def since(self, days: int) -> date:
        """So many days before today."""
        return self.today - timedelta(days=days)


def of_folder(folder: Path, today: date, read: Callable[[str], Any]) -> Lake:
    """The lake in this folder. read: how the engine opens Parquet files."""
    reports = read(str(folder / "reports" / PARTS))
    others = {
        field.name: _table(folder / field.name, reports, read)
        for field in fields(Lake) if field.name not in ("reports", "today")
    }  # fmt: skip
    return Lake(reports=reports, **others, today=today)


def _table(folder: Path, reports: Any, read: Callable[[str], Any]) -> Any:
    if any(folder.glob(PARTS)):
        return read(str(folder / PARTS))
    columns = {name: ibis.null(kind) for name, kind in MAY_BE_ABSENT[folder.name].items()}
    return reports.limit(0).select(**columns)
