"""What a flood's warnings cost: python -m benchmarks.warning [--people 20000] [--database sqlite|postgresql]

So many people below a gauge, half following their kelurahan, half known by a report there. A reading at
Siaga 1 tells the followers and sends the early warning by rule: seconds until all rows are committed. Then,
with all of them queued, answers to other residents: milliseconds from the answer's row to its lease by the
sender, and how many warnings went between.
"""

import argparse
import statistics
import tempfile
import time
from contextlib import ExitStack
from datetime import timedelta

from sqlalchemy import func, insert, select, text

from routing.warnings.alerts import raise_alert
from storage import db, outbox
from storage.models import Outbox, Person, Report, WarningFollow
from storage.models.base import table_of
from tests.factories import city, people, reports
from tests.factories.city import MARGAHAYU, NOW
from tests.factories.sensors import gauge
from tests.servers import Postgres, running

ANSWERS = 50
AT_ONCE = 30


def main() -> None:
    """Fill, warn, answer, print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--people", type=int, default=20_000)
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    given = asked.parse_args()
    with ExitStack() as stack:
        if given.database == "postgresql":
            db.configure(stack.enter_context(running(Postgres)).url("postgres"))
        else:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            db.configure(f"sqlite:///{folder}/sorot.db")
        db.create_schema()
        _fill(given.people)
        _warn()
        _answer()
        db.dispose()


def _fill(many: int) -> None:
    with db.transaction() as tx:
        city.load(tx)
        one = reports.filed(tx, kelurahan=MARGAHAYU)
        tx.flush()
        row = {c.name: getattr(one, c.name) for c in table_of(Report).c if c.name not in ("id", "number")}
        first = (tx.scalar(select(func.max(Person.id))) or 0) + 1
        known = [
            {
                "id": first + n, "channel": "telegram", "address": str(10**9 + n), "created_at": NOW,
                "demo": False, "locale": "id",
            }
            for n in range(many)
        ]  # fmt: skip
        tx.execute(insert(table_of(Person)), known)
        if not db.is_sqlite():  # its own numbers go on after ours
            tx.execute(text("SELECT setval(pg_get_serial_sequence('person', 'id'), max(id)) FROM person"))
        follow = [
            {"person_id": first + n, "area_code": MARGAHAYU, "kind": "banjir", "created_at": NOW}
            for n in range(0, many, 2)
        ]  # fmt: skip
        tx.execute(insert(table_of(WarningFollow)), follow)
        filed = [
            {**row, "number": f"BKS-2611-9{n:06}", "person_id": first + n} for n in range(1, many, 2)
        ]  # fmt: skip
        tx.execute(insert(table_of(Report)), filed)


def _warn() -> None:
    with db.transaction() as tx:
        stream = gauge(tx)
        stream.thing.downstream = [{"kelurahan": MARGAHAYU, "minutes": 120}]
    wall, used = time.perf_counter(), time.process_time()
    with db.transaction() as tx:
        raise_alert(tx, stream=stream, level=1, value=450, at=NOW, now=NOW)
    wall, used = time.perf_counter() - wall, time.process_time() - used
    with db.reading() as session:
        rows = dict(session.execute(select(Outbox.key, func.count()).group_by(Outbox.key)).all())
    print(f"queued {rows}: {wall:.2f} s on the clock, {used:.2f} s of this process")


def _answer() -> None:
    waits, between, begun_cpu = [], [], time.process_time()
    for number in range(ANSWERS):
        now = NOW + timedelta(seconds=number + 1)
        with db.transaction() as tx:
            outbox.put(tx, person=people.person(tx), now=now, text="Laporan Anda kami terima.")
        begun, before, found = time.perf_counter(), 0, False
        while not found:
            with db.transaction() as tx:
                leased = outbox.lease(tx, owner="ukur", now=now, channels=("telegram",), limit=AT_ONCE)
                keys = [row.key for row in leased]
                for row in leased:
                    outbox.sent(tx, row.id, owner="ukur", now=now, external_id=None, text="")
            found = None in keys
            before += keys.index(None) if found else len(keys)
        waits.append((time.perf_counter() - begun) * 1000)
        between.append(before)
    cut = statistics.quantiles(waits, n=20)[-1]
    used = (time.process_time() - begun_cpu) / ANSWERS * 1000
    print(
        f"{ANSWERS} answers, each with its lease of {AT_ONCE} and their record: median "
        f"{statistics.median(waits):.0f} ms, p95 {cut:.0f} ms on the clock, {used:.0f} ms of this process; "
        f"warnings before an answer: at most {max(between)}"
    )


if __name__ == "__main__":
    main()
