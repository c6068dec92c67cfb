"""Tables as files, CSV or XLSX: row by row, so that a million rows need no more memory than ten.

No cell is ever a formula. In XLSX text is text whatever it begins with; in CSV, which has no types, text that
a spreadsheet would run gets an apostrophe in front. Identity numbers keep their noughts in XLSX.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from math import isfinite
from pathlib import Path
from typing import Any

from storage.clock import LOCAL

Cell = str | int | float | bool | datetime | date | None
CSV, XLSX = "csv", "xlsx"
FORMS = (CSV, XLSX)
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_ROWS = 1_048_575  # of a sheet, beside its head; what is more goes on in a second sheet
MOST_LETTERS = 32_767  # of a cell
SAMPLE = 100  # rows by which the columns of a sheet are as wide as they are
WIDEST, FILTER = 60, 3  # letters; the second: what a head's button covers
EXACT = 10**15  # from here on spreadsheets round whole numbers
# No XML and no UTF-8 can hold these.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# With any of these in front a spreadsheet takes a cell of a CSV file for a formula.
_RUNS = re.compile(r"\s*[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]")
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True)
class Table:
    """A table to be written. `rows` are read once; most: how many there can be.

    A column holds one kind of cell (XLSX shows a number among dates as a date). Times are local.
    """

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    most: int


def write(path: Path, form: str, table: Table) -> None:
    """Write the table to this file. form: of FORMS."""
    {CSV: _write_csv, XLSX: _write_xlsx}[form](path, table)


def _write_csv(path: Path, table: Table) -> None:
    """UTF-8 with its mark, by which spreadsheets know it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(map(_unarmed, table.columns))
        writer.writerows(map(unarmed, table.rows))


def _write_xlsx(path: Path, table: Table) -> None:
    # loaded where a file is made: 5 MB
    from rustpy_xlsxwriter import write_worksheets

    rows = iter(table.rows)
    first = list(islice(rows, SAMPLE))
    rows = chain(first, rows)
    name = _NO_SHEET_NAME.sub(" ", table.title)[:25].strip() or "Tabel"
    count = max(1, -(-table.most // MOST_ROWS))
    sheets: list[tuple[str, Any]] = [
        (name if number == 1 else f"{name} {number}", _records(table.columns, islice(rows, MOST_ROWS)))
        for number in range(1, count + 1)
    ]
    panes = {"general": {"row": 1, "col": 0}}
    write_worksheets(
        sheets, str(path), freeze_panes=panes, datetime_format="yyyy-mm-dd hh:mm", bold_headers=True,
        autofilter={"general": True}, column_widths={"general": _widths(table.columns, first)},
    )  # fmt: skip


def _widths(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> dict[str, float]:
    """Letters a column is wide, by these rows: a date in one too narrow shows as #####."""
    wide = [len(name) + FILTER for name in columns]
    for row in rows:
        wide = [max(most, _letters(cell)) for most, cell in zip(wide, row, strict=True)]
    return {name: float(min(most + 1, WIDEST)) for name, most in zip(columns, wide, strict=True)}


def _letters(cell: Cell) -> int:
    if cell is None:
        return 0
    return len("2026-11-24 16:05") if isinstance(cell, datetime) else len(str(cell))


def _records(columns: Sequence[str], rows: Iterator[Sequence[Cell]]) -> Iterator[dict[str, Any]]:
    """The rows as the writer takes them; a table without rows still has its head."""
    first = next(rows, None)
    if first is None:
        yield dict.fromkeys(columns)
        return
    yield dict(zip(columns, _each(_TYPED, first), strict=True))
    for row in rows:
        yield dict(zip(columns, _each(_TYPED, row), strict=True))


def text(words: str) -> str:
    """The words without what no file can hold, and no longer than a cell."""
    if not words.isprintable() and _UNWRITABLE.search(words):  # the first look is the quick one
        words = _UNWRITABLE.sub("\ufffd", words)
    return words if len(words) <= MOST_LETTERS // 2 else _shortened(words)


def _shortened(words: str) -> str:
    """A cell's letters are counted in UTF-16, where some count twice."""
    if len(words.encode("utf-16-le")) // 2 <= MOST_LETTERS:
        return words
    return words.encode("utf-16-le")[: 2 * (MOST_LETTERS - 1)].decode("utf-16-le", "ignore") + "…"


def _unarmed(words: str) -> str:
    words = text(words)
    return f"'{words}" if not words[:1].isalnum() and _RUNS.match(words) else words


def _yes(value: bool) -> str:
    return "ya" if value else "tidak"


def _whole(value: int) -> int | str:
    return value if -EXACT < value < EXACT else str(value)


def _broken(value: float) -> float | None:
    return value if isfinite(value) else None


def _local(moment: datetime) -> datetime:
    return moment.astimezone(LOCAL).replace(tzinfo=None)


def _written(moment: datetime) -> str:
    """ "2026-11-24 16:05"."""
    return moment.astimezone(LOCAL).isoformat(" ", "minutes")[:16]


# By the cell's own type, so that a table of many million cells is looked at once a cell.
_Cells = dict[type, Callable[[Any], Cell]]
_TYPED: _Cells = {str: text, bool: _yes, int: _whole, float: _broken, datetime: _local}
_PLAIN: _Cells = _TYPED | {str: _unarmed, datetime: _written}


def unarmed(row: Sequence[Cell]) -> list[Cell]:
    """The row as every CSV file that people may open holds it."""
    return _each(_PLAIN, row)


def _each(cells: _Cells, row: Sequence[Cell]) -> list[Cell]:
    """The row as a file holds it; what has no entry (nothing, a day) stays as it is."""
    return [cells[type(cell)](cell) if type(cell) in cells else cell for cell in row]
