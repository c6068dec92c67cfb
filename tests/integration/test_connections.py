"""Connections: looks without a transaction, and ones that died while they lay unused."""

import os
import socket
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, text

from storage import db, inbox
from storage.models import Inbox

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def receive(external_id: str) -> None:
    with db.transaction() as tx:
        inbox.add(tx, channel="web", external_id=external_id, sender="7", payload={}, now=NOW)


@pytest.mark.usefixtures("database")
def test_a_glance_sees_what_was_written_since_the_last_one() -> None:
    with db.glancing() as session:
        assert session.scalar(select(func.count(Inbox.id))) == 0
        receive("1")
        assert session.scalar(select(func.count(Inbox.id))) == 1


@pytest.mark.usefixtures("database")
def test_after_a_glance_a_transaction_is_one_again() -> None:
    with db.glancing() as session:
        session.scalar(select(func.count(Inbox.id)))
    with pytest.raises(RuntimeError, match="mid-way"), db.transaction() as tx:
        inbox.add(tx, channel="web", external_id="1", sender="7", payload={}, now=NOW)
        raise RuntimeError("mid-way")
    with db.reading() as session:
        assert session.scalar(select(func.count(Inbox.id))) == 0


def test_a_connection_that_died_unused_is_replaced(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.configure(postgres_url)
    with db.reading() as ours, db.reading() as other:
        died = ours.scalar(text("SELECT pg_backend_pid()"))
        other.execute(text("SELECT 1"))
    # Both are back in the pool; a third connection ends one of them behind its back.
    helper = db.engine().execution_options(isolation_level="AUTOCOMMIT")
    with helper.connect() as first, helper.connect() as second:
        pids = [c.scalar(text("SELECT pg_backend_pid()")) for c in (first, second)]
        killer = second if pids[0] == died else first
        assert killer.scalar(text("SELECT pg_terminate_backend(:pid, 9000)"), {"pid": died})
    monkeypatch.setattr(db, "TRUSTED", 0.0)
    with db.reading() as one, db.reading() as two:
        found = {session.scalar(text("SELECT pg_backend_pid()")) for session in (one, two)}
    db.dispose()
    assert died not in found
    assert len(found) == 2


@pytest.mark.parametrize(
    ("asked", "given"),
    [("", "30000"), ("?options=-c%20tcp_user_timeout%3D5s", "5000"), ("?pooled=true", "0")],
)
def test_postgresql_gives_a_silent_machine_up_unless_the_city_or_a_pooler_says_otherwise(
    postgres_url: str, asked: str, given: str
) -> None:
    db.configure(postgres_url + asked)
    with db.reading() as session:
        assert session.scalar(text("SHOW tcp_user_timeout")) == given
        connection = session.connection().connection.driver_connection
        assert connection is not None
        with socket.socket(fileno=os.dup(connection.fileno())) as ours:
            assert ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 30_000
    db.dispose()
