"""A report is weighed anew when a reason changes: the place, the water, its age, what was mended there."""

from datetime import timedelta

import pytest

from routing.city.landmarks import landmarks
from routing.domain.lifecycle import Status
from routing.reports import correcting, housekeeping, officers_work
from routing.warnings.alerts import close_alert, raise_alert
from storage import db
from storage.models import Person, Report
from tests.factories import city, people, reports
from tests.factories.city import KRANJI, NOW
from tests.factories.sensors import gauge

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


def filed(**more: object) -> int:
    with db.transaction() as tx:
        return reports.filed(tx, **more).id  # type: ignore[arg-type]


def why(report: int) -> dict[str, str]:
    """The reasons kept, by code."""
    with db.reading() as session:
        return {code: said for code, _, said in session.get_one(Report, report).urgency_why}


def test_a_corrected_place_beside_a_school_counts_from_then_on() -> None:
    school = next(mark for mark in landmarks() if "sd" in mark.name.lower().split())
    report = filed()
    assert "near" not in why(report)
    with db.transaction() as tx:
        row = tx.get_one(Report, report)
        correcting.correct(
            tx, row.number, person=tx.get_one(Person, row.person_id), new="depan sekolah",
            place="depan sekolah", point=(school.lat, school.lon), now=NOW,
        )  # fmt: skip
    assert why(report)["near"] == school.name


def test_the_water_residents_were_told_of_counts_until_it_is_gone() -> None:
    report, dry = filed(category="banjir_genangan"), filed(category="jalan_rusak")
    with db.transaction() as tx:
        sensor = gauge(tx)
        assert sensor.thing.kelurahan_code == KRANJI
        raise_alert(tx, stream=sensor, level=2, value=310, at=NOW, now=NOW)
    assert why(report) == {"water": "2"}
    assert why(dry) == {}
    with db.transaction() as tx:
        close_alert(tx, stream=sensor, value=50, at=NOW, now=NOW)
    assert why(report) == {}


@pytest.mark.parametrize(("days", "told"), [(6, {}), (7, {"age": "7"}), (40, {"age": "40"})])
def test_what_stays_open_grows_more_urgent_at_any_hour(days: int, told: dict[str, str]) -> None:
    report = filed()
    midnight = NOW.replace(hour=17) + days * DAY
    with db.transaction() as tx:
        housekeeping.run(tx, now=midnight)
    assert why(report) == told


def test_what_was_mended_at_the_spot_and_is_reported_again_counts() -> None:
    spot = {"lat": -6.2282, "lon": 106.975}
    first = filed(**spot)
    with db.transaction() as tx:
        officer = people.officer(tx)
        report, done = tx.get_one(Report, first), "Ditambal."
        officers_work.change_status(
            tx, officer=officer, report=report, to=Status.SELESAI, reason=done, now=NOW
        )  # fmt: skip
    assert why(filed(**spot, now=NOW + 80 * DAY))["repeats"] == "1"
    assert "repeats" not in why(filed(**spot, now=NOW + 91 * DAY))
    assert "repeats" not in why(filed(**spot, category="sampah", now=NOW + 80 * DAY))
