# ruff: noqa: E501, S608 - SQL put together from this file's own constants
"""What the officers' inbox costs beside a million reports: every view, filter, search and a report's page.

    .venv/bin/python -m benchmarks.panel [--database postgresql] [--reports 1000000] [--times 20] [--plans]
        [--url postgresql://…]

Prints for each page: statements, milliseconds of processor time of this process and of the database, the 95th
percentile on the clock, bytes as sent (gzip). A thousand reports are filed by their use case and then copied in
SQL: three years of them, one in thirty still open, with a message, two events and their words each. --plans: how
the database went about what took it longest.
"""

import argparse
import gzip
import os
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import event, select, text

from accounts import sessions
from admin_panel.access import COOKIE
from benchmarks.routing import NOW, WORDS, database
from routing.city.catalogue import Catalogue, catalogue
from routing.reports import officers_work
from routing.reports.filing import NewReport, file_report
from storage import clock, db
from storage.models import Officer, OfficerSession, Person, Report
from tests.factories import panel
from tests.factories.queries import counted

BASE, PEOPLE = 1_000, 20_000
SHOWN = (
    "kind, channel, text, category_code, category_by, needs_review, agency_code, kelurahan_code, lat, lon, place,"
    " priority, urgency, urgency_why, facts, privacy, shielded, moved, demo"
)


@dataclass(frozen=True)
class Asked:
    """A page as it is asked for: by whom, under which name, where."""

    who: str
    name: str
    address: str


def officers_there() -> None:
    """One officer of each kind, where they are not there yet."""
    with db.transaction() as tx:
        there = set(tx.scalars(select(Officer.username)))
        for name, (role, agency) in panel.OFFICERS.items():
            if name not in there:
                tx.add(Officer(username=name, name=name, role=role, agency_code=agency, created_at=NOW))


def first_reports(city: Catalogue, dice: random.Random) -> None:
    """BASE reports by their use case, each answered or noted once."""
    categories = [code for code, each in city.categories.items() if each.active]
    areas = sorted(city.kelurahan)
    officers_there()
    with db.transaction() as tx:
        people = [
            Person(channel="whatsapp", address=f"628{dice.randrange(10**9, 10**10)}", created_at=NOW)
            for _ in range(PEOPLE)
        ]
        tx.add_all(people)
    for number in range(BASE):
        with db.transaction() as tx:
            officer = tx.scalars(select(Officer).where(Officer.username == "operator")).one()
            words = " ".join(dice.choices(WORDS, k=dice.randint(8, 30))) + f" ciri{_letters(number)}"
            draft = NewReport(
                words, dice.choice(categories), kelurahan=dice.choice(areas), place=f"Gang {_letters(number % 300)}",
                lat=-6.23 + dice.random() / 20, lon=106.97 + dice.random() / 20,
            )  # fmt: skip
            by = tx.get_one(Person, people[number].id)
            made = file_report(tx, draft, person=by, channel="whatsapp", now=NOW)
            report = tx.get_one(Report, made.report_id)
            officers_work.note(
                tx, officer=officer, report=report, text=f"Catatan {_letters(number)}.", now=NOW
            )


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:05}")


