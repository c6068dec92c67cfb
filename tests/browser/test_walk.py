"""A lurah's walk on a phone: from where they stand, to the next, and a spoken note kept at a stop."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from storage import clock, db
from storage.models import Message, NoteVoice
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.looking import faults
from tests.factories import reports
from tests.factories.city import KRANJI_POINT
from web.assets import MANIFEST

pytestmark = pytest.mark.skipif(not MANIFEST.exists(), reason="the front end is not built (./dev setup)")
# A microphone that hums, since the machine has none.
MICROPHONE = """navigator.mediaDevices.getUserMedia = async () => {
  const context = new AudioContext();
  const [tone, out] = [context.createOscillator(), context.createMediaStreamDestination()];
  tone.connect(out);
  tone.start();
  return out.stream;
};"""
LAT, LON = KRANJI_POINT


def test_from_here_to_the_next_and_a_note_is_spoken(open_page: OpenPage) -> None:
    with db.transaction() as tx:
        far, near = (reports.filed(tx, now=clock.now(), lat=LAT, lon=LON + at / 100).number for at in (2, 1))
    page = open_page("lurah", PHONE)
    page.add_init_script(MICROPHONE)
    page.goto("/petugas/jalan")
    page.get_by_role("button", name="Susun dari tempat saya").click()
    expect(page.get_by_text("rutenya tetap seperti ini")).to_be_visible()
    expect(page.get_by_role("button", name="Susun dari tempat saya")).to_be_enabled()
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": LAT, "longitude": LON})
    page.goto("/petugas/jalan")
    page.get_by_role("button", name="Susun dari tempat saya").click()
    expect(page.get_by_text("dari tempat Anda.")).to_be_visible()
    stops = page.locator(".walk-stop")
    expect(stops.nth(0)).to_contain_text(near)
    expect(stops.nth(1)).to_contain_text(far)
    assert faults(page) == []
    stops.nth(0).get_by_role("link", name="Berikutnya").click()
    expect(stops.nth(1)).to_be_in_viewport()
    stops.nth(1).get_by_role("button", name="Rekam catatan").click()
    stops.nth(1).get_by_role("button", name="Selesai merekam").click()  # at once: nothing was heard
    ended = stops.nth(1).get_by_role("status")
    expect(ended).to_contain_text(re.compile("Belum ada yang terekam|1 detik terekam"))
    if "Belum" in ended.inner_text():
        stops.nth(1).get_by_role("button", name="Rekam catatan").click()
        stops.nth(1).get_by_role("button", name="Selesai merekam (1 detik)").click()
    expect(ended).to_contain_text("1 detik terekam")
    assert faults(page) == []
    with page.expect_response(f"**/petugas/laporan/{far}/suara") as kept:
        stops.nth(1).get_by_role("button", name="Simpan catatan").click()
    assert kept.value.status == 201, kept.value.text()
    expect(stops.nth(1).get_by_role("status")).to_contain_text("Tersimpan")
    with db.reading() as session:
        note = session.scalars(select(Message).where(Message.direction == "catatan")).one()
        assert session.get_one(NoteVoice, note.id).seconds == 1
    page.goto(f"/petugas/laporan/{far}")
    expect(page.get_by_label("Catatan suara")).to_be_visible()
