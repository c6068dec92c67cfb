"""The city's street map under the outlines, in a browser."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from storage import clock, db
from storage.db import transaction
from tests.browser.conftest import DESK
from tests.factories import city, reports
from tests.factories.streets import openmaptiles, protomaps, written
from tests.fakes.site import running_site
from web.assets import MANIFEST

Layers = Callable[[], dict[str, list[dict[str, Any]]]]
pytestmark = pytest.mark.skipif(not MANIFEST.exists(), reason="the front end is not built (./dev setup)")


@pytest.mark.parametrize("layers", [protomaps, openmaptiles], ids=["protomaps", "openmaptiles"])
def test_the_public_map_shows_streets_out_of_the_file(
    chromium: Browser, sqlite_url: str, tmp_path: Path, layers: Layers
) -> None:
    """Over a second: a browser draws a map, in software."""
    db.configure(sqlite_url)
    with transaction() as tx:
        city.load(tx)
        number = reports.filed(tx, category="pju", lat=-6.2282, lon=106.975, now=clock.now()).number
    with running_site(tmp_path / "media", street_map=written(layers(), tmp_path)) as site:
        context = chromium.new_context(
            base_url=site.url, viewport={"width": DESK[0], "height": DESK[1]}, locale="id-ID"
        )
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        parts: list[int] = []
        page.on("response", lambda told: parts.append(told.status) if ".pmtiles" in told.url else None)
        page.goto(f"/laporan/{number}")
        page.locator("sorot-city-map[data-ready]").wait_for(timeout=60_000)
        expect(page.get_by_role("link", name="© OpenStreetMap")).to_be_visible()
        assert len(parts) >= 2
        assert set(parts) == {206}
        assert complaints == []
        context.close()
