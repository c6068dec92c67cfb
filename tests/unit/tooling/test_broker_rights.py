"""The Mosquitto settings that docker-compose.yml mounts, on a real Mosquitto."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import paho.mqtt.client as paho
import pytest

from tests.conftest import skipping_when_missing
from tests.servers import ROOT, Mosquitto, memory_folder, program

PASSWORDS = {"sorot": "kata-sandi-produk", "gauge": "kata-sandi-alat"}


class AsDeployed(Mosquitto):
    """Mosquitto with the project's own settings; only the port and the folders are this test's."""

    def command(self) -> list[str]:
        passwords = self.folder / "passwords"
        tool = program("mosquitto_passwd", package="mosquitto")
        passwords.touch(0o600)
        for name, password in PASSWORDS.items():
            subprocess.run([tool, "-b", str(passwords), name, password], check=True, capture_output=True)
        config = (ROOT / "deploy/mosquitto/mosquitto.conf").read_text()
        config = config.replace("listener 1883", f"listener {self.port} 127.0.0.1")
        config = config.replace("/mosquitto/config/rights", str(ROOT / "deploy/mosquitto/rights"))
        config = config.replace("/mosquitto/data", str(self.folder))
        (self.folder / "mosquitto.conf").write_text(config + "user root\n")
        return [program("mosquitto", package="mosquitto"), "-c", str(self.folder / "mosquitto.conf")]


@pytest.fixture(scope="module")
def broker() -> Iterator[AsDeployed]:
    folder: Path = memory_folder("sorot-mosquitto-")
    with skipping_when_missing():
        server = AsDeployed(folder=folder).start()
    yield server
    server.stop()
    shutil.rmtree(folder)


class Client:
    """A client that remembers what it was told."""

    def __init__(self, port: int, name: str, password: str) -> None:
        self.answers: list[bool] = []
        self.heard: list[str] = []
        self.mqtt = paho.Client(paho.CallbackAPIVersion.VERSION2)
        self.mqtt.username_pw_set(name, password)
        self.mqtt.on_connect = lambda c, u, f, reason, p: self.answers.append(not reason.is_failure)
        self.mqtt.on_message = lambda c, u, message: self.heard.append(message.topic)
        self.mqtt.connect("127.0.0.1", port)
        self.wait(lambda: bool(self.answers))

    def wait(self, done: Callable[[], bool], seconds: float = 5.0) -> None:
        end = time.monotonic() + seconds
        while not done() and time.monotonic() < end:
            self.mqtt.loop(0.05)


@pytest.mark.parametrize(("name", "password"), [("sorot", "salah"), ("asing", "apa-saja"), ("", "")])
def test_strangers_are_not_let_in(broker: AsDeployed, name: str, password: str) -> None:
    assert Client(broker.port, name, password).answers == [False]


def test_a_gauge_may_send_readings_and_hear_nothing(broker: AsDeployed) -> None:
    product = Client(broker.port, "sorot", PASSWORDS["sorot"])
    gauge = Client(broker.port, "gauge", PASSWORDS["gauge"])
    assert product.answers == gauge.answers == [True]
    product.mqtt.subscribe("#")
    gauge.mqtt.subscribe("#")
    for client in (product, gauge):
        client.wait(lambda: False, 0.3)
    for topic in ("sorot/perintah", "sorot/sensor/p2c/reading"):
        gauge.mqtt.publish(topic, b"{}", qos=1)
    gauge.wait(lambda: False, 0.3)
    product.wait(lambda: bool(product.heard))
    gauge.wait(lambda: False, 0.3)
    assert product.heard == ["sorot/sensor/p2c/reading"]
    assert gauge.heard == []
