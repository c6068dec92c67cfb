"""perempuan_anak is seen by officers who are named for it, and by nobody else, on both databases."""

import pytest
from sqlalchemy import select

from routing.reports import holding, trust
from routing.reports.door import visible_to
from storage import db
from storage.models import Event, Officer, Report
from tests.factories import city, reports

KIND = "perempuan_anak"


@pytest.fixture
def staff(database: str) -> dict[str, int]:
    """Two of the answering office, one of the POC and one who leads; a report of the kind and another."""
    with db.transaction() as tx:
        city.load(tx)
        report = reports.filed(tx, category=KIND)
        reports.filed(tx, category="jalan_rusak")
        people = {
            name: Officer(username=name, name=name, role=role, agency_code=agency, created_at=city.NOW)
            for name, role, agency in (
                ("satu", "petugas", report.agency_code), ("dua", "kepala", report.agency_code),
                ("poc", "operator", "poc"), ("wali", "pimpinan", None), ("admin", "admin", None),
            )
        }  # fmt: skip
        tx.add_all(people.values())
        tx.flush()
        return {name: officer.id for name, officer in people.items()}


def sees(staff: dict[str, int]) -> set[str]:
    with db.reading() as session:
        everybody = {name: session.get_one(Officer, officer_id) for name, officer_id in staff.items()}
        return {
            name for name, officer in everybody.items()
            if KIND in {row.category_code for row in session.scalars(visible_to(session, officer).select())}
        }  # fmt: skip


def name(staff: dict[str, int], who: str, codes: list[str]) -> None:
    with db.transaction() as tx:
        by = tx.get_one(Officer, staff["admin"])
        trust.name(tx, tx.get_one(Officer, staff[who]), codes, by=by, now=city.NOW)


def test_only_the_named_see_it_and_of_nothing_else_less(staff: dict[str, int]) -> None:
    assert sees(staff) == set(staff)  # nobody is named yet: a report nobody sees helps nobody
    name(staff, "satu", [KIND, "jalan_rusak", "entah"])
    assert sees(staff) == {"satu"}
    with db.reading() as session:
        poc = session.get_one(Officer, staff["poc"])
        assert [r.category_code for r in session.scalars(visible_to(session, poc).select())] == [
            "jalan_rusak"
        ]
        event = session.scalars(select(Event).where(Event.kind == "officer_named")).one()
        assert event.data == {"officer_id": staff["satu"], "categories": [KIND]}
        assert trust.unattended(session) == frozenset()


def test_it_can_be_given_to_the_named_alone(staff: dict[str, int]) -> None:
    name(staff, "dua", [KIND])
    with db.reading() as session:
        dua = session.get_one(Officer, staff["dua"])
        report = session.scalars(visible_to(session, dua).select().where(Report.category_code == KIND)).one()
        assert [colleague.id for colleague in holding.colleagues(session, report, dua, now=city.NOW)] == [
            staff["dua"]
        ]


def test_when_the_last_named_leaves_it_is_seen_again_as_before(staff: dict[str, int]) -> None:
    name(staff, "satu", [KIND])
    with db.transaction() as tx:
        tx.get_one(Officer, staff["satu"]).active = False
    assert sees(staff) == set(staff) - {"satu"}
    with db.reading() as session:
        assert trust.unattended(session) == {KIND}
    name(staff, "satu", [])
    assert sees(staff) == set(staff) - {"satu"}
