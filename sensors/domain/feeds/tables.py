"""Where a table begins in a sheet that people made: titles above, names in several lines, notes below.

Rows are lists of cells. Nothing is changed here but the names of columns, which are joined from their lines:
"Jumlah penduduk / Laki-laki".
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sensors.domain.feeds.cells import Cell, is_empty, looks_like_number, words
from sensors.domain.feeds.periods import looks_like_period, year_of

Row = Sequence[Cell]
LOOKED_AT = 60  # rows in which the names of columns must stand
MOST_COLUMNS = 300
_COUNTED = re.compile(r"\(?\d{1,2}\)?")


class NoTable(ValueError):
    """There is no table; the text says why, in Indonesian."""


@dataclass(frozen=True)
class ColumnNames:
    """The names of the columns, each once, and in which row (from 0) the first line of data is."""

    names: tuple[str, ...]
    begins: int

    def find(self, name: str) -> int | None:
        """The column of this name, however its letters and blanks are written."""
        wanted = plain(name)
        return next((place for place, own in enumerate(self.names) if plain(own) == wanted), None)


def plain(name: str) -> str:
    """A name as names are compared."""
    return " ".join(name.casefold().replace("_", " ").split())


def head_of(rows: Sequence[Row]) -> ColumnNames:
    """Where the table of the first LOOKED_AT rows begins. NoTable where nothing looks like one."""
    top = [list(row[:MOST_COLUMNS]) for row in rows[:LOOKED_AT]]
    filled = [len([cell for cell in row if not is_empty(cell)]) for row in top]
    if not any(filled):
        raise NoTable("berkasnya kosong")
    width = _usual(filled)
    first = next((i for i, row in enumerate(top) if filled[i] * 2 >= width and not _is_title(row)), None)
    if first is None or width < 2:
        raise NoTable("tidak ada tabel: perlu sedikitnya dua kolom dengan nama di atasnya")
    begins = next((i for i in range(first + 1, len(top)) if _is_data(top[i])), None)
    if begins is None:
        begins = first + 1
    lines = [row for row in top[first:begins] if not _counts_columns(row) and any(map(words, row))]
    if not lines or not any(_is_name(cell) for line in lines for cell in line):
        raise NoTable("baris nama kolom tidak ditemukan di atas angkanya")
    return ColumnNames(_named(lines), begins)


def _usual(filled: Sequence[int]) -> int:
    """How many cells a row of the table has: the number most rows of more than one have."""
    many = Counter(count for count in filled if count > 1)
    return max(many, key=lambda count: (many[count], count)) if many else 1


def _is_title(row: Row) -> bool:
    return len({words(cell) for cell in row} - {""}) < 2


def _is_data(row: Row) -> bool:
    """A row that holds a figure or a time; a line of years, or one that counts the columns, holds names."""
    given = [cell for cell in row if not is_empty(cell)]
    if len(given) < 2 or _counts_columns(row):
        return False
    years = [year for cell in given if (year := year_of(cell)) is not None]
    if len(set(years)) > 1 and years == sorted(years) and len(years) >= len(given) - 2:
        return False
    return any(looks_like_number(cell) or looks_like_period(cell) for cell in given)


def _is_name(cell: Cell) -> bool:
    return not (is_empty(cell) or looks_like_number(cell) or looks_like_period(cell))


def _counts_columns(row: Row) -> bool:
    """BPS writes (1) (2) (3) below the names."""
    given = [words(cell) for cell in row if not is_empty(cell)]
    if len(given) < 2 or not all(_COUNTED.fullmatch(text) for text in given):
        return False
    numbers = [int(text.strip("()")) for text in given]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (0, 1)


def _named(lines: Sequence[Row]) -> tuple[str, ...]:
    width = max(len(line) for line in lines)
    while width and all(len(line) < width or is_empty(line[width - 1]) for line in lines):
        width -= 1
    told = [[words(line[i]) if i < len(line) else "" for i in range(width)] for line in lines]
    for above, below in pairwise(told):
        _spread(above, below)
    names: list[str] = []
    for column in range(width):
        parts = list(dict.fromkeys(line[column] for line in told if line[column]))
        name = " / ".join(parts) or f"kolom {column + 1}"
        same = sum(1 for other in names if plain(re.sub(r" \(\d+\)$", "", other)) == plain(name))
        names.append(f"{name} ({same + 1})" if same else name)
    return tuple(names)


def _spread(above: list[str], below: list[str]) -> None:
    """A name over several columns stands in the first of them alone: give it to those it is over."""
    for column in range(1, len(above)):
        if not above[column] and below[column] and below[column - 1]:
            above[column] = above[column - 1]


def row_is_note(row: Row) -> bool:
    """Whether nothing but a remark stands in the row: "Sumber: …", "Catatan: …", an empty line."""
    return len([cell for cell in row if not is_empty(cell)]) < 2
