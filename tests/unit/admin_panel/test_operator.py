"""The operator's desk: one queue over all kinds, a day played again, places by name, a bar that fits."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from admin_panel import menu
from routing.domain.desk_order import Rank, Standing, of_event
from routing.people import calls
from routing.warnings.alerts import raise_alert
from storage import clock, db
from storage.clock import WIB
from storage.models import Report
from tests.factories import gauges, people, reports
from tests.factories.queries import counted
from tests.unit.admin_panel.conftest import SignIn

NOW = clock.now()
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
    day = (NOW - timedelta(days=1)).astimezone(WIB).replace(hour=10, minute=0, second=0, microsecond=0)
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
    tomorrow = (NOW + timedelta(days=2)).astimezone(WIB).date()
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
