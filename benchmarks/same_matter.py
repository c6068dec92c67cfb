"""How long it takes to find a report's candidates among a million: `python -m benchmarks.same_matter`.

On a PostgreSQL of its own; another number of reports may be given, or the address of a database that is
measured as it is. Rows are made in SQL: three years of
reports of eight kinds over the city's kelurahan, nine of ten unfinished and all within 170 m, so that as many
are compared as ever are. Each look-up is of another report, so that no text was read before. Prints middle
and 95th percentile of the look-up as an officer's page makes it (query, pictures, scores) and of the one at
filing: by the clock, and this process's processor time, which a busy machine lengthens less.
"""

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import select, text

from routing.domain.permissions import Role
from routing.reports.same_matter import Spot, find
from routing.reports.similar import candidates
from storage import db
from storage.models import Officer, Report
from tests.factories import city, people, reports
from tests.servers import Postgres, running

TIMES, STRIDE = 100, 997  # look-ups measured, and every so manieth report is one
ROWS = text("""
INSERT INTO report (number, kind, channel, text, category_code, category_by, needs_review, agency_code,
    kelurahan_code, lat, lon, place, status, priority, facts, created_at, updated_at, first_answer_due,
    resolve_due, privacy, shielded, supporters, demo)
SELECT 'BKS-X-' || n, r.kind, r.channel, r.text || ' nomor ' || n,
    c.codes[1 + floor(random() * cardinality(c.codes))::int],
    'warga', false, r.agency_code,
    a.codes[1 + floor(random() * cardinality(a.codes))::int],
    r.lat + (random() - 0.5) * 0.003, r.lon + (random() - 0.5) * 0.003, r.place,
    CASE WHEN random() < 0.9 THEN 'menunggu' ELSE 'selesai' END, 0, r.facts,
    r.created_at - random() * 26280 * interval '1 hour', r.updated_at, r.first_answer_due, r.resolve_due,
    'biasa', false, 0, false
FROM generate_series(1, :many) n,
    (SELECT * FROM report ORDER BY id LIMIT 1) r,
    (SELECT array_agg(code) codes FROM (VALUES ('jalan_rusak'), ('pju'), ('sampah'), ('banjir_genangan'),
        ('drainase'), ('pohon'), ('parkir'), ('trotoar_jembatan')) v(code)) c,
    (SELECT array_agg(code ORDER BY code) codes FROM area WHERE kind = 'kelurahan') a
""")


def _times(work: Callable[[Report], object], about: Sequence[Report]) -> str:
    took: dict[str, list[float]] = {"clock": [], "processor": []}
    for report in about:
        start, used = time.perf_counter(), time.process_time()
        work(report)
        took["processor"].append((time.process_time() - used) * 1000)
        took["clock"].append((time.perf_counter() - start) * 1000)
    return "; ".join(f"{name}: {_spread(sorted(values))}" for name, values in took.items())


def _spread(took: Sequence[float]) -> str:
    return f"median {statistics.median(took):.1f} ms, p95 {took[int(len(took) * 0.95)]:.1f} ms"


def made(many: int) -> None:
    """Make the rows."""
    with db.transaction() as tx:
        city.load(tx)
        first = reports.filed(tx, lat=-6.2282, lon=106.975, facts={"titik": "tepat"}, place="depan bengkel")
        people.officer(tx, Role.OPERATOR, None)
        print(f"beside {first.number}")
    start = time.perf_counter()
    with db.engine().begin() as connection:
        connection.execute(ROWS, {"many": many})
    with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE report")
    print(f"{many:,} reports made in {time.perf_counter() - start:.0f} s")


def main() -> None:
    """Measure."""
    with db.reading() as session:
        officer = session.scalars(select(Officer).where(Officer.role == Role.OPERATOR).limit(1)).one()
        others = select(Report).where(Report.status == "menunggu", Report.lat.is_not(None))
        about = session.scalars(others.order_by(Report.id % STRIDE, Report.id).limit(2 * TIMES)).all()
        shown = [len(candidates(session, officer, one)) for one in about[-5:]]
        print(f"candidates of five reports: {shown}")

        def filing(one: Report) -> None:
            spot = Spot(one.kelurahan_code or "", (one.lat or 0, one.lon or 0), one.place)
            later = one.created_at + timedelta(hours=1)
            find(session, one.category_code, spot, person_id=None, now=later, text=one.text)

        looked = _times(lambda one: candidates(session, officer, one), about[:TIMES])
        print("officers' candidates:", looked)
        print("at filing:           ", _times(filing, about[TIMES:]))


if __name__ == "__main__":
    given = sys.argv[1] if len(sys.argv) > 1 else "1000000"
    if "://" in given:
        db.configure(given)
        main()
        sys.exit()
    with running(Postgres) as server:
        server.run("CREATE DATABASE measured")
        db.configure(server.url("measured"))
        db.create_schema()
        made(int(given))
        main()
        db.dispose()
