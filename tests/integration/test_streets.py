"""The city's street map, one file read in parts: by PyPI's `pmtiles`, as the page's reader does it."""

import math
from pathlib import Path

import pytest
from pmtiles.reader import Reader
from pmtiles.tile import Compression
from starlette.testclient import TestClient

from portal import streets
from sorot.settings import Settings
from storage import db
from storage.db import transaction
from tests.factories import city
from tests.factories.streets import protomaps, written
from tests.fakes.site import make_app


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(protomaps(), tmp_path)


def test_a_foreign_reader_finds_a_tile_by_ranges_alone(file: Path, tmp_path: Path) -> None:
    client = TestClient(make_app(tmp_path, file))
    asked = []

    def ranged(start: int, length: int) -> bytes:
        headers = {"Range": f"bytes={start}-{start + length - 1}", "Accept-Encoding": "gzip"}
        answer = client.get(streets.address(file), headers=headers)
        assert answer.status_code == 206
        assert answer.headers["content-encoding"] == "identity"
        asked.append(len(answer.content))
        return answer.content

    reader = Reader(ranged)
    assert {layer["id"] for layer in reader.metadata()["vector_layers"]} == set(protomaps())
    assert reader.header()["tile_compression"] == Compression.GZIP
    on_disk = Reader(lambda start, length: file.read_bytes()[start : start + length])
    kranji = 14, *_tile(14, -6.228, 106.975)
    assert reader.get(*kranji)
    assert reader.get(*kranji) == on_disk.get(*kranji)
    assert max(asked) < file.stat().st_size
    assert client.get(streets.address(file), headers={"Range": "bytes=999999999-"}).status_code == 416


def _tile(zoom: int, lat: float, lon: float) -> tuple[int, int]:
    many = 2**zoom
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return int((lon + 180) / 360 * many), int(y * many)


def test_an_exchanged_file_has_another_address_and_the_old_one_keeps_nothing(
    file: Path, tmp_path: Path
) -> None:
    client = TestClient(make_app(tmp_path, file))
    before = streets.address(file)
    assert "immutable" in client.get(before).headers["cache-control"]
    file.write_bytes(file.read_bytes() + b"\0")
    assert streets.address(file) != before
    assert client.get(before).headers["cache-control"] == "no-store"


def test_pages_name_the_map_only_where_there_is_one(sqlite_url: str, file: Path, tmp_path: Path) -> None:
    db.configure(sqlite_url)
    with transaction() as tx:
        city.load(tx)
    with_streets, without = TestClient(make_app(tmp_path, file)), TestClient(make_app(tmp_path))
    assert f'data-streets="{streets.address(file)}"' in with_streets.get("/peta").text
    assert "data-streets" not in without.get("/peta").text
    assert without.get(streets.address(file)).status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"SQLite format 3", "no PMTiles"),
        (b"PMTiles\x03" + b"\2" * 120, "pictures"),
    ],
)
def test_a_file_that_is_no_street_map_is_refused_at_the_start(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    wrong = tmp_path / "wrong.pmtiles"
    if content is not None:
        wrong.write_bytes(content)
    (told,) = Settings(map=wrong).problems()
    assert said in told
    assert "docs/map.md" in told


def test_a_street_map_is_taken(file: Path) -> None:
    assert Settings(map=file).problems() == []
