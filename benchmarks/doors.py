"""C10: how quickly the doors answer while understanding hangs, through real processes.

    .venv/bin/python -m benchmarks.doors [--database postgresql] [--working]

Each door is given 50 messages a second, arrivals not waiting for answers; the time runs from sending the
request to its 2xx. The engine of understanding never comes back (with --working it does its work), so the
workers are busy giving up on it. The client shares the machine's cores with the product.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx2

from benchmarks.speakers import ACCEPTED, SETTINGS, SPEAKERS, key_of
from tests.crash.forked import QuickRole
from tests.servers import Postgres, Redis, Role, fit, free_port, running

PEOPLE = 400  # speak in turn
MATTER = "Lampu jalan di Kranji padam sejak tiga malam lalu, gelap sekali"


async def knock(site: str, channel: str, *, rate: float, seconds: float) -> dict[str, Any]:
    """Post at one door; how long its answers took."""
    keys = [key_of(channel, index, site) for index in range(PEOPLE)]
    times: list[float] = []
    refused = 0

    async def post(http: httpx2.AsyncClient, key: str) -> None:
        nonlocal refused
        path, headers, body = SPEAKERS[channel](key, {"text": MATTER})
        begun = time.perf_counter()
        answer = await http.post(path, content=body, headers=headers)
        times.append(time.perf_counter() - begun)
        refused += answer.status_code != ACCEPTED[channel]

    limits = httpx2.Limits(max_connections=200)
    async with httpx2.AsyncClient(base_url=site, timeout=60, limits=limits) as http:
        tasks, begun = [], time.perf_counter()
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
            tasks.append(asyncio.create_task(post(http, keys[number % PEOPLE])))
        await asyncio.gather(*tasks)
    return {
        "door": channel,
        "rate": rate,
        "posts": len(times),
        "median_ms": round(statistics.median(times) * 1000, 1),
        "p99_ms": round(statistics.quantiles(times, n=100)[98] * 1000, 1),
        "slowest_ms": round(max(times) * 1000, 1),
        "refused": refused,
    }


@contextmanager
def product(database: str, home: Path, point: str) -> Iterator[Role]:
    """The product with such an engine; yields the role that has the doors."""
    with ExitStack() as stack:
        settings = SETTINGS | {
            "SOROT_WHATSAPP_TOKEN": "EAAFake",
            "SOROT_WHATSAPP_PHONE_ID": "106540352242922",
            "SOROT_WHATSAPP_API_BASE": "http://127.0.0.1:9",
            "SOROT_MQTT_PORT": str(free_port()),
        }
        names = ["up"]
        if database == "postgresql":
            postgres, redis = stack.enter_context(running(Postgres)), stack.enter_context(running(Redis))
            postgres.run("CREATE DATABASE bench")
            settings |= {"SOROT_DATABASE_URL": postgres.url("bench"), "SOROT_BROKER_URL": redis.url}
            settings |= {"SOROT_SECRET_KEY": "b" * 40}
            names = ["web", "worker"]
        roles = []
        for name in names:
            (home / name).mkdir()
            role = QuickRole(name, folder=home / name, settings=settings)
            role.point = point
            stack.callback(role.stop)
            roles.append(role.start(ready=fit, seconds=120))
        yield roles[0]


def main() -> None:
    """Run and print the figures as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--working", action="store_true", help="with an engine that does its work")
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    point = "" if options.working else "understanding-hangs"
    for channel in SPEAKERS:
        with (
            tempfile.TemporaryDirectory() as folder,
            product(options.database, Path(folder), point) as role,
        ):
            found = asyncio.run(knock(role.address, channel, rate=options.rate, seconds=options.seconds))
        told = {"database": options.database, "understanding": "works" if options.working else "hangs"}
        print(json.dumps(told | found), flush=True)


if __name__ == "__main__":
    main()
