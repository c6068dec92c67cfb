"""A gauge is heard at once after the machine's clock, which was ahead, is set right."""

from datetime import timedelta

import pytest

from sensors.ingest import ingest
from storage import db
from tests.factories import city
from tests.factories.city import NOW
from tests.factories.gauges import gauge


@pytest.mark.parametrize("back", [timedelta(minutes=20), timedelta(hours=9), timedelta(days=400)])
def test_what_was_measured_by_a_clock_that_was_ahead_makes_no_later_reading_late(
    database: str, back: timedelta
) -> None:
    with db.transaction() as tx:
        city.load(tx)
        gauge(tx)
    taken, none = [], timedelta(0)
    for minutes, ahead, value in ((0, back, 200), (5, back, 210), (10, none, 355), (15, none, 360)):
        at = NOW + ahead + timedelta(minutes=minutes)
        with db.transaction() as tx:
            taken.append(ingest(tx, "p2c", at=at, value=value, now=at))
    assert [one.outcome for one in taken] == ["stored"] * 4
    assert [one.level for one in taken[2:]] == [3, 3]


def test_a_thing_whose_clock_runs_a_little_fast_is_still_heard_in_its_order(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)
        gauge(tx)
    for ahead, outcome in ((9, "stored"), (4, "late")):
        with db.transaction() as tx:
            at = NOW + timedelta(minutes=ahead)
            assert ingest(tx, "p2c", at=at, value=200, now=NOW).outcome == outcome
