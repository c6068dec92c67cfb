"""Aturan: read as sentences, changed in a draft, tried on a month, saved with a reason, restored."""

import re
from datetime import timedelta
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient

from routing.city import rule_versions
from routing.city.catalogue import catalogue, changed
from storage import clock, db
from storage.models import Agency
from tests.factories import panel, reports
from tests.factories.city import KRANJI, KRANJI_POINT, MARGAHAYU
from tests.factories.panel import whole_report
from tests.unit.admin_panel.conftest import SignIn

LAT, LON = KRANJI_POINT
LOCAL = {
    "name": "Jalan rusak di Kranji", "active": "ya", "category": ["jalan_rusak"], "kelurahan": [KRANJI],
    "agency": "dbmsda", "first": "kelurahan", "amount": "3", "amount_unit": "hari_kerja",
}  # fmt: skip
CORNERS = f"{LAT}, {LON}\n{LAT + 0.002}, {LON}\n{LAT + 0.002}, {LON + 0.002}"

CROSSING = f"{LAT}, {LON}\n{LAT + 0.002}, {LON + 0.002}\n{LAT + 0.002}, {LON}\n{LAT}, {LON + 0.002}"


@pytest.fixture
def admin(signed_in: SignIn) -> TestClient:
    return signed_in("admin")


def holding() -> tuple[int, list[str]]:
    with db.reading() as session:
        rules = catalogue(session).rules
        return rules.version, [rule.code for rule in rules.book.rules]


def plain(page: str) -> str:
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    return re.sub(r" (?=[.,:])", "", text)


def test_the_rules_are_told_in_sentences(admin: TestClient) -> None:
    page = admin.get("/admin/aturan").text
    assert "maka kelurahan setempat lebih dulu, DBMSDA (Bidang Bina Marga) setelah 3 hari kerja." in plain(
        page
    )
    assert "Bila kategori Jalan rusak atau berlubang dan tepatnya di jalan nasional" in plain(page)
    assert "belum berlaku" not in page


def test_a_change_is_a_draft_that_is_tried_on_last_month_then_saved_with_a_reason(admin: TestClient) -> None:
    last_month = clock.now().astimezone(clock.LOCAL).replace(day=1) - timedelta(days=3)
    with db.transaction() as tx:
        moving = reports.filed(tx, now=last_month)
        staying = reports.filed(tx, now=last_month, kelurahan=MARGAHAYU)
        reports.filed(tx, now=last_month - timedelta(days=70))
    assert admin.post("/admin/aturan/satu/baru", data=LOCAL).status_code == 303
    assert (
        admin.post("/admin/aturan/satu/jalan_rusak_di_kranji/ubah", data={"aksi": "teratas"}).status_code
        == 303
    )
    page = plain(admin.get("/admin/aturan").text)
    assert "“Jalan rusak di Kranji” ditambahkan" in page
    assert "maka Kelurahan Kranji lebih dulu, DBMSDA setelah 3 hari kerja" in page
    assert "jalan_rusak_di_kranji" not in holding()[1]
    tried = admin.get("/admin/aturan/coba").text
    assert "Dari 2 laporan" in plain(tried)
    assert "1 akan pindah: 1 dari DBMSDA ke Kel. Kranji." in plain(tried)
    assert f'href="/petugas/laporan/{moving.number}"' in tried
    assert staying.number not in tried
    assert "perlu" not in admin.post("/admin/aturan/simpan", data={"why": "Usul Lurah Kranji"}).text
    assert holding()[0] == 2
    assert holding()[1][0] == "jalan_rusak_di_kranji"
    versions = plain(admin.get("/admin/aturan/versi").text)
    assert "“Usul Lurah Kranji” Aturan “Jalan rusak di Kranji” ditambahkan." in versions
    assert "Petugas Admin" in versions
    with db.transaction() as tx:
        assert reports.filed(tx).agency_code == f"kel-{KRANJI}"


def test_an_earlier_version_is_restored_by_trying_and_saving_it(admin: TestClient) -> None:
    before = holding()[1]
    admin.post("/admin/aturan/satu/jalan_tol/ubah", data={"aksi": "hapus"})
    admin.post("/admin/aturan/simpan", data={"why": "tol tidak perlu"})
    assert "jalan_tol" not in holding()[1]
    assert "kabar=pulih" in admin.post("/admin/aturan/versi/1/pulihkan").headers["Location"]
    admin.post("/admin/aturan/simpan", data={"why": "ternyata perlu"})
    assert holding() == (3, before)
    assert "memulihkan versi 1" in admin.get("/admin/aturan/versi").text


