"""The wall of cameras and a stream, in a real browser."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from sensors.cameras.snapping import Snapper
from storage import clock, db
from storage.media import FolderStore
from storage.models import Camera, CameraLook
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.looking import faults
from tests.factories import cameras
from tests.factories.cameras import HERE, SECRET
from tests.fakes.cctv import Cctv, cctv, frame, stream
from tests.servers import wait_until
from web.assets import MANIFEST

pytestmark = pytest.mark.skipif(not MANIFEST.exists(), reason="the front end is not built (./dev setup)")
MANY = 16


@pytest.fixture
def there(panel_site: str, tmp_path: Path) -> Iterator[Cctv]:
    """Sixteen cameras with a picture each, the second of them long silent; the first has a stream."""
    with cctv() as made:
        for number in range(MANY):
            made.picture = frame(number)
            with db.transaction() as tx:
                cameras.camera(
                    tx, f"cam-{number:02}", now=clock.now(), name=f"Kamera {number:02}",
                    snapshot=made.address(), stream=made.address("/induk.m3u8") if number == 0 else "",
                )  # fmt: skip
            Snapper(FolderStore(tmp_path), SECRET, HERE).run_due(clock.now)
        with db.transaction() as tx:
            silent = tx.scalars(select(Camera).where(Camera.code == "cam-01")).one()
            silent.seen = silent.seen | {"at": (clock.now() - timedelta(minutes=40)).isoformat()}
        made.folder = tmp_path / "hls"
        made.folder.mkdir()
        stream(made.folder)
        yield made


def looked() -> set[int]:
    with db.reading() as session:
        return set(session.scalars(select(CameraLook.camera_id)))


def test_a_wall_loads_only_what_is_seen_and_an_old_picture_never_looks_live(
    open_page: OpenPage, there: Cctv
) -> None:
    page = open_page("operator", PHONE)
    page.goto("/petugas/kamera/dinding?ukuran=4")
    tiles = page.locator("[data-camera]")
    expect(tiles.nth(0)).to_have_class("camera-tile is-live")
    expect(tiles.nth(0).locator("img")).to_be_visible()
    expect(tiles.nth(1)).to_have_class("camera-tile is-old")
    expect(tiles.nth(1)).to_contain_text("tidak mengirim gambar")
    assert tiles.nth(MANY - 1).locator("img").count() == 0
    assert 0 < len(looked()) < MANY / 2
    tiles.nth(MANY - 1).scroll_into_view_if_needed()
    expect(tiles.nth(MANY - 1).locator("img")).to_be_visible()
    for size, scheme in ((PHONE, "dark"), ((1440, 900), "light")):
        page = open_page("operator", size, scheme)
        for path in ("/petugas/kamera", "/petugas/kamera/dinding?ukuran=3", "/petugas/kamera/cam-00"):
            page.goto(path)
            assert faults(page) == [], path
    admin = open_page("admin")
    for path in ("/admin/kamera", "/admin/kamera/cam-00"):
        admin.goto(path)
        assert faults(admin) == [], path


@pytest.mark.parametrize("own", [False, True], ids=["hls.js", "the browser's own"])
def test_a_stream_plays_through_the_proxy(open_page: OpenPage, there: Cctv, own: bool) -> None:
    page = open_page("operator")
    if not own:
        page.add_init_script("HTMLMediaElement.prototype.canPlayType = () => ''")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/petugas/kamera/cam-00/langsung")
    if own and not page.evaluate(
        "document.createElement('video').canPlayType('application/vnd.apple.mpegurl')"
    ):
        pytest.skip("this Chromium plays no HLS by itself")
    expect(page.locator("[data-live-said]")).to_have_text("Langsung")
    played = "() => document.querySelector('video').currentTime > 0.5"
    wait_until(lambda: bool(page.evaluate(played)), seconds=20, what="the video does not play")
    assert page.evaluate("document.querySelector('video').videoWidth") == 320
    assert any("hls.light" in url for url in asked) is not own
    assert faults(page) == []
