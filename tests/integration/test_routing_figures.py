"""Figures, checked against numbers worked out by hand."""

import random
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from admin_panel.poc.queries import by_kelurahan, drawn
from routing import figures
from routing.domain.lifecycle import Status
from routing.figures import Spread, spread
from routing.reports import officers_work
from routing.warnings.alerts import close_alert, raise_alert
from storage import db
from storage.models import Officer, Report
from tests.factories import city, people, reports, sensors
from tests.factories.city import KRANJI, MARGAHAYU, NOW
from tests.factories.queries import counted

SINCE = NOW - timedelta(days=1)


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


def worked(tx: Session, officer: Officer, *, answered: float, resolved: float | None = None) -> Report:
    """A street-light report answered, and perhaps finished, so many hours after it came."""
    report = reports.filed(tx, category="pju")
    at = NOW + timedelta(hours=answered)
    officers_work.answer(tx, officer=officer, report=report, text="Siap.", now=at)
    if resolved is not None:
        end = NOW + timedelta(hours=resolved)
        officers_work.change_status(
            tx, officer=officer, report=report, to=Status.SELESAI, reason="x", now=end
        )
    return report


def test_medians_and_ninetieth_percentiles_are_those_of_a_spreadsheet() -> None:
    pairs = [(NOW, NOW + timedelta(hours=h)) for h in (1, 2, 3, 4, 10)]
    assert spread([*pairs, (NOW, None)]) == Spread(5, 3.0, 7.6)
    assert spread(pairs[:1]) == Spread(1, 1.0, 1.0)
    assert spread([(NOW, None)]) is None
    assert spread([]) is None


def test_the_database_works_out_the_spread_that_a_spreadsheet_does() -> None:
    dice = random.Random(5)
    took = [timedelta(microseconds=dice.randrange(10**6, 4 * 10**11)) for _ in range(37)]
    with db.transaction() as tx:
        for time_taken in took:
            report = reports.filed(tx, category="pju", now=NOW - timedelta(days=dice.randrange(20)))
            report.first_answered_at = report.created_at + time_taken
    with db.reading() as session:
        (found,) = figures.by_agency(session, since=NOW - timedelta(days=30), now=NOW)
    assert found.first_answer == spread([(NOW, NOW + time_taken) for time_taken in took])


def test_each_dinas_is_measured_by_its_own_reports() -> None:
    with db.transaction() as tx:
        officer = people.officer(tx)
        for answered, resolved in ((1, 10), (2, 20), (4, None)):
            worked(tx, officer, answered=answered, resolved=resolved)
        reports.filed(tx, category="pju")
        reports.filed(tx, category="sampah")
        reports.filed(tx, category="sampah", now=NOW - timedelta(days=9))
    with db.reading() as session:
        found = {
            row.code: row for row in figures.by_agency(session, since=SINCE, now=NOW + timedelta(hours=5))
        }
    assert set(found) == {"dbmsda", "dlh"}
    roads, waste = found["dbmsda"], found["dlh"]
    assert (roads.filed, roads.open, roads.overdue, roads.unanswered) == (4, 2, 0, 1)
    assert roads.first_answer == Spread(3, 2.0, 3.6)
    assert roads.resolution == Spread(2, 15.0, 19.0)
    # The older report still stands in the queue, late, though it was filed before `since`.
    assert (waste.filed, waste.open, waste.overdue, waste.unanswered) == (1, 2, 1, 1)
    assert (waste.first_answer, waste.resolution) == (None, None)


def test_the_most_behind_stands_first() -> None:
    with db.transaction() as tx:
        reports.filed(tx, category="pju")
        reports.filed(tx, category="pju")
        reports.filed(tx, category="sampah", now=NOW - timedelta(days=9))
    with db.reading() as session:
        rows = figures.by_agency(session, since=SINCE, now=NOW)
    assert [row.code for row in rows] == ["dlh", "dbmsda"]


