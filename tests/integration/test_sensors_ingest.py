"""Readings in the database: stored once, judged, and raising one alert in the one queue."""

import threading
from typing import Any

import pytest
from sqlalchemy import func, select

from sensors.ingest import AHEAD, FRESH, UnknownSensor, ingest
from storage.db import reading, transaction
from storage.models import Alert, Datastream, Event, Observation, Report
from tests.factories import city
from tests.factories.city import NOW
from tests.factories.gauges import feed, gauge, minute


@pytest.fixture(autouse=True)
def _city_with_a_gauge(database: str) -> None:
    with transaction() as tx:
        city.load(tx)
        gauge(tx)


def take(value: float | None, *, at: float = 0, now: float | None = None, code: str = "p2c") -> Any:
    with transaction() as tx:
        return ingest(tx, code, at=minute(at), value=value, now=minute(at if now is None else now))


def sensor() -> Datastream:
    with reading() as session:
        return session.scalars(select(Datastream)).one()


def alerts() -> list[Alert]:
    with reading() as session:
        return list(session.scalars(select(Alert).order_by(Alert.id)))


def stored() -> list[tuple[float | None, str]]:
    with reading() as session:
        rows = session.execute(select(Observation.value, Observation.quality).order_by(Observation.at))
        return [(value, quality) for value, quality in rows]


def events() -> list[Event]:
    with reading() as session:
        return list(session.scalars(select(Event).where(Event.kind == "sensor_reading").order_by(Event.seq)))


def test_a_reading_is_stored_and_becomes_the_gauges_present_value() -> None:
    done = take(210)
    assert (done.outcome, done.level, done.alert) == ("stored", 4, None)
    assert (sensor().last_value, sensor().last_at, sensor().last_level) == (210, NOW, 4)
    assert stored() == [(210, "baik")]


def test_a_reading_of_a_foreign_gauge_is_refused_and_leaves_nothing() -> None:
    with pytest.raises(UnknownSensor):
        take(210, code="entah")
    assert stored() == []


def test_the_same_reading_again_changes_nothing() -> None:
    take(210)
    assert take(210, now=1).outcome == "repeated"
    assert take(400, now=2).outcome == "repeated"
    assert stored() == [(210, "baik")]
    assert alerts() == []


def test_a_late_reading_is_stored_but_moves_neither_level_nor_alert() -> None:
    take(210, at=30)
    done = take(800, at=10, now=31)
    assert (done.outcome, done.level, done.alert) == ("late", 4, None)
    assert (sensor().last_value, sensor().last_level) == (210, 4)
    assert alerts() == []
    assert len(stored()) == 2


def test_a_late_reading_sent_twice_is_stored_once() -> None:
    take(210, at=30)
    assert [take(200, at=10, now=31).outcome, take(200, at=10, now=32).outcome] == ["late", "repeated"]


def test_rising_water_opens_one_alert_and_makes_it_more_serious() -> None:
    done = feed([320, 355, 400, 455, 520, 590, 660, 705])
    assert [one.alert for one in done] == [None, "opened", None, "raised", None, None, None, "raised"]
    assert [one.level for one in done] == [4, 3, 3, 2, 2, 2, 2, 1]
    assert [(alert.level, alert.closed_at) for alert in alerts()] == [(1, None)]


def test_the_alert_stands_in_the_queue_as_a_report() -> None:
    feed([340, 380])
    with reading() as session:
        report = session.scalars(select(Report)).one()
    assert (report.kind, report.channel, report.status) == ("peringatan", "sensor", "menunggu")
    assert report.id == alerts()[0].report_id


def test_falling_water_keeps_the_worst_level_until_it_is_back_to_normal() -> None:
    done = feed([340, 400, 460, 400, 360, 348, 344, 330])
    assert [one.level for one in done] == [4, 3, 2, 3, 3, 3, 4, 4]
    assert [one.alert for one in done] == [None, "opened", "raised", None, None, None, "closed", None]
    assert alerts()[0].level == 2
    assert alerts()[0].closed_at == minute(30 * 6)


def test_water_dancing_on_a_threshold_opens_one_alert() -> None:
    done = feed([349, 351, 348, 352, 347, 350, 346, 351])
    assert [one.alert for one in done if one.alert] == ["opened"]


def test_new_water_after_the_end_opens_a_new_alert() -> None:
    feed([340, 360, 340, 360])
    assert [alert.closed_at is None for alert in alerts()] == [False, True]


