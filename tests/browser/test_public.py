"""The city's public pages in a browser."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from routing.people import polls
from sorot import publishing
from storage import clock, db
from storage.db import transaction
from storage.models import Poll, Report
from tests.browser.conftest import DESK, PHONE
from tests.browser.looking import faults
from tests.factories import caps, city, people, reports
from tests.fakes.site import Site, running_site
from web.assets import MANIFEST

pytestmark = pytest.mark.skipif(not MANIFEST.exists(), reason="the front end is not built (./dev setup)")
PAGES = ("/", "/peta", "/kinerja", "/kelurahan", "/kelurahan/{area}", "/laporan/{number}",
         "/aspirasi", "/data", "/lacak", "/peta?bahasa=en")  # fmt: skip


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Iterator[Site]:
    db.configure(sqlite_url)
    with transaction() as tx:
        city.load(tx)
    with running_site(tmp_path / "media") as running:
        yield running


@pytest.fixture
def report(site: Site) -> Report:
    """One that everybody sees, and is counted; on every page a warning of somebody else's holds."""
    with transaction() as tx:
        caps.heard(tx, clock.now())
        report = reports.filed(tx, category="pju", lat=-6.2282, lon=106.975, now=clock.now())
    publishing.figures(clock.now())
    return report


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "dark"), (PHONE, "light")], ids=["desk", "phone"])
def test_every_public_page_fits_its_screen_and_is_accessible(
    chromium: Browser, site: Site, report: Report, size: tuple[int, int], scheme: str
) -> None:
    context = chromium.new_context(
        base_url=site.url, viewport={"width": size[0], "height": size[1]}, bypass_csp=True,
        color_scheme="dark" if scheme == "dark" else "light", locale="id-ID",
    )  # fmt: skip
    page = context.new_page()
    for path in PAGES:
        answer = page.goto(path.format(area=city.KRANJI, number=report.number))
        assert answer is not None
        assert answer.status == 200, path
        expect(page.locator("h1:visible").first).to_be_visible()
        assert faults(page) == [], path
    context.close()


def test_a_poll_is_answered_on_its_page_and_once_a_browser(chromium: Browser, site: Site) -> None:
    with transaction() as tx:
        by = people.officer(tx, agency="poc", role="operator")
        asked = polls.make(
            tx, question="Taman mana dulu?", choices=["Alun-alun", "Stasiun"], by=by, now=clock.now(),
            closes_at=clock.now() + timedelta(days=1),
        ).id  # fmt: skip
    page = chromium.new_page(base_url=site.url, locale="id-ID")
    page.goto("/aspirasi")
    for choice in ("Alun-alun", "Stasiun"):  # thought better of it
        page.get_by_role("link", name=choice).click()
        expect(page.locator("[data-poll-told]")).to_contain_text(choice, timeout=30_000)
    with transaction() as tx:
        polls.close(tx, asked, by=by, now=clock.now())
        assert tx.get_one(Poll, asked).counts == [0, 1]
    page.close()
