"""What neighbours said of finished work, on the report's page; a preview does not give away who is asked."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from routing.city.catalogue import changed
from routing.domain.neighbours import Said
from routing.reports import neighbours, supporting
from storage import clock, db
from storage.models import Category, NeighbourAsked, Person, Report
from tests.factories import people, reports
from tests.factories.proof import finish
from tests.unit.admin_panel.conftest import SignIn


@pytest.fixture
def number(panel_db: None) -> str:
    """A report with two supporters, of a category whose neighbours are asked."""
    with db.transaction() as tx:
        tx.execute(update(Category).values(proof="tidak", checking="tidak", neighbours="tanya"))
        changed(tx)
        report = reports.filed(tx, now=clock.now())
        for _ in range(2):
            supporting.support(tx, report.number, person=people.person(tx), text="Sama.", now=clock.now())
        return report.number


def report_of(tx: Session, number: str) -> Report:
    return tx.scalars(select(Report).where(Report.number == number)).one()


def test_the_page_tells_what_they_said_without_their_names(signed_in: SignIn, number: str) -> None:
    client, now = signed_in("rina"), clock.now()
    with db.transaction() as tx:
        report = report_of(tx, number)
        finish(tx, report, people.officer(tx), now=now)
    page = client.get(f"/petugas/laporan/{number}").text
    assert "2 warga sekitar ditanya" in page
    assert "Menunggu jawaban warga sekitar" in page
    assert "Kabar ke" not in client.get(f"/petugas/laporan/{number}/bersama").text  # a question is no news
    with db.transaction() as tx:
        report = report_of(tx, number)
        asked = tx.scalars(select(NeighbourAsked).where(NeighbourAsked.report_id == report.id)).all()
        person = tx.get_one(Person, asked[0].person_id)
        neighbours.answer(tx, number, person=person, said=Said.NOT_DONE, text="Masih bolong.", now=now)
    page = client.get(f"/petugas/laporan/{number}").text
    assert "1 menjawab belum beres, 1 belum menjawab" in page
    assert "Dari warga sekitar: Masih bolong." in page
    assert "Satu warga sekitar: belum beres" in client.get(f"/petugas/laporan/{number}/riwayat").text


def test_the_preview_shows_what_the_reporter_reads_and_no_question_to_neighbours(
    signed_in: SignIn, number: str
) -> None:
    data = {"jenis": "status", "to": "selesai", "reason": "Sudah ditambal."}
    shown = signed_in("rina").post(
        f"/petugas/laporan/{number}/pratinjau", data=data, headers={"HX-Request": "true"}
    )
    assert "Sudah ditambal." in shown.text
    assert "warga sekitar" not in shown.text
    assert "Sebelum dinyatakan selesai" not in shown.text
