"""How many turns a second, how long one takes, and how much memory: through the real doors of real processes.

    .venv/bin/python -m benchmarks.turns [--database postgresql] [--channel telegram|whatsapp|web|all]

A turn: a message is posted at the channel's door (webhook or web chat), received, understood and handled, and
its answer stands in the outbox. Sending goes on beside it and is not counted: the platforms' limits decide
how long it takes (Telegram 30 a second). The time runs from the moment the request is sent until the answer's
row is visible to another connection. First at a steady 50 turns a second (arrivals do not wait for answers),
then at the limit (so many in flight always). The client, the fakes of the platforms and, for PostgreSQL, the
servers share the machine's cores with the product.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from sqlalchemy import create_engine, text

from benchmarks.speakers import ACCEPTED, SETTINGS, SPEAKERS, address_of, key_of
from benchmarks.spending import Part
from sorot.web_resident import CHOICES, EAGER
from storage import db
from storage.clock import now
from tests.fakes.telegram_api import TelegramApi
from tests.fakes.whatsapp_api import WhatsAppApi
from tests.servers import Postgres, Redis, Role, Server, free_port, run_role, running

PLACES = ("Kranji", "Pejuang", "Jatiasih", "Pengasinan", "Mustikasari", "Duren Jaya", "Jatiwaringin")
MATTERS = (
    "Lampu jalan di {} padam sejak tiga malam lalu, gelap sekali",
    "sampah di {} udah empat hari ga diangkut min, bau",
    "Jalan berlubang besar di {}, kemarin ada motor jatuh, mohon segera diperbaiki",
    "got mampet di {} airnya luber ke jalan tiap sore",
)
SESSIONS = 600
# Ids are given out before the commit, so a lower one may appear after a higher: look back a little each time.
LOOK_BACK = 300
LOOK_EVERY = 0.003  # seconds
NEWS = text(
    "SELECT o.id, p.address, o.extras FROM outbox o JOIN person p ON p.id = o.person_id"
    " WHERE o.id > :seen ORDER BY o.id"
)


@dataclass
class Session:
    """One resident; `next` is what they say when their turn comes."""

    key: str
    index: int
    told: int = 0
    next: dict[str, Any] = field(default_factory=dict)
    sent_at: float = 0.0

    def begin(self) -> None:
        """A new report comes next."""
        matter = MATTERS[(self.index + self.told) % len(MATTERS)]
        self.next = {"text": matter.format(PLACES[(self.index + self.told) % len(PLACES)])}
        self.told += 1

    def heard(self, extras: dict[str, Any]) -> None:
        """Decide what to say to this answer."""
        buttons = {id_.partition(":")[2]: (id_, title) for id_, title in extras.get("buttons", [])}
        choices = [*EAGER, *(action for action in buttons if action.startswith(CHOICES))]
        chosen = next((buttons[action] for action in choices if action in buttons), None)
        if extras.get("ask_location"):
            self.next = {"point": {"lat": -6.2266, "lon": 106.979}}
        elif chosen:
            self.next = {"button": chosen[0], "title": chosen[1]}
        else:
            self.begin()


class Load:
    """Sends messages, and watches the outbox for their answers."""

    def __init__(self, address: str, database: str, channel: str) -> None:
        limits = httpx2.Limits(max_connections=200)
        self.http = httpx2.AsyncClient(base_url=address, timeout=30, limits=limits)
        self.channel, self.site = channel, address
        self.engine = create_engine(database)
        self.idle: deque[Session] = deque()
        self.flying: dict[str, Session] = {}
        self.latencies: list[float] = []
        self.refused = 0
        self.stop = threading.Event()
        self.answered = asyncio.Event()

    async def arrive(self) -> None:
        """Open the sessions."""
        for index in range(SESSIONS):
            session = Session(key_of(self.channel, index, self.site), index)
            session.begin()
            self.idle.append(session)

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Look for new answers all the time, from connections of its own."""
        seen, known = 0, set[int]()
        newest = self._newest()
        while not self.stop.is_set():
            if (latest := newest()) == seen:  # cheap, or the looking itself would load the machine
                time.sleep(LOOK_EVERY)
                continue
            with self.engine.connect() as connection:
                found = connection.execute(NEWS, {"seen": seen - LOOK_BACK}).all()
            now = time.perf_counter()
            if rows := [row for row in found if row[0] not in known]:
                known.update(row[0] for row in rows)
                seen = max(latest, rows[-1][0])
                loop.call_soon_threadsafe(self._take, [(row[1], row[2]) for row in rows], now)
            time.sleep(LOOK_EVERY)

    def _newest(self) -> Callable[[], int]:
        """A function that asks for the newest answer's id, past SQLAlchemy."""
        driver = self.engine.raw_connection()
        cursor = driver.cursor()

        def ask() -> int:
            cursor.execute("SELECT max(id) FROM outbox")
            row = cursor.fetchone()
            driver.rollback()
            return int(row[0] or 0) if row else 0

        return ask

    def _take(self, rows: list[tuple[str, Any]], now: float) -> None:
        last = {
            address: json.loads(extras) if isinstance(extras, str) else extras for address, extras in rows
        }
        for address, extras in last.items():
            if session := self.flying.pop(address, None):
                self.latencies.append(now - session.sent_at)
                session.heard(extras or {})
                self.idle.append(session)
        self.answered.set()

    async def send(self, session: Session) -> None:
        """Post the session's next message."""
        self.flying[address_of(self.channel, session.key)] = session
        path, headers, body = SPEAKERS[self.channel](session.key, session.next)
        session.sent_at = time.perf_counter()
        for _ in range(3):  # a kept connection may close under us; the same id is the same message
            with suppress(httpx2.TransportError):
                answer = await self.http.post(path, content=body, headers=headers)
                self.refused += answer.status_code != ACCEPTED[self.channel]
                return
        self.refused += 1

    async def steady(self, rate: float, seconds: float) -> None:
        """Send `rate` messages a second whatever the answers do."""
        tasks = set()
        begun = time.perf_counter()
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
            if self.idle:
                task = asyncio.create_task(self.send(self.idle.popleft()))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
        await self.settle()

    async def limit(self, in_flight: int, seconds: float) -> float:
        """Keep `in_flight` turns going; returns turns a second."""
        begun, before = time.perf_counter(), len(self.latencies)
        tasks = set()
        while time.perf_counter() - begun < seconds:
            while len(self.flying) < in_flight and self.idle:
                task = asyncio.create_task(self.send(self.idle.popleft()))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
            self.answered.clear()
            await asyncio.wait_for(self.answered.wait(), 30)
        rate = (len(self.latencies) - before) / (time.perf_counter() - begun)
        await self.settle()
        return rate

    async def settle(self) -> None:
        """Wait until everything in flight is answered, at most 20 s."""
        until = time.perf_counter() + 20
        while self.flying and time.perf_counter() < until:
            self.answered.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.answered.wait(), 1)


