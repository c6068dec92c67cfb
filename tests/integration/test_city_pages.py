"""The city's pages: what anybody finds on the map, of a report, of a kelurahan, and of the city's work."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from portal.city import work_routes
from portal.messages import FOLDER, said
from routing import performance
from routing.city.catalogue import changed
from routing.domain.lifecycle import Status
from routing.domain.publicity import words_seal
from routing.reports import officers_work, public_map
from routing.warnings.alerts import raise_alert
from routing.warnings.follows import gauges_of
from sensors.gauges import DATA, load_gauges
from storage import clock, db
from storage.db import reading, transaction
from storage.models import Agency, Datastream, PublicFigures, Report
from tests.factories import city, people, reports
from tests.factories.queries import counted
from tests.fakes.site import make_app

HTML = {"Accept": "text/html"}
KRANJI_POINT = (-6.228224, 106.975032)


def opened(url: str, folder: Path) -> Iterator[TestClient]:
    db.configure(url)
    with transaction() as tx:
        city.load(tx)
    with TestClient(make_app(folder), headers=HTML) as client:
        yield client


@pytest.fixture
def reader(sqlite_url: str, tmp_path: Path) -> Iterator[TestClient]:
    yield from opened(sqlite_url, tmp_path)


@pytest.fixture
def readers(database_url: str, tmp_path: Path) -> Iterator[TestClient]:
    yield from opened(database_url, tmp_path)


def filed(count: int = 1, *, category: str = "pju", done: bool = False, days: float = 0) -> list[Report]:
    with transaction() as tx:
        made = []
        for index in range(count):
            report = reports.filed(
                tx, category=category, lat=KRANJI_POINT[0] + index * 0.002, lon=KRANJI_POINT[1],
                now=clock.now() - timedelta(days=days, minutes=count - index),
            )  # fmt: skip
            if done:
                officers_work.change_status(
                    tx, officer=people.officer(tx), report=report, to=Status.SELESAI, reason="Sudah.",
                    now=clock.now(),
                )  # fmt: skip
            made.append(report)
        return made


def test_the_list_goes_on_without_a_script_and_its_filters_stand_in_the_address(readers: TestClient) -> None:
    made = filed(25)
    filed(1, category="sampah")
    first = readers.get("/peta?kategori=pju").text
    assert "Sampah" not in re.sub(r"<option.*?</option>", "", first, flags=re.S)
    numbers = re.findall(r'href="/laporan/(BKS-[\d-]+)"', first)
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    second = readers.get(following[1].replace("&amp;", "&")).text
    numbers += re.findall(r'href="/laporan/(BKS-[\d-]+)"', second)
    assert numbers == [report.number for report in reversed(made)]
    assert 'rel="next"' not in second
    assert "Tidak ada laporan yang cocok" in readers.get("/peta?kategori=banjir_genangan").text


def test_the_map_counts_at_every_zoom_what_the_list_holds(readers: TestClient) -> None:
    filed(9)
    filed(2, category="kesehatan")
    for zoom in (0, 5, 9, 11, 13, 15, 18, 22):
        told = readers.get(f"/api/peta?zoom={zoom}").json()["features"]
        assert sum(one["properties"]["count"] for one in told) == 9, zoom
        assert sum(one["properties"]["open"] for one in told) == 9
        assert ("number" in told[0]["properties"]) == (zoom >= public_map.SINGLY)
        assert len(told) >= (9 if zoom >= 15 else 1)
    part = readers.get("/api/peta?zoom=18&bbox=106.97,-6.2285,106.98,-6.2279").json()["features"]
    assert len(part) == 1
    assert readers.get("/api/peta?bbox=107,-6,106,-7").status_code == 422


def test_a_reports_page_tells_its_story_and_whether_the_promise_was_kept(reader: TestClient) -> None:
    (report,) = filed(done=True)
    page = reader.get(f"/laporan/{report.number}")
    assert page.status_code == 200
    for words in ("Laporan diterima", "Janji ditepati", "Kel. Kranji", 'property="og:title"'):
        assert words in page.text
    assert report.text not in page.text
    with transaction() as tx:
        tx.get_one(Report, report.id).words_shown = words_seal(report.text)
    assert report.text in reader.get(f"/laporan/{report.number}").text


def test_a_hidden_report_is_a_404_as_one_that_is_not_there(reader: TestClient) -> None:
    (report,) = filed()
    with transaction() as tx:
        tx.get_one(Report, report.id).privacy = "rahasia"
    hidden, none = reader.get(f"/laporan/{report.number}"), reader.get("/laporan/BKS-2611-09999")
    assert hidden.status_code == none.status_code == 404
    plain = [re.sub(r'nonce="[^"]+"', "", answer.text) for answer in (hidden, none)]
    assert plain[0] == plain[1]
    assert reader.get("/peta").text.count(report.number) == 0


def test_no_share_is_shown_of_fewer_than_twenty_cases(readers: TestClient) -> None:
    assert "sedang dihitung" in readers.get("/kinerja").text
    filed(19, done=True, days=0.1)
    count()
    page = readers.get("/kinerja").text
    assert "kurang dari 20 kasus" in page
    assert "%</b>" not in page
    filed(1, done=True, days=0.1)
    count(later=2)
    page = readers.get("/kinerja").text
    assert "100%</b>" in page
    assert "20 dari 20" in page
    rows = readers.get("/kinerja/dinas.csv").text.splitlines()
    assert rows[0].startswith("kode,nama,masuk")
    assert [row.split(",")[2] for row in rows if row.startswith("dbmsda,")] == ["20"]


def test_drawn_once_the_figures_follow_whatever_they_are_made_of(readers: TestClient) -> None:
    filed(21, done=True, days=0.1)
    count()
    first = readers.get("/kinerja").text
    assert "21 dari 21" in first
    before = work_routes._drawn.cache_info().misses
    assert "21 dari 21" in readers.get("/kinerja").text
    assert work_routes._drawn.cache_info().misses == before  # the same figures are not drawn again
    assert "21 of 21" in readers.get("/kinerja?bahasa=en").text
    filed(1, done=True, days=0.1)  # comes late: seen once the timetable has counted again
    count(later=2)
    assert "22 dari 22" in readers.get("/kinerja?bahasa=id").text
    with transaction() as tx:
        tx.get_one(Agency, "dbmsda").short_name = "Bina Marga baru"
        changed(tx)
    assert "Bina Marga baru" in readers.get("/kinerja").text
    with transaction() as tx:  # even where a count is put right within its moment
        row = tx.get_one(PublicFigures, performance.YEAR)
        line = {**row.content["dinas"]["dbmsda"], "came": 4321}
        row.content = {**row.content, "dinas": {"dbmsda": line}}
    assert "4.321" in readers.get("/kinerja").text


def test_a_kelurahans_page_has_its_line_its_gauges_and_what_changed_a_moment_ago(readers: TestClient) -> None:
    made = filed(12) + filed(21, done=True, days=0.1)
    count()
    with transaction() as tx:
        load_gauges(tx, DATA / "bekasi")
        gauge = next(iter(gauges_of(tx, [city.KRANJI])), None) or tx.scalars(select(Datastream)).first()
        assert gauge
        gauge.thing.downstream = [{"kelurahan": city.KRANJI, "minutes": 30}]
        name = gauge.thing.name
        raise_alert(tx, stream=gauge, level=2, value=300, at=clock.now(), now=clock.now())
    with counted() as asked:
        page = readers.get(f"/kelurahan/{city.KRANJI}").text
    assert len(asked) <= 6, asked
    assert name in page
    assert 'role="alert"' in page
    assert ">33</dd>" in page
    assert '<span class="num muted">12</span>' in page
    assert page.count('class="public-row"') == 20
    with transaction() as tx:
        tx.get_one(Report, made[0].id).privacy = "rahasia"
    page = readers.get(f"/kelurahan/{city.KRANJI}").text
    assert '<span class="num muted">11</span>' in page


def count(*, later: float = 0) -> None:
    """What the timetable does, so many hours later."""
    now = clock.now() + timedelta(hours=later)
    with reading() as session:
        made = performance.count(session, now=now)
    with transaction() as tx:
        performance.keep(tx, made, now=now)


def test_every_kelurahan_has_a_page_and_a_piece_for_other_sites(reader: TestClient) -> None:
    (report,) = filed()
    filed(1, done=True)
    listed = re.findall(r'href="/kelurahan/([\d.]+)"', reader.get("/kelurahan").text)
    assert len(listed) == 56
    page = reader.get(f"/kelurahan/{city.KRANJI}")
    assert report.number in page.text
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    small = reader.get(f"/kelurahan/{city.KRANJI}/sisip")
    assert "frame-ancestors *" in small.headers["content-security-policy"]
    assert report.number in small.text
    assert reader.get("/kelurahan/99.99").status_code == 404


def test_opinions_are_told_with_what_the_city_answered(reader: TestClient) -> None:
    with transaction() as tx:
        for _ in range(5):
            reports.filed(
                tx, category="aspirasi", kind="aspirasi", text="Usul halte bus baru.", now=clock.now()
            )
    page = reader.get("/aspirasi").text
    assert "5 usul dari 5 warga" in page
    assert "Belum ada jawaban kota" in page


def test_the_pages_speak_english_once_somebody_asked(reader: TestClient) -> None:
    page = reader.get("/peta?bahasa=en")
    assert 'lang="en"' in page.text
    assert "Map of residents" in page.text
    assert "Performance" in reader.get("/kinerja").text  # remembered
    assert "Kinerja" in reader.get("/kinerja?bahasa=id").text


def test_both_languages_say_everything() -> None:
    files = [(FOLDER / f"{tongue}.ftl").read_text() for tongue in ("id", "en")]
    keys = [re.findall(r"^([a-z][\w-]*) =", file, re.M) for file in files]
    assert keys[0] == keys[1]


def test_one_is_told_as_one_in_either_language() -> None:
    assert "sekali" in said("id", "report-moved", times=1)
    assert "3 kali" in said("id", "report-moved", times=3)
    assert said("en", "report-supporters", count=1).startswith("1 resident has")


def test_a_page_asks_the_database_a_few_times_however_much_there_is(reader: TestClient) -> None:
    filed(6)
    reader.get("/kinerja")  # reads the city's configuration
    for address, most in (
        ("/peta", 3), ("/api/peta?zoom=12", 3), (f"/kelurahan/{city.KRANJI}", 6), ("/kinerja", 3),
        ("/aspirasi", 6),
    ):  # fmt: skip
        with counted() as asked:
            assert reader.get(address).status_code == 200
        assert len(asked) <= most, (address, asked)
