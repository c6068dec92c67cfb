"""Laporan in the panel: figures that lead to the queue, on paper, and told once a month."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from routing.news import monthly
from routing.reports import public_list
from routing.reports.public_list import Search
from storage import clock, db
from storage.clock import LOCAL
from storage.models import Analysis, OfficerNews, Report
from tests.factories import reports
from tests.factories.city import KRANJI
from tests.unit.admin_panel.conftest import SignIn


def test_a_figure_leads_to_the_queue_that_keeps_its_days(signed_in: SignIn) -> None:
    at = clock.now() - timedelta(minutes=5)
    with db.transaction() as tx:
        number = reports.filed(tx, now=at).number
    rina, day = signed_in("rina"), at.astimezone(LOCAL).date()  # yesterday's, shortly after midnight
    page = rina.get(f"/petugas/angka?menurut=kategori&dari={day}&sampai={day}").text
    address = page.split('id="rinci"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    queue = rina.get(address).text
    assert number in queue
    assert f'name="dari" value="{day}"' in queue
    assert number not in rina.get(address.replace("tanpa_gabungan=True", "hasil=lewat")).text


def test_where_no_days_are_asked_for_yesterday_is_among_them_on_the_first_too(signed_in: SignIn) -> None:
    today = clock.now().astimezone(LOCAL).date()
    page = signed_in("rina").get("/petugas/angka").text
    assert f'name="dari" value="{today - timedelta(days=29)}"' in page


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
    first = datetime(2026, 12, 1, 7, 0, tzinfo=LOCAL)
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


def test_the_nights_answers_are_shown_and_what_is_not_known_is_said(signed_in: SignIn) -> None:
    page = signed_in("rina").get("/petugas/analisis")
    assert (page.status_code, "Analisis belum dihitung" in page.text) == (200, True)
    empty: dict[str, Any] = {
        name: {"rows": []} for name in ("seasons", "heat", "recurring", "flow", "wandering", "words")
    }
    months = [{"month": f"2026-0{month}-01", "category": "pju", "came": month} for month in range(1, 7)]
    area = {"kelurahan": KRANJI, "came": 3, "ended": 2, "kept": 1, "answer_hours": 4.0, "rate": None}
    work = {"id": 7, "category": "pju", "kelurahan": KRANJI, "done": "2026-08-01", "own_before": 9,
            "own_after": 2, "others_before": 30, "others_after": 33, "ratio": 0.24, "low": 0.06,
            "high": 0.97}  # fmt: skip
    day = {"day": "2026-10-01", "came": 2, "rain": None, "level": 0.5}
    series = {"way": "regresi Poisson", "mase": {"rata-rata empat minggu": 0.91, "regresi Poisson": 0.84},
              "held": 0.81, "weeks": [[3, 6.5, 11]] * 4}  # fmt: skip
    load = {"weeks": ["2026-11-30", "2026-12-07", "2026-12-14", "2026-12-21"],
            "categories": [{"category": "pju", **series}],
            "agencies": [
                {"agency": "dishub", "ended": 5.0, "open": 12, "needed": 1.3, "weeks": series["weeks"]}
            ]}  # fmt: skip
    told = empty | {
        "trends": {"rows": months}, "equity": {"rows": [area]}, "effects": {"rows": [work]}, "forecast": load,
        "weather": {"rows": [day], "together": {"level_0": {"r": 0.61, "days": 90}}},
    }  # fmt: skip
    with db.transaction() as tx:
        tx.add_all(Analysis(name=name, made_at=clock.now(), content=one) for name, one in told.items())
    text = signed_in("rina").get("/petugas/analisis").text
    assert "0,84" in text  # the regression's MASE
    assert "3–11" in text
    assert "perlu ditambah" in text
    assert "Jumlah penduduk per kelurahan belum diserahkan" in text
    assert "0,24 (0,06–0,97)" in text
    assert text.count("Cara menghitung") == 10
