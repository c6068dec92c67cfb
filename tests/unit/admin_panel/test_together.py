"""Officers join, part, split and bundle reports on their pages."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from storage import clock, db
from storage.models import Bundle, Report
from tests.factories import reports
from tests.factories.panel import whole_report
from tests.unit.admin_panel.conftest import SignIn

POINT = {"lat": -6.2282, "lon": 106.975, "facts": {"titik": "tepat"}}
HOLE = "Lubang besar di depan bengkel Jaya. Sampah menumpuk di sebelahnya."


def filed(text: str = HOLE, **more: object) -> str:
    with db.transaction() as tx:
        now = clock.now() - timedelta(hours=1)
        return reports.filed(tx, text=text, now=now, **{**POINT, **more}).number  # type: ignore[arg-type]


def report(number: str) -> Report:
    with db.reading() as session:
        return session.scalars(select(Report).where(Report.number == number)).one()


def page(client: TestClient, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.text


def test_what_is_similar_stands_on_the_page_with_its_reasons_and_is_joined_and_parted(
    signed_in: SignIn, panel_db: None
) -> None:
    rina, one, other = signed_in("rina"), filed(), filed("jalan bolong depan bengkel jaya")
    text = whole_report(rina, other)
    assert "Serupa" in text
    assert one in text
    assert "di titik yang sama" in text
    rina.post(f"/petugas/laporan/{other}/gabung", data={"into": one})
    assert report(other).status == "duplikat"
    assert "1 laporan digabung ke sini" in whole_report(rina, one)
    assert "Pisahkan lagi" in whole_report(rina, other)
    rina.post(f"/petugas/laporan/{other}/pisahkan")
    assert report(other).status == "menunggu"


def test_a_join_the_rules_refuse_says_why_and_changes_nothing(signed_in: SignIn, panel_db: None) -> None:
    rina, one = signed_in("rina"), filed()
    response = rina.post(f"/petugas/laporan/{one}/gabung", data={"into": one})
    assert response.status_code == 422
    assert "Laporan tidak bisa digabung dengan dirinya sendiri." in response.text
    assert rina.post(f"/petugas/laporan/{one}/gabung", data={"into": "BKS-1"}).status_code == 422
    assert signed_in("walikota").post(f"/petugas/laporan/{one}/pisahkan").status_code == 403


def test_a_report_is_split_by_sentences(signed_in: SignIn, panel_db: None) -> None:
    rina, number = signed_in("rina"), filed()
    path = f"/petugas/laporan/{number}/pecah"
    assert "Sampah menumpuk di sebelahnya." in page(rina, path)
    refused = rina.post(path, data={"bagian0": "0", "bagian1": "1", "kategori1": ""})
    assert refused.status_code == 422
    assert "isi kategori yang baru" in refused.text
    done = rina.post(path, data={"bagian0": "0", "bagian1": "1", "kategori1": "sampah"})
    assert done.status_code == 303
    assert report(number).text == "Lubang besar di depan bengkel Jaya."
    with db.reading() as session:
        other = session.scalars(select(Report).where(Report.number != number)).one()
    assert (other.text, other.category_code) == ("Sampah menumpuk di sebelahnya.", "sampah")
    assert f"Dipecah: dibuat {other.number}" in whole_report(rina, number)
    assert f"Dipecah dari {number}" in whole_report(signed_in("dimas"), other.number)


def test_a_work_order_is_made_from_a_report_told_of_and_finished(signed_in: SignIn, panel_db: None) -> None:
    rina, one, two = signed_in("rina"), filed(), filed()
    made = rina.post("/petugas/kumpulan", data={"kind": "pekerjaan", "title": "Aspal ulang", "laporan": one})
    assert made.status_code == 303
    with db.reading() as session:
        bundle = session.scalars(select(Bundle.id)).one()
    path = f"/petugas/kumpulan/{bundle}"
    assert rina.post(f"{path}/masuk", data={"number": two}).status_code == 303
    assert {number in page(rina, path) for number in (one, two)} == {True}
    assert "Aspal ulang" in whole_report(rina, one)
    assert rina.post(f"{path}/kabari", data={"text": "Mulai Senin."}).status_code == 303
    assert rina.post(f"{path}/selesai", data={"laporan": [one]}).status_code == 422  # no word to residents
    done = rina.post(f"{path}/selesai", data={"laporan": [one], "reason": "Sudah diaspal."})
    assert done.status_code == 303
    assert (report(one).status, report(two).status) == ("selesai", "menunggu")
    assert "Aspal ulang" in page(rina, "/petugas/kumpulan")


@pytest.mark.parametrize("who", ["dimas", "lurah"])
def test_another_offices_work_order_is_not_there(signed_in: SignIn, panel_db: None, who: str) -> None:
    rina = signed_in("rina")
    rina.post("/petugas/kumpulan", data={"kind": "kejadian", "title": "Banjir"})
    with db.reading() as session:
        bundle = session.scalars(select(Bundle.id)).one()
    assert signed_in(who).get(f"/petugas/kumpulan/{bundle}").status_code == 404
    assert signed_in(who).post(f"/petugas/kumpulan/{bundle}/kabari", data={"text": "x"}).status_code == 404


def test_a_report_that_was_not_found_similar_is_joined_by_its_number(
    signed_in: SignIn, panel_db: None
) -> None:
    rina, other = signed_in("rina"), filed("Lampu jalan mati di ujung gang.", category="pju")
    one = filed("Gelap sekali di dekat pos ronda.", category="pju", lat=-6.26, lon=106.99)
    text = whole_report(rina, other)
    assert one not in text
    assert "Gabung ke nomor lain" in text
    others = filed("Sampah menggunung.", category="sampah")  # another office's
    for unknown in ("BKS-2611-09999", others):
        bad = rina.post(f"/petugas/laporan/{other}/gabung", data={"into": unknown})
        assert (bad.status_code, "Nomor itu tidak ada di antrean Anda" in bad.text) == (422, True)
    rina.post(f"/petugas/laporan/{other}/gabung", data={"into": f" {one.lower()} "})
    assert report(other).status == "duplikat"
    head = whole_report(rina, one)
    assert "1 laporan digabung ke sini" in head
    assert head.count("Gabung ke nomor lain") == 1
