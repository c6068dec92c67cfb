"""The crew's camera: the resident's photo over the view, what is taken becomes a photo of the result."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from storage import clock, db
from storage.media import FolderStore
from storage.models import Media, ReportMedia
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.looking import faults
from tests.factories import reports
from tests.fakes.resident import picture
from web.assets import MANIFEST

pytestmark = pytest.mark.skipif(not MANIFEST.exists(), reason="the front end is not built (./dev setup)")
# A camera that paints stripes, since the machine has none.
CAMERA = """navigator.mediaDevices.getUserMedia = async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
  const paint = canvas.getContext("2d");
  setInterval(() => {
    for (let i = 0; i < 60; i++) {
      paint.fillStyle = `hsl(${(i * 37 + Date.now() / 20) % 360} 60% 50%)`;
      paint.fillRect((i % 10) * 64, Math.floor(i / 10) * 80, 64, 80);
    }
  }, 50);
  return canvas.captureStream(20);
};"""


def test_a_photo_taken_under_the_residents_is_handed_in(open_page: OpenPage, tmp_path: Path) -> None:
    sha256 = FolderStore(tmp_path).put(picture())
    with db.transaction() as tx:
        report = reports.filed(tx, now=clock.now(), category="jalan_rusak")
        reports.picture(tx, report, sha256)
        tx.get_one(Media, sha256).thumb_sha256 = sha256
        number = report.number
    page = open_page("rina", PHONE)
    page.add_init_script(CAMERA)
    page.goto(f"/petugas/laporan/{number}/kamera")
    expect(page.get_by_role("button", name="Ambil foto")).to_be_enabled()
    expect(page.locator("[data-ghost]")).to_have_css("opacity", "0.4")
    assert faults(page) == []
    page.get_by_role("button", name="Ambil foto").click()
    with page.expect_response(f"**/petugas/laporan/{number}/hasil") as kept:
        page.get_by_role("button", name="Pakai sebagai foto hasil").click()
    assert kept.value.status == 201
    page.wait_for_url(f"**/petugas/laporan/{number}?kabar=hasil*")
    with db.reading() as session:
        mine = (ReportMedia.purpose == "hasil", ReportMedia.report_id == report.id)
        assert session.scalar(select(func.count(ReportMedia.id)).where(*mine)) == 1
