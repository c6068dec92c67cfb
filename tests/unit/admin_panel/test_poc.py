"""The wall: the city's figures, map data and drawings."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from admin_panel.poc import queries
from admin_panel.poc.curves import HEIGHT, WIDTH, bars, curve
from routing.figures import AgencyFigures, Spread
from routing.reports import officers_work
from routing.warnings.alerts import raise_alert
from sensors import things
from sensors.queries import CurvePoint, Series
from storage import clock, db
from storage.models import Datastream, Report
from tests.factories import people, reports
from tests.factories.city import KRANJI, KRANJI_POINT
from tests.factories.panel import officer_named
from tests.factories.queries import counted
from tests.unit.admin_panel.conftest import SignIn

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LAT, LON = KRANJI_POINT


def gauge(tx: Session, code: str = "uji") -> Datastream:
    return things.register(
        tx, code=code, name="Pintu Uji", kind="tinggi_muka_air", river="Kali Uji", lat=LAT, lon=LON,
        kelurahan_code=KRANJI, levels={"siaga_3": 200, "siaga_2": 300, "siaga_1": 400},
    )  # fmt: skip


def wall(client: TestClient) -> str:
    return client.get("/poc").text


def test_an_empty_city_is_shown_in_words_not_in_blanks(signed_in: SignIn) -> None:
    page = wall(signed_in("operator"))
    assert "Belum ada laporan. Laporan pertama muncul di sini begitu masuk." in page
    assert "Tidak ada peringatan." in page
    assert "Belum ada alat pantau." in page


def test_the_wall_counts_open_late_and_todays_reports(signed_in: SignIn, panel_db: None) -> None:
    with db.transaction() as tx:
        reports.filed(tx, now=clock.now())
        late = reports.filed(tx, now=clock.now())
        late.first_answer_due = clock.now() - timedelta(hours=1)
    page = wall(signed_in("walikota"))
    assert '<span class="mt-0.5 block text-4xl font-extrabold num ">2</span>' in page
    assert '<span class="mt-0.5 block text-4xl font-extrabold num text-error">1</span>' in page


def test_the_first_answers_time_of_a_dinas_is_told(signed_in: SignIn, panel_db: None) -> None:
    now = clock.now()
    with db.transaction() as tx:
        report = reports.filed(tx, now=now - timedelta(hours=6))
        officers_work.answer(
            tx, officer=officer_named(tx, "rina"), report=report, text="Dicek.", now=now - timedelta(hours=2)
        )
    page = wall(signed_in("operator"))
    assert "<b>4 jam</b>" in page
    assert 'id="dinas-dbmsda"' in page


def test_twenty_gauges_cost_the_wall_no_more_queries_than_one(signed_in: SignIn, panel_db: None) -> None:
    client = signed_in("operator")
    with db.transaction() as tx:
        gauge(tx)
    wall(client)  # the catalogue is read once and kept
    with counted() as for_one:
        wall(client)
    with db.transaction() as tx:
        for number in range(19):
            gauge(tx, f"uji-{number}")
    with counted() as for_twenty:
        assert wall(client).count('class="gauge-row"') == 20
    assert len(for_twenty) == len(for_one)


def test_an_open_alert_stands_on_the_wall_with_its_level(signed_in: SignIn, panel_db: None) -> None:
    now = clock.now()
    with db.transaction() as tx:
        sensor = gauge(tx)
        raise_alert(tx, stream=sensor, level=2, value=310, at=now, now=now)
    page = signed_in("operator").get("/poc/papan").text
    assert "alert-row alert-2" in page
    assert "newest-row" not in page  # nobody reported it
    assert "Siaga 2" in page


def test_the_map_gets_figures_points_and_gauges_and_nobodys_words(signed_in: SignIn, panel_db: None) -> None:
    with db.transaction() as tx:
        person = people.person(tx)
        number = reports.filed(tx, by=person, now=clock.now(), lat=LAT, lon=LON, text="Aspal amblas").number
        gauge(tx)
    response = signed_in("operator").get("/poc/peta.json")
    data = response.json()
    assert data["areas"][KRANJI] == {"open": 1, "late": 0}
    (feature,) = data["reports"]["features"]
    assert feature["geometry"]["coordinates"] == [LON, LAT]
    assert feature["properties"]["number"] == number
    assert data["gauges"][0]["value"] is None
    assert data["gauges"][0]["when"] == "belum ada data"
    assert "Aspal amblas" not in response.text
    assert "Ratna" not in response.text


def test_many_reports_come_as_squares_and_a_smaller_part_tells_them_apart(
    signed_in: SignIn, panel_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "SINGLY", 2)
    with db.transaction() as tx:
        for lat, lon in ((LAT, LON), (LAT + 0.0001, LON), (LAT + 0.05, LON + 0.05)):
            reports.filed(tx, now=clock.now(), lat=lat, lon=lon)
    client = signed_in("operator")
    city = client.get("/poc/peta.json").json()["reports"]
    assert city["squares"]
    assert sorted(one["properties"]["many"] for one in city["features"]) == [1, 2]
    assert all("number" not in one["properties"] for one in city["features"])
    box = f"{LON - 0.01:.4f},{LAT - 0.01:.4f},{LON + 0.01:.4f},{LAT + 0.01:.4f}"
    part = client.get(f"/poc/peta.json?kotak={box}").json()["reports"]
    assert (part["squares"], len(part["features"])) == (False, 2)
    assert all(one["properties"]["number"] for one in part["features"])
    assert client.get("/poc/peta.json?kotak=x,1,2,3").status_code == 422


def test_finished_reports_leave_the_map(signed_in: SignIn, panel_db: None) -> None:
    with db.transaction() as tx:
        report = reports.filed(tx, now=clock.now(), lat=LAT, lon=LON)
        tx.get_one(Report, report.id).status = "selesai"
    data = signed_in("operator").get("/poc/peta.json").json()
    assert (data["areas"], data["reports"]["features"]) == ({}, [])


def test_outlines_come_as_geojson_and_are_kept_by_the_browser(stranger: TestClient) -> None:
    first = stranger.get("/api/areas")
    features = first.json()["features"]
    assert len(features) == 56
    assert {"code", "name", "kecamatan", "lat", "lon"} == set(features[0]["properties"])
    again = stranger.get("/api/areas", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


# --- drawings


def series(*values: float, levels: dict[str, float] | None = None) -> Series:
    points = [CurvePoint(NOW + timedelta(hours=hour), value, True) for hour, value in enumerate(values)]
    return Series("uji", "Uji", "cm", levels or {}, points)


def test_a_curve_spans_the_drawing_and_rises_with_the_water() -> None:
    drawn = curve(series(100, 150, 200))
    (x0, y0), _, (x2, y2) = [tuple(map(float, pair.split(","))) for pair in drawn.path.split()]
    assert (x0, x2) == (0, WIDTH)
    assert HEIGHT > y0 > y2 > 0
    assert drawn.last == (x2, y2)


def test_the_next_threshold_above_is_always_in_sight() -> None:
    drawn = curve(series(100, 120, levels={"siaga_3": 200, "siaga_2": 300}))
    assert [mark.level for mark in drawn.thresholds] == [3]


def test_thresholds_the_water_has_passed_stay_in_sight() -> None:
    drawn = curve(series(100, 320, levels={"siaga_3": 200, "siaga_2": 300, "siaga_1": 400}))
    assert [mark.level for mark in drawn.thresholds] == [3, 2, 1]


def test_doubtful_readings_are_not_drawn() -> None:
    wild = Series("uji", "Uji", "cm", {}, [CurvePoint(NOW, 9999, False)])
    assert curve(wild).path == ""


def test_a_still_river_is_a_line_not_a_division_by_nought() -> None:
    assert len(curve(series(100, 100)).path.split()) == 2


def agency(code: str, *, still_open: int, overdue: int, p90: float | None) -> AgencyFigures:
    spread = Spread(4, p90 / 2, p90) if p90 else None
    return AgencyFigures(code, code, code, 9, still_open, overdue, 0, spread, None)


def test_bars_are_shares_of_the_slowest() -> None:
    first, second, third = bars(
        [
            agency("a", still_open=1, overdue=0, p90=40),
            agency("b", still_open=1, overdue=0, p90=10),
            agency("c", still_open=1, overdue=0, p90=None),
        ]
    )
    assert (first.answer, second.answer, third.answer) == ((50, 100), (12.5, 25), None)


@pytest.mark.parametrize(
    ("still_open", "overdue", "slow"), [(30, 9, False), (30, 10, True), (3, 2, False), (3, 3, True)]
)
def test_an_agency_is_called_slow_when_a_third_is_late(still_open: int, overdue: int, slow: bool) -> None:
    assert bars([agency("a", still_open=still_open, overdue=overdue, p90=None)])[0].slow is slow
