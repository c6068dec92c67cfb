"""Rows as Parquet: the one way, by DuckDB in a process of its own, so that neither web nor worker loads it.

`python storage/parquet.py` is that process; it imports nothing of ours. It is told of a file a line, reads
rows from CSV and answers how many it wrote. An empty text is NULL: CSV cannot tell the two apart.
"""

import csv
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

# How JSON Schema calls a kind, and two more -> how DuckDB does.
TYPES = {
    "string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE",
    "time": "TIMESTAMPTZ",
}  # fmt: skip
PATIENCE = 900  # seconds a file may take
MEMORY = "256MB"


class Press:
    """The process, ready for one file after the other."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def press(self, rows: Path, out: Path, columns: Mapping[str, str]) -> int:
        """Write a CSV file, with a line of names above, as Parquet; how many rows. OSError if that fails."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        types = {name: TYPES[kind] for name, kind in columns.items()}
        alarm = threading.Timer(PATIENCE, self._process.kill)
        alarm.start()
        try:
            self._process.stdin.write(json.dumps({"rows": str(rows), "out": str(out), "types": types}) + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        finally:
            alarm.cancel()
        if not answer:
            raise OSError("Parquet could not be written: its process ended")
        told = json.loads(answer)
        if "fault" in told:
            raise OSError(f"Parquet could not be written: {told['fault']}")
        return int(told["rows"])

    def write(self, rows: Iterable[Sequence[Any]], out: Path, columns: Mapping[str, str]) -> int:
        """Write rows of values as Parquet; how many. Times know their zone. OSError if that fails."""
        with tempfile.TemporaryDirectory(prefix="sorot-parquet-", dir=out.parent) as folder:
            path = Path(folder) / "rows.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                written = csv.writer(file)
                written.writerow(columns)
                written.writerows([_plain(value) for value in row] for row in rows)
            return self.press(path, out, columns)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


@contextmanager
def pressing() -> Iterator[Press]:
    """The process while the block runs."""
    process = subprocess.Popen(
        [sys.executable, "-P", __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        start_new_session=True,  # Ctrl-C is for us; it ends when we do
    )  # fmt: skip
    try:
        yield Press(process)
    finally:
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def of_csv(tables: Sequence[Iterable[bytes]], *, columns: Mapping[str, str], head: str) -> Iterator[bytes]:
    """Each table (rows of CSV, one part behind the other) as a Parquet file; OSError if that fails.

    columns: name → kind. head: the line of CSV that stands above the rows.
    """
    with tempfile.TemporaryDirectory(prefix="sorot-parquet-") as folder, pressing() as press:
        rows, out = Path(folder) / "rows.csv", Path(folder) / "rows.parquet"
        for parts in tables:
            with rows.open("wb") as file:
                file.write(head.encode())
                file.writelines(parts)
            press.press(rows, out, columns)
            yield out.read_bytes()


def _serve() -> None:
    """In the process of its own."""
    import duckdb

    database = duckdb.connect(config={"memory_limit": MEMORY, "threads": "1"})
    for line in sys.stdin:
        wanted = json.loads(line)
        columns = ", ".join(f"'{name}': '{kind}'" for name, kind in wanted["types"].items())
        try:
            read = database.sql(
                "SELECT * FROM read_csv($rows, header = true, delim = ',', quote = '\"', escape = '\"',"  # noqa: S608
                f" nullstr = '', columns = {{{columns}}})",
                params={"rows": wanted["rows"]},
            )  # names of our own columns; paths of our own folder
            read.write_parquet(wanted["out"], compression="zstd")
            told = {"rows": database.read_parquet(wanted["out"]).count("*").fetchall()[0][0]}
        except (duckdb.Error, OSError) as fault:
            told = {"fault": str(fault)[:300]}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
