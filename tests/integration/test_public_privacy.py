"""What the public never sees: a secret report anywhere, an anonymous reporter's name, an unblurred face."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import SecretStr
from starlette.testclient import TestClient

from admin_panel.access import Require
from portal import counts
from routing.domain.tracking_keys import short_of
from sorot.asgi import create_app
from sorot.settings import Settings
from storage import db, media
from storage.db import transaction
from storage.models import Media, Report
from storage.pictures import Picture
from tests.factories import city, people, reports
from tests.factories.city import KRANJI_POINT, NOW
from tests.fakes.resident import picture

KEY = "kunci-rahasia-1"
WORDS = {
    "text": "Gorong-gorong di gang sempit ambles.", "place": "belakang warung Cendana Tua",
    "category": "drainase", "lat": KRANJI_POINT[0], "lon": KRANJI_POINT[1],
}  # fmt: skip
NAME, ADDRESS = "Sulastri Wijaya", "6281200099123"


@pytest.fixture
def visitor(sqlite_url: str, tmp_path: Path) -> Iterator[TestClient]:
    """A browser that has never been here, before every page and door of the product."""
    settings = Settings(home=tmp_path, database_url=sqlite_url, secret_key=SecretStr("x" * 40))
    db.configure(sqlite_url)
    with transaction() as tx:
        city.load(tx)
    counts.forget()
    with TestClient(create_app(settings), headers={"Accept": "text/html"}) as client:
        yield client
    counts.forget()


def a_report(privacy: str, **values: object) -> Report:
    with transaction() as tx:
        person = people.person(tx)
        person.name = person.called = NAME
        person.address = ADDRESS
        report = reports.filed(tx, by=person, **WORDS)  # type: ignore[arg-type]
        report.track_key, report.privacy = KEY, privacy
        for name, value in values.items():
            setattr(report, name, value)
    return report


def a_result(visitor: TestClient, report: Report) -> tuple[str, str]:
    """A photo of the finished work and its blurred copy: their names."""
    store: media.MediaStore = visitor.app.state.media  # type: ignore[attr-defined]
    original, blurred = picture("navy"), picture("white")
    names = store.put(original), store.put(blurred)
    with transaction() as tx:
        media.note(tx, names[0], Picture(original, 32, 24), now=NOW)
        tx.get_one(Media, names[0]).public_sha256 = names[1]
        media.attach(tx, tx.get_one(Report, report.id), names[0], now=NOW, purpose="hasil")
    return names


def public_pages(visitor: TestClient, report: Report) -> list[str]:
    """Every address anybody may ask for, from the route table itself, with this report in its places."""
    app = visitor.app
    found = []
    for route in iter_route_contexts(app.router.routes):  # type: ignore[attr-defined]
        original = route.original_route
        if not isinstance(original, APIRoute) or "GET" not in (route.methods or ()):
            continue
        if any(isinstance(needs.call, Require) for needs in original.dependant.dependencies):
            continue
        path = str(route.path).replace("{number}", report.number).replace("{sha256}", "0" * 64)
        found.append(path.replace("{code}", "cileungsi-hulu"))
    return found


def test_a_secret_report_is_on_no_public_page_list_map_or_api(visitor: TestClient) -> None:
    report = a_report("rahasia", status="selesai", rating=5, supporters=7)
    names = a_result(visitor, report)
    pages = public_pages(visitor, report)
    assert {"/", "/lacak", f"/lacak/{report.number}", "/privasi", "/api/areas"} <= set(pages)
    for path in [*pages, f"/lacak?nomor={report.number}", f"/lacak/{report.number}?kunci=salah"]:
        answer = visitor.get(path, follow_redirects=False)
        for word in (WORDS["text"], WORDS["place"], NAME, ADDRESS, "Drainase", "dari pelapor"):
            assert str(word) not in answer.text, path
    for sha256 in names:
        assert visitor.get(f"/lacak/{report.number}/hasil/{sha256}").status_code == 404


def test_the_reporter_of_a_secret_report_opens_it_with_the_private_link(visitor: TestClient) -> None:
    report = a_report("rahasia", status="selesai")
    _, blurred = a_result(visitor, report)
    assert visitor.post(f"/lacak/{report.number}/kunci", json={"kunci": KEY}).status_code == 204
    page = visitor.get(f"/lacak/{report.number}")
    assert str(WORDS["text"]) in page.text
    assert "hanya Anda dan petugas" in page.text
    assert visitor.get(f"/lacak/{report.number}/hasil/{blurred}").status_code == 200


@pytest.mark.parametrize("privacy", ["biasa", "anonim"])
def test_no_public_page_names_a_reporter(visitor: TestClient, privacy: str) -> None:
    report = a_report(privacy)
    for path in [*public_pages(visitor, report), f"/lacak/{report.number}?kunci={KEY}"]:
        text = visitor.get(path).text
        assert NAME not in text
        assert ADDRESS not in text


def opened(visitor: TestClient, report: Report, key: str) -> str:
    """The page as who holds this key sees it."""
    assert visitor.post(f"/lacak/{report.number}/kunci", json={"kunci": key}).status_code == 204
    return visitor.get(f"/lacak/{report.number}").text


def test_supporters_see_the_finished_work_blurred_and_never_the_original(visitor: TestClient) -> None:
    report = a_report("biasa", status="selesai")
    original, blurred = a_result(visitor, report)
    assert visitor.get(f"/lacak/{report.number}/hasil/{blurred}").status_code == 404
    page = opened(visitor, report, short_of(KEY))
    assert f"/hasil/{blurred}" in page
    assert original not in page
    assert visitor.get(f"/lacak/{report.number}/hasil/{blurred}").content == picture("white")
    for path in (f"/lacak/{report.number}/hasil/{original}", f"/media/{original}", f"/media/{blurred}"):
        assert visitor.get(path, headers={"Accept": "application/json"}).status_code in (401, 404), path


def test_a_photo_without_a_blurred_copy_or_of_unfinished_work_is_not_public(visitor: TestClient) -> None:
    report = a_report("biasa", status="selesai")
    original, blurred = a_result(visitor, report)
    with transaction() as tx:
        tx.get_one(Media, original).public_sha256 = None
    assert "/hasil/" not in opened(visitor, report, short_of(KEY))
    with transaction() as tx:
        tx.get_one(Media, original).public_sha256 = blurred
        tx.get_one(Report, report.id).status = "diproses"
    assert "/hasil/" not in visitor.get(f"/lacak/{report.number}").text
    assert visitor.get(f"/lacak/{report.number}/hasil/{blurred}").status_code == 404


def test_rating_and_support_are_told_to_supporters(visitor: TestClient) -> None:
    report = a_report("biasa", status="ditutup", rating=4, rated_at=NOW, supporters=12)
    page = opened(visitor, report, short_of(KEY))
    assert "Penilaian 4 dari 5" in page
    assert "12 warga ikut mendukung" in page
    assert "“Dukung”" not in page  # it is finished: nothing to support any more


def test_a_running_report_invites_to_support_it(visitor: TestClient) -> None:
    running = opened(visitor, a_report("biasa"), short_of(KEY))
    assert "Penilaian" not in running
    assert "warga ikut mendukung" not in running
    assert "“Dukung”" in running


def test_the_privacy_page_says_what_why_how_long_and_how(visitor: TestClient) -> None:
    page = visitor.get("/privasi").text
    for words in ("data saya", "hapus data saya", "27 Tahun 2022", "Diskominfostandi", "7 hari"):
        assert words in page
    assert 'href="/privasi"' in visitor.get("/").text
