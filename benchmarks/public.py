"""How fast the city's public pages are with many reports: time, processor time and statements of each.

    python -m benchmarks.public [--reports 100000] [--url postgresql://…]

Without --url a SQLite file in a temporary folder; a database that holds reports is measured as it is,
without its files of open data. Each page is asked for ROUNDS times with changing filters; the first time is
not counted. Clusters of the city are kept for a while in the product: lines that end with "anew" forget them
before every look, and so say what a look cost if they were not. The application is asked by itself (ASGI):
no client, no server of HTTP in the figures.
"""

import argparse
import asyncio
import json
import random
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

from sqlalchemy import insert, select

from routing import performance
from routing.city.catalogue import catalogue
from routing.city.loading import load_city
from routing.delivered import CITY
from routing.reports import public_map
from sorot import publishing
from storage import clock, db, limits, media
from storage.models import Person, Report
from storage.models.base import table_of
from tests.factories.queries import counted
from tests.fakes.site import make_app
from tests.hostile.walking import knock

ROUNDS, BATCH, DAYS = 40, 5000, 730
ANEW = "anew"
HTML = (b"accept", b"text/html")
STATES = ("menunggu", "diproses", "selesai", "ditutup", "dirujuk")


def fill(count: int) -> None:
    """So many residents' reports of the last DAYS days, all over the city."""
    rng, now = random.Random(7), clock.now()
    with db.transaction() as tx:
        load_city(tx, CITY, now=now)
        tx.add(Person(id=1, channel="web", address="x", created_at=now))
    with db.reading() as session:
        city = catalogue(session)
    kinds = [one for one in city.categories.values() if one.active]
    areas = [*city.kelurahan.values()]
    for start in range(0, count, BATCH):
        rows = [row(number, rng, now, kinds, areas) for number in range(start, min(count, start + BATCH))]
        with db.transaction() as tx:
            tx.execute(insert(table_of(Report)), rows)
    if not db.is_sqlite():
        with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as plain:
            plain.exec_driver_sql("ANALYZE")


def row(number: int, rng: random.Random, now: Any, kinds: list[Any], areas: list[Any]) -> dict[str, Any]:
    """A report's columns, somewhere in the city and its last DAYS days."""
    at = now - timedelta(seconds=rng.uniform(0, DAYS * 86400))
    area, kind = rng.choice(areas), rng.choice(kinds)
    state = rng.choices(STATES, (4, 6, 60, 25, 5))[0]
    done = at + timedelta(hours=rng.expovariate(1 / 60)) if state in ("selesai", "ditutup") else None
    return {
        "number": f"BKS-{at:%y%m}-{number:07d}", "kind": "pengaduan", "channel": "web", "person_id": 1,
        "text": "Laporan uji.", "category_code": kind.code, "category_by": "warga",
        "needs_review": False,
        "agency_code": "dbmsda" if kind.agency == "kelurahan" else kind.agency, "status": state,
        "kelurahan_code": area.code, "lat": area.lat + rng.gauss(0, 0.006),
        "lon": area.lon + rng.gauss(0, 0.006),
        "place": "", "priority": 0, "urgency": 0, "urgency_why": [], "facts": {}, "created_at": at,
        "updated_at": done or at, "first_answer_due": at, "resolve_due": at + timedelta(days=7),
        "first_answered_at": done, "resolved_at": done, "moved": 0,
        "privacy": rng.choice(("biasa", "biasa", "rahasia")),
        "shielded": False, "supporters": rng.randrange(3), "demo": False,
    }  # fmt: skip


