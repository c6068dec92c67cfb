"""Answers an office has ready: kept, changed, taken away, filled in; another office's are not there."""

import pytest
from sqlalchemy import select

from routing.reports import ready_answers
from storage import clock, db
from storage.models import ReadyAnswer
from tests.factories import reports
from tests.factories.panel import officer_named
from tests.unit.admin_panel.conftest import SignIn

PAGE = "/petugas/jawaban-siap"


def kept() -> list[tuple[str, str, str]]:
    with db.reading() as session:
        rows = session.scalars(select(ReadyAnswer)).all()
        return [(row.agency_code, row.name, row.text) for row in rows]


def test_an_answer_is_written_changed_and_taken_away(signed_in: SignIn, panel_db: None) -> None:
    client = signed_in("rina")
    assert "Belum ada jawaban siap" in client.get(PAGE).text
    made = client.post(PAGE, data={"name": "Survei", "text": "Laporan {nomor} kami survei."})
    assert "Jawaban siap disimpan." in client.get(made.headers["Location"]).text
    assert kept() == [("dbmsda", "Survei", "Laporan {nomor} kami survei.")]
    client.post(f"{PAGE}/1", data={"name": "Survei besok", "text": "Besok."})
    assert "Survei besok" in client.get(PAGE).text
    client.post(f"{PAGE}/1/hapus")
    assert kept() == []


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [("", "Besok.", "Mohon tuliskan isinya"), ("Survei", "", "Mohon tuliskan isinya"),
     ("Survei", "Halo {nama}", "tidak dikenal"), ("S" * 61, "Besok.", "terlalu panjang")],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_and_stays_in_the_form(
    signed_in: SignIn, panel_db: None, name: str, text: str, sentence: str
) -> None:
    answer = signed_in("rina").post(PAGE, data={"name": name, "text": text})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert name in answer.text
    assert text in answer.text
    assert kept() == []


def test_another_offices_answers_are_not_there(signed_in: SignIn, panel_db: None) -> None:
    signed_in("rina").post(PAGE, data={"name": "Survei", "text": "Besok."})
    other = signed_in("lurah")
    assert "Survei" not in other.get(PAGE).text
    assert other.post(f"{PAGE}/1", data={"name": "x", "text": "y"}).status_code == 404
    assert other.post(f"{PAGE}/1/hapus").status_code == 404
    assert kept() == [("dbmsda", "Survei", "Besok.")]


def test_what_a_colleague_took_away_is_brought_back_and_told(signed_in: SignIn, panel_db: None) -> None:
    client, other = signed_in("rina"), signed_in("lurah")
    client.post(PAGE, data={"name": "Survei", "text": "Besok."})
    client.post(f"{PAGE}/1", data={"name": "Survei", "text": "Besok pagi."})
    client.post(f"{PAGE}/1/hapus")
    page = client.get(PAGE).text
    assert ["“Survei” ditambahkan" in page, "“Survei” diubah" in page, "“Survei” dihapus" in page] == [
        True
    ] * 3
    assert other.post(f"{PAGE}/versi/2/pulihkan").status_code == 404  # that office never had one
    assert client.post(f"{PAGE}/versi/2/pulihkan").status_code == 303
    assert kept() == [("dbmsda", "Survei", "Besok pagi.")]
    assert "Memulihkan versi 2" in client.get(PAGE).text


def test_a_report_offers_them_filled_in(signed_in: SignIn, panel_db: None) -> None:
    with db.transaction() as tx:
        number = reports.filed(tx, now=clock.now()).number
        words = "Laporan {nomor} di {kelurahan} selesai sebelum {tenggat}."
        ready_answers.save(tx, officer=officer_named(tx, "rina"), name="Janji", text=words, now=clock.now())
    page = signed_in("rina").get(f"/petugas/laporan/{number}").text
    assert f"Laporan {number} di Kranji selesai sebelum" in page
    assert "{tenggat}" not in page
