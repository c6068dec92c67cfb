"""Laporan in the panel: figures that lead to the queue, on paper, and told once a month."""

from datetime import datetime, timedelta

from sqlalchemy import select

from routing.news import monthly
from routing.reports import public_list
from routing.reports.public_list import Search
from storage import clock, db
from storage.clock import WIB
from storage.models import OfficerNews, Report
from tests.factories import reports
from tests.factories.city import KRANJI
from tests.unit.admin_panel.conftest import SignIn


def test_a_figure_leads_to_the_queue_that_keeps_its_days(signed_in: SignIn) -> None:
    with db.transaction() as tx:
        number = reports.filed(tx, now=clock.now() - timedelta(minutes=5)).number
    rina = signed_in("rina")
    today = clock.now().astimezone(WIB).date()
    page = rina.get(f"/petugas/angka?menurut=kategori&dari={today}&sampai={today}").text
    address = page.split('id="rinci"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    queue = rina.get(address).text
    assert number in queue
    assert f'name="dari" value="{today}"' in queue
    assert number not in rina.get(address.replace("tanpa_gabungan=True", "hasil=lewat")).text


def test_days_nobody_can_count_are_refused_in_a_sentence(signed_in: SignIn) -> None:
    page = signed_in("rina").get("/petugas/angka?dari=2026-11-30&sampai=2026-11-01")
    assert (page.status_code, "paling lama 92 hari" in page.text) == (422, True)
    assert signed_in("operator").get("/petugas/angka?menurut=petugas").status_code == 422


def test_the_board_of_an_rw_has_what_named_it_and_never_somebody_s_house(signed_in: SignIn) -> None:
    with db.transaction() as tx:
        now = clock.now()
        told = "Aspal amblas di RT 5/RW 03 dekat pos"
        wanted = reports.filed(tx, now=now, kelurahan=KRANJI, text=told).number
        reports.filed(tx, now=now, kelurahan=KRANJI, text=told.replace("03", "04"))
        reports.filed(tx, now=now, kelurahan=KRANJI, text=told, category="perumahan")  # shown without a point
    with db.reading() as session:
        shown = public_list.in_rw(session, Search(kelurahan=KRANJI), 3)
    assert [one.number for one in shown] == [wanted]
    paper = signed_in("rina").get(f"/petugas/angka/papan/{KRANJI}.pdf?rw=3")
    assert paper.content.startswith(b"%PDF-")
    assert "rw03" in paper.headers["content-disposition"]


def test_papers_are_made_of_the_own_office_and_the_board_of_what_everybody_sees(signed_in: SignIn) -> None:
    with db.transaction() as tx:
        reports.filed(tx, now=clock.now(), kelurahan=KRANJI)
    rina = signed_in("rina")
    for path in ("/petugas/angka/bulanan.pdf?bulan=2026-10", f"/petugas/angka/papan/{KRANJI}.pdf"):
        paper = rina.get(path)
        assert paper.headers["content-type"] == "application/pdf"
        assert paper.content.startswith(b"%PDF-")
    assert (
        "bulanan-dbmsda-2026-10"
        in rina.get("/petugas/angka/bulanan.pdf?bulan=2026-10&dinas=dlh").headers["content-disposition"]
    )
    assert rina.get("/petugas/angka/papan/99.pdf").status_code == 404
    assert rina.get("/petugas/angka/bulanan.pdf?bulan=2026-13").status_code == 422


def test_heads_are_told_once_of_the_month_that_is_over(panel_db: None) -> None:
    first = datetime(2026, 12, 1, 7, 0, tzinfo=WIB)
    with db.transaction() as tx:
        assert monthly.tell_heads(tx, now=first - timedelta(minutes=1)) == 0
        told = monthly.tell_heads(tx, now=first)
        assert told > 0
        assert monthly.tell_heads(tx, now=first + timedelta(hours=1)) == 0
        assert monthly.tell_heads(tx, now=first + timedelta(days=3)) == 0
        news = tx.scalars(select(OfficerNews)).all()
        assert {one.path for one in news} == {"/petugas/angka/bulanan.pdf?bulan=2026-11"}
        assert "November 2026" in news[0].words
        assert tx.scalars(select(Report)).all() == []