def test_a_single_spike_is_the_operators_alone_and_stays_doubtful() -> None:
    done = feed([200, 720, 205])
    assert [one.alert for one in done] == [None, "opened", "closed"]
    assert [one.level for one in done] == [4, 4, 4]
    assert alerts()[0].told_level is None
    assert stored() == [(200, "baik"), (720, "diragukan"), (205, "baik")]
    assert sensor().last_value == 205


def test_a_real_leap_alarms_with_its_second_reading() -> None:
    done = feed([200, 480, 500])
    assert [one.alert for one in done] == [None, "opened", None]
    assert [one.level for one in done] == [4, 4, 2]
    assert alerts()[0].told_level == 2
    assert stored() == [(200, "baik"), (480, "baik"), (500, "baik")]


def test_sudden_zeros_do_not_close_an_alert() -> None:
    feed([340, 400, 0, 0, 0])
    assert alerts()[0].closed_at is None
    assert (sensor().last_value, sensor().last_level) == (400, 3)
    assert stored()[2:] == [(0, "diragukan")] * 3


def test_a_dead_zero_between_two_leaps_does_not_hide_the_rise() -> None:
    done = feed([200, 480, 0, 500])
    assert [one.level for one in done] == [4, 4, 4, 2]
    assert alerts()[0].told_level == 2


@pytest.mark.parametrize("value", [None, 50_000.0, float("nan")])
def test_what_was_not_measured_is_refused_with_its_reason(value: float | None) -> None:
    done = take(value)
    assert done.outcome == "refused"
    assert done.reason in ("kosong", "di luar jangkauan")
    assert stored() == []


def test_a_reading_from_the_future_is_refused() -> None:
    minutes = AHEAD.total_seconds() / 60
    assert take(200, at=minutes, now=0).outcome == "stored"
    done = take(200, at=minutes + 0.1, now=0)
    assert (done.outcome, done.reason) == ("refused", "waktu pembacaan ada di masa depan")


def test_water_that_has_passed_raises_no_alert_but_the_next_fresh_reading_does() -> None:
    old = FRESH.total_seconds() / 60
    assert take(340, at=0, now=old + 60).alert is None
    assert take(400, at=30, now=old + 61).alert is None
    assert sensor().last_level == 3
    assert take(400, at=60, now=old + 30).alert == "opened"


def test_a_gauge_without_thresholds_shows_values_and_no_alert() -> None:
    with transaction() as tx:
        gauge(tx, "bendung-bekasi", levels={})
    assert [one.alert for one in feed([100, 170, 240], code="bendung-bekasi")] == [None, None, None]


def test_thresholds_lowered_under_standing_water_alarm_with_the_next_reading() -> None:
    feed([340])
    with transaction() as tx:
        tx.scalars(select(Datastream)).one().levels = {"siaga_3": 300}
    assert feed([341], first=30)[0].alert == "opened"


def test_a_value_standing_for_three_days_is_stored_as_doubtful() -> None:
    with transaction() as tx:
        for hour in range(76):
            done = ingest(tx, "p2c", at=minute(60 * hour), value=214, now=minute(60 * hour))
    assert done.outcome == "stored"
    assert [quality for _, quality in stored()].count("diragukan") == 4
    assert sensor().last_at == minute(60 * 75)


def test_every_new_level_is_an_event_and_calm_readings_are_few() -> None:
    for second in range(0, 600, 10):
        take(200, at=second / 60)
    calm = events()
    assert len(calm) == 2  # ten minutes hold two slots of five
    feed([260, 320, 360], first=30)
    assert [event.data["level"] for event in events()][-1] == 3
    assert events()[-1].data["level_before"] == 4
    assert events()[-1].data["code"] == "p2c"


def test_two_changes_of_level_within_a_slot_both_show() -> None:
    for at, value in enumerate([340, 355, 340]):
        take(value, at=at)
    assert [event.data["level"] for event in events()] == [4, 3, 4]


def test_the_same_reading_from_many_doors_at_once_is_stored_once_and_opens_one_alert() -> None:
    take(340)
    barrier, outcomes = threading.Barrier(8), []

    def send() -> None:
        barrier.wait()
        outcomes.append(take(400, at=30).outcome)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["repeated"] * 7 + ["stored"]
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Alert)) == 1
