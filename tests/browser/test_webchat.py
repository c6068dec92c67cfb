"""The web chat in a real browser: a whole report, a reload, a lost connection, the keyboard."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from storage import db
from storage.db import reading, transaction
from storage.models import Outbox, Report, ReportMedia
from tests.factories import city
from tests.factories.city import KRANJI_POINT
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
    expect(other.get_by_role("log")).to_contain_text("sampah menumpuk di kelurahan jatirasa")
    assert "lanjut" not in other.url
    elsewhere.close()
