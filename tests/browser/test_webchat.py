"""The web chat in a real browser: a whole report, a reload, a lost connection, the keyboard."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import select

from storage import db
from storage.db import reading, transaction
from storage.models import Inbox, MediaJob, Outbox, Report, ReportMedia
from tests.browser.looking import until
from tests.factories import city
from tests.factories.city import KRANJI_POINT
from tests.fakes.drawings import located
from tests.fakes.resident import picture
from tests.fakes.site import Site, running_site
from web.assets import MANIFEST

pytestmark = pytest.mark.skipif(not MANIFEST.exists(), reason="the front end is not built (./dev setup)")


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Iterator[Site]:
    db.configure(sqlite_url)
    with transaction() as tx:
        city.load(tx)
    with running_site(tmp_path / "media") as running:
        yield running


@pytest.fixture
def phone(chromium: Browser, site: Site) -> Iterator[BrowserContext]:
    lat, lon = KRANJI_POINT
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="id-ID", timezone_id="Asia/Jakarta",
        geolocation={"latitude": lat, "longitude": lon}, permissions=["geolocation"], base_url=site.url,
    )  # fmt: skip
    context.set_default_timeout(30_000)
    yield context
    context.close()


def say(page: Page, text: str) -> None:
    page.get_by_label("Pesan Anda").fill(text)
    page.get_by_role("button", name="Kirim", exact=True).last.click()


def log(page: Page) -> str:
    return page.get_by_role("log").inner_text()


def reports() -> list[Report]:
    with reading() as session:
        return list(session.scalars(select(Report)))


def test_a_newcomer_reports_with_photo_and_location_and_resumes_after_a_reload(
    phone: BrowserContext, tmp_path: Path
) -> None:
    page = phone.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto("/")
    page.get_by_role("button", name="Jalan berlubang").click()
    expect(page.get_by_label("Pesan Anda")).to_have_value("Jalan berlubang di ")
    say(page, "jalan berlubang besar, bahaya buat motor")
    page.get_by_role("log").get_by_role("button", name="Gunakan lokasi saya").click()
    expect(page.get_by_role("log")).to_contain_text("Kel. Kranji")

    page.reload()  # in the middle of it
    expect(page.get_by_role("log")).to_contain_text("jalan berlubang besar")
    expect(page.get_by_role("button", name="Lewati")).to_be_visible()
    file = tmp_path / "lubang.jpg"
    file.write_bytes(picture())
    page.get_by_label("Kirim foto").set_input_files(file)
    expect(page.get_by_alt_text("Foto yang Anda kirim")).to_be_visible()
    page.get_by_role("log").get_by_role("button", name="Kirim", exact=True).click()
    expect(page.get_by_role("log")).to_contain_text("laporan Anda sudah masuk")

    report = reports()[0]
    assert report.number in log(page)
    with reading() as session:
        assert session.scalars(select(ReportMedia)).one().report_id == report.id
    page.get_by_role("link", name="Pantau laporan").click()
    expect(page.get_by_role("heading", name="Isi laporan Anda")).to_be_visible()
    expect(page.locator("main")).to_contain_text("jalan berlubang besar")
    assert problems == []


def test_answers_shown_are_told_to_the_server(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/")
    with page.expect_response("**/chat/ack"):
        say(page, "bantuan")
    with reading() as session:
        assert {row.status for row in session.scalars(select(Outbox))} == {"delivered"}


def test_what_is_written_without_connection_is_kept_over_a_reload_and_sent_once(
    phone: BrowserContext, site: Site
) -> None:
    page = phone.new_page()
    page.goto("/")
    say(page, "halo")
    expect(page.get_by_role("log")).to_contain_text("Halo! Saya Sorot")
    site.stop()
    say(page, "sampah menumpuk di kelurahan kranji")
    expect(page.get_by_text("Sedang tidak tersambung")).to_be_visible()
    expect(page.get_by_role("log")).to_contain_text("Menunggu sambungan")
    site.start()
    page.reload()
    expect(page.get_by_role("log")).to_contain_text("Ada fotonya?")
    expect(page.get_by_text("sampah menumpuk di kelurahan kranji")).to_have_count(1)


def test_the_keyboard_alone_is_enough(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/")
    page.get_by_label("Pesan Anda").focus()
    page.keyboard.type("sampah menumpuk di kelurahan bintara")
    page.keyboard.press("Enter")
    skip = page.get_by_role("button", name="Lewati")
    skip.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("log")).to_be_focused()  # not lost with the button that is gone
    send = page.get_by_role("log").get_by_role("button", name="Kirim", exact=True)
    send.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("laporan Anda sudah masuk")
    assert len(reports()) == 1


def test_a_refused_location_is_explained_and_the_chat_goes_on(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(base_url=site.url, permissions=[])
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name="Gunakan lokasi saya").click()
    expect(page.get_by_text("tulis saja nama jalan atau kelurahannya", exact=False)).to_be_visible()
    say(page, "halo")
    expect(page.get_by_role("log")).to_contain_text("Halo! Saya Sorot")
    context.close()


def test_a_private_link_opens_the_chat_on_another_device(
    phone: BrowserContext, chromium: Browser, site: Site
) -> None:
    page = phone.new_page()
    page.goto("/")
    say(page, "sampah menumpuk di kelurahan jatirasa")
    expect(page.get_by_role("log")).to_contain_text("Ada fotonya?")
    page.get_by_role("button", name="Pindah perangkat").click()
    field = page.get_by_label("Tautan obrolan Anda")
    expect(field).to_have_value(re.compile("#lanjut="))  # it comes from the server, after the press
    link = field.input_value()
    elsewhere = chromium.new_context(base_url=site.url)
    other = elsewhere.new_page()
    other.goto(link.replace("http://sorot.test", site.url))
    expect(other.get_by_role("dialog")).to_contain_text("Lanjutkan hanya kalau")
    assert "lanjut" not in other.url
    assert "sampah menumpuk" not in log(other)  # asked first
    other.get_by_role("button", name="Ya, itu obrolan saya").click()
    expect(other.get_by_role("log")).to_contain_text("sampah menumpuk di kelurahan jatirasa")

    page.get_by_role("button", name="Tutup").click()
    page.get_by_role("button", name="Pindah perangkat").click()
    page.get_by_role("button", name=re.compile("Keluarkan Chrome")).click()
    expect(page.get_by_role("button", name=re.compile("Keluarkan"))).to_have_count(0)
    other.reload()
    expect(other.get_by_text("Ceritakan masalah yang Anda temui")).to_be_visible()
    elsewhere.close()


def test_a_borrowed_link_changes_nothing_when_declined_or_when_a_chat_is_open_here(
    phone: BrowserContext, chromium: Browser, site: Site
) -> None:
    trap = chromium.new_context(base_url=site.url)
    attacker = trap.new_page()
    attacker.goto("/")
    say(attacker, "halo")
    expect(attacker.get_by_role("log")).to_contain_text("Saya Sorot")
    attacker.get_by_role("button", name="Pindah perangkat").click()
    expect(attacker.get_by_label("Tautan obrolan Anda")).to_have_value(re.compile("#lanjut="))
    link = attacker.get_by_label("Tautan obrolan Anda").input_value().replace("http://sorot.test", site.url)
    page = phone.new_page()
    page.goto(link)
    page.get_by_role("button", name="Jangan").click()
    expect(page.get_by_text("Ceritakan masalah yang Anda temui")).to_be_visible()
    say(page, "sampah menumpuk di kelurahan kranji")
    expect(page.get_by_role("log")).to_contain_text("Ada fotonya?")
    page.goto("about:blank")
    page.goto(link)
    page.get_by_role("button", name="Ya, itu obrolan saya").click()
    expect(page.get_by_text("sudah ada obrolan lain")).to_be_visible()
    expect(page.get_by_role("log")).to_contain_text("sampah menumpuk")
    assert "halo" not in log(page)
    trap.close()


def test_leaving_the_chat_empties_this_device(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/")
    say(page, "bantuan")
    expect(page.get_by_role("log")).to_contain_text("bantuan")
    page.get_by_role("button", name="Pindah perangkat").click()
    page.get_by_role("button", name="Keluar dari obrolan ini").click()
    expect(page.get_by_text("Ceritakan masalah yang Anda temui")).to_be_visible()
    assert phone.cookies() == []


WATCH = """addEventListener("DOMContentLoaded", () => {
  window.announced = 0;
  const log = document.querySelector("[data-chat=log]");
  new MutationObserver((all) => {
    for (const { addedNodes } of all) for (const node of addedNodes)
      if (node.matches?.(".chat-row") && log.getAttribute("aria-live") === "polite") window.announced++;
  }).observe(log, { childList: true, subtree: true });
})"""


def test_what_was_said_before_is_not_announced_and_what_comes_is(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/")
    for count, text in enumerate(("halo", "bantuan"), start=1):
        say(page, text)
        expect(page.locator(".chat-row-mine")).to_have_count(count)
        expect(page.locator(".chat-row-bot[data-n]")).to_have_count(count)
    page.add_init_script(WATCH)
    page.reload()
    expect(page.locator(".chat-row")).to_have_count(4)
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    assert page.evaluate("announced") == 0
    assert page.locator("[data-chat=log] li").count() == 0  # axe: `listitem`
    say(page, "halo")
    expect(page.locator(".chat-row-bot[data-n]")).to_have_count(3)
    assert page.evaluate("announced") == 2


def test_a_message_that_met_one_503_is_kept_and_sent_again(phone: BrowserContext) -> None:
    page = phone.new_page()
    met: list[str] = []

    def once(route: Route) -> None:
        if met:
            return route.continue_()
        met.append(route.request.url)
        return route.fulfill(status=503, headers={"Retry-After": "1"}, json={"detail": "Sebentar, ya."})

    for count, path in enumerate(("**/chat/session", "**/chat/messages"), start=1):
        met.clear()
        page.unroute_all()
        page.goto("/")
        expect(page.locator(".chat-row-mine")).to_have_count(count - 1)
        page.route(path, once)
        say(page, "bantuan")
        expect(page.locator(".chat-row-mine[data-state=sent]")).to_have_count(count)
        expect(page.locator(".chat-row-bot[data-n]")).to_have_count(count)
        assert met, path


def test_a_chat_opened_while_the_service_was_away_shows_what_was_said_once_it_is_back(
    phone: BrowserContext, site: Site
) -> None:
    page = phone.new_page()
    page.goto("/")
    say(page, "bantuan")
    expect(page.locator(".chat-row-bot")).to_have_count(1)
    away: list[int] = []

    def busy(route: Route) -> None:
        away.append(1)
        if len(away) > 1:
            return route.continue_()
        return route.fulfill(status=503, headers={"Retry-After": "1"}, json={"detail": "Sebentar, ya."})

    page.route("**/chat/messages", busy)
    page.reload()
    expect(page.locator(".chat-row")).to_have_count(2)


def test_after_a_restore_the_open_chat_hears_on(phone: BrowserContext, site: Site) -> None:
    page = phone.new_page()
    page.goto("/")
    say(page, "bantuan")
    expect(page.locator(".chat-row-bot")).to_have_count(1)
    site.stop()
    with transaction() as tx:  # an older state is put back: what was said is not there any more
        row = tx.scalars(select(Outbox)).one()
        row.id, row.text, row.status = row.id + 50, "Pesan dari masa depan.", "delivered"
    site.start()
    page.reload()
    expect(page.get_by_role("log")).to_contain_text("Pesan dari masa depan.")
    site.stop()
    with transaction() as tx:
        row = tx.scalars(select(Outbox)).one()
        row.id, row.text, row.status = row.id - 40, "Pesan sesudah dipulihkan.", "queued"
    site.start()
    expect(page.get_by_role("log")).to_contain_text("Pesan sesudah dipulihkan.")
    expect(page.get_by_text("Pesan dari masa depan.")).to_have_count(0)


def test_a_large_photo_keeps_its_place_and_time_when_it_is_made_smaller(
    phone: BrowserContext, tmp_path: Path
) -> None:
    page = phone.new_page()
    page.goto("/")
    file = tmp_path / "besar.jpg"
    noise = Image.effect_noise((1800, 1500), 90).convert("RGB")
    file.write_bytes(located(image=noise))
    assert file.stat().st_size > 1_200_000
    with page.expect_response("**/chat/photos") as answered:
        page.get_by_label("Kirim foto").set_input_files(file)
    assert answered.value.status == 201
    with reading() as session:
        job = session.scalars(select(MediaJob)).one()
    assert (job.lat, job.lon) == (-6.2349, 106.9896)
    assert job.taken_at == datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


def test_the_app_opens_without_a_network_and_words_and_photos_are_sent_once_there_is_one(
    phone: BrowserContext, tmp_path: Path
) -> None:
    page = phone.new_page()
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then((found) => found.active)")
    until(page, "navigator.serviceWorker.controller?.state === 'activated'")
    phone.set_offline(True)
    page.goto("/")
    say(page, "jalan berlubang di depan pasar")
    expect(page.get_by_role("log")).to_contain_text("Menunggu sambungan")
    file = tmp_path / "lubang.jpg"
    file.write_bytes(picture())
    page.get_by_label("Kirim foto").set_input_files(file)
    expect(page.get_by_alt_text("Foto yang Anda kirim")).to_be_visible()
    page.reload()  # the phone let the app go meanwhile
    expect(page.get_by_alt_text("Foto yang Anda kirim")).to_be_visible()
    other = phone.new_page()
    other.goto("/lacak")
    expect(other.get_by_role("heading", level=1)).to_have_text("Sedang tidak tersambung")
    phone.set_offline(False)
    expect(page.locator(".chat-row-mine[data-state=sent]")).to_have_count(2)
    expect(page.locator(".chat-row-bot")).not_to_have_count(0)
    with reading() as session:
        said = session.scalars(select(Inbox.payload).order_by(Inbox.id)).all()
    assert [(one.get("text"), len(one.get("photos", ()))) for one in said] == [
        ("jalan berlubang di depan pasar", 0), (None, 1),
    ]  # fmt: skip
    until(page, "caches.open('sorot-foto').then((kept) => kept.keys()).then((all) => !all.length)")


def test_a_closed_chat_is_told_of_an_answer_and_leads_back_to_it(phone: BrowserContext, site: Site) -> None:
    """Chromium hands the worker a message as a push service would (CDP); no page of ours is open."""
    phone.grant_permissions(["notifications"], origin=site.url)
    page = phone.new_page()
    page.goto("/")
    scope = page.evaluate("navigator.serviceWorker.ready.then((found) => found.scope)")
    page.goto("about:blank")
    session = phone.new_cdp_session(page)
    found: list[str] = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda said: found.extend(
        one["registrationId"] for one in said["registrations"] if one["scopeURL"] == scope
    ))  # fmt: skip
    session.send("ServiceWorker.enable")
    while not found:
        page.wait_for_timeout(20)
    told = '{"words": "Ada jawaban untuk Anda.", "n": 1}'
    session.send(
        "ServiceWorker.deliverPushMessage", {"origin": site.url, "registrationId": found[0], "data": told}
    )
    page.goto("/luring")
    shown = "navigator.serviceWorker.ready.then((found) => found.getNotifications())"
    until(page, f"{shown}.then((all) => all.length === 1)")
    assert page.evaluate(f"{shown}.then((all) => all[0].body)") == "Ada jawaban untuk Anda."


def test_a_point_is_shown_on_the_map_with_keys_alone(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/")
    say(page, "lampu jalan mati")
    expect(page.get_by_role("log")).to_contain_text("lokasi")
    page.get_by_role("button", name="Tunjuk di peta").click()
    told = page.locator("[data-chat=pin-place]")
    expect(told).not_to_be_empty()
    before = told.inner_text()
    page.get_by_role("application").press("ArrowUp")
    expect(told).not_to_have_text(before)
    page.get_by_role("button", name="Kirim titik ini").click()
    expect(page.get_by_role("log")).to_contain_text("Lokasi saya")
