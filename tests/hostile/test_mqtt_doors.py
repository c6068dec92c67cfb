"""Who else is at the broker: nobody takes the reader's session away, and no gauge speaks for another."""

import asyncio
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import aiomqtt
import paho.mqtt.client as paho
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sensors import broker, credentials, hearing, mosquitto, mqtt, queries
from sensors.topics import ECHO, TOPIC
from storage import clock, db
from tests.conftest import skipping_when_missing
from tests.factories import city
from tests.factories.gauges import gauge
from tests.integration.test_sensors_mqtt import (
    READER_ID,
    SECRET,
    connected,
    embedded,
    listening,
    stored_becomes,
)
from tests.servers import ROOT, Server, free_port, memory_folder, program, wait_until


class Deployed(Server):
    """Mosquitto as Compose runs it: the project's settings, rights and script; only places are the test's."""

    def __init__(self, *, folder: Path) -> None:
        super().__init__(folder=folder)
        self.inner = free_port()
        self.devices = folder / "devices" / "passwords"
        self.devices.parent.mkdir()
        config = (ROOT / "deploy/mosquitto/mosquitto.conf").read_text()
        config = config.replace("listener 1883", f"listener {self.port} 127.0.0.1")
        config = config.replace("listener 1884", f"listener {self.inner} 127.0.0.1")
        config = config.replace("/mosquitto/data", str(folder))
        (folder / "mosquitto.conf").write_text(config + "user root\n")

    def command(self) -> list[str]:
        program("mosquitto", package="mosquitto")
        program("mosquitto_passwd", package="mosquitto")
        places = [f"MQTT_PASSWORD={SECRET}", f"DATA={self.folder}", f"DEVICES={self.devices}"]
        places += [f"CONFIG={self.folder}/mosquitto.conf", f"RIGHTS={ROOT}/deploy/mosquitto/rights"]
        places += ["PATH=/usr/sbin:/usr/bin:/bin"]
        return ["env", *places, "sh", str(ROOT / "deploy/mosquitto/serve.sh")]


@pytest.fixture(scope="module")
def deployed() -> Iterator[Deployed]:
    folder = memory_folder("sorot-mosquitto-")
    with skipping_when_missing():
        server = Deployed(folder=folder).start()
    yield server
    server.stop()
    shutil.rmtree(folder)


Connect = Callable[[], aiomqtt.Client]


class Place:
    """A broker under test: where the product and where gauges connect, and how gauges get their keys."""

    def __init__(self, port: int, inner: int, key_of: Callable[[str], str]) -> None:
        self.port, self.inner, self.key_of = port, inner, key_of
        self.product = broker.url_for(inner, SECRET)

    def gauge(self, code: str, key: str, **options: Any) -> Connect:
        """How to connect as that gauge (a client can be made inside a running loop only)."""
        return lambda: aiomqtt.Client("127.0.0.1", self.port, username=code, password=key, **options)


def new_key(code: str) -> str:
    with db.transaction() as tx:
        key = credentials.issue_token(tx, code, now=clock.now())
    assert key is not None
    return key


@pytest.fixture
def gauges(sqlite_url: str) -> None:
    db.configure(sqlite_url)
    with db.transaction() as tx:
        city.load(tx)
        for code in ("hulu", "hilir"):
            gauge(tx, code)


@pytest.fixture(params=["amqtt", "mosquitto"])
def place(request: pytest.FixtureRequest, gauges: None) -> Iterator[Place]:
    if request.param == "amqtt":
        port = free_port()
        with embedded(port):
            yield Place(port, port, new_key)
        return
    server: Deployed = request.getfixturevalue("deployed")
    found = Place(server.port, server.inner, lambda code: _taken_over(found, server, code))

    async def forget() -> None:
        async with mqtt.client(found.product, identifier=READER_ID):
            pass

    asyncio.run(forget())
    yield found


def _taken_over(place: Place, server: Deployed, code: str) -> str:
    """A new key, once Mosquitto knows it."""
    key = new_key(code)
    mosquitto.write_if_changed(server.devices)
    wait_until(lambda: enters(place.gauge(code, key)), seconds=20, what="the key is not taken over")
    return key


