"""The bell's number as it changes, and finishing a report with its photo, in a real browser."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from routing.reports import laddering
from storage import clock, db
from storage.models import Report
from tests.browser.conftest import OpenPage
from tests.browser.test_admin import file, listens
from tests.factories import reports
from tests.fakes.resident import picture
from web.assets import MANIFEST

pytestmark = pytest.mark.skipif(not MANIFEST.exists(), reason="the front end is not built (./dev setup)")


def test_the_number_at_the_bell_is_renewed_without_reloading(open_page: OpenPage) -> None:
    with db.transaction() as tx:
        reports.filed(tx, now=clock.now() - timedelta(days=400))
    page = open_page("rina")
    page.goto("/petugas")
    listens(page)
    bell = page.get_by_role("link", name="Peringatan")
    expect(bell.locator("b")).to_have_count(0)
    with db.transaction() as tx:
        laddering.climb(tx, now=clock.now())
    with db.transaction() as tx:
        laddering.tell(tx, now=clock.now())
    expect(bell.locator("b")).to_contain_text("1")


def test_a_photo_words_and_the_end_take_two_clicks(open_page: OpenPage) -> None:
    report = file()
    page = open_page("rina")
    page.goto(f"/petugas/laporan/{report.number}")
    listens(page)  # the scripts are there
    form = page.locator("#unggah-hasil")
    with page.expect_file_chooser() as chosen:
        form.get_by_text("Pilih foto").click()  # the first
    chosen.value.set_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()})
    expect(page.get_by_alt_text("Foto hasil 1")).to_be_visible()
    form.get_by_label("Kabar untuk warga").fill("Sudah kami tambal pagi ini.")
    form.get_by_role("button", name="Selesaikan laporan").click()  # the second
    expect(page.locator("[data-said]")).to_be_visible()  # its answer has come
    with db.reading() as session:
        found = session.scalars(select(Report).where(Report.number == report.number)).one()
        assert found.status in ("selesai", "diperiksa")
