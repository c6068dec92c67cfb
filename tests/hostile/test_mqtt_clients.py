"""SensorThings over MQTT, at both brokers: clients hear what is committed, and nobody hears or says more."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import aiomqtt
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from sensors import announcing, broker_door, ingest, mosquitto, mqtt
from sensors.domain.reading import Measurement
from sensors.ingest import Arrival
from sensors.sta import clients, publishing
from sensors.sta.publishing import StaPublisher
from sensors.topics import TOPIC
from storage import clock, counts, db
from storage.models import Datastream, Observation
from tests.fakes.sensorthings import make_app
from tests.hostile.test_mqtt_doors import Connect, Deployed, Place, dies, enters, new_key, reading, sends
from tests.hostile.test_mqtt_doors import deployed as deployed  # noqa: PLC0414 - a fixture
from tests.hostile.test_mqtt_doors import gauges as gauges  # noqa: PLC0414 - a fixture
from tests.hostile.test_mqtt_doors import place as place  # noqa: PLC0414 - a fixture
from tests.integration.test_sensors_mqtt import SECRET, embedded, listening, stored, stored_becomes
from tests.servers import free_port, wait_until

ADDRESS = "http://sorot.test"
KeyOf = Callable[..., str]


@pytest.fixture
def client_key(place: Place, request: pytest.FixtureRequest) -> KeyOf:
    """A SensorThings client's new key, once the broker knows it."""
    server: Deployed | None = request.getfixturevalue("deployed") if place.port != place.inner else None

    def made(name: str, *, write: bool = False, things: list[str] | None = None) -> str:
        with db.transaction() as tx:
            key = clients.make(tx, name, write=write, things=things, now=clock.now())
        if server is not None:
            mosquitto.write_if_changed(server.devices)
        wait_until(lambda: enters(place.gauge(name, key)), seconds=20, what="the client is not let in")
        return key

    return made


@contextmanager
def published(url: str) -> Iterator[StaPublisher]:
    """What the roles run beside their doors."""
    stop, publisher = threading.Event(), StaPublisher(url, address=ADDRESS)
    thread = threading.Thread(target=publisher.run, args=(stop,))
    thread.start()
    wait_until(lambda: publisher._wanted, seconds=20, what="nothing would be published")
    try:
        yield publisher
    finally:
        stop.set()
        thread.join(20)
        assert not thread.is_alive()


def stream_of(code: str) -> tuple[int, int]:
    """(thing, datastream)."""
    with db.reading() as session:
        rows = session.scalars(select(Datastream)).all()
        return next((row.thing_id, row.id) for row in rows if row.thing.code == code)


def measure(stream: int, value: float, *, age: float = 60) -> None:
    reading_ = Measurement(clock.now() - timedelta(seconds=age), value)
    with db.transaction() as tx:
        ingest.ingest_all(tx, [Arrival(stream, reading_)], now=clock.now())


MARK = 77.75  # what is measured last, at the other gauge: what was published before it has come by then


def said(message: aiomqtt.Message) -> Any:
    """The result in an observation that was published; None where it is something else."""
    with suppress(ValueError):
        found = json.loads(message.payload)
        return found.get("result") if isinstance(found, dict) else None
    return None


async def until(client: aiomqtt.Client, result: Any) -> list[aiomqtt.Message]:
    """What comes up to the observation with this result, that one too."""
    came: list[aiomqtt.Message] = []
    async with asyncio.timeout(20):
        while not came or said(came[-1]) != result:
            came.append(await anext(client.messages))
    return came


async def hears(
    connect: Connect, product: str, subscribes: list[str], act: Callable[[], Any], *, deaf: bool = False
) -> dict[str, list[Any]]:
    """Results that come to who subscribes so while `act` is done and published, by topic.

    deaf: it is to hear nothing, not even the last of all.
    """
    other = stream_of("hilir")[1]
    last = f"v1.1/Datastreams({other})/Observations"
    async with connect() as client, mqtt.client(product) as watcher:
        await watcher.subscribe(last, timeout=5)
        for one in [*subscribes, last]:
            with suppress(aiomqtt.MqttError):  # refused
                await client.subscribe(one, timeout=5)
        await asyncio.to_thread(act)
        await asyncio.to_thread(measure, other, MARK, age=1)
        await until(watcher, MARK)
        came = await until(client, MARK) if not deaf else await _at_once(client)
    found: dict[str, list[Any]] = {}
    for message in came:
        if str(message.topic) != last:
            found.setdefault(str(message.topic), []).append(message.payload)
    kept = {topic: [one for one in bodies if b"77.75" not in one] for topic, bodies in found.items()}
    return {topic: bodies for topic, bodies in kept.items() if bodies}


