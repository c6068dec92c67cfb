"""Indicators that things measure, on both databases: value, trend by day and hour, age, by kelurahan."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from sensors import indicators, rollups, things, values
from sensors.domain.reading import Measurement
from sensors.domain.rollup import Span
from sensors.ingest import Arrival, ingest_all
from sensors.trends import TrendPoint
from storage import db
from tests.factories import city
from tests.factories.city import KRANJI, MARGAHAYU, NOW

DAY = timedelta(days=1)
TODAY = Span.DAY.start_of(NOW)


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


def thing(code: str, area: str, *, kind: str) -> int:
    with db.transaction() as tx:
        return things.register(tx, code=code, name=code, kind=kind, kelurahan_code=area).id


def measured(stream: int, *readings: tuple[datetime, float], now: datetime = NOW) -> None:
    """Taken, and worked out as far as the hours are over."""
    with db.transaction() as tx:
        ingest_all(tx, [Arrival(stream, Measurement(at, value)) for at, value in readings], now=now)
    rolled = 1
    while rolled:
        with db.transaction() as tx:
            rolled = rollups.roll(tx, now=now)


def standing(code: str, *, now: datetime = NOW, whole: bool = True) -> values.IndicatorStanding:
    with db.reading() as session:
        return values.reading(session, indicators.definitions().indicators[code], now=now, whole=whole)


def told(trend: Sequence[TrendPoint]) -> list[tuple[datetime, float]]:
    return [(point.at, point.value) for point in trend]


def at(days: float, hours: float = 8) -> datetime:
    """So many days before today, at so many hours (WIB)."""
    return TODAY - days * DAY + timedelta(hours=hours)


def test_a_mean_of_things_has_days_that_are_over_hours_and_kelurahan() -> None:
    kranji, margahayu = (thing(f"udara-{area[6:8]}", area, kind="ispu") for area in (KRANJI, MARGAHAYU))
    measured(kranji, (at(3), 40), (at(3, 9), 60), (at(2), 44), (at(0, 7), 48))
    measured(margahayu, (at(3), 30), (at(2), 20), (at(0, 6), 24), (at(0, 7), 26))
    found = standing("ispu_alat")
    assert (found.value, found.old, found.source) == (37, False, "2 dari 2 alat pantau")
    assert told(found.trend) == [
        (at(3, 0), 40),
        (at(2, 0), 32),
    ]  # a thing counts once, however often it spoke
    assert {point.span for point in found.trend} == {"hari"}
    assert told(found.hours) == [(at(0, 6), 24), (at(0, 7), 37)]
    assert {area: told(trend) for area, trend in found.area_trends.items()} == {
        KRANJI: [(at(3, 0), 50), (at(2, 0), 44)], MARGAHAYU: [(at(3, 0), 30), (at(2, 0), 20)],
    }  # fmt: skip
    assert found.places == {KRANJI: 48, MARGAHAYU: 26}
    assert found.measured == {KRANJI: at(0, 7), MARGAHAYU: at(0, 7)}
    assert standing("ispu_alat", whole=False).hours == ()


def test_a_sum_leaves_out_days_on_which_too_many_things_were_silent() -> None:
    beds = [thing(f"rs-{number}", KRANJI, kind="tempat_tidur_kosong") for number in range(3)]
    for number, stream in enumerate(beds):
        days = [3, 2, 1] if number < 2 else [3, 1]  # the third was silent for a day
        measured(stream, *((at(day), 10.0 + number) for day in days), (at(0, 7), 5))
    found = standing("tempat_tidur_kosong")
    assert found.value == 15
    assert told(found.trend) == [(at(3, 0), 33), (at(1, 0), 33)]


def test_what_comes_late_changes_its_day_and_what_is_doubted_does_not_count() -> None:
    stream = thing("udara", KRANJI, kind="ispu")
    measured(stream, (at(2), 40), (at(1), 42), (at(1, 9), 400))
    assert told(standing("ispu_alat").trend) == [(at(2, 0), 40), (at(1, 0), 42)]
    measured(stream, (at(2, 7), 50))
    assert told(standing("ispu_alat").trend) == [(at(2, 0), 45), (at(1, 0), 42)]


def test_what_measures_since_this_morning_has_hours_and_what_is_silent_is_old() -> None:
    stream = thing("udara", KRANJI, kind="ispu")
    measured(stream, (at(0, 6), 40), (at(0, 7), 42))
    fresh = standing("ispu_alat", whole=False)
    assert (told(fresh.trend), told(fresh.hours)) == ([], [(at(0, 6), 40), (at(0, 7), 42)])
    later = standing("ispu_alat", now=NOW + 10 * DAY)
    assert (later.old, later.value, later.hours) == (True, 42, [])
    assert told(later.trend) == [(at(0, 0), 41)]
    assert standing("ispu_alat", now=NOW + 40 * DAY).trend == []
    assert standing("energi").value is None