def copies(many: int) -> None:
    """The others, in SQL."""
    per = many // BASE - 1
    sqlite = db.is_sqlite()
    series = (
        "(WITH RECURSIVE c(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM c WHERE k < :per) SELECT k FROM c) n"
        if sqlite else "generate_series(1, :per) AS n(k)"
    )  # fmt: skip
    chance = "(abs(random()) % 1000000 / 1000000.0)" if sqlite else "random()"
    ago = (
        "strftime('%Y-%m-%d %H:%M:%f000', r.created_at, '-' || ({days}) || ' days')" if sqlite
        else "r.created_at - ({days}) * interval '1 day'"
    )  # fmt: skip
    born = ago.format(days="1.1 * (:per - n.k) * 1000 / :per")  # the newest have the highest ids
    status = (
        f"CASE WHEN n.k > :per * 29 / 30 THEN r.status WHEN {chance} < 0.9 THEN 'ditutup' ELSE 'ditolak' END"
    )
    tail = "printf('%07d', {0})" if sqlite else "lpad(({0})::text, 7, '0')"
    serial = tail.format("n.k * 10000 + r.id")
    one_of = f"1 + CAST({chance} * {PEOPLE - 1} AS INTEGER)"
    rows = (
        f"INSERT INTO report (number, person_id, status, created_at, updated_at, first_answer_due, resolve_due,"
        f" supporters, {SHOWN})"
        f" SELECT 'BKS-26-' || {serial}, {one_of}, {status}, {born}, {born}, r.first_answer_due, r.resolve_due,"
        f" CAST({chance} * {chance} * 9 AS INTEGER), {SHOWN}"
        f" FROM {series} CROSS JOIN report r WHERE r.id <= {BASE} ORDER BY n.k"
    )
    of = f"JOIN report b ON b.id = 1 + (r.id - 1) % {BASE} WHERE r.id > {BASE}"
    more = "words || ' ' || r.id" if sqlite else "words || array_to_tsvector(ARRAY[r.id::text])"
    with db.engine().begin() as connection:
        index = "ix_report_words_words"
        if not sqlite:
            connection.exec_driver_sql(f"DROP INDEX {index}")
        connection.execute(text(rows), {"per": per})
        connection.execute(
            text(
                "INSERT INTO message (report_id, direction, text, created_at)"
                f" SELECT r.id, 'masuk', 'Mohon segera.', r.created_at FROM report r {of}"
            )
        )
        connection.execute(
            text(
                "INSERT INTO event (seq, at, kind, report_id, agency_code, actor, data)"
                " SELECT (SELECT max(seq) FROM event) + r.id * 2 + e.n, r.created_at, 'report_answered', r.id,"
                f" r.agency_code, 'warga', '{{}}' FROM report r CROSS JOIN (SELECT 0 AS n UNION SELECT 1) e {of}"
            )
        )
        connection.execute(
            text(
                f"INSERT INTO report_words (report_id, words) SELECT r.id, {more} FROM report r"
                f" JOIN report_words w ON w.report_id = 1 + (r.id - 1) % {BASE} WHERE r.id > {BASE}"
            )
        )
        if not sqlite:
            connection.exec_driver_sql(f"CREATE INDEX {index} ON report_words USING gin (words)")
    with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE" if sqlite else "VACUUM ANALYZE")


def pages(number: str, tail: str) -> Iterator[Asked]:
    """Everything that is asked for, by an officer of one office and by one of the whole city."""
    views = {
        "terbuka": "", "untuk saya": "pegang=saya", "belum dipegang": "pegang=bebas", "hari ini": "hari_ini=true",
        "terlambat": "terlambat=true", "diperiksa": "status=diperiksa", "perlu ditinjau": "tinjau=true",
    }  # fmt: skip
    filters = {
        "kategori": "kategori=jalan_rusak", "kelurahan": "kelurahan=32.75.02.1002", "kecamatan": "kecamatan=32.75.02",
        "privasi": "privasi=rahasia", "semua, terbaru": "status=semua&urut=terbaru", "ditutup": "status=ditutup",
        "dukungan": "status=semua&urut=dukungan", "semua, mendesak": "status=semua",
    }  # fmt: skip
    searches = {
        "cari umum": f"q={WORDS[0]}", "cari dua kata": f"q={WORDS[0]}+{WORDS[1]}", "cari langka": "q=ciriaabbc",
        "cari awal kata": "q=cir", "cari nomor": f"q={number}", "cari tanpa hasil": "q=tidakadasamasekali",
        "cari catatan": "q=catatan", "4 angka": f"hp={tail}",
    }  # fmt: skip
    for who in ("rina", "operator"):
        yield Asked(who, "halaman antrean", "/petugas")
        for name, query in {**views, **filters, **searches}.items():
            yield Asked(who, name, f"/petugas/daftar?{query}")
    yield Asked("operator", "laporan", f"/petugas/laporan/{number}")


def signed_in(app: object, who: str) -> TestClient:
    """A browser with the officer's session."""
    with db.transaction() as tx:
        token = sessions.open_session(tx, panel.officer_named(tx, who), now=clock.now())
        tx.flush()
        csrf = tx.scalars(select(OfficerSession.csrf).order_by(OfficerSession.created_at.desc())).first()
    client = TestClient(app, base_url="https://testserver", headers={"X-CSRF-Token": csrf or ""})  # type: ignore[arg-type]
    client.cookies.set(COOKIE, token)
    return client