def test_order_and_switch_are_changed_by_buttons_and_thrown_away_together(admin: TestClient) -> None:
    admin.post("/admin/aturan/satu/jalan_nasional/ubah", data={"aksi": "naik"})
    admin.post("/admin/aturan/satu/jalan_gang/ubah", data={"aksi": "mati"})
    page = plain(admin.get("/admin/aturan").text)
    assert page.index("1 Jalan nasional") < page.index("2 Jalan tol")
    assert "“Jalan gang” dimatikan" in page
    assert "Urutan aturan diubah" in page
    admin.post("/admin/aturan/buang")
    assert "belum berlaku" not in admin.get("/admin/aturan").text
    assert holding()[0] == 1


def test_two_admins_do_not_overwrite_each_other(admin: TestClient, signed_in: SignIn) -> None:
    admin.post("/admin/aturan/satu/jalan_tol/ubah", data={"aksi": "mati"})
    with db.transaction() as tx:
        other = panel.officer_named(tx, "operator")
        rule_versions.change(tx, other, {"rules": []}, now=clock.now())
        rule_versions.save(tx, other, "dari yang lain", now=clock.now())
    refused = admin.post("/admin/aturan/simpan", data={"why": "punya saya"})
    assert (refused.status_code, "diubah orang lain" in refused.text) == (409, True)
    assert holding()[0] == 2


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"name": " "}, "belum punya nama"),
    ({"name": "JALAN tol"}, "ada dua kali"),
    ({"agency": "dinas_ajaib"}, "tidak ada atau sudah tidak aktif"),
    ({"agency": ""}, "belum dipilih"),
    ({"kelurahan": ["32.75.99.1001"]}, "tidak ada atau sudah tidak aktif"),
    ({"words": "a*b"}, "tidak bisa dicari"),
    ({"from": "25.00", "until": "1.00"}, "jam ditulis"),
    ({"amount": "banyak"}, "lamanya ditulis seperti"),
    ({"unit": "dlh_tpa"}, "bukan bagian dari"),
    ({"name": "x" * 500}, "terlalu panjang"),
]


@pytest.mark.parametrize(("typed", "said"), WRONG)
def test_a_slip_in_the_form_is_told_and_nothing_typed_is_lost(
    admin: TestClient, typed: dict[str, Any], said: str
) -> None:
    answer = admin.post("/admin/aturan/satu/baru", data=LOCAL | typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="jalan_rusak" checked' in answer.text
    assert "belum berlaku" not in admin.get("/admin/aturan").text


def send(admin: TestClient, content: bytes) -> Any:
    return admin.post("/admin/aturan/impor", files={"berkas": ("aturan.yml", content, "text/yaml")})


def test_the_rules_go_out_as_yaml_and_come_back(admin: TestClient) -> None:
    sent = admin.get("/admin/aturan/ekspor")
    assert sent.headers["Content-Disposition"] == 'attachment; filename="aturan.yml"'
    book = yaml.safe_load(sent.text)
    book["rules"] = book["rules"][::-1]
    assert send(admin, yaml.safe_dump(book).encode()).status_code == 303
    assert "Urutan aturan diubah" in admin.get("/admin/aturan").text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"rules: [", "bukan YAML"),
        (b"\xff\xfe\x00", "bukan teks"),
        (b"hanya kata", "harus berisi bagian"),
        (b"rules: [{code: a, name: A, then: {agency: ajaib}}]", "tidak ada atau sudah tidak aktif"),
        (
            b"rules: [{code: a, name: A, then: {agency: dlh}}, {code: b, name: a, then: {agency: dlh}}]",
            "dua kali",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_a_sentence_and_nothing_is_changed(
    admin: TestClient, content: bytes, said: str
) -> None:
    answer = send(admin, content)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert "belum berlaku" not in admin.get("/admin/aturan").text


def test_an_area_is_drawn_used_and_cannot_be_removed_while_it_is(admin: TestClient) -> None:
    area = {"name": "Pasar Kranji", "points": CORNERS}
    assert admin.post("/admin/aturan/tabel/kawasan/baru", data=area).status_code == 303
    used = LOCAL | {"area": ["pasar_kranji"], "kelurahan": []}
    assert admin.post("/admin/aturan/satu/baru", data=used).status_code == 303
    refused = admin.post("/admin/aturan/tabel/kawasan/pasar_kranji", data={"aksi": "hapus"})
    assert (refused.status_code, "kawasan “pasar_kranji” tidak ada" in refused.text) == (422, True)
    admin.post("/admin/aturan/simpan", data={"why": "kawasan pasar"})
    with db.transaction() as tx:
        inside = reports.filed(tx, lat=LAT + 0.0015, lon=LON + 0.0005)
        assert inside.agency_code == f"kel-{KRANJI}"
        assert reports.filed(tx, lat=LAT - 0.001, lon=LON).agency_code == "dbmsda"


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (
            f"{LAT}, {LON}\n{LAT + 0.002}, {LON + 0.002}\n{LAT + 0.002}, {LON}\n{LAT}, {LON + 0.002}",
            "memotong",
        ),
        (f"{CORNERS}\n-6.9, 107.6", "keluar dari wilayah kota"),
        ("di sana\ndi sini\ndi situ", "lintang, bujur"),
        ("-6.2, 107.0", "perlu 3"),
    ],
)
def test_an_area_that_cannot_be_is_told_and_what_was_drawn_stays(
    admin: TestClient, points: str, said: str
) -> None:
    answer = admin.post("/admin/aturan/tabel/kawasan/baru", data={"name": "Pasar", "points": points})
    assert (answer.status_code, said in answer.text) == (422, True)
    assert points.split("\n")[0] in answer.text


