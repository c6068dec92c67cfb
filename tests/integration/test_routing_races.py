"""Many at once: numbers without gap or double, one winner where only one may win, one alert a gauge."""

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from sqlalchemy import func, select

from routing.city.loading import load_city
from routing.delivered import CITY
from routing.domain.lifecycle import Status
from routing.errors import Refused
from routing.reports import officers_work, residents
from routing.reports.filing import NewReport, file_report
from routing.warnings.alerts import raise_alert
from storage import db, events
from storage.models import Alert, Category, Event, Message, Person, Report
from storage.people import person_for
from tests.factories import city, people, reports
from tests.factories.city import NOW
from tests.factories.sensors import gauge

WRITERS = 8
Result = TypeVar("Result")


@pytest.fixture
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


needs_city = pytest.mark.usefixtures("_city")


def together(*calls: Callable[[], Result]) -> list[Result | Refused]:
    """Run the calls at the same moment, each in a thread; a refusal is a result too."""
    barrier = threading.Barrier(len(calls))

    def run(call: Callable[[], Result]) -> Result | Refused:
        barrier.wait()
        try:
            return call()
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.mark.usefixtures("database")
def test_roles_that_start_together_configure_the_city_once() -> None:
    def start() -> int:
        with db.transaction() as tx:
            load_city(tx, CITY, now=NOW)
            return tx.scalar(select(func.count()).select_from(Category)) or 0

    assert together(*[start] * 4) == [44] * 4


@needs_city
def test_eight_writers_number_their_reports_without_gap_or_double() -> None:
    def write() -> list[str]:
        made = []
        for _ in range(15):
            with db.transaction() as tx:
                draft = NewReport("Lampu gang padam.", "pju")
                made.append(file_report(tx, draft, person=None, channel="web", now=NOW).number)
        return made

    lists = together(*[write] * WRITERS)
    numbers = sorted(number for made in lists if isinstance(made, list) for number in made)
    assert numbers == [f"BKS-2611-{serial:05d}" for serial in range(1, WRITERS * 15 + 1)]
    with db.reading() as session:
        log = session.scalars(select(Event).order_by(Event.seq)).all()
        assert [event.seq for event in log] == list(range(1, 2 * WRITERS * 15 + 1))  # filed and routed
        assert {event.report_id for event in log} == set(session.scalars(select(Report.id)))


@needs_city
def test_of_two_officers_ending_a_report_exactly_one_wins() -> None:
    with db.transaction() as tx:
        report = reports.filed(tx)
        one, other = people.officer(tx), people.officer(tx)

    def end(officer_id: int, to: Status) -> str:
        with db.transaction() as tx:
            officer = tx.get_one(type(one), officer_id)
            mine = tx.get_one(Report, report.id)  # read before the lock, as a page does
            work = officers_work.change_status(
                tx, officer=officer, report=mine, to=to, reason="Sudah.", now=NOW
            )
            return work.status

    results = together(lambda: end(one.id, Status.SELESAI), lambda: end(other.id, Status.DITOLAK))
    won = [result for result in results if isinstance(result, str)]
    assert len(won) == 1
    assert sum(isinstance(result, Refused) for result in results) == 1
    with db.reading() as session:
        assert session.get_one(Report, report.id).status == won[0]
        assert [event.kind for event in events.of_report(session, report.id)] == [
            "report_filed",
            "report_routed",
            "report_status",
        ]


@needs_city
def test_a_withdrawal_during_a_finish_waits_and_is_refused() -> None:
    with db.transaction() as tx:
        by, officer = people.person(tx), people.officer(tx)
        report = reports.filed(tx, by=by)

    def withdraw() -> str:
        with db.transaction() as tx:
            return residents.withdraw(tx, report.number, person=tx.get_one(Person, by.id), now=NOW).status

    with ThreadPoolExecutor(1) as pool:
        with db.transaction() as tx:
            officers_work.change_status(
                tx, officer=officer, report=report, to=Status.SELESAI, reason="Sudah.", now=NOW
            )
            withdrawal = pool.submit(withdraw)
            with pytest.raises(TimeoutError):  # it waits for this transaction to end
                withdrawal.result(timeout=0.5)
        with pytest.raises(Refused, match="status_tidak_bisa"):
            withdrawal.result(timeout=30)
    with db.reading() as session:
        assert session.get_one(Report, report.id).status == "selesai"


@needs_city
def test_a_resident_and_an_officer_writing_at_once_do_not_block_each_other() -> None:
    with db.transaction() as tx:
        by, officer = people.person(tx), people.officer(tx)
        report = reports.filed(tx, by=by)

    def answer() -> None:
        with db.transaction() as tx:
            officers_work.answer(tx, officer=officer, report=report, text="Kami cek.", now=NOW)

    with ThreadPoolExecutor(1) as pool:
        with db.transaction() as tx:
            # A turn locks its person first and reaches the report later; an answer goes the other way round.
            mine = person_for(tx, channel=by.channel, address=by.address, name=None, now=NOW)
            answering = pool.submit(answer)
            with contextlib.suppress(TimeoutError):  # on SQLite it waits for this transaction to end
                answering.result(timeout=0.5)
            residents.add_to_report(tx, report.number, person=mine, text="Makin parah.", now=NOW)
        answering.result(timeout=30)
    with db.reading() as session:
        assert len(session.scalars(select(Message)).all()) == 2


@needs_city
def test_readings_arriving_together_open_one_alert() -> None:
    with db.transaction() as tx:
        sensor = gauge(tx)

    def read() -> int:
        with db.transaction() as tx:
            return raise_alert(tx, stream=sensor, level=3, value=210, at=NOW, now=NOW).id

    results = together(*[read] * WRITERS)
    assert len(set(results)) == 1
    with db.reading() as session:
        assert len(session.scalars(select(Alert)).all()) == 1
        assert len(session.scalars(select(Report)).all()) == 1
