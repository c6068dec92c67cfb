"""Cameras in the panel: who sees which and how, every look written down, evidence, no address anywhere."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from sensors.cameras import streams
from sensors.cameras.snapping import Snapper
from storage import clock, db
from storage.models import Camera, CameraLook, CameraProof, CameraStill, Event, IncidentEvidence
from tests.factories import cameras, reports
from tests.factories.cameras import HERE, SECRET
from tests.fakes.cctv import PASSWORD, USER, Cctv, cctv
from tests.unit.admin_panel.conftest import PIECE, SignIn

PLACE: dict[str, Any] = {"lat": -6.2251, "lon": 106.9791}


@pytest.fixture
def there(app: FastAPI) -> Iterator[Cctv]:
    """A camera of the environment's agency that every officer may see, with one picture."""
    with cctv() as made:
        with db.transaction() as tx:
            cameras.camera(
                tx, now=clock.now(), rights="petugas", direction=225.0, snapshot=made.address(),
                stream=made.address("/induk.m3u8"),
            )  # fmt: skip
            cameras.camera(tx, "cam-poc", now=clock.now(), lat=-6.2260)
        Snapper(app.state.media, SECRET, HERE).run_due(clock.now)
        yield made


def still() -> CameraStill:
    with db.reading() as session:
        return session.scalars(select(CameraStill)).one()


def looks() -> list[tuple[str, str]]:
    with db.reading() as session:
        return [(row.what, row.about) for row in session.scalars(select(CameraLook).order_by(CameraLook.id))]


def test_each_sees_their_own_cameras_and_faces_only_who_may(there: Cctv, signed_in: SignIn) -> None:
    picture = f"/petugas/kamera/cam-pasar/gambar/{still().id}"
    contents = {}
    for who, seen in {"dimas": 1, "rina": 1, "operator": 2, "walikota": 2, "admin": 2}.items():
        client = signed_in(who)
        assert client.get("/petugas/kamera").text.count('class="camera-state') == seen, who
        assert client.get("/petugas/kamera/cam-poc").status_code == (200 if seen == 2 else 404), who
        answer = client.get(picture)
        assert answer.headers["cache-control"] == "no-store"
        contents[who] = hashlib.sha256(answer.content).hexdigest()
    assert contents["operator"] == contents["dimas"] == still().sha256
    assert contents["rina"] == contents["walikota"] == contents["admin"] == still().blurred_sha256
    assert signed_in("pemantau").get(picture).status_code == 403
    with db.transaction() as tx:
        tx.scalars(select(Camera).where(Camera.code == "cam-pasar")).one().rights = "poc"
    assert signed_in("rina").get(picture).status_code == 404


def test_the_wall_is_a_look_at_what_is_in_sight_and_an_hour_of_it_one_look(
    there: Cctv, signed_in: SignIn
) -> None:
    client = signed_in("operator")
    page = client.get("/petugas/kamera/dinding?ukuran=4")
    assert "data-camera-wall" in page.text
    assert "<img" not in page.text.partition("data-camera-wall")[2]
    assert looks() == []
    told = client.get("/petugas/kamera/petak?kode=cam-pasar&kode=cam-poc").json()
    assert (told["cam-pasar"]["live"], told["cam-pasar"]["age"]) == (True, "baru saja")
    assert (told["cam-poc"]["still"], told["cam-poc"]["live"]) == (None, False)
    client.get("/petugas/kamera/petak?kode=cam-pasar")
    client.get(f"/petugas/kamera/cam-pasar/gambar/{still().id}?kecil=1")
    assert looks() == [("gambar", "")]
    with db.reading() as session:
        [event] = session.scalars(select(Event).where(Event.kind == "camera_looked"))
    assert event.data == {"camera": "cam-pasar", "what": "gambar", "about": ""}
    assert "Petugas Operator" in signed_in("admin").get("/admin/kamera/cam-pasar").text
    wrong = client.get("/petugas/kamera/petak?" + "&".join(["kode=a"] * 17))
    assert wrong.status_code == 422


