"""The wall: what residents thought of the work, who is warned of the water, and what guests must not read."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from bot.messages import render
from routing.city.incident_kinds import incident_rules
from routing.incidents import opening
from routing.warnings import depths, follows
from routing.warnings.alerts import raise_alert
from storage import clock, db, drill
from storage.models import CapBulletin, Datastream, Outbox, Person, Thing
from storage.notice_kinds import Notice
from tests.factories import people, reports
from tests.factories.city import KRANJI, KRANJI_POINT
from tests.factories.gauges import gauge
from tests.unit.admin_panel.conftest import SignIn


def wall(client: TestClient) -> str:
    return " ".join(client.get("/poc").text.split())


def alert(*, followers: int) -> None:
    """A gauge above Kranji at Siaga 3, with residents who follow Kranji."""
    now = clock.now()
    with db.transaction() as tx:
        sensor = gauge(
            tx, "uji", name="Pintu Uji", lat=KRANJI_POINT[0], lon=KRANJI_POINT[1], kelurahan_code=KRANJI,
            levels={"siaga_3": 200},
        )  # fmt: skip
        for _ in range(followers):
            follows.follow(tx, people.person(tx), KRANJI, now=now)
        raise_alert(tx, stream=sensor, level=3, value=210, at=now, now=now)


def test_a_dinas_ratings_are_shown_with_how_many_there_are(signed_in: SignIn, panel_db: None) -> None:
    with db.transaction() as tx:
        for rating in (5, 4, 4, None):
            reports.filed(tx, now=clock.now()).rating = rating
        reports.filed(tx, category="sampah", now=clock.now())
    page = wall(signed_in("walikota"))
    assert "<b>4,3</b>" in page
    assert "dari 3<span" in page
    assert page.count("Rata-rata dari") == 1  # nobody has rated the other dinas


def test_an_alert_tells_how_many_follow_were_told_and_reached(signed_in: SignIn, panel_db: None) -> None:
    alert(followers=3)
    with db.transaction() as tx:
        first, second, _ = tx.scalars(select(Outbox).order_by(Outbox.id)).all()
        first.status, second.status = "read", "failed"
    page = wall(signed_in("operator"))
    assert "3 warga mengikuti peringatan di wilayah ini." in page
    assert "Diberi tahu 3: 1 sampai, 1 dalam antrean kirim, 1 gagal" in page


def test_who_is_told_of_each_level_is_counted_once(signed_in: SignIn, panel_db: None) -> None:
    alert(followers=2)
    now = clock.now()
    with db.transaction() as tx:
        stream = tx.scalars(select(Datastream)).one()
        stream.levels = {**stream.levels, "siaga_2": 300}
        for row in tx.scalars(select(Outbox)):
            row.status = "read"
        raise_alert(tx, stream=stream, level=2, value=310, at=now, now=now)
    assert "Diberi tahu 2: 2 dalam antrean kirim" in wall(signed_in("operator"))


def test_one_answer_about_the_water_stands_on_the_wall_and_on_both_maps(
    signed_in: SignIn, panel_db: None
) -> None:
    alert(followers=1)
    with db.transaction() as tx:
        person = tx.scalars(select(Person)).first()
        assert person is not None
        tx.scalars(select(Thing)).one().downstream = [
            {"kelurahan": KRANJI, "minutes": 0, "minutes_latest": 30}
        ]
        depths.tell(tx, person, "rendah", now=clock.now())
    client = signed_in("operator")
    page = " ".join(client.get("/poc/dinding").text.split())
    assert 'Air masuk di <b class="num">1</b> rumah; 0 belum' in page
    for path in ("/poc/peta.json", "/poc/dinding/peta.json"):
        (found,) = client.get(path).json()["depths"]["features"]
        assert (found["properties"]["depth"], found["properties"]["many"]) == ("rendah", 1)


def test_in_a_drill_pages_warnings_events_and_cap_messages_say_so(
    signed_in: SignIn, panel_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "LATIHAN" not in wall(signed_in("operator"))
    monkeypatch.setattr(drill, "_on", True)
    alert(followers=1)
    with db.transaction() as tx:
        told = tx.scalars(select(Outbox)).one()
        cap = tx.scalars(select(CapBulletin)).one()
        assert render("id", Notice.WARNING, told.args).text.startswith("LATIHAN. Ini bukan banjir sungguhan")
        assert cap.content["status"] == "Exercise"
        kind = incident_rules().kinds["banjir"]
        assert opening.propose(tx, kind, [], {}, now=clock.now()).drill
    assert "LATIHAN · bukan kejadian sungguhan" in wall(signed_in("operator"))


def test_an_alert_nobody_follows_says_so(signed_in: SignIn, panel_db: None) -> None:
    alert(followers=0)
    assert "Belum ada warga yang mengikuti peringatan" in wall(signed_in("operator"))


def test_a_secret_reports_words_do_not_stand_on_the_wall(signed_in: SignIn, panel_db: None) -> None:
    with db.transaction() as tx:
        reports.filed(tx, text="Tetangga saya memukul anaknya", now=clock.now()).privacy = "rahasia"
    page = wall(signed_in("operator"))
    assert "Tetangga saya" not in page
    assert "Jalan rusak" in page


def test_secret_reports_are_no_points_on_the_wall(signed_in: SignIn, panel_db: None) -> None:
    place: dict[str, Any] = {"lat": -6.2282, "lon": 106.975, "now": clock.now()}
    with db.transaction() as tx:
        open_one = reports.filed(tx, **place).number
        reports.filed(tx, privacy="rahasia", **place)
        reports.filed(tx, category="perempuan_anak", text="Sering dipukuli di rumah", **place)
    points = signed_in("operator").get("/poc/peta.json").json()["reports"]["features"]
    assert [point["properties"]["number"] for point in points] == [open_one]
