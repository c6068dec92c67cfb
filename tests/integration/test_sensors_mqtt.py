"""Gauges over MQTT: the role reads them from the embedded broker and from Mosquitto, whatever falls over."""

import asyncio
import json
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import aiomqtt
import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from sensors import broker, hearing, ingest, mqtt
from sensors.topics import ECHO
from storage import clock, counts
from storage.db import reading, transaction
from storage.models import Datastream, Observation, Thing
from tests.factories import city
from tests.factories.gauges import gauge
from tests.servers import Mosquitto, free_port, wait_until

SECRET = "rahasia besar/?"
READER_ID = mqtt.reader_id("kunci kota")


@contextmanager
def embedded(port: int, *, stop: threading.Event | None = None) -> Iterator[str]:
    """The embedded broker, serving on `port`."""
    stop, ready = stop or threading.Event(), threading.Event()

    def serve() -> None:
        # A reader that knocks at a free port may be given that very port to knock from, and keep it a moment
        while not stop.is_set():
            with suppress(OSError):
                return asyncio.run(broker.serve(stop, port=port, secret=SECRET, ready=ready))
            stop.wait(0.1)
        return None

    thread = threading.Thread(target=serve)
    thread.start()
    assert ready.wait(10)
    try:
        yield broker.url_for(port, SECRET)
    finally:
        stop.set()
        thread.join(30)


@contextmanager
def reader(url: str) -> Iterator[threading.Event]:
    """The role `sorot sensors` in a thread."""
    stop = threading.Event()
    thread = threading.Thread(target=mqtt.run, args=(stop, url), kwargs={"identifier": READER_ID})
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(90)  # a broker that does not answer our leaving is waited for
        assert not thread.is_alive()


@pytest.fixture
def mosquitto_url(mosquitto: Mosquitto) -> str:
    """Mosquitto without anything it kept for the reader of an earlier test."""

    async def forget() -> None:
        async with mqtt.client(mosquitto.url, identifier=READER_ID):
            pass

    asyncio.run(forget())
    return mosquitto.url