def enters(client: Connect) -> bool:
    async def enter() -> None:
        async with client():
            pass

    with suppress(aiomqtt.MqttError):
        asyncio.run(enter())
        return True
    return False


def reading(value: float, *, age: float = 60) -> bytes:
    return json.dumps({"at": clock.now().timestamp() - age, "value": value}).encode()


def sends(connect: Connect, *messages: tuple[str, bytes]) -> None:
    """Publish with QoS 1; a broker may confirm or cut off, both are its right."""

    async def send() -> None:
        async with connect() as client:
            for topic, body in messages:
                await client.publish(topic, body, qos=1, timeout=5)

    with suppress(aiomqtt.MqttError):
        asyncio.run(send())


HULU, HILIR = (TOPIC.format(code=code) for code in ("hulu", "hilir"))


@pytest.mark.parametrize("clean", [True, False])
def test_a_refused_client_with_the_readers_id_takes_nothing_away(place: Place, clean: bool) -> None:
    key = place.key_of("hulu")
    with listening(place.product):
        for name, secret in (("hulu", "salah"), ("sorot", "salah"), ("entah", ""), ("sorot", "")):
            thief = place.gauge(name, secret, identifier=READER_ID, clean_session=clean)
            assert not enters(thief)
        sends(place.gauge("hulu", key), (HULU, reading(150)))
        stored_becomes({"hulu": [150]})


@pytest.mark.parametrize("clean", [True, False])
def test_a_gauge_with_the_readers_id_takes_nothing_away(place: Place, clean: bool) -> None:
    key = place.key_of("hulu")
    with listening(place.product):
        assert enters(place.gauge("hulu", key, identifier=READER_ID, clean_session=clean))
        sends(place.gauge("hulu", key), (HULU, reading(150)))
        stored_becomes({"hulu": [150]})


def test_a_gauge_speaks_for_itself_only(place: Place) -> None:
    key = place.key_of("hulu")
    with listening(place.product):
        for topic in (HILIR, ECHO, "sorot/sensor/hulu/config", "sorot/sensor/hulu/reading/x", "sorot/x"):
            sends(place.gauge("hulu", key), (topic, reading(900)))
        dies(place.port, "hulu", key, will=(HILIR, reading(900)))
        sends(place.gauge("hulu", key), (HULU, reading(150)))
        stored_becomes({"hulu": [150]})


def dies(port: int, code: str, key: str, *, will: tuple[str, bytes]) -> None:
    """A connection that leaves a last will and breaks without a word."""
    client = paho.Client(paho.CallbackAPIVersion.VERSION2)
    client.username_pw_set(code, key)
    client.will_set(*will, qos=1)
    answers: list[bool] = []
    client.on_connect = lambda c, u, f, reason, p: answers.append(reason.is_failure)
    client.connect("127.0.0.1", port)
    wait_until(lambda: client.loop(0.05) != 0 or bool(answers), seconds=10, what="no answer")
    sock = client.socket()
    if sock is not None:
        sock.close()


def test_a_thing_whose_connection_breaks_is_silent_at_once(place: Place) -> None:
    """Its last will is the one thing beside readings that it may leave."""
    key = place.key_of("hulu")

    def gone() -> bool:
        with db.reading() as session:
            (row,) = [row for row in queries.gauges(session, now=clock.now()) if row.code == "hulu"]
        return row.silent_since is not None

    with listening(place.product):
        sends(place.gauge("hulu", key), (HULU, reading(150)))
        stored_becomes({"hulu": [150]})
        assert not gone()
        dies(place.port, "hulu", key, will=("sorot/sensor/hulu/status", b"offline"))
        wait_until(gone, seconds=20, what="the last will is not heard")
        sends(place.gauge("hulu", key), ("sorot/sensor/hulu/value", b"152"))
        stored_becomes({"hulu": [150, 152]})
        assert not gone()


