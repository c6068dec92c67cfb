"""What each part of a turn costs: door, handling, sending, and the database's server.

    .venv/bin/python -m benchmarks.turn_parts [--database postgresql] [--channel web]
        [--turns 400] [--residents 20] [--statements] [--against CHECKOUT]

Processor time of this process, in which door and handling are called one after the other and the sender runs
beside them, and of the database; and how many statements each sends. No server of HTTP, no broker: what
`benchmarks.turns` counts besides is theirs. --statements: what is sent, most frequent first. --against: both
checkouts, forty turns of one and forty of the other in turn, so that who else uses the machine troubles both
alike; quiet: the quarter of the blocks that took least; the other runs with today's environment.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import event, select

from benchmarks.speakers import ACCEPTED, SETTINGS, SPEAKERS
from benchmarks.spending import Part
from benchmarks.turns import Session
from sorot import prepare, roles
from sorot.asgi import create_app
from sorot.settings import Settings
from sorot.work import Work
from storage import bells, db, media
from storage.models import Outbox
from tests.fakes.telegram_api import TelegramApi
from tests.servers import MODEL, Postgres, running

SPAWN = multiprocessing.get_context("spawn")
BLOCK = 40  # turns of one before the other has its turn
PARTS = ("door", "handling", "sending", "database")


@dataclass(frozen=True)
class Block:
    """Some turns: processor seconds and statements by part."""

    spent: dict[str, float]
    asked: dict[str, int]


def platform(talk: Connection, residents: int) -> None:
    """Telegram, as a process of its own."""
    with TelegramApi() as telegram:
        for index in range(residents):
            telegram.user("Warga", identity=600_000_000 + index)
        talk.send((telegram.url, telegram.token))
        talk.recv()


class Product:
    """Door and handling, called one by one, and a sender beside them; what they cost and send is noted."""

    def __init__(self, settings: Settings, channel: str, server: Part | None) -> None:
        self.channel, self.server = channel, server
        self.app: FastAPI = create_app(settings)
        self.loop = asyncio.new_event_loop()
        engine = prepare.engine_for(settings, print)
        self.work = Work(engine, media.from_url(settings.media), roles.channels(settings))
        self.rung: list[int] = []
        bells.on_ring(self._ring)
        self.spent: dict[str, float] = defaultdict(float)
        self.asked: dict[str, Counter[str]] = defaultdict(Counter)
        self.part = "other"
        self.main = threading.get_ident()
        self.sent = threading.Semaphore(0)
        self._listen()
        self.stop = threading.Event()
        self.sending = threading.Thread(target=self.work.sender.run, args=(self.stop,))
        self.sending.start()

    def _ring(self, bell: str, row_id: int) -> None:
        if bell == "inbox":
            self.rung.append(row_id)
        elif bell == "outbox":
            self.work.sender.wake()

    def _listen(self) -> None:
        engine = db.engine()

        def statement(connection: Any, cursor: Any, text: str, *rest: Any) -> None:
            who = threading.current_thread().name
            part = "sending" if threading.current_thread() is self.sending or "sender" in who else self.part
            self.asked[part][" ".join(text.split())] += 1
            if text.startswith("UPDATE outbox SET text"):
                self.sent.release()

        event.listen(engine, "before_cursor_execute", statement)
        event.listen(engine, "commit", lambda connection: statement(connection, None, "COMMIT"))
        event.listen(engine, "rollback", lambda connection: statement(connection, None, "ROLLBACK"))

    def begin(self) -> None:
        """What was so far was to become warm."""
        self.spent.clear()
        self.asked.clear()
        self.began = time.process_time(), self.server.cpu_seconds() if self.server else 0.0

    def end(self) -> None:
        """What is not the door's and not the handling's is the sender's."""
        whole = time.process_time() - self.began[0]
        self.spent["sending"] = whole - sum(self.spent.values())
        if self.server:
            self.spent["database"] = self.server.cpu_seconds() - self.began[1]

    def close(self) -> None:
        """Let the sender end."""
        self.stop.set()
        self.work.sender.wake()
        self.sending.join()

    @contextmanager
    def counting(self, part: str) -> Iterator[None]:
        """What this thread and those it waits for spend in the block is this part's."""
        self.part, begun = part, time.process_time()
        yield
        self.spent[part] += time.process_time() - begun
        self.part = "other"

    def turn(self, session: Session) -> None:
        """One message and all that comes of it."""
        path, headers, body = SPEAKERS[self.channel](session.key, session.next)
        self.rung.clear()
        while self.sent.acquire(blocking=False):
            pass
        with self.counting("door"):
            status = self.loop.run_until_complete(self._post(path, headers, body))
        assert status == ACCEPTED[self.channel], status
        for row_id in self.rung:
            with self.counting("handling"):
                self.work.handle(row_id)
        with self.counting("client"):
            said = self._answer()
        if self.channel != "web":
            assert self.sent.acquire(timeout=10), "nothing was sent"
            time.sleep(0.002)  # the sender looks once more
        session.heard(said)

    async def _post(self, path: str, headers: dict[str, str], body: bytes) -> int:
        given = {"host": "localhost:8000", "content-length": str(len(body)), **headers}
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST",
            "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
            "headers": [(name.lower().encode(), value.encode()) for name, value in given.items()],
            "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 8000),
        }  # fmt: skip
        status: list[int] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                status.append(message["status"])

        await self.app(scope, receive, send)
        return status[0]

    def _answer(self) -> dict[str, Any]:
        with db.glancing() as looked:
            newest = select(Outbox.extras).order_by(Outbox.id.desc()).limit(1)
            return dict(looked.scalar(newest) or {})


