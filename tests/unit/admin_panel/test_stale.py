"""Two officers in one report: who saves on an older page is told what the other did, and loses nothing."""

import re
from datetime import timedelta

from fastapi.testclient import TestClient
from sqlalchemy import func, select

from routing.reports import residents
from storage import clock, db
from storage.models import Message, Outbox, Person, Report
from tests.factories import reports
from tests.unit.admin_panel.conftest import SignIn


def opened(client: TestClient, number: str) -> str:
    """The version of the report on the page this officer now has before them."""
    page = client.get(f"/petugas/laporan/{number}").text
    found = re.search(r'name="versi" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def a_report() -> str:
    with db.transaction() as tx:
        return reports.filed(tx, now=clock.now() - timedelta(hours=1)).number


def said() -> int | None:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(Outbox))


def test_a_stale_save_is_refused_with_both_versions_and_the_words_kept(
    signed_in: SignIn, panel_db: None
) -> None:
    number = a_report()
    way = f"/petugas/laporan/{number}"
    rina, operator = signed_in("rina"), signed_in("operator")
    old = opened(rina, number)
    done = {"to": "diproses", "reason": "Dijadwalkan besok.", "versi": opened(operator, number)}
    assert operator.post(f"{way}/status", data=done).status_code == 303
    before = said()
    tries = [
        ("pesan", {"jenis": "jawab", "text": "Kami <b>cek</b> dulu."}, "Kami &lt;b&gt;cek&lt;/b&gt; dulu."),
        ("pesan", {"jenis": "jawab", "text": "Sudah jadi.", "status": "koordinasi"}, "Sudah jadi."),
        ("status", {"to": "koordinasi", "reason": "Menunggu alat."}, "Menunggu alat."),
        ("teruskan", {"agency": "dlh", "reason": "Urusan DLH."}, "Urusan DLH."),
        ("kategori", {"category": "pju"}, ""),
    ]
    for name, data, kept in tries:
        page = rina.post(f"{way}/{name}", data={**data, "versi": old})
        assert page.status_code == 409, name
        assert "Saat Anda buka" in page.text
        assert "Dijadwalkan besok." in page.text  # what the other did, and why
        assert kept in page.text
    assert said() == before
    again = re.search(r'name="versi" value="([^"]+)"', page.text)
    assert again is not None
    sent = rina.post(f"{way}/pesan", data={"jenis": "jawab", "text": "Kami cek.", "versi": again[1]})
    assert sent.status_code == 303


def test_a_note_is_never_late_and_ones_own_deeds_make_nothing_stale(
    signed_in: SignIn, panel_db: None
) -> None:
    number = a_report()
    way = f"/petugas/laporan/{number}"
    rina, operator = signed_in("rina"), signed_in("operator")
    old = opened(rina, number)
    operator.post(f"{way}/pesan", data={"jenis": "catatan", "text": "Untuk rekan."})
    for text in ("Satu.", "Dua."):
        sent = rina.post(f"{way}/pesan", data={"jenis": "jawab", "text": text, "versi": old})
        assert sent.status_code == 303, text
    operator.post(f"{way}/pesan", data={"jenis": "jawab", "text": "Dari POC.", "versi": ""})
    noted = rina.post(f"{way}/pesan", data={"jenis": "catatan", "text": "Tiga.", "versi": old})
    assert noted.status_code == 303
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Message)) == 5
    assert rina.post(f"{way}/kategori", data={"category": "pju", "versi": "x~y"}).status_code == 303


def test_what_the_resident_adds_meanwhile_is_read_before_an_answer_goes(
    signed_in: SignIn, panel_db: None
) -> None:
    number = a_report()
    rina = signed_in("rina")
    old = opened(rina, number)
    with db.transaction() as tx:
        report = tx.scalars(select(Report).where(Report.number == number)).one()
        person = tx.get_one(Person, report.person_id)
        residents.add_to_report(tx, number, person=person, text="Sudah diperbaiki warga.", now=clock.now())
    answer = {"jenis": "jawab", "text": "Kami datang besok.", "versi": old}
    page = rina.post(f"/petugas/laporan/{number}/pesan", data=answer, headers={"HX-Request": "true"})
    assert (page.status_code, "Warga menambah keterangan" in page.text) == (409, True)


def test_who_has_the_report_open_is_told_to_the_others_until_they_leave(
    signed_in: SignIn, panel_db: None
) -> None:
    way = f"/petugas/laporan/{a_report()}/hadir"
    rina, operator = signed_in("rina"), signed_in("operator")
    assert rina.post(way).text.strip() == ""
    assert "Petugas Rina juga membuka" in operator.post(way, data={"tulis": "true"}).text
    assert "Petugas Operator sedang menulis" in rina.post(way).text
    operator.post(way, data={"pergi": "true"})
    assert rina.post(way).text.strip() == ""
    assert signed_in("dimas").post(way).status_code == 204
    assert signed_in("dimas").post(way, data={"pergi": "true"}).text == ""


def test_a_pane_that_asks_for_a_report_handed_on_hears_nothing_and_no_error(
    signed_in: SignIn, panel_db: None
) -> None:
    way, dimas, pane = f"/petugas/laporan/{a_report()}", signed_in("dimas"), {"HX-Request": "true"}
    assert dimas.get(way).status_code == 404
    for number in (way, "/petugas/laporan/BKS-2611-99999"):
        answer = dimas.get(number, headers=pane)
        assert (answer.status_code, answer.text) == (204, "")
