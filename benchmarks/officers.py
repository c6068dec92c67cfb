"""Many officers at the inbox at once, each in a browser of their own, against a web process of its own.

    .venv/bin/python -m benchmarks.officers [--database postgresql] [--reports 100000] [--officers 20]
        [--rounds 60] [--pause 1.0]

Each officer, every second one of the whole city, asks for the pages of `benchmarks.panel` in an order of
their own and reads `pause` seconds on average between two; once more without a pause. Prints what one request
costs in processor time (web, and database where it is a server), and the median and the 95th percentile on
the clock with the machine's load: on a busy machine read the processor time.
"""

import argparse
import multiprocessing
import os
import random
import socket
import tempfile
import threading
import time
from pathlib import Path

import httpx2
import uvicorn
from sqlalchemy import select, text

from accounts import sessions
from admin_panel.access import COOKIE
from benchmarks.panel import Asked, made_and_told, pages
from benchmarks.routing import database
from benchmarks.spending import Part
from storage import clock, db
from storage.models import Person, Report
from tests.factories import panel
from tests.servers import wait_until

SPAWN = multiprocessing.get_context("spawn")


def serve(url: str, media: str, port: int) -> None:
    """The officers' pages, as a process."""
    db.configure(url)
    uvicorn.run(panel.application(Path(media)), port=port, log_level="warning")


def work(port: int, number: int, asked: list[Asked], rounds: int, pause: float, took: list[float]) -> None:
    """One officer's morning: milliseconds of each request are added to `took`."""
    by_chance = random.Random(number)  # noqa: S311 - no secret
    who = ("rina", "operator")[number % 2]
    mine = [one for one in asked if one.who == who]
    with db.transaction() as tx:
        token = sessions.open_session(tx, panel.officer_named(tx, who), now=clock.now())
    headers = {"Cookie": f"{COOKIE}={token}", "Accept": "text/html"}
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=60) as client:
        for _ in range(rounds):
            time.sleep(by_chance.uniform(0, 2 * pause))
            one = by_chance.choice(mine)
            start = time.perf_counter()
            answer = client.get(one.address)
            took.append((time.perf_counter() - start) * 1000)
            assert answer.status_code == 200, (one, answer.status_code)


def server() -> Part | None:
    """The database's processes, those that have ended too; None where it is a part of the web process."""
    if db.is_sqlite():
        return None
    with db.reading() as session:
        mine = session.scalar(text("SELECT pg_backend_pid()"))
    status = Path(f"/proc/{mine}/status").read_text()
    return Part(
        "database", int(next(line for line in status.splitlines() if line.startswith("PPid")).split()[1])
    )


def at_once(  # noqa: PLR0913 - who works, on what, how
    port: int, web: Part, asked: list[Asked], officers: int, rounds: int, pause: float
) -> None:  # fmt: skip
    """All of them, and one line of what it took."""
    took: list[float] = []
    threads = [
        threading.Thread(target=work, args=(port, number, asked, rounds, pause, took))
        for number in range(officers)
    ]
    parts = [web, *filter(None, (server(),))]
    start, before = time.monotonic(), [part.cpu_seconds() for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall = time.monotonic() - start
    spent = [part.cpu_seconds() - was for part, was in zip(parts, before, strict=True)]
    took.sort()
    assert len(took) == officers * rounds, f"{officers * rounds - len(took)} requests failed"
    told = ", ".join(
        f"{part.name} {used / len(took) * 1000:.1f} ms" for part, used in zip(parts, spent, strict=True)
    )
    print(
        f"{officers} officers, {len(took)} requests, {len(took) / wall:.1f} a second:"
        f" {told} of processor each;"
        f" median {took[len(took) // 2]:.0f} ms,"
        f" p95 {took[int(len(took) * 0.95)]:.0f} ms, slowest {took[-1]:.0f} ms;"
        f" load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors",
        flush=True,
    )


def main() -> None:
    """Make the rows, start the web process, let them work: a first short round for what is read once."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    options.add_argument("--reports", type=int, default=100_000)
    options.add_argument("--officers", type=int, default=20)
    options.add_argument("--rounds", type=int, default=60)
    options.add_argument("--pause", type=float, default=1.0)
    chosen = options.parse_args()
    with database(chosen.database), tempfile.TemporaryDirectory() as media:
        made_and_told(chosen.reports)
        with db.reading() as session:
            newest = session.scalars(select(Report.number).order_by(Report.id.desc()).limit(1)).one()
            tail = session.scalars(select(Person.address).limit(1)).one()[-4:]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        url = db.engine().url.render_as_string(hide_password=False)
        process = SPAWN.Process(target=serve, args=(url, media, port), daemon=True)
        process.start()
        try:
            wait_until(lambda: _answers(port), seconds=60, what="the web process has not started")
            asked, web = list(pages(newest, tail)), Part("web", process.pid or 0)
            at_once(port, web, asked, 2, 30, 0)
            at_once(port, web, asked, chosen.officers, chosen.rounds, chosen.pause)
            at_once(port, web, asked, chosen.officers, chosen.rounds, 0)
        finally:
            process.terminate()
            process.join(20)


def _answers(port: int) -> bool:
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    main()
