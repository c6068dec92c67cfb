"""A gauge's alert stands in the queue, grows, and ends with the water."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from routing.domain.lifecycle import Status
from routing.reports import officers_work
from routing.warnings.alerts import close_alert, raise_alert
from storage import db, events
from storage.models import Alert, Datastream, Report
from tests.factories import city, people
from tests.factories.city import KRANJI, NOW
from tests.factories.sensors import gauge

LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


@pytest.fixture
def sensor(_city: None) -> Datastream:
    with db.transaction() as tx:
        return gauge(tx)


def raise_(sensor: Datastream, level: int, value: float = 215, *, minutes: int = 0) -> Alert:
    at = NOW + timedelta(minutes=minutes)
    with db.transaction() as tx:
        return raise_alert(tx, stream=sensor, level=level, value=value, at=at, now=at)


def report_of(alert: Alert) -> Report:
    with db.reading() as session:
        return session.get_one(Report, alert.report_id)


def kinds(report: Report) -> list[str]:
    with db.reading() as session:
        return [event.kind for event in events.of_report(session, report.id)]


def work(report: Report, *moves: Status) -> None:
    with db.transaction() as tx:
        operator = people.officer(tx, "operator", "poc")
        for to in moves:
            officers_work.change_status(tx, officer=operator, report=report, to=to, reason="Dicek.", now=NOW)


def test_a_raised_gauge_stands_in_the_queue_beside_the_reports(sensor: Datastream) -> None:
    report = report_of(raise_(sensor, 3, 215.5))
    assert (report.kind, report.channel, report.person_id) == ("peringatan", "sensor", None)
    assert (report.category_code, report.agency_code, report.kelurahan_code) == (
        "banjir_genangan",
        "bpbd",
        KRANJI,
    )
    assert report.text == "Siaga 3 di Cileungsi Hulu: 215,5 cm pada 09.00 WIB."
    assert (report.number, report.status, report.priority) == ("BKS-2611-00001", "menunggu", 1)
    assert report.resolve_due == NOW + timedelta(hours=24)
    assert kinds(report) == ["alert_opened"]


def test_the_same_or_a_milder_level_changes_nothing(sensor: Datastream) -> None:
    first = raise_(sensor, 2)
    for level in (2, 3):
        again = raise_(sensor, level, 230, minutes=5)
        assert (again.id, again.level) == (first.id, 2)
    assert kinds(report_of(first)) == ["alert_opened"]


def test_a_worse_level_makes_the_same_report_more_urgent(sensor: Datastream) -> None:
    first = raise_(sensor, 3)
    worse = raise_(sensor, 1, 420, minutes=30)
    assert (worse.id, worse.level) == (first.id, 1)
    report = report_of(worse)
    assert (report.text, report.priority) == ("Siaga 1 di Cileungsi Hulu: 420 cm pada 09.30 WIB.", 2)
    assert report.facts == {"sensor": sensor.thing.code, "level": 1, "value": 420}
    assert kinds(report) == ["alert_opened", "alert_raised"]


def test_falling_water_closes_the_alert_and_finishes_its_report(sensor: Datastream) -> None:
    opened = raise_(sensor, 3)
    with db.transaction() as tx:
        closed = close_alert(tx, stream=sensor, value=180, at=LATER, now=LATER)
        assert close_alert(tx, stream=sensor, value=170, at=LATER, now=LATER) is None
    assert closed is not None
    assert (closed.id, closed.closed_at) == (opened.id, LATER)
    report = report_of(closed)
    assert (report.status, report.resolved_at, report.first_answered_at) == ("selesai", LATER, None)
    with db.reading() as session:
        last = events.of_report(session, report.id)[-1]
        why = events.reason_of(session, last.seq)
    assert (last.kind, last.actor) == ("alert_closed", "sensor")
    assert why == "Tinggi muka air kembali normal: 180 cm pada 10.00 WIB."


def test_water_that_rises_again_opens_a_new_alert(sensor: Datastream) -> None:
    first = raise_(sensor, 3)
    with db.transaction() as tx:
        close_alert(tx, stream=sensor, value=180, at=LATER, now=LATER)
    second = raise_(sensor, 3, minutes=90)
    assert second.id != first.id
    assert report_of(second).number == "BKS-2611-00002"


def test_a_gauge_that_was_never_raised_closes_nothing(sensor: Datastream) -> None:
    with db.transaction() as tx:
        assert close_alert(tx, stream=sensor, value=100, at=NOW, now=NOW) is None
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Report)) == 0


def test_work_an_officer_finished_goes_on_when_the_water_rises_further(sensor: Datastream) -> None:
    alert = raise_(sensor, 3)
    work(report_of(alert), Status.SELESAI)
    raise_(sensor, 2, 310, minutes=20)
    report = report_of(alert)
    assert (report.status, report.resolved_at, report.priority) == ("diproses", None, 2)
    with db.reading() as session:
        data = events.of_report(session, report.id)[-1].data
    assert (data["from"], data["to"], data["level"]) == ("selesai", "diproses", 2)


def test_a_report_closed_for_good_gets_a_successor_when_the_water_rises_further(sensor: Datastream) -> None:
    alert = raise_(sensor, 3)
    old = report_of(alert)
    work(old, Status.SELESAI, Status.DITUTUP)
    alert = raise_(sensor, 1, 420, minutes=20)
    report = report_of(alert)
    assert report.id != old.id
    assert (report.status, report.priority, report_of(alert).kind) == ("menunggu", 2, "peringatan")


def test_an_alert_closes_beside_a_report_an_officer_already_ended(sensor: Datastream) -> None:
    alert = raise_(sensor, 3)
    work(report_of(alert), Status.SELESAI)
    with db.transaction() as tx:
        closed = close_alert(tx, stream=sensor, value=180, at=LATER, now=LATER)
    assert closed is not None
    assert report_of(alert).status == "selesai"
    assert kinds(report_of(alert))[-1] == "alert_closed"
