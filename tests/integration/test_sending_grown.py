"""Years of messages behind it, the sender finds at once what waits, on a day no statistics foresaw too."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from storage import db
from storage.models import Outbox, Person
from storage.models.base import table_of
from storage.notice_kinds import Notice
from storage.outbox import SentAs
from storage.outbox_lease import _DUE, _WAITS
from storage.statements import Statement
from tests.fakes.outgoing import START

SENT, WARNINGS, ANSWERS = 4_000, 2_000, 300
MOST_ROWS = 60  # taken in hand for one message; those that wait are 2,300
ASKED = {"due": START + timedelta(seconds=1), "channel": "telegram"}


@pytest.fixture
def flooded(database: str) -> None:
    """Statistics that know of sent messages alone, and then a flood."""
    _queue(1, SENT, status="sent", key=None)
    if not db.is_sqlite():
        with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as plain:
            plain.exec_driver_sql("ANALYZE")
    _queue(SENT + 1, WARNINGS, status="queued", key=Notice.WARNING.value)
    _queue(SENT + WARNINGS + 1, ANSWERS, status="queued", key=None)


def _queue(first: int, many: int, **said: Any) -> None:
    """A message to each of so many people, whose numbers begin with `first`."""
    people = [
        {
            "id": n,
            "channel": "telegram",
            "address": str(n),
            "created_at": START,
            "locale": "id",
            "demo": False,
        }
        for n in range(first, first + many)
    ]
    same = {"channel": "telegram", "args": {}, "extras": {}, "attempts": 0, "text": "x", **said}
    with db.transaction() as tx:
        tx.execute(insert(table_of(Person)), people)
        rows = [{"person_id": one["id"], "next_try_at": START, "created_at": START, **same} for one in people]
        tx.execute(insert(table_of(Outbox)), rows)


def _plan(session: Session, asked: Statement, **values: Any) -> tuple[str, float]:
    """How the database answers: on SQLite in words, on PostgreSQL as the number of rows it took in hand."""
    asked.rows(session, **values)
    written = asked._written[session.connection().dialect]
    how = "EXPLAIN QUERY PLAN" if db.is_sqlite() else "EXPLAIN (ANALYZE, FORMAT JSON)"
    if not db.is_sqlite():  # so few rows are read whole sooner than by an index
        session.execute(text("SET LOCAL enable_seqscan = off"))
    driver = session.connection().connection.dbapi_connection
    assert driver is not None
    cursor = driver.cursor()
    cursor.execute(f"{how} {written.text}", written.given(values))
    found = cursor.fetchall()
    if db.is_sqlite():
        return " ".join(row[3] for row in found), 0
    return "", sum(_rows(found[0][0][0]["Plan"]))


def _rows(node: dict[str, Any]) -> Iterator[float]:
    """How many rows each step of a plan took in hand."""
    dropped = sum(node.get(f"Rows Removed by {what}", 0) for what in ("Filter", "Join Filter"))
    yield (node["Actual Rows"] + dropped) * node["Actual Loops"]
    for inner in node.get("Plans", ()):
        yield from _rows(inner)


@pytest.mark.parametrize("kind", [SentAs.ANSWER, SentAs.WARNING])
def test_one_message_is_found_without_going_through_all_that_waits(flooded: None, kind: SentAs) -> None:
    """2,000 answers beside 20,000 warnings: 16 s for each message, in the database of a million reports."""
    with db.transaction() as tx:
        words, rows = _plan(tx, _DUE[kind], most=1, **ASKED)
    assert rows < MOST_ROWS
    assert "TEMP B-TREE" not in words
    assert not words or "ix_outbox_waiting_of_person" in words


def test_a_glance_for_a_platform_with_nothing_to_send_goes_through_nothing(flooded: None) -> None:
    asked = {**ASKED, "channel": "whatsapp"}
    with db.transaction() as tx:
        assert not _WAITS.value(tx, **asked)
        words, rows = _plan(tx, _WAITS, **asked)
    assert rows < MOST_ROWS
    assert not words or "ix_outbox_waiting_answers" in words
    assert not words or "ix_outbox_waiting_notices" in words
