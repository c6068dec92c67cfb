"""Whose hands a report is in, and what an officer who leaves does to it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts import officers
from routing.errors import BadInput, NotAllowed, NotFound, Refused
from routing.reports import holding, officers_work
from routing.reports.door import visible_to
from routing.reports.filters import MINE, NOBODYS, Filters
from storage import db
from storage.models import Event, Officer, Report
from tests.factories import city, people, reports
from tests.factories.city import NOW

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


def numbers(tx: Session, officer: Officer, holder: str) -> set[str]:
    page = visible_to(tx, officer).page(Filters(holder=holder), now=NOW)
    return {report.number for report in page.reports}


def test_a_report_is_in_one_pair_of_hands_and_each_change_is_one_event() -> None:
    with db.transaction() as tx:
        rina, agus, report = people.officer(tx), people.officer(tx), reports.filed(tx)
        assert numbers(tx, rina, NOBODYS) == {report.number}
        holding.give(tx, officer=rina, report=report, to=rina.id, now=NOW)
        holding.give(tx, officer=rina, report=report, to=rina.id, now=NOW)  # again: nothing
        assert (numbers(tx, rina, MINE), numbers(tx, agus, MINE)) == ({report.number}, set())
        holding.give(tx, officer=rina, report=report, to=agus.id, now=NOW)
        assert (numbers(tx, rina, MINE), numbers(tx, agus, MINE)) == (set(), {report.number})
        assert visible_to(tx, agus).counts(now=NOW)["saya"] == 1
        holding.give(tx, officer=agus, report=report, to=None, now=NOW)
        assert numbers(tx, rina, NOBODYS) == {report.number}
    with db.reading() as session:
        told = session.scalars(select(Event.data).where(Event.report_id == report.id).order_by(Event.seq))
        given = [data["to_officer"] for data in told if "to_officer" in data]
        assert given == [rina.id, agus.id, None]


def test_only_who_works_there_is_given_a_report() -> None:
    with db.transaction() as tx:
        rina, report = people.officer(tx), reports.filed(tx)
        there, gone = people.officer(tx, agency="dlh"), people.officer(tx, active=False)
        mayor, operator = people.officer(tx, "pimpinan", None), people.officer(tx, "operator", "poc")
        for to in (there.id, gone.id, mayor.id, 10**15):
            with pytest.raises(BadInput):
                holding.give(tx, officer=rina, report=report, to=to, now=NOW)
        with pytest.raises(NotAllowed):
            holding.give(tx, officer=mayor, report=report, to=mayor.id, now=NOW)
        with pytest.raises(NotFound):
            holding.give(tx, officer=there, report=report, to=there.id, now=NOW)
        assert report.holder_id is None
        holding.give(tx, officer=operator, report=report, to=operator.id, now=NOW)
        assert report.holder_id == operator.id


def test_another_office_finds_it_in_nobodys_hands() -> None:
    with db.transaction() as tx:
        rina, report = people.officer(tx), reports.filed(tx)
        holding.give(tx, officer=rina, report=report, to=rina.id, now=NOW)
        officers_work.forward(tx, officer=rina, report=report, agency="dlh", reason="Bagian DLH", now=NOW)
        assert (report.agency_code, report.holder_id) == ("dlh", None)


def test_what_is_over_is_given_to_nobody() -> None:
    with db.transaction() as tx:
        rina, report = people.officer(tx), reports.filed(tx)
        report.status = "ditutup"
        with pytest.raises(Refused):
            holding.give(tx, officer=rina, report=report, to=rina.id, now=NOW)


def test_who_leaves_lets_go_of_everything() -> None:
    with db.transaction() as tx:
        rina, admin, report = people.officer(tx), people.officer(tx, "admin", None), reports.filed(tx)
        holding.give(tx, officer=rina, report=report, to=rina.id, now=NOW)
        officers.set_active(tx, rina, False, by=admin, now=NOW)
    with db.reading() as session:
        assert session.scalars(select(Report.holder_id)).one() is None
