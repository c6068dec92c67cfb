"""Open data as Parquet, written by DuckDB in a process of its own: neither web nor worker loads it.

`python sorot/parquet.py JOB.json` is that process; it imports nothing of ours.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

TYPES = {"string": "VARCHAR", "integer": "INTEGER", "number": "DOUBLE"}
PATIENCE = 900  # seconds
MEMORY = "256MB"


def of_csv(tables: Sequence[Iterable[bytes]], *, columns: dict[str, str], head: str) -> Iterator[bytes]:
    """Each table (rows of CSV, one part behind the other) as a Parquet file; OSError if that fails.

    columns: name → kind, as JSON Schema calls it. head: the line of CSV that stands above the rows.
    """
    with tempfile.TemporaryDirectory(prefix="sorot-parquet-") as folder:
        pairs = [(Path(folder) / f"{at}.csv", Path(folder) / f"{at}.parquet") for at in range(len(tables))]
        for (rows, _), parts in zip(pairs, tables, strict=True):
            with rows.open("wb") as file:
                file.write(head.encode())
                file.writelines(parts)
        job = Path(folder) / "job.json"
        types = {name: TYPES[kind] for name, kind in columns.items()}
        job.write_text(json.dumps({"columns": types, "pairs": [[str(one) for one in two] for two in pairs]}))
        done = subprocess.run(
            [sys.executable, __file__, str(job)], check=False, capture_output=True, timeout=PATIENCE
        )
        if done.returncode:
            raise OSError(f"Parquet could not be written: {done.stderr.decode(errors='replace')[-300:]}")
        for _, out in pairs:
            yield out.read_bytes()


def write(job: str) -> None:
    """In the process of its own."""
    import duckdb

    wanted = json.loads(Path(job).read_text())
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in wanted["columns"].items())
    database = duckdb.connect(config={"memory_limit": MEMORY, "threads": "1"})
    for rows, out in wanted["pairs"]:
        read = database.sql(
            f"SELECT * FROM read_csv($rows, header = true, quote = '\"', columns = {{{columns}}})",  # noqa: S608
            params={"rows": rows},
        )  # names of our own columns; paths of our own folder
        read.write_parquet(out, compression="zstd")


if __name__ == "__main__":
    write(sys.argv[1])
