"""What taking a list along as a file costs: a million reports as XLSX and as CSV.

    .venv/bin/python -m benchmarks.exports [--database sqlite] [--reports 1000000]

The rows are those of benchmarks.panel. Each form is written in a process of its own, which prints its
processor time, its peak memory (of the whole process, with what it had imported) and the size of the file.
"""

import argparse
import multiprocessing
import random
import resource
import tempfile
import time
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.panel import copies, first_reports
from benchmarks.routing import database
from routing import exports
from routing.city.catalogue import catalogue
from sorot import export_work
from storage import clock, db
from storage.media import FolderStore
from storage.models import Export, Officer


def write(url: str, form: str) -> None:
    """Ask for the whole list and write it; print what it took."""
    db.configure(url)
    with db.transaction() as tx:
        operator = tx.scalars(select(Officer).where(Officer.username == "operator")).one()
        asked = {"status": "semua"}
        key = exports.order(
            tx, officer=operator, kind="laporan", form=form, asked=asked, now=clock.now()
        ).id  # fmt: skip
    before = resource.getrusage(resource.RUSAGE_SELF)
    wall = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        export_work.run(FolderStore(Path(folder)), clock.now)
    after, wall = resource.getrusage(resource.RUSAGE_SELF), time.monotonic() - wall
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    with Session(db.engine()) as session:
        row = session.get_one(Export, key)
        print(
            f"{form}: {row.status}, {row.written:,} rows x {len(exports.listing.COLUMNS)} columns,"
            f" {(row.size or 0) / 1e6:.0f} MB; {used:.1f} s of processor time, {wall:.1f} s by the clock;"
            f" {before.ru_maxrss / 1024:.0f} MB before, {after.ru_maxrss / 1024:.0f} MB at the peak",
            flush=True,
        )
    db.dispose()


def main() -> None:
    """Make the rows, then write them in both forms."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    options.add_argument("--reports", type=int, default=1_000_000)
    chosen = options.parse_args()
    with database(chosen.database):
        with db.reading() as session:
            city = catalogue(session)
        first_reports(city, random.Random(7))
        copies(chosen.reports)
        url = db.engine().url.render_as_string(hide_password=False)
        print(f"{chosen.reports:,} reports on {chosen.database}", flush=True)
        spawn = multiprocessing.get_context("spawn")
        for form in exports.FORMS:
            each = spawn.Process(target=write, args=(url.replace("+psycopg", ""), form))
            each.start()
            each.join()


if __name__ == "__main__":
    main()
