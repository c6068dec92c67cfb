# ruff: noqa: S608 - SQL put together from this file's own constants
"""What the store of readings holds and answers: things that measured every minute for days.

    .venv/bin/python -m benchmarks.sensors [--database postgresql] [--things 1000] [--days 30]

The rows are made in SQL, the rollups by the product's own statements. Printed: rows, size, and the 95th
percentile (by the clock, and the processor time of this process) of curves from a day to a year, of all last
values, and of working out one hour of all things.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from benchmarks.routing import database
from sensors import charts, on_map, rollups, states, things
from sensors.domain.rollup import Span
from storage import clock, db, partitions
from storage.models import Datastream

AGAIN = 20
SIZES = {
    "readings with keys": "SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree('observation')",
    "of that rows": "SELECT sum(pg_relation_size(relid)) FROM pg_partition_tree('observation') WHERE isleaf",
    "rollups": "SELECT pg_total_relation_size('rollup')",
}
SQLITE_SIZES = {"database": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"}
POSTGRESQL = """
INSERT INTO observation (datastream_id, at, value, quality, doubts, received_at)
SELECT d.id, m, 50 + 30 * sin(extract(epoch FROM m) / 9000) + (d.id % 17), 'baik', '', m
FROM generate_series(CAST(:start AS timestamptz), CAST(:end AS timestamptz) - interval '1 minute',
                     interval '1 minute') AS m, datastream d
"""
SQLITE = """
WITH RECURSIVE m(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM m WHERE n < 1439)
INSERT INTO observation (datastream_id, at, value, quality, doubts, received_at)
SELECT d.id, strftime('%Y-%m-%d %H:%M:00.000000', :start, n || ' minutes'), 50 + (n % 60), 'baik', '',
       strftime('%Y-%m-%d %H:%M:00.000000', :start, n || ' minutes')
FROM m, datastream d
"""


def register(many: int) -> list[int]:
    """Things that measure; the numbers of their datastreams."""
    with db.transaction() as tx:
        for number in range(many):
            things.register(
                tx, code=f"uji-{number}", name=f"Uji {number}", kind="energi", lat=-6.2, lon=107.0
            )
        return list(tx.scalars(select(Datastream.id).order_by(Datastream.id)))


def fill(streams: list[int], end: datetime, days: int) -> None:
    """A day a transaction, with what it comes to."""
    for back in range(days, 0, -1):
        start = end - timedelta(days=back)
        with db.transaction() as tx:
            partitions.make(tx.connection(), [start, start + timedelta(days=1)])
            given: dict[str, Any] = {"start": start, "end": start + timedelta(days=1)}
            if db.is_sqlite():
                given = {"start": f"{start.astimezone(UTC):%Y-%m-%d %H:%M:%S}"}
            tx.execute(text(SQLITE if db.is_sqlite() else POSTGRESQL), given)
            for hour in range(24):
                rollups._hour(tx, streams, Span.HOUR, start + timedelta(hours=hour))
            rollups._day(tx, streams, start)
    with db.transaction() as tx:
        tx.execute(update(Datastream).values(last_value=51, last_at=end, newest_at=end, heard_at=end))
    if not db.is_sqlite():
        with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


@contextmanager
def measured(name: str) -> Iterator[Callable[[Callable[[], object]], None]]:
    """Prints what a call costs."""

    def run(call: Callable[[], object]) -> None:
        call()
        taken: list[tuple[float, float]] = []
        for _ in range(AGAIN):
            wall, own = time.perf_counter(), time.process_time()
            call()
            taken.append((time.perf_counter() - wall, time.process_time() - own))
        wall, own = (sorted(column)[int(AGAIN * 0.95) - 1] * 1000 for column in zip(*taken, strict=True))
        print(f"{name}: {wall:.1f} ms by the clock, {own:.1f} ms of own processor time (p95)")

    yield run


def answer(streams: list[int], end: datetime) -> None:
    """The curves and the last values."""
    with db.reading() as session:
        stream = session.get_one(Datastream, streams[len(streams) // 2])
        with measured("curve of a day, each reading") as run:
            run(lambda: states.readings(session, stream, days=1, now=end))
        for name, days in (("a week", 7), ("a month", 30), ("a year", 365)):
            with measured(f"curve of {name}") as run:
                run(lambda days=days: _curve(session, stream, end, days))  # type: ignore[misc]
        with measured(f"last values of all {len(streams)}") as run:
            run(lambda: on_map.places(session, now=end))


def _curve(session: Session, stream: Datastream, end: datetime, days: int) -> object:
    length = timedelta(days=days)
    span = charts.span_for(stream, length)
    return charts.rolled(session, [stream.id], span, since=end - length, until=end)


def work_out(streams: list[int], end: datetime) -> None:
    """One hour of all things, as the timetable does it."""
    hour = end - timedelta(hours=3)
    with db.transaction() as tx:
        rollups.mark(tx, [(number, hour) for number in streams])
    wall, own, rolled = time.perf_counter(), time.process_time(), 1
    while rolled:
        with db.transaction() as tx:
            rolled = rollups.roll(tx, now=end)
    print(f"an hour of all worked out: {(time.perf_counter() - wall) * 1000:.0f} ms by the clock, "
          f"{(time.process_time() - own) * 1000:.0f} ms own")  # fmt: skip


def sizes() -> None:
    """Rows and bytes."""
    with db.reading() as session:
        rows = session.scalar(text("SELECT count(*) FROM observation")) or 1
        for name, query in (SQLITE_SIZES if db.is_sqlite() else SIZES).items():
            size = float(session.scalar(text(query)) or 0)
            print(f"{rows} rows, {name}: {size / 1e6:.0f} MB, {size / rows:.0f} bytes a row")


def main() -> None:
    """Fill and measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", default="postgresql", choices=("postgresql", "sqlite"))
    parser.add_argument("--things", type=int, default=1000)
    parser.add_argument("--days", type=int, default=30)
    chosen = parser.parse_args()
    with database(chosen.database):
        end, begun = Span.DAY.start_of(clock.now()), time.perf_counter()
        streams = register(chosen.things)
        fill(streams, end, chosen.days)
        print(f"{chosen.things} things, {chosen.days} days filled in {time.perf_counter() - begun:.0f} s")
        sizes()
        answer(streams, end)
        work_out(streams, end)


if __name__ == "__main__":
    main()
