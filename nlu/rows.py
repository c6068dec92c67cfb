"""Rows of a CSV file to learn from or to measure with."""

import csv
from collections.abc import Iterator
from pathlib import Path

_LONGEST_FIELD = 10_000_000  # characters; Python's csv stops at 131,072 and a file may hold anything


def read_table(path: Path, *, needed: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The rows, what is missing in one being empty; raises ValueError when a needed column is missing."""
    csv.field_size_limit(_LONGEST_FIELD)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = csv.DictReader(file)
        if not set(needed) <= set(rows.fieldnames or ()):
            raise ValueError(f"{path}: columns {' and '.join(needed)} are needed, found {rows.fieldnames}")
        for row in rows:
            yield {name: value or "" for name, value in row.items() if name is not None}
