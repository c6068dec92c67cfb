"""A foreign client drives the SensorThings door: PyPI's frost-sta-client, as it is."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import frost_sta_client as fsc
import pytest
from frost_sta_client.model.ext.data_array_document import DataArrayDocument
from frost_sta_client.model.ext.data_array_value import DataArrayValue
from frost_sta_client.model.ext.entity_list import EntityList
from frost_sta_client.model.ext.entity_type import EntityTypes

from storage import clock
from tests.fakes.sensorthings import key_for, served


@pytest.fixture
def service(database: str) -> Iterator[fsc.SensorThingsService]:
    with served() as url:
        yield fsc.SensorThingsService(url, auth_handler=fsc.AuthHandler(*key_for()))


def ago(minutes: float) -> str:
    return (clock.now() - timedelta(minutes=minutes)).isoformat()


def a_thing(service: fsc.SensorThingsService) -> fsc.Thing:
    point = {"type": "Point", "coordinates": [106.975, -6.228]}
    place = fsc.Location(name="Kranji", description="di halaman", location=point,
                         encoding_type="application/geo+json")  # fmt: skip
    thing = fsc.Thing(name="Stasiun cuaca", description="uji", properties={"pemilik": "dlh"},
                      locations=EntityList(EntityTypes["Location"]["class"], [place]))  # fmt: skip
    service.create(thing)
    return thing


def a_stream(service: fsc.SensorThingsService, thing: fsc.Thing) -> fsc.Datastream:
    sensor = fsc.Sensor(
        name="DHT22", description="murah", encoding_type="application/pdf", metadata="http://x"
    )
    seen = fsc.ObservedProperty(name="Suhu", definition="http://x/suhu", description="suhu udara")
    service.create(sensor)
    service.create(seen)
    unit = fsc.UnitOfMeasurement(name="derajat Celsius", symbol="°C", definition="http://x/c")
    stream = fsc.Datastream(name="Suhu udara", description="tiap menit", unit_of_measurement=unit,
                            observation_type="http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
                            thing=thing, sensor=sensor, observed_property=seen)  # fmt: skip
    service.create(stream)
    return stream


def observe(service: fsc.SensorThingsService, stream: fsc.Datastream, result: Any, minutes: float) -> Any:
    made = fsc.Observation(phenomenon_time=ago(minutes), result=result, datastream=stream)
    service.create(made)
    return made


def test_it_makes_finds_asks_changes_and_deletes_everything(service: fsc.SensorThingsService) -> None:
    thing = a_thing(service)
    stream = a_stream(service, thing)
    results = [20.5, 21, 35.25]
    made = [observe(service, stream, result, 30 - 10 * at) for at, result in enumerate(results)]
    assert isinstance(thing.id, int)

    again = service.things().find(thing.id)
    assert (again.name, again.properties) == ("Stasiun cuaca", {"pemilik": "dlh"})
    (place,) = again.get_locations().query().list()
    assert place.location["coordinates"] == [106.975, -6.228]

    hot = (
        service.observations()
        .query()
        .filter("result gt 20.6")
        .orderby("phenomenonTime", "ASC")
        .count()
        .list()
    )
    assert ([one.result for one in hot], hot.count) == ([21, 35.25], 2)
    (whole,) = (
        service.things().query().filter("name eq 'Stasiun cuaca'").expand("Datastreams($count=true)").list()
    )
    assert [one.name for one in whole.datastreams] == ["Suhu udara"]
    (with_all,) = service.datastreams().query().expand("Thing,Sensor,ObservedProperty,Observations").list()
    assert (with_all.thing.id, with_all.sensor.name) == (thing.id, "DHT22")
    assert sorted(one.result for one in with_all.observations) == results
    assert [one.id for one in stream.get_observations().query().top(1).list()] == [
        made[0].id,
        made[1].id,
        made[2].id,
    ]

    service.patch(again, [{"op": "replace", "path": "/name", "value": "Stasiun baru"}])
    assert service.things().find(thing.id).name == "Stasiun baru"
    again.description = "diganti"
    service.update(again)
    assert service.things().find(thing.id).description == "diganti"
    made[0].result = 19
    service.update(made[0])
    assert service.observations().find(made[0].id).result == 19

    service.delete(made[1])
    assert service.observations().query().count().list().count == 2
    service.delete(thing)
    assert service.datastreams().query().count().list().count == 0
    assert len(list(service.sensors().query().list())) == 1


def test_it_sends_many_at_once_and_reads_page_by_page(service: fsc.SensorThingsService) -> None:
    stream = a_stream(service, a_thing(service))
    many, names = DataArrayValue(), {DataArrayValue.Property.PHENOMENON_TIME, DataArrayValue.Property.RESULT}
    many.components, many.datastream = names, stream
    for number in range(120):
        one = fsc.Observation(phenomenon_time=ago(200 - number), result=number, datastream=stream)
        many.add_observation(one)
    document = DataArrayDocument()
    document.add_data_array_value(many)
    assert len(service.observations().create(document)) == 120
    found = [one.result for one in service.observations().query().orderby("result", "ASC").list()]
    assert found == list(range(120))
