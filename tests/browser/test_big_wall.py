"""The wall in a room: letters large enough from three metres, the water first, and nothing that grows."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from routing.warnings.alerts import raise_alert
from storage import clock, db
from tests.browser.conftest import PHONE, OpenPage
from tests.factories import reports
from tests.factories.city import KRANJI, KRANJI_POINT
from tests.factories.gauges import gauge as water_gauge
from web.assets import MANIFEST

pytestmark = pytest.mark.skipif(not MANIFEST.exists(), reason="the front end is not built (./dev setup)")
HD, UHD = (1920, 1080), (3840, 2160)
SCREEN_MM = 685  # height of a 55-inch screen, 16:9
DISTANCE_MM = 3_000
# The height of a capital H of every text that is seen, in pixels, with the text: the smallest first.
CAPITALS = """() => {
  const brush = document.createElement("canvas").getContext("2d");
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walk.nextNode()) {
    const words = walk.currentNode.textContent.trim(), holder = walk.currentNode.parentElement;
    if (!words || holder.closest("script, style, .sr-only, .skip-link")) continue;
    if (!holder.checkVisibility({ visibilityProperty: true })) continue;
    const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(holder);
    brush.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
    found.push([brush.measureText("H").actualBoundingBoxAscent, words]);
  }
  return found.sort((one, other) => one[0] - other[0]);
}"""


@pytest.fixture
def flood(panel_site: str) -> None:
    """A river that rose over Siaga 2 forty minutes ago, and comes to Kranji an hour after that."""
    now = clock.now()
    with db.transaction() as tx:
        stream = water_gauge(
            tx, "uji", name="Pintu Uji", river="Kali Uji", lat=KRANJI_POINT[0], lon=KRANJI_POINT[1],
            levels={"siaga_3": 200, "siaga_2": 300}, last_level=2, last_value=310, last_at=now,
            downstream=[{"kelurahan": KRANJI, "minutes": 60}],
        )  # fmt: skip
        at = now - timedelta(minutes=40)
        raise_alert(tx, stream=stream, level=2, value=310, at=at, now=at)
        reports.filed(tx, now=now, category="drainase", kelurahan=KRANJI, text="Gorong-gorong penuh sampah.")


def opened(open_page: OpenPage, size: tuple[int, int]) -> Page:
    page = open_page("operator", size)
    page.route("**/peta.json", lambda route: route.fulfill(status=503))  # its letters have the same unit
    page.goto("/poc/dinding")
    expect(page.locator("[data-live-words]")).to_have_text("Langsung")
    return page


@pytest.mark.parametrize("size", [HD, UHD])
def test_every_letter_is_read_from_three_metres(
    open_page: OpenPage, flood: None, size: tuple[int, int]
) -> None:
    page = opened(open_page, size)
    smallest, words = page.evaluate(CAPITALS)[0]
    assert smallest * SCREEN_MM / size[1] >= DISTANCE_MM / 200, words
    box = "document.documentElement"
    assert page.evaluate(f"[{box}.scrollWidth, {box}.scrollHeight]") == list(size)
    assert page.evaluate("document.querySelector('.big-now').scrollHeight") < size[1] / 2


def test_the_water_comes_first_with_its_countdown_and_the_drains(open_page: OpenPage, flood: None) -> None:
    page = opened(open_page, HD)
    expect(page.locator("#b-kini li").first).to_contain_text("Siaga 2: Pintu Uji")
    shown = page.locator("#b-adegan > section.is-shown")
    expect(shown).to_contain_text("Air datang")
    expect(shown.locator(".big-arrivals")).to_contain_text("sisa")
    expect(page.locator("#b-adegan")).to_contain_text("Bersihkan dulu")


def test_what_is_new_is_counted_and_the_page_does_not_grow(open_page: OpenPage) -> None:
    page = opened(open_page, HD)
    many = page.evaluate("document.querySelectorAll('*').length")
    for number in range(3):
        with db.transaction() as tx:
            reports.filed(tx, now=clock.now(), text=f"Lampu mati nomor {number}", category="pju")
        expect(page.locator("#b-angka p").first.locator("b")).to_have_text(str(number + 1))
    assert page.evaluate("document.querySelectorAll('*').length") <= many + 3 * 4
    assert "Lampu mati nomor" not in page.locator("body").inner_text()  # nobody's words on a wall


def test_a_cut_line_says_so_and_comes_back_by_itself(open_page: OpenPage) -> None:
    page, cut = open_page("operator", HD), True
    page.route("**/peta.json", lambda route: route.fulfill(status=503))
    live = re.compile(r"/live(\?|$)")
    page.route(live, lambda route: route.fulfill(status=503) if cut else route.continue_())
    page.goto("/poc/dinding")
    expect(page.locator("[data-live-words]")).to_have_text("Terputus")
    cut = False
    expect(page.locator("[data-live-words]")).to_have_text("Langsung")


def test_on_a_phone_it_is_a_page(open_page: OpenPage, flood: None) -> None:
    page = opened(open_page, PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    expect(page.locator("#b-adegan > section").last).to_be_visible()


def test_the_desks_pages_are_never_wider_than_the_screen(open_page: OpenPage) -> None:
    for size in (PHONE, (1440, 900)):
        page = open_page("operator", size)
        for path in ("/petugas/jaga", "/petugas/rapat/dbmsda", "/petugas/atensi"):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0], path