def database_seconds() -> float:
    """Processor time of all of PostgreSQL's processes so far; 0 where the database is a part of this one."""
    if db.is_sqlite():
        return 0.0
    with db.reading() as session:
        mine = int(session.scalar(text("SELECT pg_backend_pid()")) or 0)
    ticks = 0
    parent = _stat(mine)[3]
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = _stat(int(folder.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
        if fields[3] == parent:
            ticks += int(fields[13]) + int(fields[14])
    return ticks / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    content = Path(f"/proc/{pid}/stat").read_text()
    return [str(pid), "", *content[content.rindex(")") + 2 :].split()]


def measure(client: TestClient, asked: Asked, times: int) -> None:
    """Print one line."""
    client.get(asked.address)
    with counted() as statements:
        answer = client.get(asked.address)
    assert answer.status_code == 200, (asked, answer.status_code)
    before, cpu, took = database_seconds(), time.process_time(), []
    for _ in range(times):
        start = time.perf_counter()
        client.get(asked.address)
        took.append((time.perf_counter() - start) * 1000)
    cpu = (time.process_time() - cpu) / times * 1000
    inside = (database_seconds() - before) / times * 1000
    took.sort()
    size = len(gzip.compress(answer.content, 6)) / 1000
    print(
        f"{asked.who:9} {asked.name:18} {len(statements):3} statements  web {cpu:6.1f} ms  database {inside:6.1f} ms"
        f"  p95 {took[min(times - 1, int(times * 0.95))]:7.1f} ms  {size:5.1f} KB",
        flush=True,
    )  # fmt: skip


def explain(client: TestClient, asked: Asked, *, over: float = 20.0) -> None:
    """How the database went about statements of this page that took longer than `over` milliseconds."""
    slow: list[tuple[float, str, object]] = []
    begun: list[float] = []

    def before(*_: object) -> None:
        begun.append(time.perf_counter())

    def after(_: object, __: object, statement: str, values: object, *___: object) -> None:
        slow.append(((time.perf_counter() - begun[-1]) * 1000, statement, values))

    event.listen(db.engine(), "before_cursor_execute", before)
    event.listen(db.engine(), "after_cursor_execute", after)
    client.get(asked.address)
    event.remove(db.engine(), "before_cursor_execute", before)
    event.remove(db.engine(), "after_cursor_execute", after)
    for took, statement, values in slow:
        if took > over:
            how = "EXPLAIN QUERY PLAN " if db.is_sqlite() else "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) "
            print(f"--- {asked.who} {asked.name}: {took:.0f} ms\n{statement[-900:]}")
            with db.engine().connect() as connection:
                for row in connection.exec_driver_sql(how + statement, values):  # type: ignore[arg-type]
                    print("   ", row[-1])


def made_and_told(reports: int) -> None:
    """Make the reports and print how long that took."""
    with db.reading() as session:
        city = catalogue(session)
    start = time.monotonic()
    first_reports(city, random.Random(7))
    copies(reports)
    print(f"{reports:,} reports made in {time.monotonic() - start:.0f} s")


def main() -> None:
    """Make the rows, then measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    options.add_argument("--reports", type=int, default=1_000_000)
    options.add_argument("--times", type=int, default=20)
    options.add_argument("--plans", action="store_true")
    options.add_argument("--url", default="")
    chosen = options.parse_args()
    with database(chosen.database, chosen.url), tempfile.TemporaryDirectory() as media:
        if chosen.url:
            officers_there()
        else:
            made_and_told(chosen.reports)
        app = panel.application(Path(media))
        with db.reading() as session:
            newest = session.scalars(select(Report.number).order_by(Report.id.desc()).limit(1)).one()
            tail = session.scalars(select(Person.address).limit(1)).one()[-4:]
        clients = {who: signed_in(app, who) for who in ("rina", "operator")}
        for asked in pages(newest, tail):
            measure(clients[asked.who], asked, chosen.times)
            if chosen.plans:
                explain(clients[asked.who], asked)


if __name__ == "__main__":
    main()