@contextmanager
def product(options: argparse.Namespace) -> Iterator[Product]:
    """The product on a new database, and the platform it sends to."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        shutil.copytree(MODEL, home / "nlu")
        given = {name: value for name, value in SETTINGS.items() if "WHATSAPP" not in name}
        talk, other = SPAWN.Pipe()
        fake = SPAWN.Process(target=platform, args=(other, options.residents), daemon=True)
        fake.start()
        stack.callback(fake.join, 10)
        stack.callback(talk.send, None)
        given["SOROT_TELEGRAM_API_BASE"], given["SOROT_TELEGRAM_TOKEN"] = talk.recv()
        server = None
        if options.database == "postgresql":
            postgres = stack.enter_context(running(Postgres))
            postgres.run("CREATE DATABASE bench")
            given["SOROT_DATABASE_URL"] = postgres.url("bench")
            assert postgres.process
            server = Part("database", postgres.process.pid)
        os.environ |= given | {"SOROT_HOME": str(home), "SOROT_SECRET_KEY": "b" * 40}
        settings = Settings()
        prepare.open_database(settings)
        made = Product(settings, options.channel, server)
        yield made
        made.close()
        db.dispose()


def speak(made: Product, residents: list[Session], turns: int) -> None:
    """So many turns, everybody in turn."""
    for number in range(turns):
        made.turn(residents[number % len(residents)])


def key_of(channel: str, index: int, app: FastAPI) -> str:
    """A resident's key; a browser's is made past its door, which would limit so many."""
    if channel == "telegram":
        return str(600_000_000 + index)
    from bot.channels.web import keys
    from storage import clock

    with db.transaction() as tx:
        return keys.begin(tx, device="", now=clock.now())


def added() -> float:
    """Processor seconds of ten million additions."""
    begun, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return time.process_time() - begun


def told(name: str, blocks: list[Block]) -> None:
    """Print what a turn took: in the mean, and in the quarter of the blocks that was least disturbed."""
    quiet = sorted(blocks, key=lambda block: sum(block.spent.values()))[: max(1, len(blocks) // 4)]
    print(f"\n{name}: {len(blocks) * BLOCK} turns (quiet ones {len(quiet) * BLOCK})")
    total = [0.0, 0.0]
    for part in PARTS:
        mean, least = (
            sum(block.spent.get(part, 0.0) for block in some) / len(some) / BLOCK * 1000
            for some in (blocks, quiet)
        )
        asked = sum(block.asked.get(part, 0) for block in blocks) / len(blocks) / BLOCK
        total = [total[0] + mean, total[1] + least]
        print(f"{part:9} {mean:6.2f} ms, quiet {least:6.2f}, {asked:5.1f} sent")
    print(f"in all    {total[0]:6.2f} ms, quiet {total[1]:6.2f}")


def run(options: argparse.Namespace) -> None:
    """Warm up; then so many turns for each line that comes in, and what they took as a line out."""
    with product(options) as made:
        residents = []
        for index in range(options.residents):
            session = Session(key_of(options.channel, index, made.app), index)
            session.begin()
            residents.append(session)
        speak(made, residents, options.residents * 6)
        print("warm", flush=True)
        for line in iter(sys.stdin.readline, ""):
            made.begin()
            speak(made, residents, int(line))
            made.end()
            asked = {part: made.asked[part].total() for part in PARTS}
            print(json.dumps([made.spent, asked, made.asked]), flush=True)


class Other:
    """A checkout's product in a process of its own."""

    def __init__(self, tree: Path) -> None:
        command = [sys.executable, "-P", str(Path(__file__).resolve()), *sys.argv[1:], "--serve"]
        env = {**os.environ, "PYTHONPATH": str(tree)}
        self.process = subprocess.Popen(
            command, cwd=tree, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.blocks: list[Block] = []
        self.statements: dict[str, Counter[str]] = defaultdict(Counter)

    def read(self) -> str:
        """Its next line; what it prints besides is passed by."""
        assert self.process.stdout
        while line := self.process.stdout.readline():
            if line.startswith("[") or line == "warm\n":
                return line
        raise SystemExit("it ended before it was warm")

    def speak(self) -> None:
        """One block of turns."""
        assert self.process.stdin
        self.process.stdin.write(f"{BLOCK}\n")
        self.process.stdin.flush()
        spent, asked, statements = json.loads(self.read())
        self.blocks.append(Block(spent, asked))
        for part, sent in statements.items():
            self.statements[part].update(sent)

    def end(self) -> None:
        """Let it end."""
        self.process.communicate(timeout=60)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--channel", choices=("telegram", "web"), default="telegram")
    parser.add_argument("--turns", type=int, default=400)
    parser.add_argument("--residents", type=int, default=20)
    parser.add_argument("--statements", action="store_true")
    parser.add_argument("--against", type=Path)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        run(options)
        return
    trees = [*([options.against] if options.against else []), Path(__file__).resolve().parent.parent]
    products = [Other(tree) for tree in trees]
    for one in products:
        one.read()
    for _ in range(0, options.turns, BLOCK):
        for one in products:
            one.speak()
    for tree, one in zip(trees, products, strict=True):
        one.end()
        told(f"{tree}, {options.database}, {options.channel}", one.blocks)
        for part in PARTS if options.statements else ():
            print(f"\n{part}:")
            for text, many in one.statements[part].most_common():
                print(f"{many / len(one.blocks) / BLOCK:6.3f}  {text[:300]}")
    print(f"\nten million additions: {added():.2f} s; load {os.getloadavg()[0]:.1f}", flush=True)


if __name__ == "__main__":
    main()