def test_the_summary_counts_the_city_at_this_moment() -> None:
    with db.transaction() as tx:
        operator = people.officer(tx, "operator", "poc")
        reports.filed(tx, category="sampah", now=NOW - timedelta(days=9))
        reports.filed(tx, category="pohon", emergency="kecelakaan")
        reports.filed(tx, category=None)
        done = reports.filed(tx)
        officers_work.change_status(tx, officer=operator, report=done, to=Status.SELESAI, reason="x", now=NOW)
    with db.reading() as session, counted() as statements:
        found = figures.summary(session, now=NOW)
    assert found.by_status == {"menunggu": 3, "selesai": 1}
    assert (found.total, found.open, found.overdue, found.emergencies) == (4, 3, 1, 1)
    assert (found.needs_review, found.today) == (1, 3)
    assert len(statements) == 3  # what is open is counted along an index of its own


def test_an_empty_city_has_noughts_and_no_agencies() -> None:
    with db.reading() as session:
        found = figures.summary(session, now=NOW)
        assert (found.total, found.open, found.overdue, found.by_status) == (0, 0, 0, {})
        assert figures.by_agency(session, since=SINCE, now=NOW) == []
        assert figures.per_kelurahan(session, since=SINCE) == {}
        assert [day.filed for day in figures.per_day(session, days=3, now=NOW)] == [0, 0, 0]


def test_days_are_those_of_the_city_and_stand_even_when_empty() -> None:
    midnight = NOW - timedelta(hours=9)  # Monday 00.00 WIB
    with db.transaction() as tx:
        officer = people.officer(tx)
        reports.filed(tx, now=midnight)
        reports.filed(tx, now=midnight - timedelta(minutes=1))
        reports.filed(tx, now=midnight - timedelta(days=3))
        worked(tx, officer, answered=1, resolved=2)
    with db.reading() as session:
        days = figures.per_day(session, days=3, now=NOW + timedelta(hours=3))
    assert [(day.day, day.filed, day.resolved) for day in days] == [
        (date(2026, 11, 21), 0, 0),
        (date(2026, 11, 22), 1, 0),
        (date(2026, 11, 23), 2, 1),
    ]


def test_places_and_categories_are_counted_since_a_moment() -> None:
    with db.transaction() as tx:
        for kelurahan in (KRANJI, KRANJI, MARGAHAYU, None):
            reports.filed(tx, kelurahan=kelurahan)
        reports.filed(tx, category="sampah", kelurahan=KRANJI)
        reports.filed(tx, kelurahan=MARGAHAYU, now=NOW - timedelta(days=2))
    with db.reading() as session:
        assert figures.per_kelurahan(session, since=SINCE) == {KRANJI: 3, MARGAHAYU: 1}
        assert list(figures.per_category(session, since=SINCE).items()) == [("jalan_rusak", 4), ("sampah", 1)]


def test_figures_per_dinas_cost_the_same_however_many_there_are() -> None:
    with db.transaction() as tx:
        for category in ("pju", "sampah", "pkl", "parkir", "kesehatan", "bansos"):
            reports.filed(tx, category=category)
    with db.reading() as session, counted() as statements:
        assert len(figures.by_agency(session, since=SINCE, now=NOW)) == 6
    assert len(statements) <= 3 + 5  # the two of its own, and the configuration when not yet read


def test_a_gauges_alarm_is_nobodys_report_in_any_figure() -> None:
    with db.transaction() as tx:
        reports.filed(tx, now=NOW)
    without = every_figure()
    with db.transaction() as tx:
        sensor = sensors.gauge(tx)
        raise_alert(tx, stream=sensor, level=1, value=410, at=NOW, now=NOW)
    assert every_figure() == without
    with db.transaction() as tx:
        close_alert(tx, stream=sensor, value=100, at=NOW, now=NOW)
    assert every_figure() == without


def every_figure() -> list[object]:
    """All of them, a year later, when whatever is open is late."""
    now = NOW + timedelta(days=365)
    with db.reading() as session:
        return [
            figures.summary(session, now=NOW),
            figures.summary(session, now=now),
            figures.by_agency(session, since=SINCE, now=now),
            figures.per_day(session, days=3, now=NOW),
            figures.per_kelurahan(session, since=SINCE),
            figures.per_category(session, since=SINCE),
            by_kelurahan(session, now=now),
            drawn(session, None, now=now),
        ]
