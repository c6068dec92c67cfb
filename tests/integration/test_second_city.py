"""A city that begins empty is set up on one page, without editing a file, and works as the first does."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from routing.city import areas, naming
from routing.city.catalogue import catalogue
from routing.delivered import CITY
from routing.reports import config_check
from sensors import indicators
from sorot import prepare, set_up
from sorot.asgi import create_app
from sorot.settings import GAUGES, Settings
from storage import clock, db
from storage.models import Officer
from tests.factories import reports

KEY = "k" * 32
AGENCIES = (
    "code,name,short_name,kind,contact,categories\n"
    "dinas_jalan,Dinas Jalan Sukaraya,Dinjal,dinas,,jalan_rusak|pju\n"
    "air_raya,Perumda Air Raya,Air Raya,external,Telepon 1500,air_bersih\n"
)
FORM = {
    "name": "Kota Sukaraya", "short_name": "Sukaraya", "prefix": "SKR", "centre": "Pusat Kendali Sukaraya",
    "controller": "Pemerintah Kota Sukaraya", "contact": "Balai Kota",
}  # fmt: skip
ADMIN = {"username": "tirta", "officer": "Tirta Wibawa", "password": "kuda-laut-berjalan-mundur"}


def outlines() -> str:
    """Four kelurahan of a kilometre each, in two kecamatan; the names are invented."""
    features = []
    for place, name in enumerate(("Sukacita", "Sukadamai", "Telagabiru", "Telagasari")):
        west, south = 110.0 + 0.01 * (place % 2), -7.0 + 0.01 * (place // 2)
        ring = [
            [west, south],
            [west + 0.01, south],
            [west + 0.01, south + 0.01],
            [west, south + 0.01],
            [west, south],
        ]
        half = place // 2 + 1
        properties = {
            "kode": f"99.01.0{half}.100{place}", "kelurahan": name, "kode_kecamatan": f"99.01.0{half}",
            "kecamatan": ("Suka", "Telaga")[half - 1], "kodepos": f"5000{place}",
        }  # fmt: skip
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> Iterator[Settings]:
    yield Settings(home=tmp_path, database_url=sqlite_url, city=Path("new"))
    areas.use(CITY)
    indicators.use(GAUGES)


def files(agencies: str = AGENCIES) -> dict[str, tuple[str, bytes]]:
    return {"outlines": ("a.geojson", outlines().encode()), "agencies": ("b.csv", agencies.encode())}


def test_a_second_city_is_set_up_on_one_page_and_takes_a_report(settings: Settings) -> None:
    """Some seconds: two applications, and a city's folder loaded from the beginning."""
    db.configure(settings.database)
    begun: list[bool] = []
    with pytest.raises(SystemExit):  # before that no other process can start
        prepare.open_database(settings)
    app = set_up.create_app(settings, KEY)
    app.state.founded = lambda: begun.append(True)
    browser = TestClient(app, follow_redirects=False, base_url="https://testserver")
    assert browser.get("/siapkan").status_code == 403
    assert {browser.get(path).headers["Location"] for path in ("/", "/masuk", "/petugas")} == {"/siapkan"}
    assert browser.post("/siapkan", data=FORM).status_code == 403
    assert browser.post("/siapkan/masuk", data={"key": "salah"}).status_code == 403
    assert browser.post("/siapkan/masuk", data={"key": KEY}).status_code == 303
    form = browser.get("/siapkan").text
    assert "assets/screen" in form  # takes the key out of the address
    assert "<code>air_bersih</code> Air bersih" in form  # what a list of agencies may name
    refused = browser.post("/siapkan", data={**FORM, "aksi": "periksa"}, files=files(AGENCIES + "x,,,,,\n"))
    assert (refused.status_code, "tiap baris perlu" in refused.text) == (422, True)
    looked = browser.post("/siapkan", data={**FORM, "aksi": "periksa"}, files=files())
    assert "2 kecamatan, 4 kelurahan, 3 instansi, 44 kategori" in looked.text
    assert "Dinas Jalan Sukaraya" in looked.text
    weak = browser.post("/siapkan", data={**FORM, **ADMIN, "password": "sukaraya", "aksi": "mulai"})
    assert (weak.status_code, begun) == (422, [])
    assert 'value="tirta"' in weak.text
    assert 'value="Tirta Wibawa"' in weak.text
    done = browser.post("/siapkan", data={**FORM, **ADMIN, "aksi": "mulai"})  # the files are still there
    assert (done.status_code, begun) == (200, [True]), done.text

    prepare.open_database(settings)  # as any start, and as one on another machine does
    with db.transaction() as tx:
        city = catalogue(tx)
        assert [one.sentence for one in config_check.check(tx) if one.grave] == []
        assert city.agency_of("pju", "99.01.01.1000").name == "Dinas Jalan Sukaraya"
        assert city.agency_of("air_bersih").kind == "external"
        assert city.agency_of("sampah").name == "Pusat Kendali Sukaraya"
        report = reports.filed(tx, now=clock.now(), category="pju", lat=-6.995, lon=110.005)
        assert (report.number[:4], report.kelurahan_code) == ("SKR-", "99.01.01.1000")
        assert tx.query(Officer).filter_by(username="tirta", role="admin").count() == 1
    public = TestClient(create_app(settings), base_url="https://testserver")
    for page in ("/", "/privasi", "/masuk"):
        text = public.get(page).text
        assert "Sukaraya" in text
        assert naming.full_name() == "Kota Sukaraya"
        assert CITY.name not in text.casefold(), page
    for path in sorted(settings.city_folder.iterdir()):
        assert CITY.name not in path.read_text("utf-8").casefold(), path.name
