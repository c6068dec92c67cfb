"""How many reports stand in which status, kept by the database itself: nobody counts them to show it.

Triggers write down every change (`report_tally`: so many more of this status and kind), in the transaction
that makes it and whoever makes it; nothing is locked and nothing waits. What is written down is summed when
it is asked for, put together by the timetable, and once a day held against the reports themselves.
"""

from collections import Counter

from sqlalchemy import delete, func, insert, select, union_all
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from storage.models import Report, ReportTally
from storage.models.base import table_of

TALLY = table_of(ReportTally)


def by_status(session: Session, *, without: str) -> dict[str, int]:
    """How many there are in each status that occurs, those of the kind `without` left out."""
    many = func.sum(TALLY.c.many)
    asked = select(TALLY.c.status, many).where(TALLY.c.kind != without).group_by(TALLY.c.status)
    return {status: int(count) for status, count in session.execute(asked.having(many != 0))}


def fold(connection: Connection) -> None:
    """Put together what was written down: a line for each status and kind. Others may write meanwhile."""
    gone = connection.execute(delete(TALLY).returning(TALLY.c.status, TALLY.c.kind, TALLY.c.many)).all()
    sums: Counter[tuple[str, str]] = Counter()
    for status, kind, many in gone:
        sums[status, kind] += many
    _add(connection, sums)


def wrong(connection: Connection) -> Counter[tuple[str, str]]:
    """By how much the tallies are less than the reports, by (status, kind): one statement, one moment."""
    report = table_of(Report)
    counted = select(report.c.status, report.c.kind, func.count().label("many"))
    counted = counted.group_by(report.c.status, report.c.kind)
    both = union_all(counted, select(TALLY.c.status, TALLY.c.kind, -TALLY.c.many)).subquery()
    off = func.sum(both.c.many)
    asked = select(both.c.status, both.c.kind, off).group_by(both.c.status, both.c.kind).having(off != 0)
    return Counter({(status, kind): int(many) for status, kind, many in connection.execute(asked)})


def repair(connection: Connection) -> dict[tuple[str, str], int]:
    """Hold the tallies against the reports and right what is wrong; what that was."""
    found = wrong(connection)
    _add(connection, found)
    return dict(found)


def _add(connection: Connection, sums: Counter[tuple[str, str]]) -> None:
    rows = [{"status": status, "kind": kind, "many": many} for (status, kind), many in sums.items() if many]
    if rows:
        connection.execute(insert(TALLY), rows)