async def measure(
    address: str, database: str, parts: list[Part], options: argparse.Namespace
) -> dict[str, Any]:
    idle = await idle_ms(parts, options.idle)
    load = Load(address, database, options.channel)
    await load.arrive()
    watcher = threading.Thread(target=load.watch, args=(asyncio.get_running_loop(),), daemon=True)
    watcher.start()
    await load.steady(20, 5)  # warm up
    load.latencies.clear()
    before = {part: part.cpu_seconds() for part in parts}
    await load.steady(options.rate, options.seconds)
    spent = {part.name: part.cpu_seconds() - begun for part, begun in before.items()}
    cuts = statistics.quantiles(load.latencies, n=100)
    figures = {
        "database": options.database,
        "channel": options.channel,
        "steady_rate": options.rate,
        "turns": len(load.latencies),
        "median_ms": round(statistics.median(load.latencies) * 1000, 1),
        "p99_ms": round(cuts[98] * 1000, 1),
        "unanswered": len(load.flying),
        "cpu_ms_a_turn": {
            name: round(seconds / len(load.latencies) * 1000, 2) for name, seconds in spent.items()
        },
        "cpu_ms_a_turn_in_all": round(sum(spent.values()) / len(load.latencies) * 1000, 2),
        "idle_cpu_ms_a_second": idle,
        "limit_turns_per_s": round(await load.limit(options.in_flight, options.limit_seconds), 1)
        if options.limit_seconds
        else None,
        "refused": load.refused,
        "memory_mb": {name: mb for part in parts[:2] for name, mb in part.memory_mb().items()},
    }
    load.stop.set()
    watcher.join(2)
    return figures


