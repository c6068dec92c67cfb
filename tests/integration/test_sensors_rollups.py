"""What readings come to by hour and day: right whatever comes late, is doubted, deleted or no longer kept."""

import random
from collections import defaultdict
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from sensors import charts, keeping, rollups, states, things
from sensors.domain.reading import GOOD, Measurement
from sensors.domain.rollup import Rolled, Span
from sensors.ingest import Arrival, ingest_all
from storage import db, partitions
from storage.db import reading, transaction
from storage.models import Observation, Rollup, RollupDue
from tests.factories import city
from tests.factories.city import NOW

pytestmark = pytest.mark.usefixtures("database")
BEGIN = Span.DAY.start_of(NOW) - timedelta(days=2)
END = BEGIN + timedelta(days=3)


@pytest.fixture(params=["lalu_lintas_kecepatan"])
def stream(request: pytest.FixtureRequest) -> int:
    with transaction() as tx:
        city.load(tx)
        return things.register(tx, code="simpang", name="Simpang Lima", kind=request.param, unit="km/h").id


def take(stream: int, *readings: tuple[datetime, float], now: datetime) -> None:
    with transaction() as tx:
        ingest_all(tx, [Arrival(stream, Measurement(at, value)) for at, value in readings], now=now)


def roll(now: datetime) -> None:
    rolled = 1
    while rolled:
        with transaction() as tx:
            rolled = rollups.roll(tx, now=now)


def told(stream: int, span: Span) -> list[Rolled]:
    with reading() as session:
        return charts.rolled(session, [stream], span, since=BEGIN, until=END)[stream]


def truth(stream: int, span: Span) -> list[Rolled]:
    by_start: dict[datetime, list[tuple[float, bool]]] = defaultdict(list)
    with reading() as session:
        for row in session.scalars(select(Observation).where(Observation.datastream_id == stream)):
            assert row.value is not None
            by_start[span.start_of(row.at)].append((row.value, row.quality == GOOD))
    return [Rolled.of(start, found) for start, found in sorted(by_start.items())]


def all_right(stream: int) -> None:
    for span in Span:
        found, wanted = told(stream, span), truth(stream, span)
        assert [(one.at, one.count, one.good, one.low, one.high) for one in found] == [
            (one.at, one.count, one.good, one.low, one.high) for one in wanted
        ]
        assert [one.mean for one in found] == pytest.approx([one.mean for one in wanted])


def due() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(RollupDue)) or 0


def test_rollups_are_right_at_every_moment_whatever_comes_when_and_is_doubted(stream: int) -> None:
    dice = random.Random(5)
    at = BEGIN + timedelta(hours=26)
    for step in range(30):
        at += timedelta(seconds=dice.choice((20, 900, 5000)))
        late = at - timedelta(seconds=dice.randrange(1, 90_000))
        take(stream, (at, dice.uniform(0, 90)), *([(late, dice.uniform(0, 90))] * (step % 3 == 0)), now=at)
        if step % 7 == 0:
            roll(at)
        if step % 10 == 0:
            with transaction() as tx:
                one = dice.choice(tx.scalars(select(Observation.id)).all())
                states.flag(tx, "simpang", one, doubtful=step % 20 == 0, by="petugas:1", now=at)
            all_right(stream)
    all_right(stream)
    roll(END + timedelta(hours=2))
    assert due() == 0
    all_right(stream)


def test_an_hour_is_worked_out_when_it_is_over_and_marked_once(stream: int) -> None:
    hour = BEGIN + timedelta(hours=5)
    for second in range(0, 120, 10):
        take(stream, (hour + timedelta(seconds=second), 40.0), now=hour + timedelta(seconds=second))
    roll(hour + timedelta(minutes=59))
    assert (due(), told(stream, Span.HOUR)[0].count) == (1, 12)
    roll(hour + timedelta(hours=1) + rollups.GRACE)
    assert due() == 0
    take(stream, (hour + timedelta(minutes=50), 70.0), now=hour + timedelta(minutes=90))
    assert (due(), told(stream, Span.DAY)[0].high) == (1, 70.0)


def test_what_is_no_longer_kept_leaves_its_rollups_and_comes_too_late_to_change_them(stream: int) -> None:
    old, now = BEGIN + timedelta(hours=5), END + timedelta(days=61)
    take(stream, (old, 40.0), (old + timedelta(minutes=1), 50.0), now=old + timedelta(minutes=1))
    roll(old + timedelta(hours=2))
    with transaction() as tx:
        assert keeping.forget(tx, now=now) == 2
        assert keeping.forget(tx, now=now) == 0
    take(stream, (now, 30.0), (old + timedelta(minutes=2), 80.0), now=now)
    roll(now + timedelta(hours=2))
    found = told(stream, Span.HOUR)
    assert [(one.count, one.low, one.high) for one in found] == [(2, 40.0, 50.0)]
    assert [(one.count, one.mean) for one in told(stream, Span.DAY)] == [(2, 45.0)]


def test_deleting_a_datastream_takes_its_rollups_and_marks(stream: int) -> None:
    from sensors.sta import remove
    from sensors.sta.model import SETS
    from storage.models import Datastream

    take(stream, (BEGIN, 40.0), now=BEGIN)
    roll(BEGIN + timedelta(hours=2))
    take(stream, (BEGIN + timedelta(hours=3), 40.0), now=BEGIN + timedelta(hours=3))
    with transaction() as tx:
        remove.remove(tx, SETS["Datastreams"], tx.get_one(Datastream, stream))
    with reading() as session:
        left = [session.scalar(select(func.count()).select_from(table)) for table in (Rollup, RollupDue)]
    assert left == [0, 0]


def test_a_months_readings_move_into_their_part_and_are_found_there(stream: int) -> None:
    if db.is_sqlite():
        with transaction() as tx:
            assert partitions.keep(tx.connection(), NOW) == []
        return
    long_ago = datetime(2020, 1, 1, 7, tzinfo=NOW.tzinfo)
    take(stream, (long_ago, 40.0), (long_ago + timedelta(days=40), 41.0), now=NOW)
    with transaction() as tx:
        made = partitions.keep(tx.connection(), NOW)
        assert {"observation_2020_01", "observation_2020_02"} <= set(made)
        assert partitions.keep(tx.connection(), NOW) == []
        found = tx.connection().exec_driver_sql("SELECT count(*) FROM observation_2020_01").scalar()
        assert found == 1
        rest = tx.connection().exec_driver_sql(f"SELECT count(*) FROM {partitions.REST}").scalar()
        assert rest == 0
    take(stream, (long_ago, 99.0), now=NOW)  # the same time again, now in its part
    assert [one.value for one in _rows(stream)] == [40.0, 41.0]
    with transaction() as tx:
        dropped = keeping.drop_months(tx, now=datetime(2030, 2, 15, tzinfo=NOW.tzinfo))
    assert "observation_2020_01" in dropped
    assert "observation_2020_02" not in dropped


def _rows(stream: int) -> list[Observation]:
    with reading() as session:
        mine = select(Observation).where(Observation.datastream_id == stream)
        return list(session.scalars(mine.order_by(Observation.at)))
