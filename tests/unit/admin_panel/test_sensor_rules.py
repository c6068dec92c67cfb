"""The rules about what is measured, as an admin tries and saves them; the map of all things; the curve."""

from datetime import timedelta

from sensors import things
from sensors.alarms import book, following
from sensors.ingest import ingest
from storage import clock, db
from storage.models import Report
from tests.factories.gauges import gauge
from tests.unit.admin_panel.conftest import SignIn

FORM = {
    "nama": "Lampu padam", "jenis_0": "daya_lampu", "uji_0": "di_bawah", "batas_0": "5", "usai_0": "7,5",
    "alat_0": "lampu-1", "instansi": "dishub", "kategori": "pju", "usai": "petugas", "berlaku": "ya",
    "dari": "00.00", "sampai": "24.00", "base": "0",
}  # fmt: skip


def lamps() -> None:
    now = clock.now()
    with db.transaction() as tx:
        things.register(tx, code="lampu-1", name="Lampu Juanda", kind="daya_lampu", lat=-6.24, lon=107.0)
        for minute, watts in ((200, 90.0), (150, 2.0), (100, 90.0), (1, 3.0)):
            at = now - timedelta(minutes=minute)
            ingest(tx, "lampu-1", at=at, value=watts, now=at)


def test_a_rule_is_tried_then_saved_and_its_matter_shows_the_curve(signed_in: SignIn, panel_db: None) -> None:
    lamps()
    client = signed_in("admin")
    assert "Belum ada aturan" in client.get("/admin/aturan-alat").text
    assert client.get("/admin/aturan-alat/baru").status_code == 200
    tried = client.post("/admin/aturan-alat/baru", data=FORM)
    assert "Dicoba pada riwayat: 2 kali" in tried.text
    said = "Bila daya lampu di bawah 5 W (usai di 7,5 W) di Lampu Juanda, setiap hari pukul 00.00–24.00."
    assert said in tried.text
    assert client.post("/admin/aturan-alat/baru", data=FORM | {"aksi": "simpan"}).status_code == 422
    saved = client.post("/admin/aturan-alat/baru", data=FORM | {"aksi": "simpan", "why": "malam gelap"})
    assert saved.status_code == 303
    page = client.get("/admin/aturan-alat").text
    assert said in page
    assert "malam gelap" in page
    assert 'name="usai_0" value="7,5"' in client.get("/admin/aturan-alat/lampu-padam").text
    with db.transaction() as tx:
        assert following.follow(tx, now=clock.now()) == 1
        number = tx.query(Report).one().number
    report = client.get(f"/petugas/laporan/{number}").text
    assert "Grafik Daya lampu Lampu Juanda: " in report


def test_rules_are_switched_off_removed_and_brought_back(signed_in: SignIn, panel_db: None) -> None:
    lamps()
    client = signed_in("admin")
    client.post("/admin/aturan-alat/baru", data=FORM | {"aksi": "simpan", "why": "uji"})
    change = "/admin/aturan-alat/lampu-padam/ubah"
    assert client.post(change, data={"aksi": "mati", "base": "0", "why": "uji"}).status_code == 409
    assert client.post(change, data={"aksi": "terbang", "base": "1", "why": "uji"}).status_code == 404
    assert client.post(change, data={"aksi": "mati", "base": "1", "why": "uji"}).status_code == 303
    assert client.post(change, data={"aksi": "hapus", "base": "2", "why": "uji"}).status_code == 303
    assert client.get("/admin/aturan-alat/lampu-padam").status_code == 404
    assert client.post("/admin/aturan-alat/versi/1/pulihkan", data={"base": "3"}).status_code == 303
    with db.reading() as session:
        assert [rule.on for rule in book.in_force(session)[1]] == [True]


def test_a_slip_is_told_and_nothing_typed_is_lost(signed_in: SignIn, panel_db: None) -> None:
    lamps()
    client = signed_in("admin")
    for slip, said in (
        ({"batas_0": "banyak"}, "bukan angka"),
        ({"alat_0": "entah"}, "entah"),
        ({"dari": "pagi"}, "tidak terbaca"),
        ({"tahan": "1,5"}, "bukan bilangan bulat"),
        ({"instansi": ""}, "instansi"),
    ):
        answer = client.post("/admin/aturan-alat/baru", data=FORM | slip)
        assert answer.status_code == 422
        assert said in answer.text
        assert 'value="Lampu padam"' in answer.text


def test_the_map_shows_every_thing_with_its_state(signed_in: SignIn, panel_db: None) -> None:
    lamps()
    with db.transaction() as tx:
        gauge(tx, "p2c")
        gauge(tx, "bogor", lat=-6.6, lon=106.8)
    client = signed_in("admin")
    page = client.get("/admin/alat/peta").text
    assert 'aria-label="Lampu Juanda: baik"' in page
    assert 'aria-label="Pos p2c: belum ada data"' in page
    assert "1 alat berada di luar peta kota" in page
    assert "Pos p2c" not in client.get("/admin/alat/peta?jenis=daya_lampu").text
    assert "Tidak ada alat di peta" in client.get("/admin/alat/peta?jenis=entah").text
