"""What time alone does to reports."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from routing.domain.lifecycle import Status
from routing.reports import housekeeping, officers_work, residents
from sorot.work import Work
from storage import db, events
from storage.media import FolderStore
from storage.models import Outbox, Person, Report
from tests.factories import city, people, reports
from tests.factories.city import NOW
from tests.fakes.engines import KeywordEngine

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


def finished(*, at: datetime = NOW) -> tuple[Report, Person]:
    with db.transaction() as tx:
        by, officer = people.person(tx), people.officer(tx)
        report = reports.filed(tx, by=by)
        officers_work.change_status(
            tx, officer=officer, report=report, to=Status.SELESAI, reason="Ditambal.", now=at
        )  # fmt: skip
        return report, by


def asked(*, at: datetime = NOW) -> tuple[Report, Person]:
    with db.transaction() as tx:
        by, officer = people.person(tx), people.officer(tx)
        report = reports.filed(tx, by=by)
        officers_work.ask(tx, officer=officer, report=report, text="Di gang berapa?", now=at)
        return report, by


def keep_house(now: datetime) -> int:
    with db.transaction() as tx:
        return housekeeping.run(tx, now=now)


def told(person: Person, key: str) -> list[dict[str, str]]:
    with db.reading() as session:
        found = select(Outbox).where(Outbox.person_id == person.id, Outbox.key == key).order_by(Outbox.id)
        return [row.args for row in session.scalars(found)]


def test_finished_reports_are_closed_after_fourteen_days_and_their_resident_is_told() -> None:
    (old, by), (fresh, _) = finished(), finished(at=NOW + timedelta(days=1))
    later = NOW + timedelta(days=14, hours=1)
    assert [keep_house(later), keep_house(later)] == [1, 0]
    with db.reading() as session:
        assert session.get_one(Report, old.id).status == "ditutup"
        assert session.get_one(Report, fresh.id).status == "selesai"
        assert events.of_report(session, old.id)[-1].actor == "sistem"
    assert told(by, "notice-closed") == [{"number": old.number}]


def test_an_unanswered_question_is_repeated_after_a_day_and_after_three_and_then_no_more() -> None:
    report, by = asked()
    hours = [23, 24, 25, 48, 71, 72, 73, 24 * 10]
    touched = [keep_house(NOW + timedelta(hours=hour)) for hour in hours]
    assert touched == [0, 1, 0, 0, 0, 1, 0, 0]
    agency = "Dinas Bina Marga dan Sumber Daya Air"
    once = {"number": report.number, "agency": agency, "text": "Di gang berapa?"}
    assert told(by, "notice-reminder") == [once, once]
    with db.reading() as session:
        kinds = [event.kind for event in events.of_report(session, report.id)]
    assert kinds.count("report_reminded") == 2


def test_nobody_is_reminded_at_night() -> None:
    asked(at=NOW - 6 * HOUR)  # 03.00 WIB
    night = NOW + 18 * HOUR  # 03.00 WIB on the next day
    assert [keep_house(night + hours * HOUR) for hours in (0, 4, 5)] == [0, 0, 1]


def test_an_answered_question_and_a_new_one_are_counted_from_their_own_time() -> None:
    report, by = asked()
    assert keep_house(NOW + 24 * HOUR) == 1
    with db.transaction() as tx:
        residents.add_to_report(tx, report.number, person=by, text="Gang 4.", now=NOW + 25 * HOUR)
    assert keep_house(NOW + 73 * HOUR) == 0
    with db.transaction() as tx:
        officer = people.officer(tx)
        officers_work.ask(tx, officer=officer, report=report, text="Nomor berapa?", now=NOW + 75 * HOUR)
    assert keep_house(NOW + 96 * HOUR) == 0
    assert keep_house(NOW + 99 * HOUR) == 1
    assert [args["text"] for args in told(by, "notice-reminder")] == ["Di gang berapa?", "Nomor berapa?"]


def test_a_worker_that_was_away_for_days_reminds_once() -> None:
    asked()
    touched = [keep_house(NOW + timedelta(days=days)) for days in (5, 6, 9)]
    assert touched == [1, 0, 0]


@pytest.mark.parametrize(
    ("emergency", "moved"), [(None, timedelta(days=2)), ("banjir", timedelta(days=2, hours=1))]
)
def test_the_deadline_moves_by_the_time_the_resident_was_waited_for(
    emergency: str | None, moved: timedelta
) -> None:
    """Monday 09.00 to Wednesday 10.00: two closings of a working day, or 49 hours of an emergency's clock."""
    with db.transaction() as tx:
        by, officer = people.person(tx), people.officer(tx)
        report = reports.filed(tx, by=by, emergency=emergency)
        due = report.resolve_due
        officers_work.ask(tx, officer=officer, report=report, text="Di gang berapa?", now=NOW)
        assert report.paused_at == NOW
        answered_at = NOW + timedelta(days=2, hours=1)
        residents.add_to_report(tx, report.number, person=by, text="Gang 4.", now=answered_at)
        assert report.resolve_due == due + moved
    with db.reading() as session:
        assert session.get_one(Report, report.id).paused_at is None


def test_keeping_house_ends_early_when_the_process_does(tmp_path: Path) -> None:
    report, _ = finished()
    later = NOW + timedelta(days=14, hours=1)
    work = Work(KeywordEngine(), FolderStore(tmp_path), {}, clock=lambda: later)
    work.stopping.set()
    work.housekeeping()
    assert status_of(report) == "selesai"
    work.stopping.clear()
    work.housekeeping()
    assert status_of(report) == "ditutup"


def status_of(report: Report) -> str:
    with db.reading() as session:
        return session.get_one(Report, report.id).status