def test_beside_a_report_the_nearest_stand_and_one_press_keeps_the_picture(
    there: Cctv, signed_in: SignIn
) -> None:
    with db.transaction() as tx:
        number = reports.filed(tx, category="sampah", now=clock.now(), **PLACE).number
    client = signed_in("dimas")
    assert f"/petugas/kamera/dekat?laporan={number}" in client.get(f"/petugas/laporan/{number}").text
    near = client.get(f"/petugas/kamera/dekat?laporan={number}", headers=PIECE).text
    assert "Kamera cam-pasar" in near
    assert looks() == []
    beside = client.get(f"/petugas/kamera/cam-pasar?laporan={number}", headers={"HX-Request": "true"}).text
    assert f"Keadaan di lokasi laporan {number}" in beside
    assert looks() == [("gambar", number)]
    form = {"gambar": str(still().id), "alasan": "", "laporan": number}
    assert client.post("/petugas/kamera/cam-pasar/simpan", data=form).status_code == 422
    form["alasan"] = "Tumpukan di depan pasar"
    assert client.post("/petugas/kamera/cam-pasar/simpan", data=form).status_code == 303
    with db.reading() as session:
        proof = session.scalars(select(CameraProof)).one()
        event = session.scalars(select(Event).where(Event.kind == "camera_still_kept")).one()
    assert (proof.sha256, event.data["sha256"]) == (still().sha256, still().sha256)
    assert proof.sha256 in client.get(f"/petugas/kamera/dekat?laporan={number}", headers=PIECE).text
    assert hashlib.sha256(client.get(f"/petugas/kamera/bukti/{proof.id}").content).hexdigest() == proof.sha256
    history = client.get(f"/petugas/laporan/{number}/riwayat").text
    assert "Gambar kamera disimpan sebagai bukti" in history
    assert "Tumpukan di depan pasar" in history
    # another office sees neither the report's cameras nor its evidence
    other = signed_in("rina")
    assert other.get(f"/petugas/kamera/dekat?laporan={number}", headers=PIECE).status_code == 404
    assert other.get(f"/petugas/kamera/bukti/{proof.id}").status_code == 404
    assert other.post("/petugas/kamera/cam-pasar/simpan", data=form).status_code == 404


def test_a_picture_becomes_evidence_of_an_event(there: Cctv, signed_in: SignIn) -> None:
    with db.transaction() as tx:
        number = reports.filed(tx, category="sampah", now=clock.now(), **PLACE).number
    client = signed_in("operator")
    made = client.post(
        "/petugas/kejadian", data={"kind": "banjir", "title": "Banjir pasar", "laporan": number}
    )
    where = made.headers["location"].partition("?")[0]
    incident = where.rpartition("/")[2]
    assert "Kamera cam-pasar" in client.get(f"/petugas/kamera/dekat?kejadian={incident}", headers=PIECE).text
    form = {"gambar": str(still().id), "alasan": "Air di jalan", "kejadian": incident}
    assert client.post("/petugas/kamera/cam-pasar/simpan", data=form).status_code == 303
    with db.reading() as session:
        kept = session.scalars(select(IncidentEvidence)).one()
    assert kept.kind == "kamera"
    page = client.get(where).text
    assert kept.said in page
    assert "Bukti ditambahkan ke kejadian" in page
    assert signed_in("walikota").post("/petugas/kamera/cam-pasar/simpan", data=form).status_code == 403


def test_live_pictures_are_for_who_sees_faces_and_rights_end_at_once(there: Cctv, signed_in: SignIn) -> None:
    operator = signed_in("operator")
    for who, status in {"operator": 200, "dimas": 200, "rina": 403, "walikota": 403, "admin": 403}.items():
        assert signed_in(who).get("/petugas/kamera/cam-pasar/langsung").status_code == status, who
        assert signed_in(who).post("/petugas/kamera/cam-pasar/tiket").status_code == status, who
    assert operator.get("/petugas/kamera/cam-poc/langsung").status_code == 404
    told = operator.post("/petugas/kamera/cam-pasar/tiket").json()
    assert told["src"].startswith(streams.PATH)
    assert looks()[0] == ("langsung", "")
    assert operator.get(told["src"]).status_code == 502  # there is no stream behind it
    assert signed_in("dimas").get(told["src"]).status_code == 410
    with db.transaction() as tx:
        tx.scalars(select(Camera).where(Camera.code == "cam-pasar")).one().online = False
    assert operator.get(told["src"]).status_code == 410
    assert operator.get(streams.PATH + "x" * 60).status_code == 410


