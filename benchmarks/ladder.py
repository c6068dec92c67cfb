"""What the ladder's sweep costs beside many reports: queries, and processor time of this process.

    .venv/bin/python -m benchmarks.ladder [--database postgresql] [--reports 100000] [--due 5000]

idle: nothing is due. busy: so many clocks come to their rungs at once, as after a downtime, and are told.
"""

import argparse
import time
from datetime import datetime, timedelta

from sqlalchemy import event, select, text, update

from benchmarks.routing import NOW, database
from routing.reports import laddering
from routing.reports.filing import NewReport, file_report
from storage import db
from storage.models import Deadline, Officer, Report

LATE = NOW + timedelta(hours=221)  # all four rungs of a street light are passed
ROLES = {"petugas": "dbmsda", "kepala": "dbmsda", "operator": None, "pimpinan": None}
_COUNTED = "WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < :many)"
_REPORT = (
    "number, kind, channel, text, category_code, category_by, needs_review, agency_code, place, status,"
    " priority, urgency, urgency_why, facts, created_at, updated_at, first_answer_due, resolve_due, privacy,"
    " shielded, supporters, moved, demo"
)
_CLOCK = "clock, round, unit, office, since, spent, whole, told, stood, why, next_at"


def fill(many: int) -> None:
    """One report by its use case, the others copied from it with their clocks, none of them due."""
    with db.transaction() as tx:
        for role, agency in ROLES.items():
            tx.add(Officer(username=role, name=role, role=role, agency_code=agency, created_at=NOW))
        made = file_report(tx, NewReport("Lampu mati", "pju"), person=None, channel="web", now=NOW)
    copied = _REPORT.replace("number,", "'BKS-X-' || n,", 1)
    with db.transaction() as tx:
        tx.execute(
            text(
                f"INSERT INTO report ({_REPORT}) {_COUNTED} SELECT {copied} FROM counted, report"  # noqa: S608
                " WHERE report.id = :one"
            ),
            {"many": many - 1, "one": made.report_id},
        )
        tx.execute(
            text(
                f"INSERT INTO deadline (report_id, {_CLOCK}) SELECT report.id, {_CLOCK} FROM report, deadline"  # noqa: S608
                " WHERE deadline.report_id = :one AND report.id <> :one"
            ),
            {"one": made.report_id},
        )
    if not db.is_sqlite():
        with db.engine().connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")


def due(many: int) -> None:
    """So many clocks of the end have their rungs behind them, the others theirs far ahead."""
    with db.transaction() as tx:
        tx.execute(update(Deadline).values(next_at=NOW + timedelta(days=900)))
        some = select(Report.id).order_by(Report.id).limit(many)
        tx.execute(
            update(Deadline)
            .where(Deadline.clock == "selesai", Deadline.report_id.in_(some))
            .values(next_at=NOW)
        )


def sweep(at: datetime) -> tuple[int, int]:
    """As the timetable does it; clocks looked at, summaries written."""
    looked = 0
    while True:
        with db.transaction() as tx:
            batch = laddering.climb(tx, now=at)
        looked += batch
        if batch < laddering.BATCH:
            break
    with db.transaction() as tx:
        return looked, laddering.tell(tx, now=at)


def measured(name: str, at: datetime) -> None:
    """Print what it took."""
    sent: list[str] = []
    event.listen(db.engine(), "before_cursor_execute", lambda *given: sent.append(given[2]))
    start, wall = time.process_time(), time.monotonic()
    looked, told = sweep(at)
    took, waited = time.process_time() - start, time.monotonic() - wall
    print(
        f"{name}: {looked} clocks, {told} summaries, {len(sent)} statements,"
        f" {took * 1e3:.0f} ms of processor, {waited * 1e3:.0f} ms on the clock"
    )


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    options.add_argument("--reports", type=int, default=100_000)
    options.add_argument("--due", type=int, default=5_000)
    chosen = options.parse_args()
    with database(chosen.database):
        fill(chosen.reports)
        measured(f"idle beside {chosen.reports} reports on {chosen.database}", NOW)
        due(chosen.due)
        measured(f"busy with {chosen.due} due", LATE)


if __name__ == "__main__":
    main()
