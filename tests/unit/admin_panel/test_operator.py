"""The operator's desk: one queue over all kinds, a day played again, places by name, a bar that fits."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from admin_panel import menu
from routing.command import claims
from routing.domain.desk_order import Rank, Standing, of_event
from routing.people import calls
from routing.warnings.alerts import raise_alert
from storage import clock, db
from storage.clock import LOCAL
from storage.models import Call, DeskClaim, Event, Report
from tests.factories import gauges, panel, people, reports
from tests.factories.queries import counted
from tests.unit.admin_panel.conftest import SignIn

NOW = clock.now()
LIVE = {"HX-Request": "true"}
SECRET = "Rahasia-jangan-diputar"


def test_an_emergency_goes_before_water_and_water_before_what_is_late() -> None:
    assert Standing(0, emergency=True, late=False).rank is Rank.LIFE
    assert of_event(1) is Rank.WATER < of_event(3) is Rank.HAPPENING
    assert Standing(2, emergency=False, late=False).rank is Standing(0, emergency=False, late=True).rank
    assert Standing(0, emergency=False, late=False).rank is Rank.REST


def test_the_queue_holds_every_kind_in_order_with_few_questions(signed_in: SignIn, panel_db: None) -> None:
    with db.transaction() as tx:
        reports.filed(tx, now=NOW - timedelta(days=1), text="Jalan rusak biasa")
        reports.filed(tx, now=NOW, text=SECRET, privacy="rahasia")
        calls.place(tx, people.person(tx), kind="kebakaran", text="Tolong", now=NOW)
        stream = gauges.gauge(tx, "uji", name="Pintu Uji", last_level=1, last_value=710, last_at=NOW)
        raise_alert(tx, stream=stream, level=1, value=710, at=NOW, now=NOW)
    client = signed_in("operator")
    with counted() as asked:
        page = client.get("/poc/meja", headers={"Accept": "text/html"}).text
    words = [page.index(one) for one in ("Mungkin ada orang dalam bahaya", "Pintu Uji", "Jalan rusak biasa")]
    assert words == sorted(words)
    assert SECRET not in page
    assert len(asked) <= 20
    assert signed_in("rina").get("/poc/meja").status_code == 403


def test_a_day_is_played_from_what_was_open_on_it(signed_in: SignIn, panel_db: None) -> None:
    day = (NOW - timedelta(days=1)).astimezone(LOCAL).replace(hour=10, minute=0, second=0, microsecond=0)
    with db.transaction() as tx:
        for hours, done in ((0, 2), (-30, None), (-40, -30)):
            row = reports.filed(tx, now=day + timedelta(hours=hours), lat=-6.2282, lon=106.975)
            ended = None if done is None else day + timedelta(hours=done)
            tx.execute(update(Report).where(Report.id == row.id).values(resolved_at=ended))
        reports.filed(tx, now=day, lat=-6.2282, lon=106.975, privacy="rahasia", text=SECRET)
        stream = gauges.gauge(tx, "uji", name="Pintu Uji", last_level=2, last_value=460, last_at=NOW)
        raise_alert(tx, stream=stream, level=2, value=460, at=day, now=day)
    told = signed_in("walikota").get(f"/poc/putar-ulang/hari.json?hari={day.date()}").json()
    assert sorted(row[2:4] for row in told["reports"]) == [[-1, 1441], [600, 720]]
    assert sum(told["came"]) == told["came"][20] == 1
    assert [(one["title"], one["since"]) for one in told["alerts"]] == [("Siaga 2: Pintu Uji", 600)]
    tomorrow = (NOW + timedelta(days=2)).astimezone(LOCAL).date()
    for bad in ("9999-01-01", str(tomorrow), "kemarin"):
        assert signed_in("walikota").get(f"/poc/putar-ulang/hari.json?hari={bad}").status_code == 422


def test_a_place_is_found_by_the_beginning_of_its_name(signed_in: SignIn, panel_db: None) -> None:
    with db.transaction() as tx:
        gauges.gauge(tx, "uji", name="Pintu Air Uji", river="Kali Uji")
    operator = signed_in("operator")
    assert operator.get("/poc/tempat?q=kranj").json()[0]["name"] == "Kranji"
    assert [one["what"] for one in operator.get("/poc/tempat?q=pintu uji").json()] == ["Pos air Kali Uji"]
    assert operator.get("/poc/tempat?q=k").json() == operator.get("/poc/tempat?q=zzqq").json() == []


@pytest.mark.parametrize("role", ["operator", "petugas", "pimpinan", "admin"])
def test_the_bar_holds_no_more_than_fits_and_nothing_is_lost(role: str) -> None:
    near, further = menu.near(role), menu.further(role)
    assert len(near) <= menu.MOST
    rest = [one for group in further.values() for one in group]
    assert {one.path for one in (*near, *rest)} == {one.path for one in menu.bar(role)}


def second(tx: Session) -> None:
    """Another operator at the desk."""
    ayu = people.officer(tx, "operator", "poc")
    ayu.username, ayu.name = "ayu", "Ayu Jaga"


def pressed(browser: TestClient, step: str, kind: str, number: str, **more: str) -> Response:
    return browser.post(f"/poc/meja/{step}", data={"kind": kind, "number": number, **more}, headers=LIVE)


def test_one_press_claims_a_row_and_a_second_person_sees_who_took_it(signed_in: SignIn) -> None:
    with db.transaction() as tx:
        number = reports.filed(tx, now=NOW, text="Jalan amblas di depan pasar").number
        second(tx)
    operator, ayu = signed_in("operator"), signed_in("ayu")
    mine = pressed(operator, "ambil", "laporan", number)
    assert "Anda, " in mine.text
    assert pressed(operator, "ambil", "laporan", number).text.count("Anda, ") == 1  # twice is once
    seen = ayu.get("/poc/meja").text
    assert "Petugas Operator, " in seen
    assert "Ambil alih" in seen
    late = pressed(ayu, "ambil", "laporan", number)  # pressed before she saw it
    assert "Baris ini sudah diambil petugas lain" in late.text
    assert "Petugas Operator, " in late.text
    pressed(ayu, "lepas", "laporan", number)  # not hers to give back
    assert "Petugas Operator, " in ayu.get("/poc/meja").text
    with db.reading() as session:
        holder = session.scalars(select(DeskClaim.officer_id)).one()
        assert session.scalars(select(Event).where(Event.kind == "desk_taken")).one().report_id is None
    assert "Anda, " in pressed(ayu, "ambil", "laporan", number, dari=str(holder)).text
    assert "Ayu Jaga, " in operator.get("/poc/meja").text
    assert "Ambil<" in pressed(ayu, "lepas", "laporan", number).text
    assert "Ayu Jaga" not in operator.get("/poc/meja").text


def test_every_kind_of_row_can_be_claimed_and_a_call_is_taken_as_calls_are(signed_in: SignIn) -> None:
    with db.transaction() as tx:
        call = calls.place(tx, people.person(tx), kind="kebakaran", text="Tolong", now=NOW).id
        stream = gauges.gauge(tx, "uji", name="Pintu Uji", last_level=1, last_value=710, last_at=NOW)
        alert = raise_alert(tx, stream=stream, level=1, value=710, at=NOW, now=NOW)
        warned = tx.get_one(Report, alert.report_id).number
        second(tx)
    operator, ayu = signed_in("operator"), signed_in("ayu")
    made = operator.post("/petugas/kejadian", data={"kind": "banjir", "title": "Banjir Kranji"})
    event = made.headers["Location"].split("/")[-1].partition("?")[0]
    for kind, number in (("panggilan", str(call)), ("peringatan", warned), ("kejadian", event)):
        pressed(operator, "ambil", kind, number)
    seen = ayu.get("/poc/meja").text
    assert seen.count("Petugas Operator, ") == 3
    assert seen.count("Ambil alih") == 2  # a call is nobody's to take over here
    assert "sudah diambil operator lain" in pressed(ayu, "ambil", "panggilan", str(call)).text
    with db.reading() as session:
        assert session.get_one(Call, call).status == calls.CallState.TAKEN


@pytest.mark.parametrize(
    ("kind", "number"),
    [("laporan", "BKS-2611-99999"), ("panggilan", "x"), ("entah", "1"), ("kejadian", "9" * 40)],
)
def test_what_is_not_in_the_queue_is_not_claimed(signed_in: SignIn, kind: str, number: str) -> None:
    browser = signed_in("operator")
    assert "tidak ada lagi di antrean" in pressed(browser, "ambil", kind, number).text
    answer = browser.post("/poc/meja/ambil", data={"kind": kind, "number": number})
    assert answer.status_code == 409
    with db.reading() as session:
        assert session.scalars(select(DeskClaim)).all() == []


def test_a_claim_says_nothing_a_day_later(signed_in: SignIn) -> None:
    with db.transaction() as tx:
        number = reports.filed(tx, now=NOW).number
        operator = panel.officer_named(tx, "operator")
        claims.take(tx, ("laporan", number), officer=operator, now=NOW - timedelta(hours=25))
    assert "Petugas Operator, " not in signed_in("operator").get("/poc/meja").text
    assert "Anda, " not in signed_in("operator").get("/poc/meja").text


def test_streets_and_rivers_are_found_and_say_where_they_are_shown(signed_in: SignIn) -> None:
    with db.transaction() as tx:
        gauges.gauge(tx, "uji", name="Pintu Air Uji", river="Kali Uji")
    operator = signed_in("operator")
    (river,) = operator.get("/poc/tempat?q=kali uji").json()[:1]
    assert (river["name"], river["what"]) == ("Kali Uji", "Sungai, di Pintu Air Uji")
    (street,) = operator.get("/poc/tempat?q=noer ali").json()[:1]
    assert street["name"] == "Jalan KH Noer Ali"
    assert street["what"].startswith("Jalan di Jaka")
    assert street["what"].endswith("letaknya kira-kira")
    also = [one["name"] for one in operator.get("/poc/tempat?q=bulevar ahmad").json()]
    spelt = [one["name"] for one in operator.get("/poc/tempat?q=noer alie").json()]
    assert len(spelt) == len({"".join(filter(str.isalnum, name.lower())) for name in spelt})
    assert "Jalan Jenderal Ahmad Yani" in also  # by what else it is called
