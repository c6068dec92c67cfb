"""The city's parts in the panel: changed for a reason, tried, undone, refused where reports would be lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient
from sqlalchemy import select

import bot.messages
import portal.messages
from routing.city.catalogue import catalogue
from routing.city.loading import load_city
from routing.delivered import CITY
from sorot.wiring import wire
from storage import clock, db
from storage.models import AgencyFeed, Camera, Category, ConfigVersion, Officer
from tests.unit.admin_panel.conftest import SignIn

SCOOTERS = {
    "code": "skuter_listrik", "name": "Skuter listrik", "group": "infrastruktur", "agency": "dishub",
    "first_answer": "2", "resolve": "10", "unit": "hari_kerja", "proof": "di_lokasi", "check": "contoh",
    "public": "penuh", "guard": "biasa", "words": "skuter listrik\notopet listrik", "active": "ya",
}  # fmt: skip


@pytest.fixture
def admin(signed_in: SignIn) -> TestClient:
    wire()
    return signed_in("admin")


def base(admin: TestClient, path: str) -> str:
    page = admin.get(f"/admin/kota/{path}")
    assert page.status_code == 200, path
    return re.findall(r'name="base" value="(\w+)"', page.text)[-1]


def send(admin: TestClient, path: str, **form: Any) -> tuple[int, str]:
    data = {"base": base(admin, path), "why": "dicoba", **form}
    sent = admin.post(f"/admin/kota/{path}", data=data)
    return sent.status_code, sent.text


def test_a_new_category_holds_survives_an_upgrade_and_is_undone(admin: TestClient) -> None:
    assert send(admin, "kategori/baris/baru", **SCOOTERS)[0] == 303
    status, said = send(admin, "kategori/baris/baru", **SCOOTERS)
    assert (status, "dipakai dua kali" in said) == (422, True)
    with db.transaction() as tx:
        load_city(
            tx, CITY, now=clock.now().replace(year=2029)
        )  # a later release loads the city's files again
    with db.reading() as session:
        city = catalogue(session)
        assert city.categories["skuter_listrik"].name == "Skuter listrik"
        assert city.settings.public.of("skuter_listrik") == "penuh"
        assert city.settings.own_words["skuter_listrik"] == ("skuter listrik", "otopet listrik")
    page = admin.get("/admin/kota/kategori/versi").text
    assert "Baru: Skuter listrik" in page
    assert "dicoba" in page
    undo = re.search(r"kategori/versi/(\d+)/pulihkan", page)
    assert undo
    data = {"base": re.findall(r'name="base" value="(\w+)"', page)[0], "why": "keliru"}
    assert admin.post(f"/admin/kota/kategori/versi/{undo[1]}/pulihkan", data=data).status_code == 303
    with db.reading() as session:
        row = session.get_one(Category, "skuter_listrik")
        assert not row.active  # reports may name it: it is switched off, not gone
        last = session.scalars(select(ConfigVersion).order_by(ConfigVersion.version.desc())).first()
        assert last is not None
        assert (last.why, session.get_one(Officer, last.officer_id).username) == ("keliru", "admin")


@pytest.mark.parametrize(
    ("path", "form", "told"),
    [
        ("instansi/baris/dbmsda", {"name": "X", "short_name": "X"}, "dipegang instansi dbmsda"),
        ("kategori/baris/pungli_aparatur", {**SCOOTERS, "guard": "integritas"}, "tidak pernah tampil"),
        ("kategori/baris/pju", {**SCOOTERS, "first_answer": "20"}, "tidak melebihi penyelesaian"),
        ("batas-pakai", {"messages": "5", "within_minutes": "0"}, "dari 1 sampai 1440"),
        ("kalimat/baris/baru", {"code": "ask-what", "id": "Halo { $nama }"}, "{ $nama } tidak dikenal"),
        ("kalimat/baris/baru", {"code": "btn-done", "id": "x" * 30}, "paling banyak 24"),
        ("kalimat/baris/baru", {"code": "notice-early-clear", "id": "Sudah aman."}, "latihan tidak dikira"),
        ("kalimat-halaman/baris/baru", {"code": "report-moved", "id": "{ $hari } kali"}, "tidak dikenal"),
        ("templat/baris/baru",
         {"code": "notice-closed", "name": "a", "text": "{{2}}", "values": "number"}, "{{1}}"),
        ("kamera/baris/baru", {"code": "dinding", "name": "X", "point": "-6.2, 106.9", "rights": "poc",
                               "every": "60"}, "Kode"),
        ("sumber-data/baris/baru",
         {"code": "x1", "name": "X", "agency": "bpbd", "sector": "lingkungan", "every": "24",
          "source": "tarik", "address": "http://169.254.169.254/"}, "https://"),
        ("tempat/baris/baru",
         {"code": "tugu", "name": "Tugu Contoh", "kind": "patokan", "point": "-7.9, 110.4"},
         "di luar wilayah kota"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_and_nothing_is_changed(
    admin: TestClient, path: str, form: dict[str, Any], told: str
) -> None:
    status, page = send(admin, path, **form)
    assert (status, told in page) == (422, True), re.findall(r"notice-bad.*?</p>", page, re.DOTALL)
    with db.reading() as session:
        assert (
            session.scalar(select(ConfigVersion).where(ConfigVersion.section == path.split("/")[0])) is None
        )


def test_every_part_opens_and_its_rows_are_read_as_they_are_saved(admin: TestClient) -> None:
    page = admin.get("/admin/kota").text
    parts = set(re.findall(r'href="/admin/kota/([\w-]+)"', page)) - {"ekspor"}
    assert len(parts) == 16
    for part in parts:
        rows = re.findall(rf'href="/admin/kota/{part}/baris/([^"]+)"', admin.get(f"/admin/kota/{part}").text)
        for row in rows[:2]:
            assert admin.get(f"/admin/kota/{part}/baris/{row}").status_code == 200, (part, row)
    assert admin.get("/admin/kota/naga").status_code == 404


@pytest.mark.parametrize(
    ("part", "key", "say"),
    [("kalimat", "ask-what", bot.messages.say), ("kalimat-halaman", "map-title", portal.messages.said)],
)
def test_a_sentence_is_previewed_holds_and_is_taken_back(
    admin: TestClient, part: str, key: str, say: Callable[[str, str], str]
) -> None:
    before, form = say("id", key), {"code": key, "id": "Silakan, ada apa di lingkungan Anda?"}
    status, page = send(admin, f"{part}/baris/baru", aksi="pratinjau", **form)
    assert (status, form["id"] in page) == (200, True)
    assert send(admin, f"{part}/baris/baru", **form)[0] == 303
    with db.reading() as session:
        catalogue(session)
    assert say("id", key) == form["id"]
    assert f"{part}:" in admin.get("/admin/kota/ekspor").text
    assert send(admin, f"{part}/baris/{key}", aksi="hapus", id="x")[0] == 303
    with db.reading() as session:
        catalogue(session)
    assert say("id", key) == before


def test_ready_answers_of_all_offices_are_put_right_here_and_undone_there(
    admin: TestClient, signed_in: SignIn
) -> None:
    dimas = signed_in("dimas")
    for text in ("Kami angkut {tenggat}.", "Sudah kami angkut."):
        assert dimas.post("/petugas/jawaban-siap", data={"name": "Angkut!", "text": text}).status_code == 303
    whole = yaml.safe_load(admin.get("/admin/kota/ekspor").text)["jawaban-siap"]
    assert [(row["code"], row["agency"]) for row in whole] == [("dlh.angkut", "dlh"), ("dlh.angkut.2", "dlh")]
    row = {"agency": "dlh", "name": "Angkut!", "text": "Kami angkut {hari}."}
    status, page = send(admin, "jawaban-siap/baris/dlh.angkut", **row)
    assert (status, "hari tidak dikenal" in re.sub(r"[{}“”]", "", page)) == (422, True)
    assert send(admin, "jawaban-siap/baris/dlh.angkut", **{**row, "text": "Besok diangkut."})[0] == 303
    assert "Besok diangkut." in dimas.get("/petugas/jawaban-siap").text
    assert send(admin, "jawaban-siap/baris/dlh.angkut", aksi="hapus", **row)[0] == 303
    page = dimas.get("/petugas/jawaban-siap").text
    assert ("Besok diangkut." in page, "Pengaturan kota" in page) == (False, True)
    steps = re.findall(r"jawaban-siap/versi/(\d+)/pulihkan", page)
    assert dimas.post(f"/petugas/jawaban-siap/versi/{steps[0]}/pulihkan").status_code == 303
    assert "Besok diangkut." in dimas.get("/petugas/jawaban-siap").text
    assert admin.get("/admin/kota/jawaban-siap/baris/baru").status_code == 404  # the office writes them


def test_cameras_and_feeds_have_versions_whoever_changes_them_and_keep_their_secrets(
    admin: TestClient,
) -> None:
    camera = {
        "nama": "Pintu air",
        "lat": "-6.24",
        "lon": "106.99",
        "gambar": "https://u:rahasia@contoh.id/a.jpg",
    }
    assert admin.post("/admin/kamera", data={"kode": "pintu", "dipakai": "true", **camera}).status_code == 303
    feed = {"nama": "Curah hujan", "instansi": "bpbd", "sektor": "lingkungan", "jadwal": "harian"}
    assert admin.post("/admin/umpan", data={"kode": "hujan", **feed}).status_code == 303
    assert "Kamera pintu didaftarkan" in admin.get("/admin/kota/kamera/versi").text
    assert "Sumber data hujan dibuat" in admin.get("/admin/kota/sumber-data/versi").text
    text = admin.get("/admin/kota/ekspor").text
    assert "rahasia@" not in text
    with db.reading() as session:
        sealed = session.scalars(select(Camera.snapshot_url).where(Camera.code == "pintu")).one()
    given = yaml.safe_load(text)
    given["kamera"][0]["name"], given["sumber-data"] = "Pintu air baru", [
        {"code": "hujan", "responsible": "Pusdalops"},
        {"code": "angin", "name": "Angin", "agency": "bpbd", "sector": "lingkungan", "every": 24},
    ]  # fmt: skip
    assert (
        admin.post("/admin/kota/impor", data={"isi": yaml.safe_dump(given), "why": "pindah"}).status_code
        == 303
    )
    with db.reading() as session:
        one = session.scalars(select(Camera).where(Camera.code == "pintu")).one()
        assert (one.name, one.snapshot_url) == ("Pintu air baru", sealed)
        feeds = session.scalars(select(AgencyFeed).where(AgencyFeed.code.in_(("hujan", "angin")))).all()
        assert {(row.code, row.responsible, row.every_hours) for row in feeds} == {
            ("hujan", "Pusdalops", 24), ("angin", "", 24),
        }  # fmt: skip
    page = admin.get("/admin/kota/kamera/versi").text
    earlier = re.findall(r"kamera/versi/(\d+)/pulihkan", page)[-1]  # before there was a camera
    data = {"base": re.findall(r'name="base" value="(\w+)"', page)[0], "why": "keliru"}
    assert admin.post(f"/admin/kota/kamera/versi/{earlier}/pulihkan", data=data).status_code == 303
    with db.reading() as session:
        assert not session.scalars(select(Camera.online).where(Camera.code == "pintu")).one()


def test_a_feed_that_an_earlier_version_does_not_know_is_disconnected_and_keeps_its_figures(
    admin: TestClient,
) -> None:
    feed = {"name": "Harga", "agency": "bpbd", "sector": "ekonomi", "every": "24", "source": "unggah"}
    for code in ("harga", "harga-lain"):
        assert send(admin, "sumber-data/baris/baru", code=code, **feed)[0] == 303
    page = admin.get("/admin/kota/sumber-data/versi").text
    newest = max(int(one) for one in re.findall(r"sumber-data/versi/(\d+)/pulihkan", page))
    data = {"base": re.findall(r'name="base" value="(\w+)"', page)[0], "why": "keliru"}
    assert admin.post(f"/admin/kota/sumber-data/versi/{newest}/pulihkan", data=data).status_code == 303
    with db.reading() as session:
        found = select(AgencyFeed.code, AgencyFeed.source).where(AgencyFeed.code.in_(("harga", "harga-lain")))
        assert dict(session.execute(found).all()) == {"harga": "unggah", "harga-lain": ""}
    again = admin.get("/admin/umpan").text
    assert "Harga" in again


def test_somebody_else_s_save_is_not_overwritten(admin: TestClient) -> None:
    old = base(admin, "kota")
    assert send(admin, "kota", name="Kota Satu")[0] == 303
    assert "<title>Kota · Sorot Kota Satu</title>" in admin.get("/admin/kota").text
    sent = admin.post("/admin/kota/kota", data={"base": old, "why": "x", "name": "Kota Dua"})
    assert (sent.status_code, "baru saja diubah orang lain" in sent.text) == (422, True)


def test_a_file_is_looked_at_before_it_is_taken(admin: TestClient) -> None:
    whole = admin.get("/admin/kota/ekspor").text
    changed = whole.replace("messages: 30", "messages: 40")
    assert changed != whole
    for text, told in ((whole, "Tidak ada: isi berkas ini sama"), (changed, "Pesan “30” → “40”")):
        files = {"berkas": ("kota.yml", text.encode())}
        page = admin.post("/admin/kota/periksa", files=files, data={"x": ""})
        assert (page.status_code, told in page.text) == (200, True), page.text[-3000:]
    broken = {"berkas": ("kota.yml", changed.replace("sorot: 1", "sorot: 1\nnaga: []").encode())}
    assert "“naga” tidak dikenal" in admin.post("/admin/kota/periksa", files=broken).text
    with db.reading() as session:
        assert catalogue(session).settings.misuse.messages == 30
    assert admin.post("/admin/kota/impor", data={"isi": changed, "why": "naik"}).status_code == 303
    with db.reading() as session:
        assert catalogue(session).settings.misuse.messages == 40


@pytest.mark.parametrize(
    "text",
    ["sorot: 1\ninstansi: [{code: []}]", "sorot: 1\ninstansi: [{code: dlh, kind: []}]",
     "sorot: 1\ninstansi: 5",
     "sorot: 1\nkategori: [{code: pju, questions: [5]}]", "sorot: 1\nkota: {1: 2}",
     "sorot: 1\nsimpan: [.inf]",
     "sorot: 1\ntenggat: {rows: 5}", "sorot: 1\nbatas-pakai: {messages: .nan}", "[]", ""],
)  # fmt: skip
def test_a_file_that_says_anything_is_refused_in_a_sentence(admin: TestClient, text: str) -> None:
    page = admin.post("/admin/kota/periksa", files={"berkas": ("kota.yml", text.encode())})
    assert (page.status_code, "notice-bad" in page.text) == (422, True)
