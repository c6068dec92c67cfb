"""Feeds in the panel: described and tried on a file, handed in by their own office, shown in the register."""

import re
from datetime import timedelta

from sqlalchemy import select

from sensors import rollups, things
from sensors.domain.reading import Measurement
from sensors.feeds.running import Feeds
from sensors.ingest import Arrival, ingest_all
from storage import clock, db
from storage.models import AgencyFeed, FeedRun, Figure, Report
from tests.factories import tables
from tests.factories.city import KRANJI
from tests.factories.feeds import AIR, feed
from tests.unit.admin_panel.conftest import SignIn

CHOSEN = {
    "waktu_0": "tanggal", "tempat": "titik", "kolom_tempat": "stasiun", "kolom_0": "pm10",
    "indikator_0": "ispu_pm10", "desimal": "",
}  # fmt: skip
MADE = {"kode": "ispu", "nama": "ISPU harian", "instansi": "dlh", "sektor": "lingkungan", "jadwal": "harian"}


def sheet(content: bytes, name: str = "ispu.csv") -> dict[str, tuple[str, bytes, str]]:
    return {"berkas": (name, content, "text/csv")}


def test_a_feed_is_made_described_by_a_file_tried_and_then_handed_in_by_its_office(signed_in: SignIn) -> None:
    admin = signed_in("admin")
    made = admin.post("/admin/umpan", data=MADE)
    assert made.headers["Location"] == "/admin/umpan/ispu?kabar=dibuat"
    assert admin.post("/admin/umpan/ispu/contoh", files=sheet(b"bukan tabel")).status_code == 422
    assert admin.post("/admin/umpan/ispu/contoh", files=sheet(tables.ISPU)).status_code == 303
    page = admin.get("/admin/umpan/ispu").text
    assert "DKI1 (Bunderan HI)" in page
    trial = admin.post("/admin/umpan/ispu/coba", data=CHOSEN).text
    assert re.search(r'num">2</b> nilai terbaca dari <b class="num">4</b> baris', trial)
    assert "“dua puluh” bukan angka" in trial
    refused = admin.post("/admin/umpan/ispu/uraian", data={**CHOSEN, "kolom_tempat": ""})
    assert refused.status_code == 422
    assert "Pilih kolom yang menyebut tempatnya." in refused.text
    assert admin.post("/admin/umpan/ispu/uraian", data=CHOSEN).status_code == 303
    office = signed_in("dimas")
    assert "ISPU harian" in office.get("/petugas/data").text
    assert office.post("/petugas/data/ispu/berkas", files=sheet(tables.ISPU)).status_code == 303
    store = office.app.state.media  # type: ignore[attr-defined]
    assert Feeds(store, "a key of at least thirty-two characters").run_due(clock.now) == 1
    told = office.get("/petugas/data/ispu").text
    assert "di atas batas wajar 1000" in told
    with db.reading() as session:
        assert len(session.scalars(select(Figure)).all()) == 2
    shown = signed_in("walikota").get("/poc/indikator").text
    assert "DLH: ISPU harian" in shown


def test_another_office_neither_sees_nor_hands_in_a_feed(signed_in: SignIn) -> None:
    with db.transaction() as tx:
        feed(tx, description=AIR, source="unggah")
    other = signed_in("rina")
    assert "ISPU harian" not in other.get("/petugas/data").text
    assert other.get("/petugas/data/ispu").status_code == 404
    assert other.post("/petugas/data/ispu/berkas", files=sheet(tables.ISPU)).status_code == 404
    with db.reading() as session:
        assert session.scalars(select(FeedRun)).all() == []


def test_a_feed_that_is_not_described_takes_no_file_and_a_missing_file_is_asked_for(
    signed_in: SignIn,
) -> None:
    with db.transaction() as tx:
        feed(tx)
    office = signed_in("dimas")
    assert "belum diuraikan" in office.post("/petugas/data/ispu/berkas", files=sheet(tables.ISPU)).text
    empty = office.post("/petugas/data/ispu/berkas", data={"x": "y"})
    assert (empty.status_code, "Pilih berkasnya dulu." in empty.text) == (422, True)


