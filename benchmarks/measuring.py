"""What taking readings costs, from a message to a committed row.

    python -m benchmarks.measuring [sqlite] [broker]

Messages of 1,000 things, as the MQTT reader takes them, into PostgreSQL of the tests (or SQLite): parsed,
judged, stored, committed. `broker`: through Mosquitto, sent by a process of its own; without it 500 are
handed over at a time. On a busy machine read the processor time.
"""

import json
import multiprocessing
import sys
import tempfile
import threading
import time
from contextlib import ExitStack

from sqlalchemy import func, select

from sensors import mqtt, things
from sensors.mqtt import Arrived
from storage import clock, db
from storage.models import Observation
from tests.servers import Mosquitto, Postgres, running

THINGS, EACH = 1000, 20  # as many as the broker holds for a reader that is slower than the sender
PERIOD = 0.05  # seconds between two readings of one thing, as they say themselves


def main() -> None:
    """Take them all and print how long it took."""
    with ExitStack() as stack:
        db.configure(_database(stack))
        db.create_schema()
        with db.transaction() as tx:
            for number in range(THINGS):
                things.register(tx, code=f"uji-{number}", name=f"Uji {number}", kind="energi")
        messages = _messages()
        mqtt.take(messages[: mqtt.BATCH], now=clock.now)  # compiles the statements
        take = _through_broker if "broker" in sys.argv else _at_once
        take(messages[mqtt.BATCH :], stack)
        db.dispose()


def _at_once(messages: list[Arrived], stack: ExitStack) -> None:
    wall, used = time.perf_counter(), time.process_time()
    for start in range(0, len(messages), mqtt.BATCH):
        mqtt.take(messages[start : start + mqtt.BATCH], now=clock.now)
    _say(len(messages), time.perf_counter() - wall, time.process_time() - used)


def _through_broker(messages: list[Arrived], stack: ExitStack) -> None:
    broker = stack.enter_context(running(Mosquitto))
    stop, before = threading.Event(), _stored()
    reader = threading.Thread(target=mqtt.run, args=(stop, broker.url), kwargs={"identifier": "uji-pembaca"})
    reader.start()
    time.sleep(2)  # it subscribes
    sender = multiprocessing.get_context("spawn").Process(
        target=send, args=(broker.port, [(one.topic, one.payload) for one in messages])
    )
    wall, used = time.perf_counter(), time.process_time()
    sender.start()
    first = 0.0
    while (done := _stored() - before) < len(messages):
        if done and not first:
            first, wall, used = time.perf_counter(), time.perf_counter(), time.process_time()
        time.sleep(0.2)
    _say(done, time.perf_counter() - wall, time.process_time() - used)
    sender.join()
    stop.set()
    reader.join()


def send(port: int, messages: list[tuple[str, bytes]]) -> None:
    """Publish as fast as the broker confirms (QoS 1), at most 500 unconfirmed."""
    import paho.mqtt.client as paho

    client = paho.Client(paho.CallbackAPIVersion.VERSION2)
    client.max_inflight_messages_set(500)
    client.connect("127.0.0.1", port)
    client.loop_start()
    for number, (topic, body) in enumerate(messages):
        sent = client.publish(topic, body, qos=1)
        if number % 2000 == 1999:
            sent.wait_for_publish()
    sent.wait_for_publish()
    client.disconnect()


def _stored() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(Observation)) or 0


def _say(count: int, wall: float, used: float) -> None:
    print(f"{count} readings: {wall:.1f} s ({count / wall:.0f}/s); own processor time {used:.2f} s "
          f"({count / used:.0f} a second of it)")  # fmt: skip


def _messages() -> list[Arrived]:
    begun = clock.now().timestamp() - EACH * PERIOD
    return [
        Arrived(
            f"sorot/sensor/uji-{thing}/reading",
            json.dumps({"at": begun + PERIOD * turn, "value": 100 + turn % 7}).encode(),
        )
        for turn in range(EACH)
        for thing in range(THINGS)
    ]


def _database(stack: ExitStack) -> str:
    if "sqlite" in sys.argv:
        return f"sqlite:///{stack.enter_context(tempfile.TemporaryDirectory())}/uji.db"
    server = stack.enter_context(running(Postgres))
    server.run("CREATE DATABASE uji")
    return server.url("uji")


if __name__ == "__main__":
    main()
