"""A city of many reports: what the generator makes of it, and that no page reads a whole table of it.

With `enable_seqscan` off PostgreSQL reads a table whole only where no index leads anywhere: so few rows tell
what it would have to do with a million. Making the city, the application and asking twice for its pages takes
10 s of processor time.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select, text
from starlette.testclient import TestClient

from benchmarks import pages
from routing.city.catalogue import catalogue
from routing.domain import numbers
from routing.domain.lifecycle import OPEN
from sorot.demo import many
from storage import clock, db
from storage.models import Event, Report, ReportWords
from tests.factories import city

REPORTS, BASE = 700, 50
WATCHED = frozenset({"report", "event", "outbox", "inbox", "observation", "message", "person"})
MOST_STATEMENTS = {
    "surat pagi": 24,
    "kesehatan": 24,
    "dinding": 17,
    "dinding, anew": 17,
    "layar besar": 18,
    "laporan": 4,
    "laporan umum": 6,
}
OTHERS = 14


@pytest.fixture(scope="module")
def grown(postgres: Any, postgres_template: str) -> Iterator[None]:
    """The city on a database of its own."""
    postgres.run(f"CREATE DATABASE grown TEMPLATE {postgres_template}")
    db.configure(postgres.url("grown"))
    with db.transaction() as tx:
        city.load(tx)
    many.make_many(REPORTS, base=BASE)
    yield
    db.dispose()
    postgres.run("DROP DATABASE grown")


def test_the_generator_makes_two_years_as_reports_are(grown: None) -> None:
    now = clock.now()
    with db.reading() as session:
        rows = session.execute(select(Report.number, Report.status, Report.created_at, Report.demo)).all()
        prefix = catalogue(session).number_prefix
        seqs = session.execute(select(func.count(), func.max(Event.seq))).one()
        words = session.scalar(select(func.count()).select_from(ReportWords))
    assert len(rows) == words == REPORTS
    assert seqs[0] == seqs[1]  # no gap in the log
    assert all(str(numbers.parse(row.number, prefix)) == row.number for row in rows)
    assert all(row.demo and row.created_at <= now for row in rows)
    assert max(now - row.created_at for row in rows) > timedelta(days=many.DAYS - 100)
    still = [row for row in rows if row.status in OPEN]
    assert 0 < len(still) < REPORTS / 4
    assert max(now - row.created_at for row in still) < timedelta(days=many.YOUNG + 2)
    hours = Counter(row.created_at.astimezone(clock.LOCAL).hour for row in rows)
    assert sum(hours[hour] for hour in range(6, 21)) > REPORTS / 2
    with pytest.raises(many.NotEmpty):
        many.make_many(REPORTS)


def test_no_page_reads_a_whole_table_or_asks_too_often(grown: None, tmp_path: Path) -> None:
    browsers = pages.browsers(pages.application(tmp_path))
    for asked in pages.main_pages(pages.newest_number()):
        statements = _statements(browsers[asked.who], asked.address)
        assert len(statements) <= MOST_STATEMENTS.get(asked.name, OTHERS), (asked, len(statements))
        found = [(scan, sql[-400:]) for sql, values in statements for scan in _whole(sql, values)]
        assert found == [], asked
    assert _whole("SELECT text FROM report WHERE place = ''", {})  # and it sees one where there is one


def _statements(client: TestClient, address: str) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, values: Any, *___: Any) -> None:
        if statement.lstrip()[:6].upper() in ("SELECT", "WITH R"):
            found.append((statement, values))

    client.get(address)
    event.listen(db.engine(), "before_cursor_execute", note)
    try:
        assert client.get(address).status_code == 200, address
    finally:
        event.remove(db.engine(), "before_cursor_execute", note)
    return found


def _whole(statement: str, values: Any) -> list[str]:
    """The watched tables that the statement would read from end to end."""
    with db.engine().connect() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).scalar_one()
    return list(_scans(plan[0]["Plan"]))


def _scans(node: dict[str, Any]) -> Iterator[str]:
    table = str(node.get("Relation Name", "")).split("_20")[0].removesuffix("_rest")  # a month of readings
    if table in WATCHED and node["Node Type"] == "Seq Scan":
        yield f"{table} {node.get('Filter', '')}"
    for part in node.get("Plans", ()):
        yield from _scans(part)
