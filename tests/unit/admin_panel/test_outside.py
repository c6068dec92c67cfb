"""Others' warnings on every screen that shows them, and the source in the panel."""

from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import select

from routing.city.catalogue import catalogue
from storage import clock, db
from storage.models import AgencyFeed
from tests.factories import caps
from tests.factories.feeds import feed
from tests.fakes.site import make_app
from tests.unit.admin_panel.conftest import SignIn

SAID = "Hujan lebat dan petir"
DRILL = "Badai latihan"


def now_holds() -> None:
    with db.transaction() as tx:
        caps.heard(tx, clock.now())
        caps.heard(tx, clock.now(), identifier="A2", status="Exercise", headline=DRILL)


def test_officers_see_it_on_desk_poc_and_wall(signed_in: SignIn) -> None:
    operator = signed_in("operator")
    assert "outside-one" not in operator.get("/poc/meja").text
    now_holds()
    desk, poc, wall = (operator.get(f"/poc{path}").text for path in ("/meja", "", "/dinding"))
    for page in (desk, poc):
        assert SAID in page
        assert f"LATIHAN: {DRILL}" in page
        assert "Badan Cuaca Contoh · Kranji · berlaku sampai" in page
    assert SAID in wall
    assert DRILL not in wall


def test_residents_see_it_in_their_language_and_no_exercise(panel_db: None, tmp_path: Path) -> None:
    now_holds()
    with TestClient(make_app(tmp_path)) as reader:
        for path in ("/", "/lacak", "/peta", "/kinerja"):
            page = reader.get(path).text
            assert SAID in page
            assert "Jauhi pohon besar." in page
            assert DRILL not in page
        assert "Official warnings in force" in reader.get("/peta?bahasa=en").text
        assert SAID not in reader.get("/luring").text


def test_an_event_of_its_place_and_time_has_it_as_evidence(signed_in: SignIn) -> None:
    operator = signed_in("operator")
    made = operator.post("/petugas/kejadian", data={"kind": "banjir", "title": "Banjir Kranji"})
    page = made.headers["Location"]
    assert "Peringatan resmi" not in operator.get(page).text
    with db.transaction() as tx:
        caps.heard(tx, clock.now())
    assert "Peringatan resmi" not in operator.get(page).text  # the event has no place yet
    with db.transaction() as tx:
        caps.heard(
            tx, clock.now(), identifier="A3", headline="Seluruh kota", kelurahan=[*catalogue(tx).kelurahan]
        )
    assert "Seluruh kota" in operator.get(page).text


def test_a_source_is_connected_in_the_panel_and_tells_what_it_brought(signed_in: SignIn) -> None:
    admin = signed_in("admin")
    with db.transaction() as tx:
        feed(tx, "peringatan", agency="bpbd")
    said = {"nama": "Peringatan cuaca", "instansi": "bpbd", "sektor": "lingkungan", "jadwal": "per jam"}
    refused = admin.post(
        "/admin/umpan/peringatan", data={**said, "sumber": "cap", "alamat": "http://10.0.0.1/"}
    )
    assert refused.status_code == 422
    asked = {**said, "sumber": "cap", "alamat": "https://cuaca.contoh.test/nowcast"}
    assert admin.post("/admin/umpan/peringatan", data=asked).status_code == 303
    assert "setiap lima menit" in admin.get("/admin/umpan/peringatan").text
    with db.reading() as session:
        assert session.scalars(select(AgencyFeed)).one().next_try_at is not None
    page = "/petugas/data/peringatan"
    empty = admin.get(page).text
    assert "Belum ada peringatan yang mengenai kota." in empty
    assert "Belum ada berkas" not in empty  # such a source brings none
    now_holds()
    shown = admin.get(page).text
    assert SAID in shown
    assert "latihan" in shown
