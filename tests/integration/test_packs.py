"""Days of readings that are over lie in packs (PostgreSQL), and nobody notices but the disk."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import func, select, text, update

from sensors import exporting, keeping, queries, rollups, states, things
from sensors.domain.reading import Measurement
from sensors.ingest import Arrival, ingest_all
from sensors.observations import Ingested
from storage import clock, db, packs, partitions, schema
from storage.backup import rows
from storage.db import reading, transaction
from storage.models import AnyObservation, Counter, Datastream, Observation, ObservationPack
from tests.fakes.sensorthings import Door, opened
from tests.servers import wait_until

NOW = clock.now()
BEGIN = packs.start_of(NOW) - timedelta(days=6)
STEP = timedelta(minutes=30)
EACH = 48  # a day


@pytest.fixture
def door(database: str) -> Iterator[Door]:
    """With a thing that spoke every half hour for three days, and again just now."""
    with opened() as made:
        with transaction() as tx:
            things.register(tx, code="pabrik", name="Pabrik", kind="energi", unit="kWh")
            tx.execute(update(Counter).where(Counter.name == "packing").values(value=0))
        for number in range(3 * EACH):
            take(BEGIN + number * STEP, 100.0 + number, now=BEGIN + number * STEP)
        take(NOW - timedelta(minutes=1), 999.0, now=NOW)
        yield made


def stream(code: str = "pabrik") -> Datastream:
    with reading() as session:
        found = things.stream_of(session, code)
        assert found is not None
        return found


def take(at: datetime, value: float, *, now: datetime = NOW) -> Ingested:
    with transaction() as tx:
        return ingest_all(tx, [Arrival(stream().id, Measurement(at, value))], now=now)[0]


def packed() -> int:
    with reading() as session:
        return session.scalar(select(func.coalesce(func.sum(ObservationPack.count), 0))) or 0


def pack(now: datetime = NOW) -> None:
    """What is over is packed: on PostgreSQL."""
    keeping.pack(now=now)
    assert packed() == 0 if db.is_sqlite() else packed() > 0


def roll(now: datetime = NOW) -> None:
    rolled = 1
    while rolled:
        with transaction() as tx:
            rolled = rollups.roll(tx, now=now)


def shown(door: Door) -> list[Any]:
    """What everybody who asks for readings is told of them."""
    mine = f"Datastreams({stream().id})/Observations"
    since = (BEGIN + 50 * STEP).isoformat().replace("+00:00", "Z")
    of_it = AnyObservation.datastream_id == stream().id
    with reading() as session:
        found: list[Any] = [
            states.readings(session, stream(), days=9, now=NOW),
            states.readings(session, stream(), days=9, now=NOW, most=60),
            queries.series(session, "pabrik", hours=24 * 9, now=NOW),
            list(exporting.rows(session, since=BEGIN + timedelta(hours=7), until=NOW, code="pabrik")),
            sorted(session.execute(rollups.of_readings(session, rollups.Span.DAY, of_it)).all()),
        ]
    questions = (
        "?$top=1000", "?$top=60&$skip=20&$count=true", "?$orderby=phenomenonTime desc&$top=3",
        "?$orderby=phenomenonTime asc&$top=70&$skip=40", "?$filter=result gt 150 and result lt 160",
        f"?$filter=phenomenonTime ge {since}&$orderby=phenomenonTime&$top=5",
        f"?$filter=not (phenomenonTime lt {since})&$count=true&$top=0", "?$resultFormat=dataArray&$top=99",
    )  # fmt: skip
    found += [door.get(mine + question) for question in questions]
    number = found[5]["value"][7]["@iot.id"]
    found += [door.get(f"Observations({number})"), door.get(f"{mine}({number})/Datastream/name")]
    found += [door.get(f"Observations?$filter=id eq {number}"), door.get("Observations?$top=30&$skip=10")]
    return [*found, door.get(f"Datastreams({stream().id})?$expand=Observations($top=2;$count=true)")]


def test_a_packed_reading_is_shown_as_it_was_with_its_number(door: Door) -> None:
    before = shown(door)
    pack()
    assert shown(door) == before
    with reading() as session:
        left = session.scalar(select(func.count()).where(Observation.datastream_id == stream().id))
    assert left == (3 * EACH + 1 if db.is_sqlite() else 1)  # the newest, with its day, stays a row


def test_what_comes_late_for_a_packed_day_is_kept_once_and_packed_again(door: Door) -> None:
    roll()
    pack()
    late, repeated = BEGIN + timedelta(minutes=40), BEGIN + 3 * STEP
    assert (take(late, 777.0).outcome, take(repeated, 103.0).outcome) == ("late", "repeated")
    assert (take(late, 777.0).outcome, packed() % EACH) == ("repeated", 0)
    roll()
    before = shown(door)
    assert sum(point.value == 777.0 for point in before[0]) == 1
    assert len(before[0]) == 3 * EACH + 2
    assert sum(count for _, _, count, *_ in before[4]) == 3 * EACH + 2
    pack()
    assert shown(door) == before
    assert packed() == (0 if db.is_sqlite() else 3 * EACH + 1)


def test_a_person_doubts_a_packed_reading_and_a_client_changes_and_deletes_some(door: Door) -> None:
    pack()
    mine = f"Datastreams({stream().id})/Observations?$top=100"
    doubted, changed, deleted = (one["@iot.id"] for one in door.get(mine)["value"][5:8])
    with transaction() as tx:
        assert states.flag(tx, "pabrik", doubted, doubtful=True, by="petugas:1", now=NOW)
    door.send("PATCH", f"Observations({changed})", {"result": 3}, status=200)
    door.send("DELETE", f"Observations({deleted})", status=200)
    pack()
    left = {one["@iot.id"]: one for one in door.get(mine)["value"]}
    assert left[doubted]["resultQuality"] == {"status": "diragukan", "alasan": states.BY_HAND}
    assert (left[changed]["result"], deleted in left) == (3, False)
    door.get(f"Observations({deleted})", status=404)


def test_what_a_client_tells_of_a_place_is_packed_with_it(door: Door) -> None:
    told = {"components": ["phenomenonTime", "result"], "dataArray": [
        [(BEGIN + number * STEP).isoformat(), number] for number in range(20)
    ]}  # fmt: skip
    [other] = [one for one in door.get("Datastreams")["value"] if one["name"] == "Suhu"]
    door.send("POST", "CreateObservations", [{"Datastream": {"@iot.id": other["@iot.id"]}, **told}])
    number = door.get(f"Datastreams({other['@iot.id']})/Observations")["value"][4]["@iot.id"]
    feature = door.get(f"Observations({number})/FeatureOfInterest")["@iot.id"]
    before = door.get(f"FeaturesOfInterest({feature})/Observations")
    pack()
    assert door.get(f"FeaturesOfInterest({feature})/Observations") == before
    door.send("DELETE", f"FeaturesOfInterest({feature})", status=200)
    door.get(f"Observations({number})", status=404)


def test_the_newest_day_and_what_has_no_place_in_a_pack_stay_rows(door: Door) -> None:
    with transaction() as tx:
        tx.execute(update(Counter).where(Counter.name == "packing").values(value=NOW.toordinal() + 2))
    assert keeping.pack(now=NOW) == 0  # the release before may still run
    with transaction() as tx:
        tx.execute(update(Counter).where(Counter.name == "packing").values(value=0))
        last = BEGIN + 2 * timedelta(days=1)
        mine = Observation.datastream_id == stream().id
        tx.execute(text("DELETE FROM observation WHERE value = 999"))
        tx.execute(update(Datastream).where(Datastream.id == stream().id).values(newest_at=last + 47 * STEP))
        tx.execute(update(Observation).where(mine, Observation.at == BEGIN).values(parameters={"kipas": 1}))
    pack()
    with reading() as session:
        times = session.scalars(select(Observation.at).where(mine).order_by(Observation.at)).all()
    assert [times[0], times[-EACH]] == [BEGIN, last]
    assert len(times) == (3 * EACH if db.is_sqlite() else EACH + 1)


def test_packs_go_when_their_kind_is_kept_no_longer(door: Door) -> None:
    pack()
    later = BEGIN + timedelta(days=402)
    with transaction() as tx:
        gone = keeping.forget(tx, now=later)
        while again := keeping.forget(tx, now=later):
            gone += again
    assert EACH <= gone <= 2 * EACH
    with reading() as session:
        first = session.scalar(select(func.min(AnyObservation.at)))
    assert first == BEGIN + gone * STEP


def test_a_reading_that_comes_while_its_day_is_packed_is_neither_lost_nor_doubled(door: Door) -> None:
    """Whoever comes second waits for the first, and sees what it did."""
    if db.is_sqlite():
        return
    late, ended = BEGIN + timedelta(minutes=41), threading.Event()

    def packing() -> None:
        keeping.pack(now=NOW)
        ended.set()

    other = threading.Thread(target=packing)
    with transaction() as tx:
        ingest_all(tx, [Arrival(stream().id, Measurement(late, 5.0))], now=NOW)
        other.start()
        waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        with db.engine().connect() as looking:
            wait_until(
                lambda: bool(looking.exec_driver_sql(waits).scalar()), seconds=30, what="packing waits"
            )
        assert not ended.is_set()
    other.join(30)
    with reading() as session:
        times = session.scalars(
            select(AnyObservation.at).where(AnyObservation.datastream_id == stream().id)
        ).all()
    assert len(times) == len(set(times)) == 3 * EACH + 2
    assert packed() == 3 * EACH + 1


def test_a_month_that_is_all_packed_goes_and_what_comes_late_for_it_is_kept(door: Door) -> None:
    if db.is_sqlite():
        return
    long_ago = partitions.start_of(BEGIN) - timedelta(days=80)
    for number in range(20):
        take(long_ago + number * STEP, float(number))
    with transaction() as tx:
        partitions.keep(tx.connection(), NOW)
    pack()
    with transaction() as tx:
        assert partitions.name_of(long_ago) in keeping.drop_months(tx, now=NOW)
    assert take(long_ago + timedelta(minutes=3), 70.0).outcome == "late"
    with reading() as session:
        found = session.scalars(select(AnyObservation.value).where(AnyObservation.at < BEGIN)).all()
    assert sorted(map(float, filter(None, found))) == [*range(1, 20), 70.0]


def test_a_backup_and_the_step_back_hold_what_is_packed(door: Door, tmp_path: Path) -> None:
    def kept() -> list[Any]:
        with db.engine().connect() as connection:
            return sorted(rows.read(connection, rows.tables()[names.index("observation")]))

    names = [table.name for table in rows.tables()]
    before = kept()
    pack()
    assert kept() == before
    command.downgrade(schema.config(), "0069")
    with db.engine().connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM observation").scalar() == len(before)
    schema.upgrade()
