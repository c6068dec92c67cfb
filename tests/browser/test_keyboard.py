"""The officers' day by keyboard alone."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from storage import clock, db
from storage.models import Officer, Report
from tests.browser.conftest import OpenPage
from tests.factories import reports
from web.assets import MANIFEST

pytestmark = pytest.mark.skipif(not MANIFEST.exists(), reason="the front end is not built (./dev setup)")


def stored(number: str) -> Report:
    with db.reading() as session:
        return session.scalars(select(Report).where(Report.number == number)).one()


def test_three_letters_and_enter_change_the_category_and_hand_the_report_on(open_page: OpenPage) -> None:
    with db.transaction() as tx:
        number = reports.filed(tx, now=clock.now(), category="jalan_rusak").number
        rina = tx.scalars(select(Officer.id).where(Officer.username == "rina")).one()
    page = open_page("rina")
    page.goto(f"/petugas?laporan={number}")
    expect(page.locator("#pemegang")).to_contain_text("Belum ada yang pegang")
    page.keyboard.press("a")
    expect(page.locator("#pemegang")).to_contain_text("Anda pegang")
    assert stored(number).holder_id == rina

    page.keyboard.press("c")
    page.keyboard.type("sal")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kategori diubah.")).to_be_visible()
    assert stored(number).category_code == "drainase"

    page.keyboard.press("f")
    page.keyboard.type("ling")
    page.keyboard.press("Enter")
    page.keyboard.type("Ini saluran di taman")
    expect(page.get_by_label("Alasan", exact=True)).to_have_value("Ini saluran di taman")
    page.get_by_role("button", name="Teruskan").press("Enter")
    expect(page.get_by_text("Laporan diteruskan.")).to_be_visible()
    assert stored(number).agency_code == "dlh"


def test_a_pane_whose_report_was_handed_on_says_so_and_keeps_what_was_written(open_page: OpenPage) -> None:
    """The live line renews a pane while its report is being handed on, by oneself or by a colleague."""
    with db.transaction() as tx:
        number = reports.filed(tx, now=clock.now(), category="jalan_rusak").number
    page = open_page("rina")
    page.goto(f"/petugas?laporan={number}")
    answer = page.locator("#tulis textarea")
    expect(page.locator("[data-later]").last).not_to_be_empty()
    with page.expect_response("**/timbang"):
        answer.fill("Kami cek besok.")
    with db.transaction() as tx:
        tx.scalars(select(Report).where(Report.number == number)).one().agency_code = "dlh"
    renewal = "new CustomEvent('sorot:change', {detail: {reports: [], kinds: ['refresh']}})"
    page.evaluate(f"document.body.dispatchEvent({renewal})")
    expect(page.get_by_role("alert")).to_contain_text("tidak lagi ada di antrean Anda")
    expect(answer).to_have_value("Kami cek besok.")


def test_a_question_mark_tells_every_key(open_page: OpenPage) -> None:
    page = open_page("rina")
    page.goto("/petugas")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Pintasan papan ketik")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
