"""Not only water is measured: a street light has its own unit, and no rule of the river is asked of it."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

import web
from routing.warnings import follows
from sensors import mqtt, queries
from sensors.credentials import issue_token
from sensors.mqtt import Arrived
from sensors.routes import router
from sensors.things import register
from storage import clock, db
from storage.models import Alert, Datastream, Observation, Thing
from tests.factories import city
from tests.factories.gauges import gauge


@pytest.fixture
def lamp(sqlite_url: str) -> dict[str, str]:
    """A street light that measures its power in watts; its sign-in."""
    db.configure(sqlite_url)
    with db.transaction() as tx:
        city.load(tx)
        gauge(tx, "hulu")
        light = gauge(tx, "pju-1", levels={})
        light.kind, light.unit, light.thing.river = "daya_lampu", "W", ""
        tx.flush()
        return {"Authorization": f"Bearer {issue_token(tx, 'pju-1', now=clock.now())}"}


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    web.doors(app, router)
    return TestClient(app)


def readings(*values: float, unit: str | None = None) -> list[dict[str, object]]:
    now = clock.now().timestamp()
    named = {"unit": unit} if unit else {}
    return [{"at": now - 60 * (len(values) - i), "value": value, **named} for i, value in enumerate(values)]


def test_a_street_light_measures_in_its_own_unit(lamp: dict[str, str], client: TestClient) -> None:
    posted = client.post("/api/sensors/pju-1/readings", json=readings(4000, 0, unit="W"), headers=lamp)
    assert posted.json()["stored"] == 2  # beyond any river, and a sudden nought: neither is a fault of a lamp
    with db.reading() as session:
        light = session.scalars(select(Datastream).join(Datastream.thing).where(Thing.code == "pju-1")).one()
        assert (light.last_value, light.last_level) == (0, 4)
        assert list(session.scalars(select(Observation.quality))) == ["baik", "baik"]
        assert session.scalars(select(Alert)).all() == []


def test_the_same_reading_twice_is_one_and_an_old_one_is_late(
    lamp: dict[str, str], client: TestClient
) -> None:
    first, second = readings(40, 41)
    for body, outcome in ((second, "stored"), (second, "repeated"), (first, "late")):
        answer = client.post("/api/sensors/pju-1/readings", json=body, headers=lamp)
        assert answer.json()[outcome] == 1


@pytest.mark.parametrize("unit", ["cm", "kW", ""])
def test_a_foreign_unit_is_refused(lamp: dict[str, str], client: TestClient, unit: str) -> None:
    body = [reading | {"unit": unit} for reading in readings(40)]
    assert client.post("/api/sensors/pju-1/readings", json=body, headers=lamp).status_code == 422


def test_the_water_panel_shows_water_only(lamp: dict[str, str]) -> None:
    with db.reading() as session:
        now = clock.now()
        assert [row.code for row in queries.gauges(session, now=now)] == ["hulu"]
        assert list(queries.all_series(session, hours=24, now=now)) == ["hulu"]


def test_a_street_light_warns_nobody_of_water(lamp: dict[str, str]) -> None:
    with db.transaction() as tx:
        for thing in tx.scalars(select(Thing)):
            thing.kelurahan_code = city.KRANJI
    with db.reading() as session:
        assert [stream.thing.code for stream in follows.gauges_of(session, {city.KRANJI})] == ["hulu"]


def test_messages_of_devices_go_to_the_datastream_of_their_kind(lamp: dict[str, str]) -> None:
    with db.transaction() as tx:
        panel = register(tx, code="panel-1", name="Panel", kind="daya_lampu")
        tx.add(
            Datastream(
                thing_id=panel.thing_id, sensor_id=panel.sensor_id, name="Energi", kind="energi", unit="kWh",
                observed_property_id=panel.observed_property_id,
            )
        )  # fmt: skip
    body = b'{"Time": "2026-11-29T09:59:30", "ENERGY": {"Total": 81.5, "Power": 63}}'
    unknown = [Arrived("tele/entah/SENSOR", body), Arrived("tele/pju-1/SENSOR", b"{}"), Arrived("lain", body)]
    mqtt.take([*unknown, Arrived("tele/panel-1/SENSOR", body)], now=clock.now)
    with db.reading() as session:
        rows = session.execute(select(Datastream.kind, Observation.value).join_from(Observation, Datastream))
        assert sorted(tuple(row) for row in rows) == [("daya_lampu", 63), ("energi", 81.5)]