async def _at_once(client: aiomqtt.Client) -> list[aiomqtt.Message]:
    """What has come to somebody who is to hear nothing: there is no last message to wait for."""
    await asyncio.sleep(0.3)
    return [await anext(client.messages) for _ in range(len(client.messages))]


def test_every_committed_observation_comes_to_who_subscribed_as_http_answers_it(
    place: Place, client_key: KeyOf
) -> None:
    thing, stream = stream_of("hulu")
    _, other = stream_of("hilir")
    key, device = client_key("pabrik"), place.key_of("hulu")
    topics = [
        f"v1.1/Datastreams({stream})/Observations",
        f"v1.1/Things({thing})/Datastreams({stream})/Observations",
    ]

    def act() -> None:
        sends(place.gauge("hulu", device), (TOPIC.format(code="hulu"), reading(150)))
        stored_becomes({"hulu": [150]})
        measure(other, 40)

    def both() -> None:
        measure(stream, 151, age=30)
        measure(other, 41, age=30)

    with listening(place.product), published(place.product):
        told = asyncio.run(hears(place.gauge("pabrik", key), place.product, topics, act))
        all_of_them = asyncio.run(
            hears(place.gauge("pabrik", key), place.product, ["v1.1/Observations"],
                  both)
        )  # fmt: skip
    assert {topic: len(bodies) for topic, bodies in told.items()} == dict.fromkeys(topics, 1)
    body = json.loads(told[topics[0]][0])
    door = TestClient(make_app(), base_url=ADDRESS)
    assert body == door.get(f"/sta/v1.1/Observations({body['@iot.id']})", auth=("pabrik", key)).json()
    assert [json.loads(one)["result"] for one in all_of_them["v1.1/Observations"]] == [151, 41]


def test_what_comes_over_http_is_published_and_what_was_there_already_is_not(
    place: Place, client_key: KeyOf
) -> None:
    _, stream = stream_of("hulu")
    key = client_key("pabrik", write=True)
    door = TestClient(make_app(), base_url=ADDRESS)
    at = clock.now().isoformat()

    def act() -> None:
        for _ in range(2):  # the same twice is one
            answer = door.post(
                f"/sta/v1.1/Datastreams({stream})/Observations", auth=("pabrik", key),
                json={"phenomenonTime": at, "result": 150},
            )  # fmt: skip
            assert answer.status_code == 201
        answer = door.post(
            f"/sta/v1.1/Datastreams({stream})/Observations", auth=("pabrik", key),
            json={"result": {"kata": "aman"}},
        )  # fmt: skip
        assert answer.status_code == 201

    with published(place.product):
        topics = ["v1.1/Observations"]
        told = asyncio.run(hears(place.gauge("pabrik", key), place.product, topics, act))
    (bodies,) = told.values()
    assert [json.loads(body)["result"] for body in bodies] == [150, {"kata": "aman"}]


def made_over_mqtt(result: float, *, age: float = 60, **more: Any) -> bytes:
    at = clock.now() - timedelta(seconds=age)
    return json.dumps({"phenomenonTime": at.isoformat(), "result": result, **more}).encode()