def test_a_gauge_hears_nothing(place: Place) -> None:
    async def listens(connect: Connect) -> list[str]:
        async with connect() as client, mqtt.client(place.product) as others:
            with suppress(aiomqtt.MqttError):
                await client.subscribe("#", qos=1)
            await others.publish("sorot/perintah", b"rahasia", qos=1)
            await others.subscribe("sorot/selesai", qos=1)
            await others.publish("sorot/selesai", b"", qos=1)
            await anext(others.messages)  # everything published before has been handed out by now
            return [str((await anext(client.messages)).topic) for _ in range(len(client.messages))]

    assert asyncio.run(listens(place.gauge("hulu", place.key_of("hulu")))) == []


def test_a_revoked_key_ends_and_a_new_one_ends_the_old(place: Place) -> None:
    old = place.key_of("hulu")
    new = place.key_of("hulu")
    assert not enters(place.gauge("hulu", old))
    with db.transaction() as tx:
        assert credentials.revoke(tx, "hulu", now=clock.now())
        assert not credentials.revoke(tx, "hulu", now=clock.now())
    place.key_of("hilir")  # what it writes for Mosquitto no longer holds the other
    assert not enters(place.gauge("hulu", new))


def test_a_living_connection_ends_with_its_key(gauges: None) -> None:
    """On the embedded broker, whose connections are not looked at again by themselves."""
    port = free_port()

    async def goes_on(connect: Connect) -> None:
        async with connect() as client:
            await client.publish(HULU, reading(150, age=90), qos=1)
            await asyncio.to_thread(_revoke)
            with suppress(aiomqtt.MqttError):
                await client.publish(HULU, reading(900, age=30), qos=1, timeout=2)

    def _revoke() -> None:
        stored_becomes({"hulu": [150]})
        with db.transaction() as tx:
            credentials.revoke(tx, "hulu", now=clock.now())

    with embedded(port) as url, listening(url):
        other = new_key("hilir")
        asyncio.run(goes_on(Place(port, port, new_key).gauge("hulu", new_key("hulu"))))
        sends(Place(port, port, new_key).gauge("hilir", other), (HILIR, reading(160)))
        stored_becomes({"hulu": [150], "hilir": [160]})


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=12), st.text(max_size=12))
def test_no_name_and_secret_made_up_fit(gauges: None, name: str, secret: str) -> None:
    with db.glancing() as session:
        assert not credentials.fits(session, name, secret)
        assert not credentials.fits(session, "hulu", secret)  # which has none yet


def test_the_readers_id_is_the_same_after_a_restart_and_another_in_every_city() -> None:
    assert mqtt.reader_id("kunci kota") == READER_ID
    assert mqtt.reader_id("kunci kota lain") != READER_ID
    assert len(READER_ID) <= 23


def test_mosquitto_reads_the_secret_as_we_wrote_it(tmp_path: Path) -> None:
    with skipping_when_missing():
        tool = program("mosquitto_passwd", package="mosquitto")
    (tmp_path / "theirs").touch(0o600)
    subprocess.run([tool, "-b", str(tmp_path / "theirs"), "hulu", "x"], check=True, capture_output=True)
    theirs, ours = (tmp_path / "theirs").read_text().strip(), f"hulu:{credentials.mosquitto_hash('x')}"
    assert theirs.split("$")[:3] == ours.split("$")[:3]
    assert [len(part) for part in theirs.split("$")] == [len(part) for part in ours.split("$")]


@contextmanager
def quick_ears(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(hearing, "EVERY", 0.1)
    monkeypatch.setattr(hearing, "PATIENCE", 0.5)
    yield


def test_a_reader_whose_session_is_taken_notices_and_hears_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a twin that knows the product's own secret and id: a second process of the same city."""

    async def take_over() -> None:
        async with mqtt.client(place.product, identifier=READER_ID):
            pass

    key = place.key_of("hulu")
    with quick_ears(monkeypatch), listening(place.product):
        asyncio.run(take_over())
        connected(place.product)
        sends(place.gauge("hulu", key), (HULU, reading(150)))
        stored_becomes({"hulu": [150]})
        with db.reading() as session:
            assert hearing.heard_at(session) is not None
