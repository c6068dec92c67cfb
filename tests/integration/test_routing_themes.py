"""Proposals are counted with those of others who said the same."""

from datetime import datetime, timedelta

import pytest

from routing.city import themes
from routing.reports.filing import Filed, NewReport, file_report
from storage import db
from storage.models import Person, Report
from tests.factories import city, people
from tests.factories.city import NOW

PARK = "Saya usul dibuat taman bermain untuk anak-anak."


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


def propose(
    text: str = PARK, *, by: Person | None = None, kind: str = "aspirasi", now: datetime = NOW
) -> Filed:
    with db.transaction() as tx:
        draft = NewReport(text=text, category="aspirasi", kind=kind)
        return file_report(tx, draft, person=by or people.person(tx), channel="telegram", now=now)


def test_a_proposal_has_its_theme_and_the_number_of_others() -> None:
    assert propose().others == 0
    assert propose("Tambah taman dan pohon di RW 5.").others == 1
    filed = propose()
    assert filed.others == 2
    with db.reading() as session:
        assert session.get_one(Report, filed.report_id).theme == "ruang_hijau"


def test_oneself_complaints_other_themes_and_other_months_do_not_count() -> None:
    with db.transaction() as tx:
        by = people.person(tx)
    propose(by=by)
    propose(kind="pengaduan")
    propose("Perbanyak bank sampah.")
    propose(now=NOW - timedelta(days=31))
    assert propose(by=by).others == 0


def test_what_has_no_theme_is_not_counted_with_anything() -> None:
    propose("Semoga makin baik.")
    assert propose("Semoga makin maju.").others == 0


def test_the_panel_sees_the_most_frequent_themes_first() -> None:
    with db.transaction() as tx:
        by = people.person(tx)
    propose("Perbanyak bank sampah.")
    propose(by=by)
    propose(by=by)
    propose(now=NOW - timedelta(days=40))
    withdrawn = propose("Tambah halte dan angkot malam.")
    with db.transaction() as tx:
        tx.get_one(Report, withdrawn.report_id).status = "ditarik"
    with db.reading() as session:
        found = themes.counts(session, since=NOW - timedelta(days=30))
    assert [(c.theme, c.name, c.reports, c.residents) for c in found] == [
        ("ruang_hijau", "Taman dan ruang hijau", 2, 1),
        ("sampah", "Sampah dan lingkungan bersih", 1, 1),
    ]
