"""The site as an app: what the phone reads of it, and how much of it comes first."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from storage import db
from storage.db import transaction
from tests.factories import city
from tests.fakes.site import make_app
from web import assets

FIRST_VIEW = 70 * 1024  # bytes, packed, of page, styles, scripts, font and icons
STATIC = Path(assets.__file__).parent / "static"

pytestmark = pytest.mark.skipif(not assets.MANIFEST.exists(), reason="the front end is not built")


@pytest.fixture
def reader(sqlite_url: str, tmp_path: Path) -> Iterator[TestClient]:
    db.configure(sqlite_url)
    with transaction() as tx:
        city.load(tx)
    with TestClient(make_app(tmp_path), headers={"Accept": "text/html"}) as client:
        yield client


def test_the_phone_reads_what_the_app_is_called_and_that_it_takes_photos(reader: TestClient) -> None:
    told = reader.get("/manifest.webmanifest").json()
    assert told["display"] == "standalone"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in told["icons"]}
    for icon in told["icons"]:
        assert (STATIC / icon["src"].removeprefix("/static/").partition("?")[0]).is_file()
    shares = told["share_target"]
    assert (shares["action"], shares["method"]) == ("/bagikan", "POST")
    plain = reader.post("/bagikan", data={"title": "x"}, follow_redirects=False)  # no worker runs yet
    assert (plain.status_code, plain.headers["location"]) == (303, "/#obrolan")
    assert 'rel="manifest"' in reader.get("/").text


def test_the_worker_keeps_what_is_there_and_nothing_of_a_person(reader: TestClient) -> None:
    worker = reader.get("/sw.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    shell = re.findall(r'"(/[^"]*)"', re.search(r"const SHELL = (\[.*?\]);", worker.text)[1])  # type: ignore[index]
    assert {"/", "/luring"} <= set(shell)
    for address in shell:
        assert reader.get(address).status_code == 200, address


@pytest.mark.parametrize(("address", "entry"), [("/", "home"), ("/peta", "city")])
def test_the_first_view_on_a_phone_is_small(reader: TestClient, address: str, entry: str) -> None:
    names = dict.fromkeys([*assets.files("base"), *assets.files(entry), "/static/icons.svg"])
    sizes = {"page": len(gzip.compress(reader.get(address).content, 6))}
    for name in names:
        content = (STATIC / name.removeprefix("/static/")).read_bytes()
        sizes[name] = len(content) if name.endswith(".woff2") else len(gzip.compress(content, 6))
    assert sum(sizes.values()) <= FIRST_VIEW, sizes
