"""Who supports a report hears no more of it once it is secret: not its answers, not where it goes."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.domain.lifecycle import Status
from routing.reports import officers_work as work
from routing.reports import residents, supporting
from storage import db
from storage.models import Outbox, Person, Report
from tests.factories import city, people, reports
from tests.factories.city import NOW


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


def accused(tx: Session, report: Report) -> None:
    person = tx.get_one(Person, report.person_id)
    residents.add_to_report(tx, report.number, person=person, text="Petugasnya minta uang 50 ribu", now=NOW)


def sorted_anew(tx: Session, report: Report) -> None:
    operator = people.officer(tx, "operator", "poc")
    work.change_category(tx, officer=operator, report=report, category="perempuan_anak", now=NOW)


def heard(tx: Session, person: Person) -> list[tuple[str | None, str]]:
    rows = tx.scalars(select(Outbox).where(Outbox.person_id == person.id).order_by(Outbox.id))
    return [(row.key, str(row.args)) for row in rows]


@pytest.mark.parametrize("becomes_secret", [accused, sorted_anew])
def test_a_supporter_hears_nothing_of_what_has_become_secret(
    becomes_secret: Callable[[Session, Report], None],
) -> None:
    with db.transaction() as tx:
        report, other = reports.filed(tx), people.person(tx)
        supporting.support(tx, report.number, person=other, text="", now=NOW)
        before = heard(tx, other)
        becomes_secret(tx, report)
        assert report.privacy == "rahasia"
        officer = people.officer(tx, "petugas", report.agency_code)
        work.answer(tx, officer=officer, report=report, text="Kami jaga identitas Ibu.", now=NOW)
        work.ask(tx, officer=officer, report=report, text="Siapa yang meminta?", now=NOW)
        work.change_status(
            tx, officer=officer, report=report, to=Status.DIPROSES, reason="Diperiksa.", now=NOW
        )
        assert heard(tx, other) == before
        reporter = tx.get_one(Person, report.person_id)
        assert any("Kami jaga" in args for _, args in heard(tx, reporter))


@pytest.mark.parametrize("channel", ["telegram", "web"])
@pytest.mark.parametrize("becomes_secret", [accused, sorted_anew])
def test_what_still_waits_for_a_supporter_is_not_sent(
    becomes_secret: Callable[[Session, Report], None], channel: str
) -> None:
    with db.transaction() as tx:
        report, other = reports.filed(tx), people.person(tx, channel=channel)
        supporting.support(tx, report.number, person=other, text="", now=NOW)
        thanked = heard(tx, other)
        officer = people.officer(tx, "petugas", report.agency_code)
        work.change_status(
            tx, officer=officer, report=report, to=Status.DIPROSES, reason="Kami datang besok.", now=NOW
        )
        assert len(heard(tx, other)) == len(thanked) + 1
        becomes_secret(tx, report)
        reporter = tx.get_one(Person, report.person_id)
        assert len(heard(tx, other)) <= len(thanked)
        assert any("Kami datang" in args for _, args in heard(tx, reporter))