def test_roads_and_units_are_added_and_removed(admin: TestClient) -> None:
    road = {"name": "Jalan Melati Raya", "called": "melati raya, raya melati", "owner": ["perumahan"]}
    assert admin.post("/admin/aturan/tabel/jalan/baru", data=road).status_code == 303
    assert (
        admin.post("/admin/aturan/tabel/bidang/baru", data={"name": "UPTD Baru", "agency": "dlh"}).status_code
        == 303
    )
    assert admin.post("/admin/aturan/tabel/jalan/siliwangi", data={"aksi": "hapus"}).status_code == 303
    assert admin.get("/admin/aturan/tabel/entah").status_code == 404
    assert "sumbernya belum ditulis" in admin.get("/admin/aturan/tabel/bidang").text  # of the one just made
    assert "perlu dicek kota" in admin.get("/admin/aturan/tabel/bidang").text  # of those delivered
    page = admin.get("/admin/aturan/tabel/jalan").text
    assert "Jalan Melati Raya" in page
    assert "Jalan Siliwangi" not in page


def test_a_rule_of_a_gone_agency_is_marked_and_others_can_still_be_changed(admin: TestClient) -> None:
    with db.transaction() as tx:
        tx.get_one(Agency, "jalan_nasional").active = False
        changed(tx)
    page = plain(admin.get("/admin/aturan").text)
    assert "1 aturan tidak berlaku" in page
    assert (
        "Tidak berlaku: instansi Kementerian Pekerjaan Umum (jalan nasional) tidak ada atau tidak aktif."
        in page
    )
    assert admin.post("/admin/aturan/satu/jalan_tol/ubah", data={"aksi": "mati"}).status_code == 303
    assert admin.post("/admin/aturan/simpan", data={"why": "tol"}).status_code == 303
    assert holding()[0] == 2


def test_what_is_written_into_a_rule_is_shown_as_written(admin: TestClient) -> None:
    admin.post("/admin/aturan/satu/baru", data=LOCAL | {"name": "<b>Tebal</b>"})
    assert "<b>Tebal</b>" not in admin.get("/admin/aturan").text
    assert admin.get("/admin/aturan/satu/entah").status_code == 404


def test_the_report_page_tells_why_this_office(signed_in: SignIn) -> None:
    with db.transaction() as tx:
        report = reports.filed(tx, now=clock.now())
    page = plain(whole_report(signed_in("operator"), report.number))
    assert "Mengapa dinas ini" in page
    assert "Bidang Bina Marga, karena aturan 7, “Jalan dan jembatan” (versi 1), cocok." in page
