"""The officers' day by keyboard alone."""

from datetime import timedelta

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


def test_a_key_is_for_the_row_pointed_at_and_who_is_done_goes_on_to_the_next(open_page: OpenPage) -> None:
    with db.transaction() as tx:
        made = [
            reports.filed(tx, now=clock.now() - timedelta(hours=3 - n), text=f"Lubang {n}") for n in range(3)
        ]
        first, second, third = (one.number for one in made)
    page = open_page("rina")
    page.goto(f"/petugas?laporan={first}")
    expect(page.locator("#tulis")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("r")  # the first still stands beside the list
    page.keyboard.type("Salam, lubangnya sudah kami tambal.")  # before the second is there
    expect(page.locator("#isi-laporan")).to_have_attribute("data-number", second)
    expect(page.locator("#tulis textarea")).to_have_value("Salam, lubangnya sudah kami tambal.")
    page.keyboard.press("Shift+Tab")
    page.get_by_label("Status bersama jawaban").select_option("ditolak")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Laporan berikutnya").click()
    expect(page.locator("#isi-laporan")).to_have_attribute("data-number", third)
    assert (stored(first).status, stored(second).status) == ("menunggu", "ditolak")
    assert stored(first).holder_id is None  # an "a" among the words took nothing


WHOLE = """rows => rows.filter((row) => {
  const box = row.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight;
}).length"""


def test_eight_rows_stand_on_an_offices_usual_screen(open_page: OpenPage) -> None:
    with db.transaction() as tx:
        for n in range(10):
            reports.filed(tx, now=clock.now(), text=f"Lubang {n} di tikungan dekat pos ronda")
    page = open_page("rina", (1280, 720))
    for list_of in ("/petugas", "/petugas?kategori=jalan_rusak"):
        page.goto(list_of)
        expect(page.locator("#tulis")).to_be_visible()
        assert page.locator(".queue-row").evaluate_all(WHOLE) >= 8