def test_clients_make_observations_where_they_may(place: Place, client_key: KeyOf) -> None:
    """create-observations-via-mqtt/observations-creation; at both brokers, by what each key may."""
    (thing, stream), (_, other) = stream_of("hulu"), stream_of("hilir")
    all_, one, reader, ear = (
        place.gauge(name, client_key(name, **rights))
        for name, rights in (
            ("semua", {"write": True}), ("satu", {"write": True, "things": ["hulu"]}), ("baca", {}),
            ("dengar", {}),
        )
    )  # fmt: skip
    mine, theirs = (f"v1.1/Datastreams({number})/Observations" for number in (stream, other))

    def act() -> None:
        sends(reader, (mine, made_over_mqtt(901)), ("v1.1/Observations", made_over_mqtt(902)))
        sends(one, (theirs, made_over_mqtt(903)), ("v1.1/Observations", made_over_mqtt(904)))
        sends(one, (mine, b"rusak"), (mine, made_over_mqtt(1, warna=2, age=90)), (mine, b"[]"))
        sends(all_, ("v1.1/Things", b'{"name": "x", "description": ""}'), (mine, b'{"hasil": 3}'))
        linked = made_over_mqtt(151, age=40, Datastream={"@iot.id": stream})
        sends(all_, ("v1.1/Observations", linked), (mine, made_over_mqtt(152, age=30)))
        stored_becomes({"hulu": [1, 151, 152]})

    with listening(place.product), published(place.product):
        told = asyncio.run(hears(ear, place.product, [mine, "v1.1/Things"], act))
    kept = [json.loads(body) for body in told[mine] if b"@iot.id" in body]
    assert [body["result"] for body in kept if "@iot.selfLink" in body] == [1, 151, 152]
    with db.reading() as session:
        assert {row.thing_id for row in session.scalars(select(Datastream))} >= {thing}
    assert stored() == {"hulu": [1, 151, 152]} | ({"hilir": [MARK]} if "hilir" in stored() else {})


def test_entities_and_properties_are_heard_as_they_change(place: Place, client_key: KeyOf) -> None:
    """receive-updates-via-mqtt/receive-updates: a set, a set by way of an entity, an entity, a property."""
    thing, stream = stream_of("hulu")
    key = client_key("pabrik", write=True)
    door = TestClient(make_app(), base_url=ADDRESS)
    sensor = {"name": "S", "description": "", "encodingType": "text/html", "metadata": "x"}
    location = {"name": "Pos", "description": "", "encodingType": "application/geo+json",
                "location": {"type": "Point", "coordinates": [107, -6.2]}}  # fmt: skip

    def act() -> None:
        for how, path, body in (
            ("POST", "Sensors", sensor),
            ("PATCH", f"Datastreams({stream})", {"name": "Muka air"}),
            ("POST", f"Things({thing})/Locations", location),
        ):
            answer = door.request(how, f"/sta/v1.1/{path}", auth=("pabrik", key), json=body)
            assert answer.is_success, answer.text

    own = f"v1.1/Datastreams({stream})"
    topics = ["v1.1/Sensors", "v1.1/Datastreams", own, f"{own}/name", f"{own}/description",
              f"v1.1/Things({thing})/Datastreams", f"v1.1/Things({thing})/Locations",
              f"v1.1/Things({thing})/HistoricalLocations", "v1.1/Things"]  # fmt: skip
    with published(place.product):
        told = asyncio.run(hears(place.gauge("pabrik", key), place.product, topics, act))
    found = {topic: [json.loads(body) for body in bodies] for topic, bodies in told.items()}
    (row,) = found["v1.1/Datastreams"]
    assert row == door.get(f"/sta/v1.1/Datastreams({stream})", auth=("pabrik", key)).json()
    assert (found[own], found[f"v1.1/Things({thing})/Datastreams"]) == ([row], [row])
    assert found[f"{own}/name"] == [{"name": "Muka air"}]
    assert [one["name"] for one in found["v1.1/Sensors"]] == ["S"]
    assert {one["name"] for one in found[f"v1.1/Things({thing})/Locations"]} == {"Pos"}
    assert len(found[f"v1.1/Things({thing})/HistoricalLocations"]) == 1
    assert found.keys() == set(topics) - {f"{own}/description", "v1.1/Things"}


def test_nobody_hears_or_says_more_than_is_theirs(place: Place, client_key: KeyOf) -> None:
    _, stream = stream_of("hulu")
    key, device = client_key("pabrik"), place.key_of("hulu")
    topic = f"v1.1/Datastreams({stream})/Observations"
    everything = ["#", "sorot/#", "+/sensor/hulu/reading", topic]
    client = place.gauge("pabrik", key)

    intruder = place.gauge("penyusup", client_key("penyusup"))

    def act() -> None:
        sends(intruder, (TOPIC.format(code="hulu"), reading(900)), (topic, b"palsu"))
        sends(place.gauge("hulu", device), (topic, b"palsu"), (TOPIC.format(code="hulu"), reading(150)))
        stored_becomes({"hulu": [150]})

    with listening(place.product), published(place.product):
        told = asyncio.run(hears(client, place.product, everything, act))
        assert asyncio.run(
            hears(place.gauge("hulu", device), place.product, ["#", "v1.1/#", topic],
                  lambda: measure(stream, 152, age=20), deaf=True)
        ) == {}  # fmt: skip
        dies(place.port, "penyusup", client_key("penyusup"), will=("sorot/sensor/hulu/status", b"offline"))
        sends(place.gauge("hulu", device), (TOPIC.format(code="hulu"), reading(153, age=10)))
        wait_until(lambda: stored()["hulu"] == [150, 152, 153], seconds=20, what="not stored")
    assert {name for name in told if not name.startswith("v1.1/")} == set()
    assert [json.loads(body)["result"] for body in told[topic]] == [150]


