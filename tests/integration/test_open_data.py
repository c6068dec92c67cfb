"""Open data: files made by the timetable, taken whole or by month, described, followed, and not too often."""

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

import duckdb
import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from routing import open_data, performance
from routing.reports import from_programs
from sorot import publishing
from storage import clock, db, limits, media
from storage.db import transaction
from storage.models import Deletion, Report
from tests.factories import city, reports
from tests.fakes.site import make_app

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def store(tmp_path: Path) -> media.MediaStore:
    return media.from_url(str(tmp_path))


def opened(url: str, folder: Path) -> Iterator[TestClient]:
    db.configure(url)
    with transaction() as tx:
        city.load(tx)
    with TestClient(make_app(folder)) as client:
        yield client


@pytest.fixture
def reader(sqlite_url: str, tmp_path: Path) -> Iterator[TestClient]:
    yield from opened(sqlite_url, tmp_path)
    limits.configure({})


@pytest.fixture
def readers(database_url: str, tmp_path: Path) -> Iterator[TestClient]:
    yield from opened(database_url, tmp_path)


def filed(count: int = 1, *, days: float = 0, category: str = "pju") -> list[str]:
    with transaction() as tx:
        return [
            reports.filed(
                tx, category=category, lat=-6.228224, lon=106.975032,
                now=clock.now() - timedelta(days=days, minutes=index + 5),
            ).number
            for index in range(count)
        ]  # fmt: skip


def _parquet(content: bytes) -> list[tuple[str, str, float]]:
    with NamedTemporaryFile(suffix=".parquet") as file:
        file.write(content)
        file.flush()
        found = duckdb.connect().execute(
            "SELECT nomor, kategori_kode, lintang FROM read_parquet(?)", [file.name]
        )
        return [(str(row[0]), str(row[1]), float(row[2])) for row in found.fetchall()]


def test_files_hold_what_everybody_sees_by_month_and_whole(
    readers: TestClient, store: media.MediaStore
) -> None:
    new, old = filed(3), filed(2, days=40)
    filed(2, category="kesehatan")
    assert publishing.files(store, clock.now()) >= 2
    whole = readers.get("/data/laporan.csv")
    assert whole.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(whole.text)))
    assert {row["nomor"] for row in rows} == {*new, *old}
    assert [column.name for column in open_data.COLUMNS] == list(rows[0])
    month = performance.month_of(clock.now() - timedelta(days=40))
    assert readers.get(f"/data/laporan/{month}.csv").text.count("BKS-") == 2
    told = readers.get("/data/laporan.geojson").json()
    assert [one["id"] for one in told["features"]] == [row["nomor"] for row in rows]
    assert all(one["geometry"]["coordinates"] != [106.975032, -6.228224] for one in told["features"])
    assert _parquet(readers.get("/data/laporan.parquet").content) == [
        (row["nomor"], row["kategori_kode"], float(row["lintang"])) for row in rows
    ]
    assert len(_parquet(readers.get(f"/data/laporan/{month}.parquet").content)) == 2
    assert readers.get("/data/laporan/1999-01.csv").status_code == 404
    assert readers.get("/data/laporan.exe").status_code == 404


def test_only_what_changed_is_made_anew_and_a_secret_report_leaves_its_file(
    reader: TestClient, store: media.MediaStore
) -> None:
    (number,) = filed()
    filed(1, days=40)
    now = clock.now()
    publishing.files(store, now)
    assert publishing.files(store, now + timedelta(minutes=10)) == 0
    with transaction() as tx:
        report = tx.scalars(select(Report).where(Report.number == number)).one()
        report.privacy, report.updated_at = "rahasia", now + timedelta(minutes=11)
    assert publishing.files(store, now + timedelta(minutes=20)) == 1
    assert number not in reader.get("/data/laporan.csv").text
    with transaction() as tx:  # what it replaced goes once nobody takes it any more
        assert [row.next_try_at > now + timedelta(hours=1) for row in tx.scalars(select(Deletion))] == [
            True
        ] * 4


def test_who_has_a_file_already_is_told_so(reader: TestClient, store: media.MediaStore) -> None:
    filed()
    publishing.files(store, clock.now())
    for address in ("laporan.csv", "laporan.parquet", "kamus.json", "catalog.jsonld", "atom.xml"):
        first = reader.get(f"/data/{address}")
        again = reader.get(f"/data/{address}", headers={"If-None-Match": first.headers["etag"]})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
        assert first.headers["access-control-allow-origin"] == "*"


def test_too_many_downloads_are_asked_to_wait_and_a_key_has_more(
    reader: TestClient, store: media.MediaStore
) -> None:
    filed()
    publishing.files(store, clock.now())
    limits.configure({"file.address": "2/60", "file.person": "5/60"})
    answers = [reader.get("/data/laporan.csv") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    with transaction() as tx:
        key = from_programs.new_key(tx, "Peneliti", now=clock.now())
    head = {"Authorization": f"Bearer {key}"}
    assert [reader.get("/data/laporan.csv", headers=head).status_code for _ in range(6)] == [200] * 5 + [429]


def test_the_catalogue_and_the_dictionary_describe_every_file_and_column(
    reader: TestClient, store: media.MediaStore
) -> None:
    filed()
    publishing.files(store, clock.now())
    told = reader.get("/data/catalog.jsonld").json()
    (dataset,) = told["dcat:dataset"]
    assert dataset["dct:license"]["@id"].startswith("https://")
    for part in dataset["dcat:distribution"]:
        address = part["dcat:downloadURL"]["@id"].removeprefix("http://sorot.test")
        assert reader.get(address).status_code == 200
    words = reader.get("/data/kamus.json").json()
    assert [one["nama"] for one in words["kolom"]] == [column.name for column in open_data.COLUMNS]
    assert "kesehatan" not in words["kategori"]


def test_feeds_tell_the_newest_of_the_city_a_kelurahan_and_a_kind(reader: TestClient) -> None:
    (number,) = filed()
    for address in ("atom.xml", f"atom/kelurahan/{city.KRANJI}.xml", "atom/kategori/pju.xml"):
        root = ET.fromstring(reader.get(f"/data/{address}").content)
        assert root.tag == f"{ATOM}feed"
        (entry,) = root.findall(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}id") == f"http://sorot.test/laporan/{number}"
    assert reader.get("/data/atom/kategori/kesehatan.xml").status_code == 404
    assert reader.get("/data/atom/kelurahan/1.xml").status_code == 404


def test_the_page_says_what_there_is_and_one_s_own_data_are_still_behind_the_link(
    reader: TestClient, store: media.MediaStore
) -> None:
    empty = reader.get("/data", headers={"Accept": "text/html"})
    assert "Berkasnya sedang dibuat" in empty.text
    filed()
    publishing.files(store, clock.now())
    page = reader.get("/data", headers={"Accept": "text/html"})
    assert "/data/laporan.csv" in page.text
    assert "Unduh data saya" in page.text
    assert page.headers["cache-control"] == "no-store"
