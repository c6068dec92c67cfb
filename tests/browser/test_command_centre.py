"""What two people do together in the command centre: each sees in their own browser what the other did."""

import pytest
from playwright.sync_api import Page, expect

from routing.warnings.alerts import raise_alert
from storage import clock, db
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.looking import faults
from tests.factories import people, reports
from tests.factories.city import KRANJI
from tests.factories.sensors import gauge
from web.assets import MANIFEST

pytestmark = pytest.mark.skipif(not MANIFEST.exists(), reason="the front end is not built (./dev setup)")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_the_mayor_asks_from_her_phone_and_the_head_answers(open_page: OpenPage) -> None:
    with db.transaction() as tx:
        number = reports.filed(tx, category="sampah", text="Sampah tidak diangkut dua minggu.").number
    mayor, head = open_page("walikota", PHONE), open_page("kepala")
    mayor.goto(f"/petugas/laporan/{number}")
    mayor.get_by_role("link", name="Minta atensi").click()
    mayor.get_by_label("Yang ingin Anda ketahui").fill("Kapan truknya datang?")
    press(mayor, "Kirim atensi")
    expect(mayor.get_by_text("Kapan truknya datang?")).to_be_visible()
    head.goto("/petugas/atensi")
    head.get_by_text("Kapan truknya datang?").click()
    assert faults(head) == []
    head.get_by_label("Jawaban untuk pimpinan").fill("Besok pukul 06.00, dua truk.")
    press(head, "Kirim jawaban")
    mayor.reload()
    expect(mayor.get_by_text("Besok pukul 06.00, dua truk.")).to_be_visible()
    assert faults(mayor) == []
    press(mayor, "Cukup")
    mayor.goto("/petugas/atensi")
    expect(mayor.get_by_role("heading", name="Selesai 1")).to_be_visible()


def test_a_shift_is_handed_over_by_two_people(open_page: OpenPage) -> None:
    goes, comes = open_page("operator"), open_page("admin")
    goes.goto("/petugas/jaga")
    goes.get_by_label("Apa yang terjadi").fill("Pompa Kranji diganti pukul 14.00.")
    press(goes, "Catat")
    goes.get_by_label("Pesan untuk yang berjaga berikutnya").fill("Awasi Kali Bekasi malam ini.")
    press(goes, "Serahkan jaga")
    expect(goes.get_by_text("Menunggu operator lain menandatangani.")).to_be_visible()
    expect(goes.get_by_role("button", name="Saya terima jaga ini")).to_have_count(0)
    comes.goto("/petugas/jaga")
    expect(comes.get_by_text("Awasi Kali Bekasi malam ini.")).to_be_visible()
    press(comes, "Saya terima jaga ini")
    expect(comes.get_by_text("Petugas Operator → Petugas Admin")).to_be_visible()
    assert faults(comes) == []


def test_a_warning_leaves_with_the_second_signature_only(open_page: OpenPage) -> None:
    now = clock.now()
    with db.transaction() as tx:
        stream = gauge(tx)
        stream.thing.downstream = [{"kelurahan": KRANJI, "minutes": 120}]
        reports.filed(tx, by=people.person(tx), kelurahan=KRANJI, now=now)
        raise_alert(tx, stream=stream, level=2, value=310, at=now, now=now)
    operator, mayor = open_page("operator"), open_page("walikota", PHONE)
    for page in (operator, mayor):
        page.goto("/petugas/peringatan-dini/1")
    press(operator, "Tandatangani")
    expect(operator.get_by_text("Tinggal tanda tangan orang kedua.")).to_be_visible()
    expect(operator.get_by_role("button", name="Tandatangani")).to_have_count(0)
    mayor.reload()
    expect(mayor.get_by_text("Petugas Operator sudah menandatangani")).to_be_visible()
    assert faults(mayor) == []
    press(mayor, "Tandatangani dan kirim ke 1 warga")
    expect(mayor.get_by_text("Menunggu giliran")).to_be_visible()
    operator.reload()
    expect(operator.get_by_text("Ditandatangani Petugas Operator dan Petugas Walikota.")).to_be_visible()