def test_a_client_called_as_a_thing_neither_speaks_for_it_nor_takes_its_session(gauges: None) -> None:
    port = free_port()
    with embedded(port) as url, listening(url):
        device = new_key("hulu")
        with db.transaction() as tx:
            key = clients.make(tx, "hulu", write=True, things=None, now=clock.now())
        place = Place(port, port, new_key)
        sends(place.gauge("hulu", key), (TOPIC.format(code="hulu"), reading(900)))
        dies(port, "hulu", key, will=("sorot/sensor/hulu/status", b"offline"))
        sends(place.gauge("hulu", device), (TOPIC.format(code="hulu"), reading(150)))
        stored_becomes({"hulu": [150]})
        with db.reading() as session:
            assert mosquitto.readers(session) == []  # Mosquitto knows one secret a name


def test_mosquitto_lets_in_no_client_called_as_a_thing_with_or_without_a_key(gauges: None) -> None:
    """Its rights go by the name: whoever comes in as "hulu" may send for it."""
    with db.transaction() as tx:
        for name in ("hulu", "pabrik"):
            clients.make(tx, name, write=False, things=None, now=clock.now())
        assert mosquitto.readers(tx) == ["pabrik"]
        assert mosquitto.writers(tx) == []
        assert "hulu:" not in mosquitto.passwords(tx)


def test_a_client_whose_key_ended_hears_no_more(gauges: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker_door, "TRUSTED_FOR", 0.0)
    port = free_port()
    _, stream = stream_of("hulu")
    with embedded(port) as url:
        with db.transaction() as tx:
            key = clients.make(tx, "pabrik", write=False, things=None, now=clock.now())
            clients.make(tx, "lain", write=False, things=None, now=clock.now())
        place = Place(port, port, new_key)

        def revoke() -> None:
            with db.transaction() as tx:
                clients.revoke(tx, "pabrik")

        async def talk() -> list[aiomqtt.Message]:
            async with place.gauge("pabrik", key)() as client, mqtt.client(url) as watcher:
                for one in (client, watcher):
                    await one.subscribe("v1.1/Observations", timeout=5)
                await asyncio.to_thread(measure, stream, 150)
                await until(client, 150)
                await asyncio.to_thread(revoke)
                await asyncio.to_thread(measure, stream, 151, age=30)
                await until(watcher, 151)
                return await _at_once(client)

        with published(url):
            assert asyncio.run(talk()) == []


def test_readings_wait_for_nobody(gauges: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The broker is away and the queue full: what is committed is committed, and the rest is counted."""
    monkeypatch.setattr(publishing, "MOST_WAITING", 2)
    _, stream = stream_of("hulu")
    with db.transaction() as tx:
        clients.make(tx, "pabrik", write=False, things=None, now=clock.now())
    before = counts.snapshot().get(("observation_published", "left_out"), 0)
    with published(f"mqtt://sorot:{SECRET[:3]}@127.0.0.1:{free_port()}"):
        for number in range(5):
            measure(stream, 150 + number, age=60 - number)
    assert stored() == {"hulu": [150, 151, 152, 153, 154]}
    assert counts.snapshot()[("observation_published", "left_out")] == before + 3


def test_what_is_rolled_back_is_never_said(gauges: None) -> None:
    told: list[Any] = []
    _, stream = stream_of("hulu")
    announcing.listen(told.append)
    try:
        with pytest.raises(RuntimeError), db.transaction() as tx:
            ingest.ingest_all(tx, [Arrival(stream, Measurement(clock.now(), 150))], now=clock.now())
            raise RuntimeError
        assert told == []
        measure(stream, 151)
    finally:
        announcing.listen(None)
    with db.reading() as session:
        number = session.scalar(select(Observation.id))
    assert [[one[0] for one in made] for made in told] == [[number]]
