"""What every page costs beside many reports.

    .venv/bin/python -m benchmarks.pages [--reports 1000000] [--sqlite] [--times 5]

The rows are those of `sorot demo --reports N`. For each page: statements, milliseconds of processor time of
this process and of the database, bytes as sent (gzip). On a busy machine processor time holds, the clock not.
"""

import argparse
import gzip
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from accounts import sessions
from admin_panel.access import COOKIE
from benchmarks.panel import database_seconds
from benchmarks.routing import database
from sorot.asgi import create_app
from sorot.demo.many import make_many
from sorot.settings import Settings
from storage import clock, db
from storage.models import Officer, Report
from tests.factories import panel
from tests.factories.queries import counted


@dataclass(frozen=True)
class AskedPage:
    """A page as it is asked for. who: an officer of `panel.OFFICERS`, or "" for everybody."""

    who: str
    name: str
    address: str


def main_pages(number: str) -> Iterator[AskedPage]:
    """The pages people have open all day, and those everybody opens."""
    for who in ("rina", "operator"):
        yield AskedPage(who, "antrean", "/petugas/daftar")
        yield AskedPage(who, "antrean, terlambat", "/petugas/daftar?terlambat=true")
        yield AskedPage(who, "semua, terbaru", "/petugas/daftar?status=semua&urut=terbaru")
        yield AskedPage(who, "kategori", "/petugas/daftar?kategori=jalan_rusak&status=semua")
        yield AskedPage(who, "cari umum", "/petugas/daftar?q=jalan&status=semua")
        yield AskedPage(who, "cari dua kata", "/petugas/daftar?q=lampu+mati&status=semua")
        yield AskedPage(who, "cari nomor", f"/petugas/daftar?q={number}&status=semua")
        yield AskedPage(who, "angka", "/petugas/angka")
    yield AskedPage("operator", "laporan", f"/petugas/laporan/{number}")
    yield AskedPage("operator", "peringatan", "/petugas/peringatan")
    yield AskedPage("operator", "kejadian", "/petugas/kejadian")
    yield AskedPage("operator", "buku jaga", "/petugas/jaga")
    yield AskedPage("operator", "rapat", "/petugas/rapat")
    yield AskedPage("walikota", "surat pagi", "/petugas/surat")
    yield AskedPage("walikota", "indikator", "/poc/indikator")
    yield AskedPage("walikota", "aspirasi", "/poc/aspirasi")
    yield AskedPage("walikota", "dinding", "/poc/papan")
    yield AskedPage("walikota", "peta dinding", "/poc/peta.json")
    yield AskedPage("operator", "penyalahgunaan", "/admin/penyalahgunaan")
    yield AskedPage("operator", "pesan gagal", "/admin/gagal")
    yield AskedPage("operator", "kesehatan", "/admin/kesehatan")
    yield AskedPage("admin", "petugas", "/admin")
    yield AskedPage("", "peta umum", "/peta")
    yield AskedPage("", "titik peta", "/api/peta?zoom=12")
    yield AskedPage("", "laporan umum", f"/laporan/{number}")
    yield AskedPage("", "kinerja", "/kinerja")
    yield AskedPage("", "Open311", "/open311/v2/requests.json")
    yield AskedPage("", "/health", "/health")


def application(home: Path) -> FastAPI:
    """The whole service on the configured database, with one officer of each kind."""
    with db.transaction() as tx:
        for name, (role, agency) in panel.OFFICERS.items():
            tx.add(Officer(username=name, name=name, role=role, agency_code=agency, created_at=clock.now()))
    url = db.engine().url.render_as_string(hide_password=False)
    return create_app(Settings.model_validate({"home": home, "database_url": url, "secret_key": "k" * 40}))


def browsers(app: FastAPI) -> dict[str, TestClient]:
    """A signed-in browser for each officer, and one of everybody's."""
    found = {}
    for who in ("", *panel.OFFICERS):
        found[who] = TestClient(app, base_url="http://localhost:8000", follow_redirects=False)
        if who:
            with db.transaction() as tx:
                token = sessions.open_session(tx, panel.officer_named(tx, who), now=clock.now())
            found[who].cookies.set(COOKIE, token)
    return found


def newest_number() -> str:
    """Of the newest report."""
    with db.reading() as session:
        return session.scalars(select(Report.number).order_by(Report.id.desc()).limit(1)).one()


def measure(client: TestClient, asked: AskedPage, times: int) -> None:
    """Print one line."""
    client.get(asked.address)
    with counted() as statements:
        answer = client.get(asked.address)
    before, mine = database_seconds(), time.process_time()
    for _ in range(times):
        client.get(asked.address)
    web = (time.process_time() - mine) / times * 1000
    inside = (database_seconds() - before) / times * 1000
    size = len(gzip.compress(answer.content, 6)) / 1000
    print(
        f"{asked.who or 'umum':9} {asked.name:18} {answer.status_code} {len(statements):3} statements"
        f"  web {web:6.0f} ms  database {inside:6.0f} ms  {size:6.1f} KB",
        flush=True,
    )


def main() -> None:
    """Make the rows, then measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sqlite", action="store_true")
    options.add_argument("--reports", type=int, default=1_000_000)
    options.add_argument("--times", type=int, default=5)
    chosen = options.parse_args()
    kind = "sqlite" if chosen.sqlite else "postgresql"
    with database(kind), tempfile.TemporaryDirectory() as home:
        begun, mine = time.monotonic(), time.process_time()
        made = make_many(chosen.reports)
        spent = time.process_time() - mine + database_seconds()
        print(f"{made} on {kind}: {time.monotonic() - begun:.0f} s, {spent:.0f} s of processor", flush=True)
        clients = browsers(application(Path(home)))
        for asked in main_pages(newest_number()):
            measure(clients[asked.who], asked, chosen.times)


if __name__ == "__main__":
    main()
