"""While the reader of gauges is killed again and again, every reading is stored exactly once."""

import json
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import paho.mqtt.client as paho
import pytest
from sqlalchemy import func, select

from sensors import hearing, things
from storage import clock, db
from storage.models import Datastream, Observation
from tests.crash.forked import QuickRole
from tests.servers import Mosquitto, fit, wait_until

# Smaller runs while working on the suite: CRASH_READINGS="readings,kills".
READINGS, KILLS = (int(part) for part in os.environ.get("CRASH_READINGS", "10000,50").split(","))
THINGS = 20
Sent = set[tuple[str, int]]


class Sender(threading.Thread):
    """Publishes readings, each at a time of its own, until it is told that the last kill is done."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.sent: Sent = set()
        self.last_kill = threading.Event()
        self.begun = int(clock.now().timestamp()) - 7200
        self.client = paho.Client(paho.CallbackAPIVersion.VERSION2)
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()

    def run(self) -> None:
        number = 0
        while number < READINGS or not self.last_kill.is_set():
            code, at = f"uji-{number % THINGS}", self.begun + number // THINGS
            body = json.dumps({"at": at, "value": number % 1000})
            self.client.publish(f"sorot/sensor/{code}/reading", body, qos=1).wait_for_publish(60)
            self.sent.add((code, at))
            number += 1
            time.sleep(0.01)  # the broker holds 20,000 for a reader that is away
        self.client.disconnect()


def stored() -> Counter[tuple[str, int]]:
    with db.reading() as session:
        query = select(Datastream.name, Observation.at).join_from(Observation, Datastream)
        return Counter((name, int(at.timestamp())) for name, at in session.execute(query))


def hears() -> bool:
    with db.reading() as session:
        return hearing.heard_at(session) is not None


def count() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(Observation)) or 0


@pytest.mark.crash_full
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", [1])
def test_a_reader_killed_again_and_again_loses_and_doubles_no_reading(
    seed: int, tmp_path: Path, postgres_url: str, mosquitto: Mosquitto, note: Callable[..., None]
) -> None:
    db.configure(postgres_url)
    with db.transaction() as tx:
        for number in range(THINGS):
            things.register(tx, code=f"uji-{number}", name=f"uji-{number}", kind="energi")
    settings = {
        "SOROT_DATABASE_URL": postgres_url.replace("+psycopg", ""), "SOROT_MQTT_URL": mosquitto.url,
        "SOROT_BROKER_URL": "redis://127.0.0.1:1", "SOROT_MEDIA_URL": str(tmp_path / "media"),
        "SOROT_SECRET_KEY": "k" * 40,
    }  # fmt: skip
    reader, dice = QuickRole("sensors", folder=tmp_path, settings=settings), random.Random(seed)
    sender = Sender(mosquitto.port)
    reader.start(ready=fit, seconds=120)
    try:
        wait_until(hears, seconds=60, what="the reader subscribed")
        sender.start()
        wait_until(lambda: count() > 0, seconds=60, what="the first reading")
        for _ in range(KILLS):
            threading.Event().wait(dice.uniform(0.05, 1.5))  # also while it starts and connects
            reader.kill()
            reader.begin()
        sender.last_kill.set()
        ended = time.monotonic()
        sender.join(1200)
        wait_until(lambda: count() >= len(sender.sent), seconds=300, what="everything is stored")
    finally:
        reader.kill()
    found = stored()
    note(
        run="readings", seed=seed, readings=len(sender.sent), kills=KILLS, lost=len(sender.sent - set(found)),
        doubled=found.total() - len(found), drained_s=round(time.monotonic() - ended, 1),
        load=round(os.getloadavg()[0], 1),
    )  # fmt: skip
    assert found == Counter(dict.fromkeys(sender.sent, 1))
    assert timedelta(seconds=len(sender.sent) // THINGS) < timedelta(hours=2)  # no reading lay in the future
    db.dispose()
