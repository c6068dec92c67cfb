"""The page of proposals: themes counted over weeks, and the proposals in residents' words."""

from datetime import timedelta

from storage import clock, db
from tests.factories import reports
from tests.unit.admin_panel.conftest import SignIn

PAGE = "/poc/aspirasi"


def propose(text: str, theme: str, *, weeks_ago: int = 0, status: str = "menunggu") -> None:
    with db.transaction() as tx:
        at = clock.now() - timedelta(weeks=weeks_ago)
        made = reports.filed(tx, category="aspirasi", kind="aspirasi", text=text, now=at)
        made.theme, made.status = theme, status


def test_without_proposals_the_page_says_so(signed_in: SignIn) -> None:
    assert "Belum ada usul" in signed_in("walikota").get(PAGE).text


def test_themes_are_counted_over_weeks_and_withdrawn_ones_are_not(signed_in: SignIn, panel_db: None) -> None:
    propose("Jalur sepeda di sepanjang kali", "transportasi")
    propose("Halte dekat sekolah", "transportasi", weeks_ago=3)
    propose("Taman bermain di RW 5", "ruang_hijau")
    propose("Tidak jadi", "ruang_hijau", status="ditarik")
    propose("Sudah lama", "transportasi", weeks_ago=40)
    page = " ".join(signed_in("walikota").get(PAGE).text.split())
    assert '<b>2</b> <span class="muted">usul dari 2 warga' in page
    assert '<b>1</b> <span class="muted">usul dari 1 warga' in page
    assert page.index("Transportasi") < page.index("ruang hijau")
    assert "dari yang paling lama: 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1" in page
    assert "Sudah lama" in page  # counted no more, but still there to be read


def test_a_theme_narrows_the_list(signed_in: SignIn, panel_db: None) -> None:
    propose("Jalur sepeda di sepanjang kali", "transportasi")
    propose("Taman bermain di RW 5", "ruang_hijau")
    page = signed_in("operator").get(f"{PAGE}?tema=ruang_hijau").text
    assert "Taman bermain" in page
    assert "Jalur sepeda" not in page


def test_an_ordinary_report_is_no_proposal(signed_in: SignIn, panel_db: None) -> None:
    with db.transaction() as tx:
        reports.filed(tx, text="Lubang besar di tikungan", now=clock.now())
    assert "Lubang besar" not in signed_in("operator").get(PAGE).text
