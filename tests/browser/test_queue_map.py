"""The queue's map: over the same filters as the list, the chosen row and the chosen point are one."""

import pytest
from playwright.sync_api import expect

from storage import clock, db
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.looking import faults
from tests.factories import reports
from tests.factories.city import KRANJI_POINT
from web.assets import MANIFEST

pytestmark = pytest.mark.skipif(not MANIFEST.exists(), reason="the front end is not built (./dev setup)")
LAT, LON = KRANJI_POINT


def test_the_map_shows_the_lists_reports_and_follows_the_keyboard(open_page: OpenPage) -> None:
    with db.transaction() as tx:
        for step in range(3):
            reports.filed(tx, now=clock.now(), lat=LAT + step / 300, lon=LON + step / 300)
        reports.filed(tx, now=clock.now(), lat=LAT, lon=LON, category="drainase", text="Got mampet.")
    page = open_page("rina")
    page.goto("/petugas")
    with page.expect_response("**/petugas/peta*") as asked:
        page.get_by_role("button", name="Peta", exact=True).press("Enter")
    assert len(asked.value.json()["reports"]["features"]) == 4
    expect(page.locator("#peta-antrean sorot-map[data-ready]")).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator("#peta-antrean .maplibregl-marker")).to_have_count(1)
    with page.expect_response("**/petugas/peta*") as narrowed:
        page.locator("[data-search]").fill("mampet")
    assert len(narrowed.value.json()["reports"]["features"]) == 1
    assert "peta=true" in page.url
    chosen = page.locator("a[data-row]").get_attribute("data-row")
    pressed = "new CustomEvent('sorot:point', {bubbles: true, detail: number})"
    page.evaluate(f"number => document.querySelector('sorot-map').dispatchEvent({pressed})", chosen)
    expect(page.locator("#isi-laporan")).to_have_attribute("data-number", chosen or "")
    assert faults(page) == []

    phone = open_page("rina", PHONE, "dark")
    phone.goto("/petugas")
    phone.get_by_role("button", name="Peta", exact=True).click()
    expect(phone.locator("#peta-antrean sorot-map[data-ready]")).to_be_visible()
    expect(phone.locator("#daftar")).to_be_hidden()
    assert faults(phone) == []
    phone.get_by_role("button", name="Peta", exact=True).click()
    expect(phone.locator("#daftar")).to_be_visible()


def test_pages_of_chat_and_leave_are_whole_on_a_phone_and_a_desk(open_page: OpenPage) -> None:
    for who, path in (("rina", "/akun/chat"), ("kepala", "/petugas/pembagian")):
        for page in (open_page(who), open_page(who, PHONE, "dark")):
            page.goto(path)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            assert faults(page) == [], path
