"""What happens on the way: while a page is being opened, and after an answer that was asked for too early."""

import re

import pytest
from playwright.sync_api import APIResponse, Route, expect
from sqlalchemy import delete, func, select

from storage import db
from storage.models import Message, OfficerSession
from tests.browser.conftest import OpenPage
from tests.browser.looking import until
from tests.browser.test_admin import file, listens
from web.assets import MANIFEST

pytestmark = pytest.mark.skipif(not MANIFEST.exists(), reason="the front end is not built (./dev setup)")


def test_what_happens_while_the_live_line_is_being_opened_is_told(open_page: OpenPage) -> None:
    held: list[Route] = []
    page = open_page("rina")
    page.route(re.compile(r"/live(\?|$)"), lambda route: held.append(route))
    page.goto("/petugas")
    until(page, "document.documentElement.dataset.live === 'connecting'")
    while not held:
        page.wait_for_timeout(50)
    report = file()
    assert page.locator(f'a[data-row="{report.number}"]').count() == 0
    held[0].continue_()
    expect(page.locator(f'a[data-row="{report.number}"]')).to_be_visible()


def test_a_second_tab_hears_what_happened_while_it_was_being_opened(open_page: OpenPage) -> None:
    first = open_page("rina")
    first.goto("/petugas")
    listens(first)
    held: list[Route] = []
    second = first.context.new_page()
    second.route(re.compile(r"/assets/panel-[^/]*\.js"), lambda route: held.append(route))
    second.goto("/petugas", wait_until="commit")
    second.get_by_role("heading", name="Antrean").wait_for()
    report = file()
    row = f'a[data-row="{report.number}"]'
    expect(first.locator(row)).to_be_visible()
    for route in held:
        route.continue_()
    expect(second.locator(row)).to_be_visible()


def test_an_answer_asked_for_before_the_session_ended_does_not_take_the_notice_away(
    open_page: OpenPage,
) -> None:
    report = file()
    late: list[tuple[Route, APIResponse]] = []
    page = open_page("rina")
    page.route(re.compile(r"/riwayat$"), lambda route: late.append((route, route.fetch())))
    page.goto(f"/petugas?laporan={report.number}")
    words = page.get_by_label("Isi pesan")
    words.fill("Kami periksa besok pagi, ya Bu.")
    while not late:
        page.wait_for_timeout(50)
    with db.transaction() as tx:
        tx.execute(delete(OfficerSession))
    words.press("Control+Enter")
    notice = page.get_by_role("alert").filter(has_text="Sesi Anda sudah berakhir")
    expect(notice).to_be_visible()
    with page.expect_response(re.compile(r"/riwayat$")):
        route, answer = late[0]
        route.fulfill(response=answer)
    expect(page.locator("#riwayat")).to_contain_text("Laporan")
    expect(notice).to_be_visible()


def test_what_is_pressed_twice_on_a_slow_line_is_sent_once_and_shows_that_it_is_on_its_way(
    open_page: OpenPage,
) -> None:
    report = file()
    held: list[Route] = []
    page = open_page("rina")
    page.route(re.compile(r"/pesan$"), lambda route: held.append(route))
    page.goto(f"/petugas/laporan/{report.number}")
    note = page.get_by_label("Isi pesan")
    note.fill("Kami periksa besok pagi, ya Bu.")
    page.get_by_role("button", name="Kirim", exact=True).dblclick()
    note.press("Control+Enter")
    while not held:
        page.wait_for_timeout(50)
    expect(page.get_by_role("status").get_by_text("Sedang dikirim")).to_be_attached()
    assert [route.request.method for route in held] == ["POST"]
    held[0].continue_()
    expect(page.locator("#tulis")).not_to_have_attribute("aria-busy", "true")
    with db.reading() as session:
        said = select(func.count()).where(Message.officer_id.is_not(None))
        assert session.scalar(said) == 1