async def idle_ms(parts: list[Part], seconds: float) -> dict[str, float]:
    """What the parts spend in a second in which nothing happens."""
    await asyncio.sleep(min(5.0, seconds))  # what a start leaves to do is done
    before = {part: part.cpu_seconds() for part in parts}
    await asyncio.sleep(seconds)
    return {
        part.name: round((part.cpu_seconds() - begun) / (seconds or 1) * 1000, 1)
        for part, begun in before.items()
    }


def part_of(name: str, server: Role | Server) -> Part:
    """The running server as something whose spending is counted."""
    assert server.process
    return Part(name, server.process.pid)


@contextmanager
def product(database: str, home: Path) -> Iterator[tuple[str, str, list[Part]]]:
    """The product's processes and the platforms they send to: the site, the database's URL, the parts."""
    with ExitStack() as stack:
        telegram, whatsapp = stack.enter_context(TelegramApi()), stack.enter_context(WhatsAppApi())
        whatsapp.world.telling = False
        for index in range(SESSIONS):
            telegram.user("Warga", identity=int(key_of("telegram", index)))
            whatsapp.user("Warga", address=key_of("whatsapp", index))
            whatsapp.world.wrote_at[key_of("whatsapp", index)] = now().timestamp()
        settings = SETTINGS | {
            "SOROT_TELEGRAM_TOKEN": telegram.token,
            "SOROT_TELEGRAM_API_BASE": telegram.url,
            "SOROT_WHATSAPP_TOKEN": whatsapp.token,
            "SOROT_WHATSAPP_PHONE_ID": whatsapp.phone_id,
            "SOROT_WHATSAPP_API_BASE": whatsapp.url,
            "SOROT_MQTT_PORT": str(free_port()),
        }
        if database == "sqlite":
            role = stack.enter_context(run_role("up", folder=home, settings=settings))
            yield role.address, f"sqlite:///{home / 'sorot.db'}", [part_of("up", role)]
            return
        postgres, redis = stack.enter_context(running(Postgres)), stack.enter_context(running(Redis))
        postgres.run("CREATE DATABASE bench")
        url = postgres.url("bench")
        settings |= {"SOROT_DATABASE_URL": url, "SOROT_BROKER_URL": redis.url, "SOROT_SECRET_KEY": "b" * 40}
        roles = []
        for name in ("web", "worker"):
            (home / name).mkdir()
            roles.append(stack.enter_context(run_role(name, folder=home / name, settings=settings)))
        parts = [part_of(role.arguments[0], role) for role in roles]
        parts += [part_of("database", postgres), part_of("broker", redis)]
        yield roles[0].address, str(db.configure(url).url.render_as_string(hide_password=False)), parts


def main() -> None:
    """Run and print the figures as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--channel", choices=(*SPEAKERS, "all"), default="all")
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--in-flight", type=int, default=16)
    parser.add_argument("--limit-seconds", type=float, default=15)
    parser.add_argument("--idle", type=float, default=10, help="seconds to look at the idle product first")
    options = parser.parse_args()
    for channel in SPEAKERS if options.channel == "all" else [options.channel]:
        options.channel = channel
        with tempfile.TemporaryDirectory() as folder, product(options.database, Path(folder)) as found:
            print(json.dumps(asyncio.run(measure(*found, options)), indent=2), flush=True)


if __name__ == "__main__":
    main()
