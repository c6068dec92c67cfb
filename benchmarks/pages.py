"""What every page costs beside many reports.

    .venv/bin/python -m benchmarks.pages [--reports 1000000] [--sqlite] [--times 5] [--url postgresql://…]
        [--deeds]

The rows are those of `sorot demo --reports N`; --url: of a database where that was done before. For each
page: statements, milliseconds of processor time of this process and of the database, bytes as sent (gzip).
On a busy machine processor time holds, the clock not. What the product keeps for some seconds is kept here;
lines that end with "anew" forget it before each look. --deeds: instead of the pages, what an officer of an
office does with an open report each time another one, with the pane that answers it.
"""

import argparse
import gzip
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from string import ascii_uppercase

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import select

from accounts import sessions
from admin_panel.access import COOKIE
from benchmarks.panel import database_seconds, officers_there
from benchmarks.routing import database
from routing.city.catalogue import catalogue
from routing.domain.lifecycle import Status
from routing.reports.everybody import condition
from sorot.asgi import create_app
from sorot.demo.many import make_many
from sorot.settings import Settings
from storage import clock, db, kept
from storage.models import OfficerSession, Report
from tests.factories import panel
from tests.factories.queries import counted


@dataclass(frozen=True)
class AskedPage:
    """A page as it is asked for. who: an officer of `panel.OFFICERS`, or "" for everybody."""

    who: str
    name: str
    address: str
    anew: bool = False


def main_pages(number: str) -> Iterator[AskedPage]:
    """The pages people have open all day, and those everybody opens."""
    for who in ("rina", "operator"):
        yield AskedPage(who, "antrean", "/petugas/daftar")
        yield AskedPage(who, "antrean, terlambat", "/petugas/daftar?terlambat=true")
        yield AskedPage(who, "semua, terbaru", "/petugas/daftar?status=semua&urut=terbaru")
        yield AskedPage(who, "kategori", "/petugas/daftar?kategori=jalan_rusak&status=semua")
        yield AskedPage(who, "cari umum", "/petugas/daftar?q=jalan&status=semua")
        yield AskedPage(who, "cari dua kata", "/petugas/daftar?q=lampu+mati&status=semua")
        yield AskedPage(who, "cari tanpa hasil", "/petugas/daftar?q=tidakadasamasekali&status=semua")
        yield AskedPage(who, "cari nomor", f"/petugas/daftar?q={number}&status=semua")
        yield AskedPage(who, "angka", "/petugas/angka")
    yield AskedPage("operator", "laporan", f"/petugas/laporan/{number}")
    yield AskedPage("operator", "peringatan", "/petugas/peringatan")
    yield AskedPage("operator", "kejadian", "/petugas/kejadian")
    yield AskedPage("operator", "buku jaga", "/petugas/jaga")
    yield AskedPage("operator", "rapat", "/petugas/rapat/dbmsda")
    yield AskedPage("walikota", "surat pagi", "/petugas/surat")
    yield AskedPage("walikota", "indikator", "/poc/indikator")
    yield AskedPage("walikota", "aspirasi", "/poc/aspirasi")
    yield AskedPage("walikota", "dinding", "/poc/papan")
    yield AskedPage("walikota", "peta dinding", "/poc/peta.json")
    yield AskedPage("walikota", "layar besar", "/poc/dinding")
    yield AskedPage("operator", "meja", "/poc/meja")
    yield AskedPage("operator", "antrean, anew", "/petugas/daftar", anew=True)
    yield AskedPage("walikota", "dinding, anew", "/poc/papan", anew=True)
    yield AskedPage("walikota", "peta, anew", "/poc/peta.json", anew=True)
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
    officers_there()
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
    """Of the newest report that everybody may see."""
    with db.reading() as session:
        shown = select(Report.number).where(condition(catalogue(session)))
        return session.scalars(shown.order_by(Report.id.desc()).limit(1)).one()


def measure(client: TestClient, asked: AskedPage, times: int) -> None:
    """Print one line."""
    for _ in range(2):  # what is kept is kept from the second look on
        client.get(asked.address)
    with counted() as statements:
        answer = client.get(asked.address)
    before, mine = database_seconds(), time.process_time()
    for _ in range(times):
        if asked.anew:
            kept.forget()
        client.get(asked.address)
    web = (time.process_time() - mine) / times * 1000
    inside = (database_seconds() - before) / times * 1000
    tell(asked.who or "umum", asked.name, answer, len(statements), web, inside)


