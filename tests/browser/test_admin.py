"""The officers' pages in a real browser."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import delete, select

from routing.people import calls, misuse
from routing.reports import officers_work, residents
from storage import clock, db
from storage.models import OfficerSession, Outbox, Person, Report
from tests.browser.conftest import DESK, PHONE, OpenPage
from tests.browser.looking import faults
from tests.factories import people, reports
from tests.factories.panel import PASSWORD, officer_named
from tests.fakes.resident import picture
from web.assets import MANIFEST

pytestmark = pytest.mark.skipif(not MANIFEST.exists(), reason="the front end is not built (./dev setup)")


def file(text: str = "Aspal amblas di depan pos ronda", **more: object) -> Report:
    with db.transaction() as tx:
        return reports.filed(tx, now=clock.now() - timedelta(hours=1), text=text, **more)  # type: ignore[arg-type]


def resident_adds(report: Report, text: str) -> None:
    with db.transaction() as tx:
        person = tx.get_one(Person, report.person_id)
        residents.add_to_report(tx, report.number, person=person, text=text, now=clock.now())


def rows(page: Page) -> list[str]:
    return [row.get_attribute("data-row") or "" for row in page.locator("a[data-row]").all()]


def listens(page: Page) -> None:
    expect(page.locator("header [data-live-words]")).to_have_text("Langsung")


def test_signing_in_on_localhost_works_over_plain_http(chromium: Browser, panel_site: str) -> None:
    page = chromium.new_page(base_url=panel_site)
    page.goto("/petugas")
    page.get_by_label("Nama pengguna").fill("rina")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_role("heading", name="Antrean")).to_be_visible()
    page.get_by_role("button", name="Petugas Rina").click()
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("heading", name="Masuk petugas")).to_be_visible()
    page.goto("/petugas")
    expect(page.get_by_role("heading", name="Masuk petugas")).to_be_visible()
    page.context.close()


def test_a_wide_screen_opens_the_first_report_and_others_beside_the_list(open_page: OpenPage) -> None:
    first, second = file("Aspal amblas di depan pos ronda"), file("Lubang dalam di tikungan pasar kecil")
    page = open_page("rina")
    page.goto("/petugas")
    chat = page.get_by_role("log")
    expect(chat).to_contain_text("Aspal amblas")
    page.get_by_role("link", name="Lubang dalam").click()
    expect(chat).to_contain_text("Lubang dalam")
    assert page.url.endswith(f"laporan={second.number}")
    page.reload()
    expect(chat).to_contain_text("Lubang dalam")
    assert rows(page) == [first.number, second.number]


def test_on_a_phone_a_row_leads_to_the_reports_own_page(open_page: OpenPage) -> None:
    report = file()
    page = open_page("rina", PHONE)
    page.goto("/petugas")
    page.get_by_role("link", name="Aspal amblas").click()
    page.wait_for_url(f"**/petugas/laporan/{report.number}")
    expect(page.get_by_role("log")).to_contain_text("Aspal amblas")


def test_a_new_report_appears_without_reloading(open_page: OpenPage) -> None:
    page = open_page("rina")
    page.goto("/petugas")
    expect(page.get_by_text("Antrean kosong")).to_be_visible()
    listens(page)
    file("Gorong-gorong ambles di gang melati", category="drainase")
    expect(page.get_by_role("link", name="Gorong-gorong ambles")).to_be_visible()


def test_a_residents_message_appears_and_a_half_written_answer_stays(open_page: OpenPage) -> None:
    report = file()
    page = open_page("rina")
    page.goto(f"/petugas?laporan={report.number}")
    listens(page)
    page.get_by_label("Isi pesan").fill("Baik, kami akan")
    resident_adds(report, "Tadi malam ada yang jatuh di sini")
    expect(page.get_by_role("log")).to_contain_text("Tadi malam ada yang jatuh")
    expect(page.get_by_label("Isi pesan")).to_have_value("Baik, kami akan")
    expect(page.get_by_text("Warga menunggu balasan")).to_be_visible()


def test_an_answer_is_shown_as_not_sent_until_it_is(open_page: OpenPage) -> None:
    report = file()
    page = open_page("rina")
    page.goto(f"/petugas?laporan={report.number}")
    page.get_by_label("Isi pesan").fill("Tim datang besok pagi.")
    page.get_by_role("button", name="Kirim").click()
    chat = page.get_by_role("log")
    expect(chat).to_contain_text("Tim datang besok pagi.")
    expect(chat).to_contain_text("belum terkirim")
    expect(page.get_by_label("Isi pesan")).to_have_value("")
    with db.transaction() as tx:
        tx.scalars(select(Outbox)).one().status = "sent"
    expect(chat).not_to_contain_text("belum terkirim")
    expect(chat).to_contain_text("terkirim")


def test_the_screen_after_events_equals_a_fresh_load(open_page: OpenPage) -> None:
    """R5: what the live line made of the page is what a reload shows."""
    report = file()
    page = open_page("rina")
    page.goto(f"/petugas?laporan={report.number}")
    listens(page)
    resident_adds(report, "Masih belum ada kabar")
    with db.transaction() as tx:
        rina = officer_named(tx, "rina")
        officers_work.note(tx, officer=rina, report=report, text="Cek Rabu.", now=clock.now())
    file("Trotoar pecah di depan apotek kecil", category="trotoar_jembatan")
    expect(page.get_by_role("link", name="Trotoar pecah")).to_be_visible()
    expect(page.get_by_role("log")).to_contain_text("Cek Rabu.")
    expect(page.locator("#riwayat")).to_contain_text("Menulis catatan internal")
    lived = [page.locator(part).inner_text() for part in ("#daftar", "#percakapan", "#riwayat")]
    page.reload()
    expect(page.locator("#riwayat")).to_contain_text("Menulis catatan internal")
    fresh = [page.locator(part).inner_text() for part in ("#daftar", "#percakapan", "#riwayat")]
    assert lived == fresh


def test_events_missed_while_away_come_when_the_line_is_back(open_page: OpenPage) -> None:
    page = open_page("rina")
    page.goto("/petugas")
    listens(page)
    page.context.set_offline(True)
    file("Lampu jalan padam di ujung gang", category="pju")
    page.context.set_offline(False)
    expect(page.get_by_role("link", name="Lampu jalan padam")).to_be_visible()


def test_changing_the_status_needs_its_reason_and_is_in_the_history(open_page: OpenPage) -> None:
    report = file()
    page = open_page("rina")
    page.goto(f"/petugas?laporan={report.number}")
    page.get_by_text("Ubah status", exact=True).click()
    page.get_by_role("radio", name="Selesai").check()
    page.get_by_role("button", name="Simpan status").click()
    expect(page.get_by_role("alert")).to_contain_text("Mohon tuliskan alasannya")
    page.get_by_text("Ubah status", exact=True).click()
    page.get_by_role("radio", name="Selesai").check()
    page.get_by_label("Alasan untuk warga").fill("Sudah ditambal.")
    page.get_by_role("button", name="Simpan status").click()
    expect(page.get_by_label("Riwayat")).to_contain_text("Status menjadi Selesai")
    expect(page.get_by_label("Riwayat")).to_contain_text("Sudah ditambal.")


def test_a_photo_of_the_work_is_uploaded_when_chosen_and_a_bad_one_is_told(open_page: OpenPage) -> None:
    report = file()
    page = open_page("rina")
    page.goto(f"/petugas/laporan/{report.number}")
    listens(page)  # the scripts are there
    chooser = page.locator("#unggah-hasil input[multiple]")
    chooser.set_input_files({"name": "selesai.jpg", "mimeType": "image/jpeg", "buffer": picture()})
    expect(page.get_by_alt_text("Foto hasil 1")).to_be_visible()
    chooser.set_input_files({"name": "catatan.jpg", "mimeType": "image/jpeg", "buffer": b"<svg/>"})
    expect(page.locator("[data-upload-list]")).to_contain_text("catatan.jpg: Berkas ini bukan foto")


def test_the_queue_is_worked_by_keyboard(open_page: OpenPage) -> None:
    file("Aspal amblas di depan pos ronda")
    second = file("Lubang dalam di tikungan pasar kecil")
    page = open_page("rina")
    page.goto("/petugas")
    expect(page.get_by_role("log")).to_contain_text("Aspal amblas")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.dataset.row") == second.number
    page.keyboard.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("Lubang dalam")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Cari")).to_be_focused()
    page.keyboard.type("amblas")
    expect(page.locator("a[data-row]")).to_have_count(1)


def test_the_first_tab_stop_leads_past_the_navigation(open_page: OpenPage) -> None:
    page = open_page("rina")
    page.goto("/petugas")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "isi"


def test_the_chosen_appearance_is_kept(open_page: OpenPage) -> None:
    page = open_page("rina")
    page.goto("/petugas")
    page.get_by_role("button", name="Ganti tampilan").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "gelap"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "gelap"


PAGES = {
    "/masuk": "rina",
    "/petugas": "operator",
    "/petugas/laporan/{number}": "rina",
    "/poc": "walikota",
    "/admin": "admin",
    "/admin/tenggat": "admin",
    "/admin/kota": "admin",
    "/admin/pemahaman": "admin",
    "/admin/kota/kategori/baris/pju": "admin",
    "/admin/kota/tempat/baris/baru": "admin",
    "/admin/pertanyaan": "admin",
    "/admin/pertanyaan/banjir_genangan": "admin",
    "/admin/gagal": "operator",
    "/admin/kesehatan": "operator",
    "/admin/penyalahgunaan": "operator",
    "/poc/aspirasi": "walikota",
}


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "dark"), (PHONE, "light")], ids=["desk", "phone"])
def test_every_page_fits_its_screen_and_is_accessible(
    open_page: OpenPage, size: tuple[int, int], scheme: str
) -> None:
    facts = {"jawaban": {"patokan": "Warung " + "x" * 60}, "diteruskan": "ya"}
    report = file("Jalan rusak " + "panjangsekalitanpaspasi" * 6, lat=-6.2282, lon=106.975, facts=facts)
    number = report.number
    with db.transaction() as tx:
        row = tx.get_one(Report, report.id)
        row.supporters, row.rating, row.privacy = 12, 4, "rahasia"
        misuse.note_abuse(tx, tx.get_one(Person, report.person_id), now=clock.now())
        reports.filed(tx, category="aspirasi", kind="aspirasi", now=clock.now(), text="Usul jalur sepeda")
    signed_in: dict[str, Page] = {}  # one browser an officer: what it has loaded once is not loaded again
    for path, username in PAGES.items():
        page = signed_in.get(username) or open_page(username, size, scheme)
        signed_in[username] = page
        page.goto(path.format(number=number))
        assert faults(page) == [], path


def test_a_half_written_answer_survives_the_end_of_the_session(open_page: OpenPage) -> None:
    first, second = file("Aspal amblas di depan pos ronda"), file("Lubang dalam di tikungan")
    page = open_page("rina")
    page.goto(f"/petugas?laporan={first.number}")
    words = page.get_by_label("Isi pesan")
    words.fill("Kami periksa besok pagi, ya Bu.")
    row = page.locator(f'a[data-row="{second.number}"]')
    row.click()
    expect(row).to_have_attribute("aria-current", "true")
    expect(words).to_have_value("")
    page.locator(f'a[data-row="{first.number}"]').click()
    expect(words).to_have_value("Kami periksa besok pagi, ya Bu.")
    with db.transaction() as tx:
        tx.execute(delete(OfficerSession))
    words.press("Control+Enter")
    notice = page.get_by_role("alert").filter(has_text="Sesi Anda sudah berakhir")
    expect(notice).to_be_visible()
    expect(words).to_have_value("Kami periksa besok pagi, ya Bu.")
    notice.get_by_role("link", name="Masuk lagi").click()
    page.get_by_label("Nama pengguna").fill("rina")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(words).to_have_value("Kami periksa besok pagi, ya Bu.")
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_role("log").first).to_contain_text("Kami periksa besok pagi, ya Bu.")
    expect(words).to_have_value("")
    page.reload()
    expect(words).to_have_value("")


def test_ones_own_deed_stays_confirmed_while_its_event_renews_the_page(open_page: OpenPage) -> None:
    report = file()
    page = open_page("rina")
    page.clock.set_fixed_time(clock.now())  # the few seconds of a confirmation do not pass
    page.goto(f"/petugas?laporan={report.number}")
    listens(page)
    page.get_by_label("Isi pesan").fill("Tim datang besok pagi.")
    page.get_by_role("button", name="Kirim").click()
    expect(page.locator("[data-said]")).to_contain_text("Jawaban disimpan")
    resident_adds(report, "Ditunggu ya pak")
    expect(page.get_by_role("log")).to_contain_text("Ditunggu ya pak")
    expect(page.locator("[data-said]")).to_contain_text("Jawaban disimpan")


def test_words_put_off_until_the_office_opens_do_not_stand_there_to_be_sent_twice(
    open_page: OpenPage,
) -> None:
    report = file()
    page = open_page("rina")
    page.goto(f"/petugas/laporan/{report.number}")
    words = page.get_by_label("Isi pesan")
    words.fill("Tim kami datang siang ini.")
    page.get_by_role("button", name="Jadwalkan saat kantor buka").click()
    expect(page.get_by_role("log").first).to_contain_text("Tim kami datang siang ini.")
    expect(words).to_have_value("")
    page.reload()
    expect(words).to_have_value("")


def test_a_refused_change_keeps_what_was_typed(open_page: OpenPage) -> None:
    report = file()
    page = open_page("rina")
    page.goto(f"/petugas?laporan={report.number}")
    page.get_by_text("Teruskan ke instansi lain").click()
    form = page.locator("#teruskan form")
    form.get_by_label("Instansi tujuan").fill("lingkungan hidup")
    form.get_by_label("Instansi tujuan").press("Enter")
    form.get_by_label("Alasan").fill("Ini urusan sampah.")
    with db.transaction() as tx:
        tx.get_one(Report, report.id).status = "ditolak"
    form.get_by_role("button", name="Teruskan").click()
    expect(page.locator("[data-said]")).to_contain_text("sudah berakhir")


def test_a_queue_fits_a_small_phone(open_page: OpenPage) -> None:
    file("Aspalamblasdidepanposrondayangpanjangsekalikatanyatanpaspasi di ujung gang", privacy="anonim")
    for username in ("rina", "operator"):
        page = open_page(username, (320, 640))
        for path in ("/petugas", "/akun"):
            page.goto(path)
            page.wait_for_load_state("networkidle")
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width == 320, (username, path)


def test_a_forwarded_report_leaves_the_senders_list(open_page: OpenPage) -> None:
    report, other = file("Aspal amblas di depan pos ronda"), file("Lubang dalam di tikungan")
    page = open_page("rina")
    page.goto(f"/petugas?laporan={other.number}")
    listens(page)
    with db.transaction() as tx:
        operator = officer_named(tx, "operator")
        officers_work.forward(
            tx, officer=operator, report=report, agency="dlh", reason="Ini urusan DLH.", now=clock.now()
        )
    expect(page.get_by_role("link", name="Aspal amblas")).to_have_count(0)
    assert rows(page) == [other.number]


def test_saving_one_row_of_terms_leaves_the_other_as_typed(open_page: OpenPage) -> None:
    page = open_page("admin")
    page.goto("/admin/tenggat")
    lamps, waste = page.locator("#baris-tenggat-pju"), page.locator("#baris-tenggat-sampah")
    for row in (lamps, waste):
        row.locator("summary").click()
    waste.get_by_label("Selesai").fill("7")
    lamps.get_by_label("Tanggapan").fill("99")
    lamps.get_by_role("button", name="Simpan").click()
    expect(lamps.get_by_role("status")).to_contain_text("Tanggapan pertama minimal 1")
    expect(lamps.get_by_label("Tanggapan")).to_have_value("99")
    lamps.get_by_label("Tanggapan").fill("2")
    lamps.get_by_role("button", name="Simpan").click()
    expect(lamps.get_by_role("status")).to_contain_text("Tenggat disimpan")
    expect(waste.get_by_label("Selesai")).to_have_value("7")


def test_saving_one_row_of_a_page_puts_back_what_was_changed_in_the_others(open_page: OpenPage) -> None:
    page = open_page("admin")
    page.goto("/admin/batas/peringatan")
    rows = page.locator("form[action='/admin/batas/peringatan']")
    rows.first.evaluate("row => row.closest('details').open = true")
    rows.nth(1).evaluate("row => row.closest('details').open = true")
    rows.nth(1).get_by_label("Kalimatnya").fill("Segera ditangani, ya")
    rows.first.get_by_label("Kalimatnya").fill("Setengah waktu terpakai")
    rows.first.get_by_label("Alasan perubahan").fill("lebih jelas")
    rows.first.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("“Setengah waktu terpakai”")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Belum disimpan.")).to_be_visible()
    expect(rows.nth(1).get_by_label("Kalimatnya")).to_have_value("Segera ditangani, ya")


def test_a_call_from_somebody_in_danger_rings_and_stands_above_the_page(open_page: OpenPage) -> None:
    page = open_page("operator")
    page.goto("/petugas")
    listens(page)
    with db.transaction() as tx:
        person = people.person(tx, now=clock.now())
        calls.place(tx, person, kind="bunuh_diri", text="aku capek hidup", now=clock.now())
    expect(page.get_by_role("region", name="Panggilan darurat")).to_contain_text("aku capek hidup")
    expect(page.locator("html")).to_have_attribute("data-rang", "1")
    page.get_by_label("Jawaban untuk").fill("Saya di sini, ceritakan pelan-pelan.")
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.get_by_text("Anda tangani")).to_be_visible()
    with db.reading() as session:
        assert session.scalars(select(Outbox.key)).all() == ["notice-operator"]
    page.get_by_role("button", name="Selesai", exact=True).click()
    expect(page.get_by_text("aku capek hidup")).to_be_hidden()
