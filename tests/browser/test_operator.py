"""The operator's desk in a browser: a place found on the map, a row shown on it, yesterday played again."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from storage import clock, db
from tests.browser.conftest import DESK, PHONE, OpenPage
from tests.browser.looking import faults
from tests.factories import caps, reports
from web.assets import MANIFEST

pytestmark = pytest.mark.skipif(not MANIFEST.exists(), reason="the front end is not built (./dev setup)")


@pytest.mark.timeout(300)
def test_the_desk_finds_places_and_plays_yesterday(open_page: OpenPage) -> None:
    """Over a second: a browser draws two maps, in software."""
    yesterday = clock.now() - timedelta(days=1)
    with db.transaction() as tx:
        caps.heard(tx, clock.now(), severity="Severe")
        for number in range(12):
            reports.filed(
                tx, now=yesterday - timedelta(hours=number), lat=-6.2282 - number / 400, lon=106.975
            )
    for size in (PHONE, DESK):
        page = open_page("operator", size)
        page.goto("/poc/meja")
        expect(page.get_by_role("heading", name="Meja operator")).to_be_visible()
        page.get_by_text("Badan Cuaca Contoh").click()
        expect(page.get_by_text("Jauhi pohon besar.")).to_be_visible()
        assert faults(page) == [], size
    other = open_page("admin", DESK)
    other.goto("/poc/meja")
    page.get_by_role("button", name="Ambil").first.click()
    expect(page.locator(".desk-taken.is-mine")).to_be_visible()
    expect(other.locator(".desk-taken")).to_contain_text("Petugas Operator", timeout=30_000)  # by itself
    expect(other.get_by_role("button", name="Ambil alih")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("searchbox").fill("kranj")
    page.get_by_role("button", name="Kranji Kelurahan").first.click()
    expect(page.locator(".maplibregl-popup")).to_contain_text("Kranji", timeout=60_000)
    page.get_by_role("link", name="Putar ulang kota").click()
    page.locator("sorot-replay[data-ready]").wait_for(timeout=60_000)
    page.get_by_role("slider").fill("1440")
    expect(page.locator("[data-replay-figures]")).to_contain_text("12 laporan terbuka")
    assert faults(page) == []
    page.get_by_role("button", name="Putar", exact=True).click()
    expect(page.get_by_role("button", name="Jeda")).to_be_visible()
