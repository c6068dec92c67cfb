"""A database without room or without a server makes messages wait; it never makes them dead letters."""

import sqlite3
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot import handle as handling
from storage import db, inbox
from storage.away import is_away
from storage.db import transaction
from storage.models import Inbox
from tests.factories import city
from tests.fakes.engines import KeywordEngine
from tests.fakes.outgoing import START, Clock


def test_a_row_waits_for_the_database_as_often_as_it_must(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction() as tx:
        city.load(tx)
        payload = {"id": "pesan-0001", "sender": "a" * 64, "at": START.isoformat(), "text": "halo"}
        row, _ = inbox.add(
            tx, channel="web", external_id="x", sender="a" * 64, payload=payload, now=START
        )  # fmt: skip

    def full(*args: object, **rest: object) -> None:
        raise OperationalError("INSERT", {}, psycopg.errors.DiskFull("no space left on device"))

    clock = Clock()
    monkeypatch.setattr(handling, "_answer", full)
    for _ in range(3 * inbox.MAX_ATTEMPTS):
        clock.go(600)
        assert not handling.handle(row, engine=KeywordEngine(), clock=clock)
    with db.reading() as session:
        assert session.execute(select(Inbox.status, Inbox.attempts)).one() == ("new", 0)
    monkeypatch.undo()
    assert handling.handle(row, engine=KeywordEngine(), clock=clock)


@pytest.mark.parametrize("state", ["08006", "53100", "53300", "57P01", "57P03", None])
def test_no_server_no_space_and_no_connection_are_known(state: str | None) -> None:
    assert is_away(OperationalError("SELECT 1", {}, _failure(state)))


@pytest.mark.parametrize("state", ["40P01", "57014", "22001"])
def test_what_may_be_the_messages_own_fault_is_counted(state: str) -> None:
    assert not is_away(OperationalError("SELECT 1", {}, _failure(state)))
    assert not is_away(ValueError("bukan basis data"))


def test_what_a_resident_wrote_stands_in_no_fault_and_so_in_no_log(database: str) -> None:
    with pytest.raises(DBAPIError) as wrong, transaction() as tx:
        tx.execute(text("INSERT INTO tidak_ada VALUES (:said)"), {"said": "nomor saya 0812"})
    assert "0812" not in str(wrong.value)
    assert "tidak_ada" in str(wrong.value)


def _failure(state: str | None) -> psycopg.Error:
    return psycopg.OperationalError() if state is None else psycopg.errors.lookup(state)()


def test_a_full_and_a_lost_sqlite_file_are_known(tmp_path: Path) -> None:
    engine = db.configure(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (x)"))
        connection.execute(text("PRAGMA max_page_count = 3"))
        with pytest.raises(DBAPIError) as full:
            connection.execute(text("INSERT INTO t VALUES (zeroblob(100000))"))
    assert is_away(full.value)
    with pytest.raises(DBAPIError) as wrong, engine.begin() as connection:
        connection.execute(text("SELECT * FROM tidak_ada"))
    assert not is_away(wrong.value)
    db.dispose()
    lost = OperationalError("x", {}, sqlite3.OperationalError("unable to open database file"))
    assert not is_away(lost)  # without SQLite's own code it is not guessed by words