def test_an_address_inside_or_without_tls_is_refused_and_its_key_is_never_shown(signed_in: SignIn) -> None:
    with db.transaction() as tx:
        feed(tx)
    admin = signed_in("admin")
    form = {**MADE, "sumber": "tarik", "tajuk": "Authorization", "kunci": "sangat rahasia"}
    refused = admin.post("/admin/umpan/ispu", data={**form, "alamat": "http://10.0.0.1/x.csv"})
    assert (refused.status_code, "harus dimulai dengan https://" in refused.text) == (422, True)
    assert (
        admin.post("/admin/umpan/ispu", data={**form, "alamat": "https://127.0.0.1:9/x"}).status_code == 303
    )
    page = admin.get("/admin/umpan/ispu").text
    assert "tersimpan; isi untuk mengganti" in page
    assert "sangat rahasia" not in page
    admin.post("/admin/umpan/ispu", data={**form, "kunci": "", "alamat": "https://127.0.0.1:9/x"})
    with db.reading() as session:
        kept = session.scalars(select(AgencyFeed.secret)).one()
    assert kept
    assert "rahasia" not in kept
    assert "Belum bisa diambil" in admin.post("/admin/umpan/ispu/ambil").text


def test_the_mayor_sees_what_is_missing_and_asks_for_it_once(signed_in: SignIn) -> None:
    with db.transaction() as tx:
        feed(tx)
    mayor = signed_in("walikota")
    page = mayor.get("/poc/data").text
    assert re.search(r'num">0 <span[^>]*>dari \d\d SKPD', page)
    assert "Yang kurang: 1 data" in page
    for kabar in ("diingatkan", "sudah"):
        assert mayor.post("/poc/data/ispu/ingatkan").headers["Location"] == f"/poc/data?kabar={kabar}#kurang"
    with db.reading() as session:
        assert [r.agency_code for r in session.scalars(select(Report))] == ["dlh"]
    assert mayor.post("/poc/data/entah/ingatkan").status_code == 404
    assert "belum terhubung ke Sorot" in signed_in("dimas").get("/petugas").text


def test_every_indicator_says_its_value_or_that_there_is_none(signed_in: SignIn) -> None:
    mayor = signed_in("walikota")
    assert "Belum ada angkanya" in mayor.get("/poc/indikator/penduduk").text
    with db.transaction() as tx:
        made = feed(tx, code="warga", agency="disdukcapil", name="Jumlah penduduk")
        for place, value in (("32.75.02", 1000.0), ("32.75.01", 3000.0)):
            tx.add(
                Figure(indicator="penduduk", place=place, at=made.created_at, span="bulan", value=value,
                       feed_id=made.id, received_at=made.created_at)
            )  # fmt: skip
    page = mayor.get("/poc/indikator/penduduk").text
    assert ">4.000</b>" in page
    assert "Kec. Bekasi Barat" in page
    assert page.count("area-step-4") > 1
    assert mayor.get("/poc/indikator/entah").status_code == 404


def test_an_indicator_of_things_shows_how_it_went_and_how_each_kelurahan_did(signed_in: SignIn) -> None:
    now, day = clock.now(), timedelta(days=1)
    with db.transaction() as tx:
        stream = things.register(tx, code="udara", name="Udara", kind="ispu", kelurahan_code=KRANJI).id
        rows = [Arrival(stream, Measurement(now - back * day, 40.0 + 3 * back)) for back in (3, 2, 1, 0)]
        ingest_all(tx, rows, now=now)
    rolled = 1
    while rolled:
        with db.transaction() as tx:
            rolled = rollups.roll(tx, now=now)
    mayor = signed_in("walikota")
    assert "Perkembangan: 49" in mayor.get("/poc/indikator").text
    page = mayor.get("/poc/indikator/ispu_alat").text
    assert re.search(r"Perkembangan \d+ \w+ \d{4} sampai \d+ \w+ \d{4}: antara 43 dan 49 ISPU", page)
    assert "Dari 43 sampai 49 ISPU" in page  # of Kranji
    assert "Setiap titik merata-ratakan semua alat" in page
