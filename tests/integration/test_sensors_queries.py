"""What screens read of gauges: level, age, silence, trend, curve, alerts; missing thresholds stay missing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from sensors import queries, states
from sensors.gauges import DATA, load_gauges
from sensors.kinds import kind_of
from sensors.queries import CurvePoint, GaugeRow
from storage import db
from storage.db import reading, transaction
from storage.models import Observation
from tests.factories import city
from tests.factories.city import NOW
from tests.factories.gauges import LEVELS, feed, gauge, minute


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with transaction() as tx:
        city.load(tx)


def row(code: str = "p2c", *, at: float) -> GaugeRow:
    with reading() as session:
        return next(row for row in queries.gauges(session, now=minute(at)) if row.code == code)


def with_gauge(code: str = "p2c", **more: object) -> None:
    with transaction() as tx:
        gauge(tx, code, **more)  # type: ignore[arg-type]


def test_a_gauge_shows_its_level_value_age_and_trend() -> None:
    with_gauge()
    feed([300, 330, 360])
    shown = row(at=70)
    assert (shown.level, shown.value, shown.at, shown.age_minutes) == (3, 360, minute(60), 10)
    assert shown.trend_cm_per_hour == 60
    assert shown.silent_since is None
    assert not shown.doubtful


def test_the_level_follows_when_a_person_doubts_the_reading_it_stands_on() -> None:
    with_gauge()
    feed([300, 360])
    for doubtful, level, value in ((True, 4, 300), (False, 3, 360)):
        with transaction() as tx:
            last = tx.scalars(select(Observation.id).order_by(Observation.at.desc())).first()
            assert last is not None
            states.flag(tx, "p2c", last, doubtful=doubtful, by="uji", now=minute(40))
        shown = row(at=40)
        assert (shown.level, shown.value) == (level, value)


def test_a_silent_gauge_says_since_when() -> None:
    with_gauge()
    feed([300])
    hours = kind_of("tinggi_muka_air").limits.silent_after.total_seconds() / 60
    assert row(at=hours).silent_since is None
    assert row(at=hours + 1).silent_since == NOW
    assert row(at=hours + 1).value == 300


def test_a_gauge_that_never_spoke_has_neither_level_nor_value() -> None:
    with_gauge()
    shown = row(at=0)
    assert (shown.level, shown.value, shown.age_minutes, shown.trend_cm_per_hour) == (None, None, None, None)
    assert shown.silent_since is None


def test_a_gauge_without_thresholds_has_values_but_no_level() -> None:
    with_gauge(levels={})
    feed([300])
    assert (row(at=1).level, row(at=1).value) == (None, 300)


def test_a_doubtful_newest_reading_shows_and_does_not_replace_the_value() -> None:
    with_gauge()
    feed([300, 0])
    assert (row(at=31).doubtful, row(at=31).value) == (True, 300)


def test_spikes_and_too_short_stretches_make_no_trend() -> None:
    with_gauge()
    feed([300, 700])
    assert row(at=31).trend_cm_per_hour is None


def test_gauges_take_two_queries_however_many_there_are() -> None:
    for number in range(12):
        with_gauge(f"pos-{number}")
        feed([100, 110], code=f"pos-{number}")
    statements = []
    event.listen(db.engine(), "before_cursor_execute", lambda *args: statements.append(args[2]))
    with reading() as session:
        assert len(queries.gauges(session, now=minute(40))) == 12
    assert len([statement for statement in statements if statement.startswith("SELECT")]) == 2


def test_open_alerts_come_most_serious_first_with_their_report() -> None:
    for code, values in (("hulu", [340, 360]), ("p2c", [440, 460]), ("hilir", [340, 360, 330])):
        with_gauge(code)
        feed(values, code=code)
    with reading() as session:
        found = queries.open_alerts(session)
    assert [(alert.sensor_code, alert.level) for alert in found] == [("p2c", 2), ("hulu", 3)]
    assert all(alert.report_number for alert in found)


def test_the_curve_is_in_order_and_ends_now() -> None:
    with_gauge()
    feed([300, 310, 0, 320])
    with reading() as session:
        found = queries.series(session, "p2c", hours=1, now=minute(90))
        assert found is not None
        assert queries.series(session, "entah", hours=1, now=NOW) is None
    assert found.points == [CurvePoint(minute(60), 0, False), CurvePoint(minute(90), 320, True)]
    assert found.levels == LEVELS


def test_all_curves_at_once_are_the_curves_one_by_one() -> None:
    for code, values in (("hulu", [300, 310, 0, 320]), ("p2c", [200, 210]), ("hilir", [])):
        with_gauge(code)
        feed(values, code=code)
    with reading() as session:
        together = queries.all_series(session, hours=1, now=minute(90))
        alone = {code: queries.series(session, code, hours=1, now=minute(90)) for code in together}
    assert together == alone
    assert [len(line.points) for _, line in sorted(together.items())] == [0, 2, 0]


def test_a_thinned_curve_keeps_the_peak_and_leaves_spikes_out() -> None:
    points = [CurvePoint(NOW + timedelta(minutes=number), number % 7, True) for number in range(5_000)]
    points[3_000] = replace(points[3_000], value=690)
    points[4_000] = replace(points[4_000], value=9_000, good=False)
    thinned = queries.thin(points, 600)
    assert len(thinned) <= 600
    assert max(point.value for point in thinned) == 690
    assert thinned == sorted(thinned, key=lambda point: point.at)


def test_bekasis_gauges_load_once_and_keep_what_the_panel_changed() -> None:
    with transaction() as tx:
        assert load_gauges(tx, DATA / "bekasi") == 3
    with reading() as session:
        shown = {row.code: row for row in queries.gauges(session, now=NOW)}
    assert shown["p2c"].levels == {"siaga_3": 350, "siaga_2": 450, "siaga_1": 700, "normal": [200, 350]}
    assert shown["cileungsi-hulu"].levels == {"siaga_3": 200, "normal": [100, 100]}
    assert shown["bendung-bekasi"].levels == {}
    assert {"kelurahan": "32.75.01.1002", "minutes": 120, "minutes_latest": 180} in shown["p2c"].downstream
    with transaction() as tx:
        assert load_gauges(tx, DATA / "bekasi") == 0
