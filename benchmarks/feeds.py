"""A million rows of a feed with three bad ones: how long, how much memory, and whether the three are named.

`python -m benchmarks.feeds [ROWS]`, into a SQLite database of its own (SOROT_DATABASE_URL: into another).
"""

import os
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from routing.city.loading import load_city
from routing.delivered import CITY
from sensors.domain.feeds.description import described
from sensors.feeds import taking
from sensors.feeds.places import places
from storage import db
from storage.models import AgencyFeed, FeedRun

NOW = datetime(2026, 11, 23, tzinfo=UTC)
AIR = {
    "nilai": [{"kolom": "pm10", "indikator": "ispu_pm10"}], "waktu": ["tanggal"], "tempat": "titik",
    "kolom_tempat": "stasiun",
}  # fmt: skip


def written(file: Path, rows: int) -> None:
    """`rows` lines; the second, the middle and the last are bad."""
    bad = {2: "2026-11-05;X;abc", rows // 2: "kemarin;X;5", rows - 1: "2026-11-05;X;5000"}
    with file.open("w") as out:
        out.write("tanggal;stasiun;pm10\n")
        for row in range(rows):
            day = 1 + row % 28
            out.write(
                bad.get(row, f"2026-{1 + row // 28 % 10:02}-{day:02};Titik {row // 280};{row % 90},5") + "\n"
            )


def main() -> None:
    """Print the figures."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        db.configure(os.environ.get("SOROT_DATABASE_URL") or f"sqlite:///{folder}/sorot.db")
        db.create_schema()
        with db.transaction() as tx:
            load_city(tx, CITY, now=NOW)
            feed = AgencyFeed(
                code="b", name="B", agency_code="dlh", sector="lingkungan", every_hours=24, description={},
                columns=[], seen={}, created_at=NOW,
            )  # fmt: skip
            tx.add(feed)
            tx.flush()
            run = FeedRun(feed_id=feed.id, at=NOW, status="jalan")
            tx.add(run)
            tx.flush()
            whose, where = taking.Whose(feed.id, run.id, NOW), places(tx)
        file = Path(folder) / "b.csv"
        written(file, rows)
        before = resource.getrusage(resource.RUSAGE_SELF)
        start = time.monotonic()
        with file.open("rb") as content:
            told = taking.take(content, described(AIR, indicators=frozenset({"ispu_pm10"})), whose, where)
        took, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_SELF)
        print(f"{told.lines} lines, {told.figures} kept, {told.bad} bad: {[bad.line for bad in told.faults]}")
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"{took:.0f} s by the clock, {cpu:.0f} s of processor time")
        print(f"memory at its peak {after.ru_maxrss // 1024} MB, before {before.ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