def addresses(rng: random.Random, numbers: list[str], areas: list[str]) -> dict[str, str]:
    """One look at each page, with other filters every time."""
    lon, lat = 106.9 + rng.random() * 0.1, -6.35 + rng.random() * 0.1
    box = f"{lon:.4f},{lat:.4f},{lon + 0.03:.4f},{lat + 0.03:.4f}"
    area = rng.choice(areas)
    since = f"{clock.now() - timedelta(days=rng.randrange(1, 300)):%Y-%m-%dT%H:%M:%SZ}"
    west = f"106.8{rng.randrange(999)}"
    return {
        "peta, daftar": f"/peta?kategori={rng.choice(('', 'pju'))}&hari={rng.choice((30, 365))}",
        "peta, kota 30 hari": f"/api/peta?zoom=11&bbox={west},-6.45,107.1,-6.1",
        "peta, kota setahun": f"/api/peta?hari=365&zoom=11&bbox={west},-6.45,107.1,-6.1",
        "peta, dekat": f"/api/peta?zoom=16&bbox={box}",
        "laporan": f"/laporan/{rng.choice(numbers)}", "kelurahan": f"/kelurahan/{area}",
        "kinerja": "/kinerja", "aspirasi": "/aspirasi", "open311, terbaru": "/open311/v2/requests.json",
        "open311, updated_after": f"/open311/v2/requests.json?updated_after={since}&page_size=200",
        "open311, bbox": f"/open311/v2/requests.json?bbox={box}", "atom": f"/data/atom/kelurahan/{area}.xml",
        f"peta, kota 30 hari, {ANEW}": f"/api/peta?zoom=11&bbox={west},-6.45,107.1,-6.1",
        f"peta, kota setahun, {ANEW}": f"/api/peta?hari=365&zoom=11&bbox={west},-6.45,107.1,-6.1",
    }  # fmt: skip


async def answer_of(app: Any, address: str) -> bytes:
    """What the application answers, which is no refusal."""
    path, _, query = address.partition("?")
    said: list[bytes] = []
    status, _ = await knock(app, "GET", path, query=query.encode(), headers=[HTML], shown=said)
    assert status == 200, (address, status)
    return b"".join(said)


async def measure(app: Any) -> None:
    """Print a line for each page: server time p50 and p95, processor time p50 and p95 (ms), statements."""
    rng = random.Random(3)
    with db.reading() as session:
        city = catalogue(session)
    newest = json.loads(await answer_of(app, "/open311/v2/requests.json?page_size=200"))
    numbers = [row["service_request_id"] for row in newest]
    found: dict[str, list[tuple[float, float, int]]] = {}
    for _ in range(ROUNDS + 1):
        for name, address in addresses(rng, numbers, [*city.kelurahan]).items():
            kept = public_map._heaps._kept.copy()
            if name.endswith(ANEW):
                public_map.forget()
            wall, cpu = time.perf_counter(), time.process_time()
            with counted() as asked:
                await answer_of(app, address)
            took = (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000, len(asked)
            if name.endswith(ANEW):
                public_map._heaps._kept.update(kept)  # the other lines' looks are those of a busy day
            found.setdefault(name, []).append(took)
    print(f"{'':26}{'p50 ms':>8}{'p95 ms':>8}{'cpu p50':>8}{'cpu p95':>8}{'statements':>12}")
    for name, rows in found.items():
        walls, cpus, statements = zip(*rows[1:], strict=True)
        clock_ms, cpu_ms = quantiles(walls, n=20), quantiles(cpus, n=20)
        said = (clock_ms[9], clock_ms[18], cpu_ms[9], cpu_ms[18])
        print(f"{name:26}{''.join(f'{one:8.1f}' for one in said)}{max(statements):12}")


def main() -> None:
    """Fill a database, then look at every page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--url", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db.configure(given.url or f"sqlite:///{folder}/public.db")
        db.create_schema()
        began = time.process_time()
        with db.reading() as session:
            there = session.scalar(select(Report.id).limit(1))
        if there is None:
            fill(given.reports)
            print(f"{given.reports} reports written in {time.process_time() - began:.0f} s of processor time")
        began = time.process_time()
        publishing.figures(clock.now())
        print(
            f"figures of {performance.MONTHS} months: {time.process_time() - began:.1f} s of processor time"
        )
        if there is None:
            began = time.process_time()
            made = publishing.files(media.from_url(folder), clock.now())
            print(f"files of {made} months: {time.process_time() - began:.1f} s of processor time")
        limits.configure({f"listing.{who}": "100000/0.001" for who in ("address", "all")})
        asyncio.run(measure(make_app(Path(folder))))


if __name__ == "__main__":
    main()
