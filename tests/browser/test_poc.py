"""The wall in a real browser: the map without tiles, live figures, and what a screen without WebGL shows."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy.orm import Session

from accounts import walls
from routing.warnings.alerts import raise_alert
from storage import clock, db, events
from storage.event_kinds import EventKind
from storage.models import Datastream, Observation
from tests.browser.conftest import PHONE, OpenPage
from tests.factories import reports
from tests.factories.city import KRANJI_POINT
from tests.factories.gauges import gauge as water_gauge
from tests.factories.panel import officer_named
from web.assets import MANIFEST

pytestmark = pytest.mark.skipif(not MANIFEST.exists(), reason="the front end is not built (./dev setup)")
WALL = (1920, 1080)
LAT, LON = KRANJI_POINT
LEVELS = {"siaga_3": 200, "siaga_2": 300, "siaga_1": 400}


def gauge(level: int = 2, value: float = 310) -> None:
    """A gauge that has risen to `value` cm over six hours, with its alert."""
    now = clock.now()
    with db.transaction() as tx:
        sensor = water_gauge(
            tx, "uji", name="Pintu Uji", river="Kali Uji", lat=LAT, lon=LON, levels=LEVELS, last_level=level,
            last_value=value, last_at=now,
        )  # fmt: skip
        for hour in range(6):
            at = now - timedelta(hours=5 - hour)
            tx.add(Observation(datastream_id=sensor.id, at=at, value=value - 200 + 40 * hour, received_at=at))
        raise_alert(tx, stream=sensor, level=level, value=value, at=now, now=now)


def file(**more: object) -> None:
    with db.transaction() as tx:
        reports.filed(tx, now=clock.now(), lat=LAT, lon=LON, **more)  # type: ignore[arg-type]


def figure(page: Page, label: str) -> str:
    return page.locator("#angka a", has_text=label).locator("span").last.inner_text()


def test_a_new_report_is_counted_without_reloading(open_page: OpenPage) -> None:
    page = open_page("walikota", WALL)
    page.goto("/poc")
    expect(page.locator("header [data-live-words]")).to_have_text("Langsung")
    assert figure(page, "Terbuka") == "0"
    file(text="Pohon miring di tepi jalan kecil", category="pohon")
    expect(page.locator("#terbaru")).to_contain_text("Pohon miring di tepi jalan kecil")
    assert figure(page, "Terbuka") == "1"


def test_the_wall_is_dark_unless_asked_otherwise(open_page: OpenPage) -> None:
    page = open_page("walikota", WALL)
    page.goto("/poc")
    assert page.evaluate("document.documentElement.dataset.theme") == "gelap"
    page.get_by_role("button", name="Ganti tampilan").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "terang"


def test_an_alert_shows_its_level_its_curve_and_its_thresholds(open_page: OpenPage) -> None:
    gauge()
    page = open_page("operator", WALL)
    page.goto("/poc")
    expect(page.locator(".alert-row")).to_contain_text("Siaga 2")
    expect(page.get_by_role("img", name="Grafik 24 jam Pintu Uji")).to_be_visible()
    expect(page.locator("#alat-uji")).to_contain_text("Siaga 3: 200 cm")


def test_everything_fits_one_big_screen(open_page: OpenPage) -> None:
    gauge()
    for _ in range(15):
        file()
    page = open_page("operator", WALL)
    page.goto("/poc")
    assert page.evaluate("document.documentElement.scrollHeight") <= WALL[1]


@pytest.mark.parametrize("size", [(1440, 900), WALL])
@pytest.mark.parametrize("alerts", [0, 1, 11])
def test_however_many_alerts_there_are_the_curves_keep_their_height(
    open_page: OpenPage, size: tuple[int, int], alerts: int
) -> None:
    with db.transaction() as tx:
        gauges_with_alerts(tx, alerts)
    page = open_page("operator", size, "dark")
    page.goto("/poc")
    rows, curve = page.locator("#air .alert-row"), page.locator("#air .spark").first
    expect(rows).to_have_count(alerts)
    drawn, panel = curve.bounding_box(), page.locator("#air").bounding_box()
    assert drawn
    assert panel
    assert drawn["height"] >= 40
    assert drawn["y"] + drawn["height"] <= panel["y"] + panel["height"]
    if alerts:
        expect(rows.first).to_be_in_viewport(ratio=1)
        expect(rows.first).to_contain_text("Siaga 1")
    assert page.evaluate("document.documentElement.scrollHeight") <= size[1]


def gauges_with_alerts(tx: Session, alerts: int) -> None:
    """Twelve gauges with a curve each, so many of them above normal."""
    now = clock.now()
    for number in range(12):
        level = 1 + number % 3 if number < alerts else 4
        sensor = water_gauge(
            tx, f"uji-{number}", name=f"Pintu Air Nomor {number}", river="Kali Uji", lat=LAT, lon=LON,
            levels=LEVELS, last_level=level, last_value=450 - 100 * level, last_at=now,
        )  # fmt: skip
        for hour in range(6):
            at = now - timedelta(hours=5 - hour)
            tx.add(Observation(datastream_id=sensor.id, at=at, value=100 + 20 * hour, received_at=at))
        if level < 4:
            raise_alert(tx, stream=sensor, level=level, value=450, at=now, now=now, sure=number != 1)


def test_a_phone_stacks_the_wall(open_page: OpenPage) -> None:
    file()
    page = open_page("operator", PHONE)
    page.goto("/poc")
    expect(page.locator("#dinas")).to_contain_text("DBMSDA")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_the_screen_says_when_its_line_is_cut_and_when_it_is_back(open_page: OpenPage) -> None:
    page = open_page("operator", WALL)
    cut = True
    live = re.compile(r"/live(\?|$)")
    page.route(live, lambda route: route.fulfill(status=503) if cut else route.continue_())
    page.goto("/poc")
    state = page.locator("header [data-live-words]")
    expect(state).to_have_text("Terputus")
    cut = False
    expect(state).to_have_text("Langsung")


def map_of(page: Page) -> Locator:
    drawn = page.locator("sorot-map[data-ready]")
    expect(drawn).to_be_visible()  # drawn by the processor
    return drawn


def test_the_map_needs_nobodys_tiles(open_page: OpenPage) -> None:
    gauge()
    page = open_page("operator", WALL)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/poc")
    sign = map_of(page).get_by_role("button", name="Pintu Uji: 310 cm, Siaga 2")
    expect(sign).to_be_visible()
    assert any(url.endswith("/api/areas") for url in asked)
    assert [url for url in asked if not url.startswith(("http://localhost", "blob:"))] == []


def test_a_gauges_sign_follows_the_water(open_page: OpenPage) -> None:
    gauge()
    page = open_page("operator", WALL)
    page.goto("/poc")
    signs = map_of(page)
    expect(page.locator("header [data-live-words]")).to_have_text("Langsung")
    with db.transaction() as tx:
        sensor = tx.query(Datastream).one()
        sensor.last_value, sensor.last_level = 420, 1
        events.record(
            tx, kind=EventKind.SENSOR_READING, actor="sensor", now=clock.now(), sensor_id=sensor.thing_id
        )
    expect(signs.get_by_role("button", name="Pintu Uji: 420 cm, Siaga 1")).to_be_visible()


def test_where_no_map_can_be_drawn_words_say_so_and_the_rest_works(open_page: OpenPage) -> None:
    file()
    page = open_page("operator", WALL)
    page.add_init_script(
        "const real = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...rest)"
        " { return kind.startsWith('webgl') ? null : real.call(this, kind, ...rest); };"
    )
    page.goto("/poc")
    expect(page.locator("sorot-map")).to_contain_text("Peta tidak dapat digambar di perangkat ini")
    expect(page.locator("#dinas")).to_contain_text("DBMSDA")


def test_a_screen_takes_up_its_link_and_forgets_the_address(open_page: OpenPage) -> None:
    with db.transaction() as tx:
        key = walls.make(tx, name="Ruang POC", by=officer_named(tx, "admin"), now=clock.now())
    page = open_page("operator", WALL)
    page.context.clear_cookies()
    page.goto(f"/layar#{key}")
    expect(page.get_by_label("Kunci layar")).to_have_value(key)
    assert key not in page.url
    page.get_by_role("button", name="Pasang layar").click()
    expect(page.locator("header [data-live-words]")).to_have_text("Langsung")
    file(text="Lampu taman mati", category="pju")
    expect(page.locator("#b-kabar")).to_contain_text("Lampu jalan")
