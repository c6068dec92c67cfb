"""The pages of deadlines: changed by an admin with a reason, seen by whom the ladder told."""

import re
from datetime import timedelta
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient

from routing.city.catalogue import catalogue
from routing.reports import laddering
from storage import clock, db
from tests.factories import reports
from tests.unit.admin_panel.conftest import PIECE, SignIn

ROW = {
    "category": ["pju"], "band": "tinggi", "office": "dbmsda", "first": "4", "first_unit": "jam kerja",
    "end": "1", "end_unit": "hari kerja",
}  # fmt: skip


@pytest.fixture
def admin(signed_in: SignIn) -> TestClient:
    return signed_in("admin")


def version() -> int:
    with db.reading() as session:
        return catalogue(session).deadlines.version


def send(admin: TestClient, part: str, **form: Any) -> int:
    return admin.post(f"/admin/batas/{part}", data={"base": version(), "why": "dicoba", **form}).status_code


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_row_is_added_explained_changed_and_taken_out(admin: TestClient) -> None:
    assert send(admin, "tabel", **ROW) == 303
    asked = "?dinas=dbmsda&kategori=pju&jenjang=tinggi"
    page = plain(admin.get(f"/admin/batas{asked}").text)
    assert (
        "1 hari kerja, menurut baris untuk Lampu jalan (PJU), prioritas Tinggi (mulai 40), di DBMSDA" in page
    )
    assert "Juga cocok, tetapi lebih longgar: 3 hari kerja, menurut angka kategorinya" in page
    old = {"lama": "pju_tinggi_dbmsda"}
    assert send(admin, "tabel", **ROW | old | {"end": "2"}) == 303
    with db.reading() as session:
        assert [row.end and row.end.amount for row in catalogue(session).deadlines.book.rows] == [2]
    assert send(admin, "tabel", **old, aksi="hapus") == 303
    assert version() == 4


@pytest.mark.parametrize(
    ("part", "form"),
    [
        (
            "jam",
            {"office": "bpbd", "days": ["senin", "sabtu"], "from": "08:00", "until": "20:00", "lama": "bpbd"},
        ),
        ("jam", {"office": "", "days": ["senin"], "from": "08:00", "until": "15:00", "lama": ""}),
        ("hari", {"day": "2027-06-23", "name": "Pemilihan wali kota"}),
        ("peringatan", {"at": "90", "who": "kepala", "words": "Tinggal sedikit", "lama": "100"}),
        ("jenjang", {"name": "Sangat tinggi", "at": "60"}),
        ("sebab", {"name": "Banjir", "sentence": "Tempatnya tergenang.", "lama": "cuaca"}),
        ("batas", {"role": "petugas", "days": "5", "times": "2", "lama": "petugas"}),
    ],
)
def test_every_part_is_changed_by_its_form(admin: TestClient, part: str, form: dict[str, Any]) -> None:
    assert admin.get(f"/admin/batas/{part}").status_code == 200
    assert send(admin, part, **form) == 303
    assert version() == 2
    assert send(admin, part, **form) == 422  # nothing would change, or it is there twice


@pytest.mark.parametrize(
    ("part", "form", "told"),
    [
        ("tabel", ROW | {"end": "", "first": ""}, "isi tenggat"),
        ("tabel", ROW | {"first": "9999999"}, "lamanya ditulis"),
        ("tabel", ROW | {"office": "tidak_ada"}, "tidak ada"),
        ("tabel", ROW | {"why": " "}, "tuliskan alasannya"),
        ("tabel", ROW | {"base": "7"}, "baru saja diubah orang lain"),
        ("hari", {"day": "besok", "name": "X"}, "tanggal ditulis seperti"),
        ("peringatan", {"at": "tujuh", "who": "kepala", "words": "x"}, "harus bilangan bulat"),
        ("jam", {"office": "dlh", "days": ["senin"], "from": "16:00", "until": "08:00"}, "jam buka"),
    ],
)
def test_a_slip_is_a_sentence_and_changes_nothing(
    admin: TestClient, part: str, form: dict[str, Any], told: str
) -> None:
    answer = admin.post(f"/admin/batas/{part}", data={"base": "1", "why": "dicoba", **form})
    assert (answer.status_code, version()) == (422, 1)
    assert told in answer.text


def test_versions_are_restored_taken_out_and_in(admin: TestClient) -> None:
    send(admin, "tabel", **ROW)
    kept = admin.get("/admin/batas/ekspor").content
    assert yaml.safe_load(kept)["rows"][0]["end"] == "1 hari kerja"
    assert (
        admin.post("/admin/batas/versi/1/pulihkan", data={"base": "2", "why": "kembali"}).status_code == 303
    )
    files, data = {"berkas": ("t.yml", kept)}, {"base": "3", "why": "dari berkas"}
    assert admin.post("/admin/batas/impor", files=files, data=data).status_code == 303
    bad = {"berkas": ("t.yml", b"rows: [3]")}
    assert admin.post("/admin/batas/impor", files=bad, data=data | {"base": "4"}).status_code == 422
    assert version() == 4
    page = plain(admin.get("/admin/batas/versi").text)
    assert "Versi 3 memulihkan versi 1" in page
    assert "Tabel tenggat diubah." in page


def test_an_officer_sees_one_summary_and_the_reports_of_the_own_office_alone(signed_in: SignIn) -> None:
    old = clock.now() - timedelta(days=60)
    with db.transaction() as tx:
        mine, other = (
            reports.filed(tx, category="pju", now=old),
            reports.filed(tx, category="sampah", now=old),
        )
    with db.transaction() as tx:
        laddering.climb(tx, now=clock.now())
    with db.transaction() as tx:
        laddering.tell(tx, now=clock.now())
    officer = signed_in("rina")
    page = plain(officer.get("/petugas/peringatan").text)
    assert "1 laporan : tenggat hampir habis (75 %)" in page
    assert mine.number in page
    assert other.number not in page
    assert (
        "1 peringatan tenggat belum dibaca" in officer.get("/petugas/peringatan/jumlah", headers=PIECE).text
    )
    assert officer.post("/petugas/peringatan/dibaca").status_code == 303
    assert "belum dibaca" not in officer.get("/petugas/peringatan/jumlah", headers=PIECE).text


def test_an_officer_moves_the_end_after_seeing_what_the_resident_will_read(signed_in: SignIn) -> None:
    with db.transaction() as tx:
        report = reports.filed(tx, category="pju", now=clock.now())
    officer, base = signed_in("rina"), f"/petugas/laporan/{report.number}"
    found = re.search(r'name="tanggal" min="([\d-]+)"', officer.get(base).text)
    assert found is not None
    form = {"tanggal": found[1], "sebab": "cuaca", "reason": "Hujan tiap sore."}
    shown = officer.post(f"{base}/pratinjau", data={"jenis": "mundur", **form}).text
    assert "belum bisa selesai sesuai janji" in shown
    assert "Cuaca belum memungkinkan pekerjaannya. Hujan tiap sore." in shown
    assert officer.post(f"{base}/mundur", data=form | {"tanggal": "kapan-kapan"}).status_code == 422
    assert officer.post(f"{base}/mundur", data=form).status_code == 303
    page = plain("".join(officer.get(f"{base}{part}").text for part in ("", "/riwayat", "/bersama")))
    assert "Dimundurkan 1 kali; dihitung sebagai dimundurkan, bukan tepat waktu." in page
    assert 'id="mundurkan"' not in officer.get(base).text  # a petugas may once
