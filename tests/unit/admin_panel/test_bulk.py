"""Many reports at once, in the panel: chosen, ordered, undone."""

import re
from datetime import timedelta

from sqlalchemy import select

from storage import clock, db
from storage.models import BulkItem, Report
from tests.factories import reports
from tests.unit.admin_panel.conftest import SignIn


def test_many_are_chosen_ordered_and_taken_back(signed_in: SignIn, panel_db: None) -> None:
    with db.transaction() as tx:
        made = [
            reports.filed(tx, now=clock.now() - timedelta(hours=1), text=f"Uji {n}.").number for n in range(3)
        ]
        reports.filed(tx, now=clock.now(), category="sampah", text="Uji lain.")
    client = signed_in("rina")
    some = client.post("/petugas/borongan/pilih", data={"nomor": made[:2], "apa": "dipilih"})
    assert "2 laporan sekaligus" in some.text
    offered = set(re.findall(r'name="to" value="(\w+)"', some.text))
    assert {"diproses", "selesai"} <= offered
    assert not offered & {"menunggu", "ditutup"}  # no report here may be moved there by a petugas
    every = client.post("/petugas/borongan/pilih", data={"apa": "semua", "saringan": "q=uji&urut=terbaru"})
    field = re.search(r'name="nomor" value="([^"]*)"', every.text)
    assert field is not None
    assert sorted(field[1].split()) == sorted(made)  # her office's, all of the filter
    refused = client.post("/petugas/borongan", data={"deed": "teruskan", "nomor": field[1], "agency": "dlh"})
    assert (refused.status_code, "tuliskan alasannya" in refused.text) == (422, True)
    given = client.post("/petugas/borongan", data={"deed": "jawab", "nomor": field[1], "text": "Kami catat."})
    way = given.headers["location"]
    assert "Belum ada yang berubah" in client.get(way).text
    assert way in client.get("/petugas").text  # and from the queue
    assert signed_in("dimas").get(way).status_code == 404
    assert client.post(f"{way}/urungkan").status_code == 303
    assert "Diurungkan" in client.get(way, headers={"HX-Request": "true"}).text
    assert client.post(f"{way}/urungkan").status_code == 409
    with db.reading() as session:
        assert set(session.scalars(select(BulkItem.status))) == {"new"}
        answered = select(Report.number).where(Report.number.in_(made), Report.first_answered_at.is_not(None))
        assert session.scalars(answered).all() == []


def test_a_thousand_numbers_come_in_one_field(signed_in: SignIn, panel_db: None) -> None:
    many = " ".join(f"BKS-2611-{n:05}" for n in range(1_200))
    page = signed_in("rina").post("/petugas/borongan", data={"deed": "jawab", "nomor": many, "text": "x"})
    assert page.status_code == 422
