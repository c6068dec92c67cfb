# ruff: noqa: S608 - SQL put together from this file's own constants
"""What the store of readings holds and answers: things that measured every minute for days.

    .venv/bin/python -m benchmarks.sensors [--database postgresql] [--things 1000] [--days 30]

On PostgreSQL two days and today are made as rows, in SQL, of which the product's round of the night packs
what is over; the days before are written as the packs they would be. Each reading comes some seconds after
the minute and is received up to three seconds later. Rollups by the product's own statements. Printed: rows,
size, and the 95th percentile (by the clock, and the processor time of this process) of curves from an hour to
a year of things taken by chance, of all last values, of pages and single observations of the SensorThings
door, and of working out one hour of all things.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from benchmarks import packed_days
from benchmarks.routing import database
from sensors import charts, keeping, on_map, rollups, states, things
from sensors.domain.rollup import Span
from sensors.sta import options, paths
from sensors.sta.read import StaReader
from storage import clock, db, packs, partitions
from storage.models import AnyObservation, Counter, Datastream, Observation

AGAIN = 40
LOOSE = timedelta(days=2)  # before today by UTC: rows at most before the night's round
SIZES = {
    "rows with keys": "SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree('observation')",
    "packs with keys": "SELECT pg_total_relation_size('observation_pack')",
    "rollups": "SELECT pg_total_relation_size('rollup')",
    "database": "SELECT pg_database_size(current_database())",
}
SQLITE_SIZES = {"database": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"}
POSTGRESQL = """
INSERT INTO observation (datastream_id, at, value, quality, doubts, received_at)
SELECT d.id, m + own.late,
       round(CAST(50 + 30 * sin(extract(epoch FROM m) / 9000 + d.id) + random() AS numeric), 2), 'baik', '',
       m + own.late + random() * interval '3 s'
FROM generate_series(CAST(:start AS timestamptz), CAST(:end AS timestamptz) - interval '1 minute',
                     interval '1 minute') AS m, datastream d,
     LATERAL (SELECT (d.id % 50) * interval '1 s' + (d.id * 7919 % 1000) * interval '1 ms' AS late) AS own
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
    """The days, a transaction each, with what they come to. What is over goes into packs, as every night."""
    with db.transaction() as tx:
        tx.execute(update(Counter).where(Counter.name == "packing").values(value=0))
    begin = end - timedelta(days=days)
    loose = begin if db.is_sqlite() else max(begin, packs.start_of(end) - LOOSE)
    _at_once(streams, begin, loose)
    while loose < end:
        until = min(end, packs.start_of(loose) + timedelta(days=1))
        with db.transaction() as tx:
            partitions.make(tx.connection(), [loose, until])
            given: dict[str, Any] = {"start": loose, "end": until}
            if db.is_sqlite():
                given = {"start": f"{loose.astimezone(UTC):%Y-%m-%d %H:%M:%S}"}
            tx.execute(text(SQLITE if db.is_sqlite() else POSTGRESQL), given)
        loose = until
    with db.transaction() as tx:
        newest = select(func.max(Observation.at)).where(Observation.datastream_id == Datastream.id)
        last = newest.scalar_subquery()
        tx.execute(update(Datastream).values(last_value=51, last_at=last, newest_at=last, heard_at=end))
    print(f"{keeping.pack(now=end)} readings packed by the night's round")
    for back in range(days, 0, -1):
        start = end - timedelta(days=back)
        with db.transaction() as tx:
            within = packs.within(AnyObservation, start, start + timedelta(days=1))
            found = rollups.of_readings(tx, Span.HOUR, *within)
            rollups._replace(tx, streams, Span.HOUR, start, start + timedelta(days=1), found)
            rollups._day(tx, streams, start)
    if not db.is_sqlite():
        vacuum()


def _at_once(streams: list[int], begin: datetime, until: datetime) -> None:
    """Days that would have been packed by now."""
    number, since = 1, begin
    while since < until:
        day = min(until, packs.start_of(since) + timedelta(days=1))
        with db.transaction() as tx:
            number = packed_days.write(tx.connection(), streams, since, day, number)
            tx.execute(text("SELECT setval('observation_id_seq', :number)"), {"number": number})
        since = day


def vacuum() -> None:
    """As the server does by itself (that of the tests does not)."""
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


def answer(streams: list[int], end: datetime, days: int) -> None:
    """The curves, the last values, and single observations."""
    since = 4 if days > 4 else 1
    dice = random.Random(3)
    with db.reading() as session:
        of = [session.get_one(Datastream, number) for number in streams]
        for name, long in (("an hour", 1 / 24), ("a day", 1.0)):
            with measured(f"curve of {name}, each reading") as run:
                run(lambda long=long: states.readings(session, dice.choice(of), days=long, now=end))  # type: ignore[misc]
        with measured("each reading of a day of the past") as run:
            run(lambda: _past(session, dice.choice(streams), end - timedelta(days=dice.randint(since, days))))
        for name, long in (("a week", 7), ("a month", 30), ("a year", 365)):
            with measured(f"curve of {name}") as run:
                run(lambda long=long: _curve(session, dice.choice(of), end, long))  # type: ignore[misc]
        highest = session.scalar(select(func.max(Observation.id))) or 1
        with measured("an observation by its number") as run:
            run(lambda: paths.find(session, f"Observations({dice.randrange(1, highest)})"))
        for order in ("", "$orderby=phenomenonTime desc", "$orderby=phenomenonTime asc"):
            with measured(f"100 observations of a datastream {order}") as run:
                run(lambda order=order: _page(session, _path(dice.choice(streams)), order, end))  # type: ignore[misc]
        with measured("the first 100 observations of all") as run:
            run(lambda: _page(session, "Observations", "", end))
        with measured("100 datastreams") as run:
            run(lambda: _page(session, "Datastreams", "", end))
        with measured(f"last values of all {len(streams)}") as run:
            run(lambda: on_map.places(session, now=end))


def _path(number: int) -> str:
    return f"Datastreams({number})/Observations"


def _past(session: Session, number: int, day: datetime) -> object:
    its = AnyObservation
    mine = select(its.at, its.value, its.quality).where(its.datastream_id == number)
    return session.execute(
        mine.where(*packs.within(its, day, day + timedelta(days=1))).order_by(its.at)
    ).all()


def _page(session: Session, path: str, order: str, end: datetime) -> object:
    asked = options.read(dict([order.split("=")]) if order else {})
    target = paths.find(session, path)
    reader = StaReader(session, base="http://sorot", now=end)
    return reader.page(target.of, target.condition, asked, path=path, query=order)


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
        rows = session.scalar(text("SELECT count(*) FROM any_observation")) or 1
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
        answer(streams, end, chosen.days)
        work_out(streams, end)


if __name__ == "__main__":
    main()
