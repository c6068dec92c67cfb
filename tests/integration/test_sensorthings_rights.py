"""Who may do what at the SensorThings door, and that what comes in there is a reading like any other."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from sensors.things import register
from storage import clock
from storage.db import reading, transaction
from storage.models import Alert
from tests.factories import city
from tests.factories.gauges import gauge
from tests.fakes.sensorthings import ROOT, Door, key_for, opened, station


@pytest.fixture
def door(database: str) -> Iterator[Door]:
    with opened() as made:
        yield made


def test_nobody_comes_in_without_a_key_and_a_reader_changes_nothing(door: Door) -> None:
    for auth in (None, ("pabrik", "salah"), ("entah", door.auth[1])):
        answer = door.http.get(f"{ROOT}/Things", auth=auth)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Basic realm="SensorThings"')
    reader = Door(door.http, key_for("pembaca", write=False))
    number = reader.get("Things")["value"][0]["@iot.id"]
    for how, path in (("POST", "Things"), ("PATCH", f"Things({number})"), ("DELETE", f"Things({number})")):
        assert reader.send(how, path, station(), status=403)["status"] == 403
    assert len(door.get("Things")["value"]) == 1


def test_a_key_for_one_thing_changes_that_thing_alone(door: Door) -> None:
    with transaction() as tx:
        mine = register(tx, code="pompa-1", name="Pompa", kind="pompa", lat=-6.2, lon=107.0).id
    keeper = Door(door.http, key_for("penjaga", things=["pompa-1"]))
    keeper.send("POST", f"Datastreams({mine})/Observations", {"result": 1})
    (other,) = [number for number in door.values("Datastreams", "@iot.id") if number != mine]
    keeper.send("POST", f"Datastreams({other})/Observations", {"result": 1}, status=403)
    keeper.send("POST", "Things", station(), status=403)
    refused = keeper.send("POST", f"Datastreams({mine})/Observations", {"result": 7}, status=400)
    assert "di luar jangkauan" in refused["message"]


def test_a_river_gauge_read_here_alarms_like_everywhere(door: Door) -> None:
    with transaction() as tx:
        city.load(tx)
        gauge(tx)
    (river,) = door.values("Datastreams?$filter=Thing/name eq 'Pos p2c'", "@iot.id")
    now = clock.now()
    for minutes, level in ((30, 340), (0, 400)):
        when = (now - timedelta(minutes=minutes)).isoformat()
        door.send("POST", f"Datastreams({river})/Observations", {"phenomenonTime": when, "result": level})
    with reading() as session:
        assert session.scalars(select(Alert.level)).all() == [3]
    thing = door.get(f"Datastreams({river})/Thing")
    assert thing["properties"] == {"kode": "p2c", "sungai": "Kali Bekasi"}
    refused = door.send("DELETE", f"Things({thing['@iot.id']})", status=409)
    assert "alert" in refused["message"]