@pytest.fixture(params=["amqtt", "mosquitto"])
def broker_url(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "mosquitto":
        yield request.getfixturevalue("mosquitto_url")
    else:
        with embedded(free_port()) as url:
            yield url


@pytest.fixture
def gauges(database: str) -> None:
    with transaction() as tx:
        city.load(tx)
        for code in ("hulu", "hilir"):
            gauge(tx, code)


def publish(url: str, *messages: tuple[str, bytes]) -> None:
    """Send (topic, payload) messages with QoS 1, waiting for each acknowledgement."""

    async def send() -> None:
        async with mqtt.client(url) as client:
            for topic, payload in messages:
                await client.publish(topic, payload, qos=1)

    asyncio.run(send())


def message(code: str, value: Any, *, age: float = 60, unit: str = "cm") -> tuple[str, bytes]:
    body = {"at": clock.now().timestamp() - age, "value": value, "unit": unit}
    return f"sorot/sensor/{code}/reading", json.dumps(body).encode()


def stored() -> dict[str, list[float | None]]:
    with reading() as session:
        rows = session.execute(
            select(Thing.code, Observation.value)
            .join_from(Observation, Datastream)
            .join(Thing)
            .order_by(Observation.at)
        )
        found: dict[str, list[float | None]] = {}
        for code, value in rows:
            found.setdefault(code, []).append(value)
        return found


def stored_becomes(wanted: dict[str, list[float | None]]) -> None:
    def there() -> bool:
        return stored() == wanted

    wait_until(there, seconds=20, what=f"{wanted} not stored")


def connected(url: str) -> None:
    """Return once the reader is subscribed: what is published before is nobody's."""
    name = secrets.token_hex(4)

    def heard() -> bool:
        publish(url, (ECHO, hearing.mark(name, 1)))
        with reading() as session:
            return hearing.handled(session, name) == 1

    wait_until(heard, seconds=20, what="the reader does not hear")


@contextmanager
def listening(url: str) -> Iterator[None]:
    with reader(url):
        connected(url)
        yield


def test_readings_arrive_in_the_database(gauges: None, broker_url: str) -> None:
    with listening(broker_url):
        publish(broker_url, message("hulu", 1500, unit="mm", age=90), message("hulu", 1.6, unit="m"))
        publish(broker_url, message("hilir", 200))
        stored_becomes({"hulu": [150, 160], "hilir": [200]})


def test_what_cannot_be_read_is_set_aside_and_the_next_is_stored(
    gauges: None, broker_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    bad = [
        ("sorot/sensor/hulu/reading", b"\xff\x00"),
        ("sorot/sensor/hulu/reading", b" " * (mqtt.LARGEST_PAYLOAD + 1)),
        ("sorot/sensor/hulu/reading", b'{"at": 1}'),
        message("tak-dikenal", 100),
    ]
    with listening(broker_url):
        publish(broker_url, *bad, message("hulu", 150))
        stored_becomes({"hulu": [150]})
    said = [text for text in caplog.messages if "set aside" in text]
    assert len(said) == len(bad)


def test_a_message_that_breaks_the_handling_does_not_stop_the_others(
    sqlite_url: str, gauges_on_sqlite: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = ingest.ingest_all

    def breaking(tx: Any, arrivals: Sequence[ingest.Arrival], **more: Any) -> Any:
        if any(arrival.reading.value == 666 for arrival in arrivals):
            raise KeyError("a fault of ours")
        return sound(tx, arrivals, **more)

    monkeypatch.setattr(mqtt, "ingest_all", breaking)
    readings = (("hulu", 1), ("hilir", 666), ("hilir", 3))
    mqtt.take([mqtt.Arrived(*message(code, value)) for code, value in readings], now=clock.now)
    assert stored() == {"hulu": [1], "hilir": [3]}


@pytest.fixture
def gauges_on_sqlite(sqlite_url: str) -> None:
    from storage import db

    db.configure(sqlite_url)
    with transaction() as tx:
        city.load(tx)
        for code in ("hulu", "hilir"):
            gauge(tx, code)


class DatabaseAway:
    """Every attempt to store fails, as with a database that is down, until it is called back."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.tried, self._back, self._sound = threading.Event(), threading.Event(), mqtt.take
        monkeypatch.setattr(mqtt, "take", self._take)

    def _take(self, *args: Any, **kwargs: Any) -> None:
        if not self._back.is_set():
            self.tried.set()
            raise OperationalError("BEGIN", {}, ConnectionError("down"))
        self._sound(*args, **kwargs)

    def come_back(self) -> None:
        self._back.set()


def test_readings_wait_while_the_database_is_away(
    gauges_on_sqlite: None, broker_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening(broker_url):
        database = DatabaseAway(monkeypatch)
        publish(broker_url, message("hulu", 150, age=90), message("hulu", 160))
        assert database.tried.wait(30)
        assert stored() == {}
        database.come_back()
        stored_becomes({"hulu": [150, 160]})


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_reader_that_is_stopped_while_the_database_is_away_ends_without_a_fault(
    gauges_on_sqlite: None, mosquitto_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        stop.set()
        raise OperationalError("BEGIN", {}, ConnectionError("down"))

    with reader(mosquitto_url) as stop:
        connected(mosquitto_url)
        monkeypatch.setattr(mqtt.backoff, "wait", lambda *_, **__: 0.0)
        monkeypatch.setattr(mqtt, "take", away)
        publish(mosquitto_url, message("hulu", 150))
        assert stop.wait(30)
    monkeypatch.undo()
    with reader(mosquitto_url):
        stored_becomes({"hulu": [150]})


def test_mosquitto_sends_again_what_a_reader_that_ended_had_not_stored(
    gauges_on_sqlite: None, mosquitto_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening(mosquitto_url):
        database = DatabaseAway(monkeypatch)
        publish(mosquitto_url, message("hulu", 150))
        assert database.tried.wait(30)
    publish(mosquitto_url, message("hilir", 200))
    database.come_back()
    with reader(mosquitto_url):
        stored_becomes({"hulu": [150], "hilir": [200]})


def test_mosquitto_keeps_what_comes_in_the_moment_of_connecting_until_it_is_stored(
    gauges_on_sqlite: None, mosquitto_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waited for the reader comes with the answer to its connecting, before it could say anything."""
    with listening(mosquitto_url):
        publish(mosquitto_url, message("hulu", 150))
        stored_becomes({"hulu": [150]})
    many = range(100, 300)
    publish(mosquitto_url, *(message("hilir", level, age=900 - level) for level in many))
    database = DatabaseAway(monkeypatch)
    with reader(mosquitto_url):
        assert database.tried.wait(30)
    database.come_back()
    with reader(mosquitto_url):
        stored_becomes({"hulu": [150], "hilir": [*many]})


def test_the_reader_waits_for_a_broker_and_finds_it_again(gauges_on_sqlite: None) -> None:
    port = free_port()
    url = broker.url_for(port, SECRET)
    with reader(url):
        wait_until(
            lambda: counts.snapshot().get(("reading", "mqtt_disconnected"), 0) > 0,
            seconds=10,
            what="no attempt",
        )
        with embedded(port):
            connected(url)
            publish(url, message("hulu", 150, age=90))
            stored_becomes({"hulu": [150]})
        with embedded(port):
            connected(url)
            publish(url, message("hulu", 160))
            stored_becomes({"hulu": [150, 160]})


@pytest.mark.parametrize(
    ("name", "secret"),
    [(None, None), ("sorot", "salah"), ("sorot", ""), ("entah", SECRET), ("gauge", "x"), ("hulu", "salah")],
)
def test_the_embedded_broker_lets_nobody_in_without_name_and_secret(
    gauges_on_sqlite: None, name: str | None, secret: str | None
) -> None:
    async def enter(port: int) -> None:
        async with aiomqtt.Client("127.0.0.1", port, username=name, password=secret):
            pass

    port = free_port()
    with embedded(port), pytest.raises(aiomqtt.MqttError, match=r"(?i)authori"):
        asyncio.run(enter(port))


def test_the_embedded_broker_does_not_run_without_a_secret() -> None:
    with pytest.raises(ValueError, match="without a secret"):
        broker.run(threading.Event(), port=free_port(), secret="")


def test_a_taken_port_is_said_so() -> None:
    port = free_port()
    with embedded(port), pytest.raises(OSError, match=f"127.0.0.1:{port}"):
        broker.run(threading.Event(), port=port, secret=SECRET)