def test_the_register_takes_cameras_and_shows_no_password(there: Cctv, signed_in: SignIn) -> None:
    admin = signed_in("admin")
    form = {"kode": "cam-baru", "nama": "Simpang", "lat": "-6,23", "lon": "106,99", "arah": "timur",
            "gambar": there.address(), "jeda": "30"}  # fmt: skip
    assert admin.post("/admin/kamera", data=form).status_code == 303
    page = admin.get("/admin/kamera/cam-baru")
    assert "•••@127.0.0.1" in page.text
    for address in ("/admin/kamera", "/admin/kamera/cam-baru", "/petugas/kamera", "/petugas/kamera/cam-baru",
                    "/petugas/kamera/dinding", "/petugas/kamera/petak?kode=cam-baru"):  # fmt: skip
        said = admin.get(address).text
        assert PASSWORD not in said
        assert f"{USER}:" not in said
    operator = signed_in("operator").get("/petugas/kamera/cam-pasar/langsung").text
    assert "127.0.0.1" not in operator
    bad = admin.post("/admin/kamera", data=form | {"kode": "dinding"})
    assert (bad.status_code, PASSWORD in bad.text) == (422, False)
    outside = admin.post("/admin/kamera", data=form | {"kode": "cam-x", "gambar": "http://10.1.1.1/a.jpg"})
    assert (outside.status_code, "SOROT_INNER_NETWORKS" in outside.text) == (422, True)
    with db.reading() as session:
        before = session.scalars(select(Camera).where(Camera.code == "cam-baru")).one().snapshot_url
    again = form | {"gambar": "", "nama": "Simpang lima", "dipakai": "true"}
    assert admin.post("/admin/kamera/cam-baru", data=again).status_code == 303
    with db.reading() as session:
        row = session.scalars(select(Camera).where(Camera.code == "cam-baru")).one()
    assert (row.name, row.snapshot_url, row.online) == ("Simpang lima", before, True)
    admin.post("/admin/kamera/cam-baru", data=again | {"hapus_gambar": "true"})
    with db.reading() as session:
        assert session.scalars(select(Camera).where(Camera.code == "cam-baru")).one().snapshot_url is None


def test_a_file_of_cameras_names_its_bad_lines(there: Cctv, signed_in: SignIn) -> None:
    content = b"kode,nama,lat,lon\ncam-a,Satu,-6.2,106.9\ncam-b,Dua,x,106.9\n"
    answer = signed_in("admin").post("/admin/kamera/impor", files={"berkas": ("k.csv", content, "text/csv")})
    assert "1 kamera baru, 0 diubah, 1 baris tidak diambil" in answer.text
    assert '<td class="text-right num">3</td>' in answer.text
    for bad in (b"nama,kolom\n1,2\n", b"", b"\x00\x01"):
        files = {"berkas": ("k.csv", bad, "text/csv")}
        assert signed_in("admin").post("/admin/kamera/impor", files=files).status_code == 422


def test_an_old_picture_says_so(there: Cctv, signed_in: SignIn) -> None:
    with db.transaction() as tx:
        row, camera = tx.scalars(select(CameraStill)).one(), tx.scalars(select(Camera)).first()
        assert camera is not None
        old = clock.now() - timedelta(minutes=40)
        row.taken_at = row.at = old
        camera.seen = camera.seen | {"at": old.isoformat()}
    page = signed_in("operator").get("/petugas/kamera/cam-pasar").text
    assert "Bukan keadaan sekarang" in page
    assert "40 menit lalu" in page