def tell(who: str, name: str, answer: Response, statements: int, web: float, inside: float) -> None:
    """One line."""
    size = len(gzip.compress(answer.content, 6)) / 1000
    print(
        f"{who:9} {name:18} {answer.status_code} {statements:3} statements"
        f"  web {web:6.0f} ms  database {inside:6.0f} ms  {size:6.1f} KB",
        flush=True,
    )


DEEDS: dict[str, tuple[str, dict[str, str]]] = {
    "catatan": ("pesan", {"jenis": "catatan", "text": "Sudah dicek ke lapangan"}),
    "tanya": ("pesan", {"jenis": "tanya", "text": "Di sisi mana tepatnya", "periksa": "1"}),
    "jawab": ("pesan", {"jenis": "jawab", "text": "Regu kami menuju lokasi", "periksa": "1"}),
    "status": ("status", {"to": "diproses", "reason": "Regu bekerja di sana", "periksa": "1"}),
    "kategori": ("kategori", {"category": "drainase"}),
    "teruskan": ("teruskan", {"agency": "dlh", "reason": "Sampahnya urusan kebersihan"}),
}


def deeds(client: TestClient, times: int) -> None:
    """Print one line for each deed, each time on another report; the first time is not counted."""
    who = "rina"
    numbers = open_reports(panel.OFFICERS[who][1] or "")
    with db.reading() as session:
        mine = OfficerSession.officer_id == panel.officer_named(session, who).id
        newest = select(OfficerSession.csrf).where(mine).order_by(OfficerSession.created_at.desc())
        headers = {"HX-Request": "true", "X-CSRF-Token": session.scalars(newest).first() or ""}
    for name, (part, form) in DEEDS.items():
        web = inside = 0.0
        for turn in range(times + 1):
            address = f"/petugas/laporan/{next(numbers)}"
            seen = client.get(address, headers=headers).text.split('name="versi" value="')[1].split('"')[0]
            crew = f", regu {ascii_uppercase[turn % 26]}."  # the same words to many are asked about
            data = {key: value + crew if key in ("text", "reason") else value for key, value in form.items()}
            data["versi"] = unescape(seen)
            before, own = database_seconds(), time.process_time()
            with counted() as statements:
                answer = client.post(f"{address}/{part}", data=data, headers=headers)
            if turn:
                web, inside = web + time.process_time() - own, inside + database_seconds() - before
        tell(who, name, answer, len(statements), web / times * 1000, inside / times * 1000)


def open_reports(office: str) -> Iterator[str]:
    """Numbers of the office's, the newest first."""
    with db.reading() as session:
        found = select(Report.number).where(Report.agency_code == office, Report.status == Status.MENUNGGU)
        found = found.where(Report.person_id.is_not(None), ~Report.shielded)
        yield from session.scalars(found.order_by(Report.id.desc()).limit(1_000)).all()


def made_and_told(reports: int) -> None:
    """Make the reports and print what that cost."""
    begun, mine = time.monotonic(), time.process_time()
    made = make_many(reports)
    spent = time.process_time() - mine + database_seconds()
    print(f"{made}: {time.monotonic() - begun:.0f} s, {spent:.0f} s of processor", flush=True)


def main() -> None:
    """Make the rows, then measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sqlite", action="store_true")
    options.add_argument("--reports", type=int, default=1_000_000)
    options.add_argument("--times", type=int, default=5)
    options.add_argument("--url", default="")
    options.add_argument("--deeds", action="store_true")
    chosen = options.parse_args()
    kind = "sqlite" if chosen.sqlite else "postgresql"
    with database(kind, chosen.url), tempfile.TemporaryDirectory() as home:
        if not chosen.url:
            made_and_told(chosen.reports)
        clients = browsers(application(Path(home)))
        if chosen.deeds:
            deeds(clients["rina"], chosen.times)
            return
        for asked in main_pages(newest_number()):
            measure(clients[asked.who], asked, chosen.times)


if __name__ == "__main__":
    main()
