"""What taking readings costs, from a message to a committed row.

    .venv/bin/python -m benchmarks.measuring [--database sqlite] [--rounds 5] [--at-once] [--profile FILE]

Messages of 1,000 things, sent by a process of its own through Mosquitto to a reader in a process of its own,
into PostgreSQL of the tests (or SQLite): parsed, judged, stored, committed, acknowledged. Each round sends as
many as the broker holds for a reader that is slower than the sender. `--at-once`: without broker, 500 handed
over at a time. On a busy machine read the processor time: of the reader and of the database apart.
"""

import argparse
import cProfile
import json
import multiprocessing
import socket
import struct
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path

from benchmarks.spending import Part
from sensors import hearing, mqtt, things
from sensors.mqtt import Arrived
from sensors.topics import ECHO
from storage import clock, db
from tests.servers import Mosquitto, Postgres, running, wait_until

THINGS, EACH = 1000, 10
PERIOD = 0.05  # seconds between two readings of one thing, as they say themselves
SENDER = "5e"  # hexadecimal, as marks are
Taken = Generator["Spent", None, None]
SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Spent:
    """Of one round: readings, seconds by the clock, processor seconds of each part."""

    count: int
    wall: float
    parts: dict[str, float]

    def __str__(self) -> str:
        both = sum(self.parts.get(name, 0.0) for name in ("reader", "database")) or 1e-9
        parts = ", ".join(f"{name} {used / self.count * 1e6:.0f}" for name, used in self.parts.items())
        return (
            f"{self.count} readings, {self.count / self.wall:.0f}/s by the clock; microseconds of processor "
            f"each: {parts}; {self.count / both:.0f} a processor second of reader and database"
        )


class Own:
    """This process alone, without the servers it started."""

    name = "reader"

    def cpu_seconds(self) -> float:
        """Processor time so far."""
        return time.process_time()


def main() -> None:
    """Take them all and print what each round cost."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", default="postgresql", choices=("postgresql", "sqlite"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--at-once", action="store_true")
    parser.add_argument("--profile", default="")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        url, server = _database(stack, chosen.database)
        db.configure(url)
        db.create_schema()
        with db.transaction() as tx:
            for number in range(THINGS):
                things.register(tx, code=f"uji-{number}", name=f"Uji {number}", kind="energi")
        taken = _at_once(server) if chosen.at_once else _through_broker(stack, url, server, chosen.profile)
        next(taken)  # compiles the statements
        for _ in range(chosen.rounds):
            print(next(taken), flush=True)
        taken.close()
        db.dispose()


def _at_once(server: Part | None) -> Taken:
    parts: list[Part | Own] = [Own(), *([server] if server else [])]
    for messages in _rounds():

        def take(messages: list[Arrived] = messages) -> None:
            for start in range(0, len(messages), mqtt.BATCH):
                mqtt.take(messages[start : start + mqtt.BATCH], now=clock.now)

        yield _measured(len(messages), parts, take)


def _through_broker(stack: ExitStack, url: str, server: Part | None, profile: str) -> Taken:
    broker, stop = stack.enter_context(running(Mosquitto)), SPAWN.Event()
    reader = SPAWN.Process(target=_read, args=(broker.url, url, stop, profile), daemon=True)
    reader.start()
    wait_until(_hears, seconds=60, what="the reader subscribed")
    assert broker.process
    parts = [Part("reader", reader.pid or 0), Part("broker", broker.process.pid)]
    parts += [server] if server else []
    try:
        for number, messages in enumerate(_rounds()):
            yield _measured(len(messages), parts, lambda: _sent(broker.port, messages, number))  # noqa: B023
    finally:
        stop.set()
        reader.join()


def _sent(port: int, messages: Sequence[Arrived], number: int) -> None:
    """Return once the reader has passed the mark behind them."""
    last = Arrived(ECHO, hearing.mark(SENDER, number))
    sender = threading.Thread(target=send, args=(port, [*messages, last]), daemon=True)
    sender.start()
    wait_until(lambda: _handled() >= number, seconds=300, what="all are taken")
    sender.join()


def send(port: int, messages: Sequence[Arrived]) -> None:
    """Publish as fast as the broker confirms (QoS 1); a client of few lines, which costs hardly anything."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        name = SENDER.encode()
        body = b"\x00\x04MQTT\x04\x02\x00\x00" + struct.pack(">H", len(name)) + name
        line.sendall(b"\x10" + _length(len(body)) + body)
        _skip(line, 4)
        for start in range(0, len(messages), 500):
            some = messages[start : start + 500]
            line.sendall(b"".join(_publish(one, mid) for mid, one in enumerate(some, 1)))
            _skip(line, 4 * len(some))
        line.sendall(b"\xe0\x00")


def _publish(message: Arrived, mid: int) -> bytes:
    topic = message.topic.encode()
    body = struct.pack(">H", len(topic)) + topic + struct.pack(">H", mid) + message.payload
    return b"\x32" + _length(len(body)) + body


def _length(size: int) -> bytes:
    return bytes([size]) if size < 128 else bytes([size % 128 | 128, size // 128])


def _skip(line: socket.socket, size: int) -> None:
    while size:
        came = len(line.recv(size))
        if not came:
            raise ConnectionError("the broker closed the line")
        size -= came


def _read(broker: str, database: str, stop: threading.Event, profile: str) -> None:
    """The reader's process."""
    db.configure(database)
    with cProfile.Profile() if profile else nullcontext() as profiler:
        mqtt.run(stop, broker, identifier="uji-pembaca")
    if profiler:
        profiler.dump_stats(profile)


def _measured(count: int, parts: Sequence[Part | Own], call: Callable[[], None]) -> Spent:
    before, wall = [part.cpu_seconds() for part in parts], time.perf_counter()
    call()
    wall = time.perf_counter() - wall
    spent = {part.name: part.cpu_seconds() - old for part, old in zip(parts, before, strict=True)}
    return Spent(count, wall, spent)


def _hears() -> bool:
    with db.reading() as session:
        return hearing.heard_at(session) is not None


def _handled() -> int:
    with db.reading() as session:
        return hearing.handled(session, SENDER)


def _rounds() -> Iterator[list[Arrived]]:
    begun = clock.now().timestamp() - 3600
    while True:
        yield [
            Arrived(
                f"sorot/sensor/uji-{thing}/reading",
                json.dumps({"at": begun + PERIOD * turn, "value": 100 + turn % 7}).encode(),
            )
            for turn in range(EACH)
            for thing in range(THINGS)
        ]
        begun += PERIOD * EACH


def _database(stack: ExitStack, kind: str) -> tuple[str, Part | None]:
    if kind == "sqlite":
        return f"sqlite:///{Path(stack.enter_context(tempfile.TemporaryDirectory())) / 'uji.db'}", None
    server = stack.enter_context(running(Postgres))
    server.run("CREATE DATABASE uji")
    assert server.process
    return server.url("uji"), Part("database", server.process.pid)


if __name__ == "__main__":
    main()
