"""D7: whatever is done to the event log, the audit names the first bad event; writers never break it."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from storage import db, events
from storage.event_kinds import EventKind
from storage.trace import admitted, audit, catching_up, chain, heads, tree
from storage.trace.audit import Wrong

NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
MANY = 160
SIGNER = heads.Signer("a secret of at least thirty-two characters")


def write(count: int, *, each: int = 50, reason: str = "") -> None:
    done = 0
    while done < count:
        with db.transaction() as tx:
            for _ in range(min(each, count - done)):
                done += 1
                data = {"value": done / 4, "words": "air naik ↑", "deep": [{"b": None, "a": True}]}
                at = NOW + timedelta(seconds=done, microseconds=done % 3)
                events.record(tx, kind=EventKind.SENSOR_READING, actor="sensor", now=at, data=data,
                              reason=reason or ("Dijadwalkan." if done % 5 == 0 else ""))  # fmt: skip


def verified(*given: heads.Head, leaves: bytes | None = None) -> audit.Verified:
    with db.reading() as session:
        return audit.verify(session, given, leaves=leaves)


def head() -> heads.Head:
    with db.reading() as session:
        made = heads.current(session, SIGNER, now=NOW)
    assert made is not None
    return made


def tamper(*statements: str) -> None:
    """Somebody with the database's password."""
    with db.engine().begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


@pytest.mark.usefixtures("database")
def test_an_untouched_log_is_whole_and_an_edited_event_is_named() -> None:
    write(MANY)
    found = verified(head())
    assert (found.fault, found.size, found.heads) == (None, MANY, 1)
    tamper("UPDATE event SET data = '{\"value\": 9}' WHERE seq = 123")
    fault = verified().fault
    assert fault is not None
    assert (fault.seq, fault.wrong) == (123, Wrong.CHANGED)


COLUMNS = "at, kind, actor, data"
NEW_ROW = f"INSERT INTO event (seq, {COLUMNS}) SELECT {{seq}}, {COLUMNS} FROM event WHERE seq = 7"
COPIED = "UPDATE event SET trace = (SELECT trace FROM event WHERE seq = 9) WHERE seq = 11"
SHIFT = "UPDATE event SET seq = -seq WHERE seq >= {seq}"
BACK = "UPDATE event SET seq = {by} - seq WHERE seq < 0"
TAMPERED: dict[str, tuple[list[str], int, Wrong]] = {
    "an edited payload": (["UPDATE event SET data = '{\"value\": 9}' WHERE seq = 123"], 123, Wrong.CHANGED),
    "an edited actor": (["UPDATE event SET actor = 'petugas:1' WHERE seq = 1"], 1, Wrong.CHANGED),
    "an edited time": (["UPDATE event SET at = (SELECT at FROM event WHERE seq = 9) WHERE seq = 155"], 155,
                       Wrong.CHANGED),
    "edited words": (["UPDATE event_reason SET text = 'Tidak jadi.' WHERE event_seq = 50"], 50, Wrong.WORDS),
    "words without their key": (["UPDATE event_reason SET text = '', key = NULL WHERE event_seq = 50"], 50,
                                Wrong.WORDS),
    "removed words": (["DELETE FROM event_reason WHERE event_seq = 50"], 50, Wrong.CHANGED),
    "a deleted row": (["DELETE FROM event WHERE seq = 128"], 128, Wrong.REMOVED),
    "a row deleted and the rest renumbered": (
        ["DELETE FROM event WHERE seq = 128", SHIFT.format(seq=129), BACK.format(by=-1)], 128, Wrong.MOVED),
    "the first row deleted": (["DELETE FROM event WHERE seq = 1"], 1, Wrong.REMOVED),
    "two rows that changed places": (
        [SHIFT.format(seq=31) + " AND seq < 33", "UPDATE event SET seq = 63 + seq WHERE seq < 0"],
        31, Wrong.MOVED),
    "an inserted row": (
        [SHIFT.format(seq=101), BACK.format(by=1), NEW_ROW.format(seq=101)], 101, Wrong.INSERTED),
    "a row before the first": ([NEW_ROW.format(seq=0)], 0, Wrong.INSERTED),
    "a row after the last": ([NEW_ROW.format(seq=MANY + 1)], MANY + 1, Wrong.INSERTED),
    "a row after the last, numbered": (
        [NEW_ROW.format(seq=MANY + 1), "UPDATE counter SET value = value + 1 WHERE name = 'event'"], MANY + 1,
        Wrong.INSERTED),
    "a row with the hashes of another": ([COPIED], 11, Wrong.CHANGED),
    "the last rows gone": (["DELETE FROM event WHERE seq > 130"], 131, Wrong.TRUNCATED),
    "the last rows gone, and the counter set back": (
        ["DELETE FROM event WHERE seq > 130", "UPDATE counter SET value = 130 WHERE name = 'event'"], 131,
        Wrong.TRUNCATED),
}  # fmt: skip


@pytest.mark.parametrize("deed", TAMPERED)
def test_the_first_bad_event_is_named(deed: str, sqlite_url: str) -> None:
    db.configure(sqlite_url)
    write(MANY)
    statements, seq, wrong = TAMPERED[deed]
    with db.engine().connect() as connection:  # as the sqlite3 program does it: references are not looked at
        raw: Any = connection.connection.dbapi_connection
        raw.execute("PRAGMA foreign_keys=OFF")
        for statement in statements:
            raw.execute(statement)
        raw.execute("PRAGMA foreign_keys=ON")
    found = verified()
    assert found.fault is not None
    assert (found.fault.seq, found.fault.wrong) == (seq, wrong)


def as_if_never(keep: int, *, change: int | None = None) -> None:
    """The perfect forger: other events, with all hashes, counters and keys as if they had always been so."""
    with db.engine().begin() as connection:
        connection.execute(text(f"DELETE FROM event_reason WHERE event_seq > {keep}"))
        connection.execute(text(f"DELETE FROM event WHERE seq > {keep}"))
        if change:
            connection.execute(text(f"UPDATE event SET actor = 'sistem' WHERE seq = {change}"))
        connection.execute(text("UPDATE event SET trace = NULL"))
        connection.execute(text(f"UPDATE counter SET value = {keep}, peaks = NULL WHERE name = 'event'"))
    catching_up.run()
    assert verified().fault is None


@pytest.mark.usefixtures("database")
def test_a_log_cut_off_without_a_trace_is_named_by_an_exported_head() -> None:
    write(MANY)
    exported = head()
    without_words()
    as_if_never(130)
    fault = verified(exported).fault
    assert fault is not None
    assert (fault.seq, fault.wrong) == (131, Wrong.TRUNCATED)


@pytest.mark.usefixtures("database")
def test_a_log_written_anew_with_all_its_hashes_is_named_by_heads_and_leaves(tmp_path: Path) -> None:
    without_words()
    write(100, reason="-")
    first = head()
    write(100, reason="-")
    with db.reading() as session:
        heads.write_daily(tmp_path, session, SIGNER, now=NOW)
    second = head()
    leaves = heads.leaves(tmp_path, second)
    as_if_never_keeping_words(change=150)
    fault = verified(first, second).fault
    assert fault is not None
    assert (fault.seq, fault.wrong) == (101, Wrong.REWRITTEN)  # between the two heads
    fault = verified(first, second, leaves=leaves).fault
    assert fault is not None
    assert fault.seq == 150


def without_words() -> None:
    """Events' words get new keys when they are chained anew; the forger leaves them out."""
    tamper("DELETE FROM event_reason")


def as_if_never_keeping_words(change: int) -> None:
    with db.engine().begin() as connection:
        kept: dict[int, bytes] = dict(
            connection.execute(text("SELECT event_seq, mac FROM event_reason")).all()
        )
        connection.execute(text(f"UPDATE event SET actor = 'sistem' WHERE seq = {change}"))
        rows = connection.execute(audit._log()).mappings().all()
        made = [dict(row) for row in rows]
        words = [{"event_seq": seq, "mac": mac} for seq, mac in kept.items()]
        peaks = chain.link(made, words, size=0, peaks=b"")
        for row in made:
            connection.execute(
                text("UPDATE event SET trace = :trace WHERE seq = :seq"),
                {"trace": row["trace"], "seq": row["seq"]},
            )
        connection.execute(text("UPDATE counter SET peaks = :peaks WHERE name = 'event'"), {"peaks": peaks})
    assert verified().fault is None


@pytest.mark.usefixtures("database")
def test_erased_words_leave_the_chain_whole_and_an_unannounced_erasure_does_not() -> None:
    write(60)
    with db.transaction() as tx:
        admitted.erase_words(tx, {10: "[nama] sudah dihubungi", 15: ""}, now=NOW)
    assert verified().fault is None
    with db.reading() as session:
        assert events.reason_of(session, 10) == "[nama] sudah dihubungi"
    tamper("UPDATE event_reason SET key = NULL WHERE event_seq = 20")
    fault = verified().fault
    assert fault is not None
    assert (fault.seq, fault.wrong) == (20, Wrong.WORDS)


@pytest.mark.usefixtures("database")
def test_an_event_dressed_up_as_a_cleared_demo_is_named() -> None:
    write(60)
    with db.transaction() as tx:
        data = {"events": [[11, 12]]}
        events.record(tx, kind=EventKind.DEMO_CLEARED, actor="sistem", now=NOW, data=data)
    tamper("UPDATE event SET kind = 'demo_gone', actor = 'sistem', data = '{}' WHERE seq IN (11, 12, 13)")
    fault = verified().fault
    assert fault is not None
    assert fault.seq == 13


@pytest.mark.usefixtures("database")
def test_eight_writers_make_one_unbroken_chain() -> None:
    failed: list[BaseException] = []

    def writer(number: int) -> None:
        try:
            for turn in range(100):
                with db.transaction() as tx:
                    for _ in range(turn % 9 + 1):
                        events.record(tx, kind=EventKind.SENSOR_READING, actor="sensor", now=NOW,
                                      data={"writer": number, "turn": turn})  # fmt: skip
        except Exception as error:  # noqa: BLE001 - of a thread: told below
            failed.append(error)

    threads = [threading.Thread(target=writer, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    found = verified()
    assert (found.fault, found.size) == (None, 8 * sum(turn % 9 + 1 for turn in range(100)))


@pytest.mark.usefixtures("database")
def test_a_change_that_is_rolled_back_leaves_no_link() -> None:
    write(10)
    with pytest.raises(RuntimeError), db.transaction() as tx:
        events.record(tx, kind=EventKind.SENSOR_READING, actor="sensor", now=NOW)
        raise RuntimeError
    write(10)
    assert (verified().fault, verified().size) == (None, 20)


@pytest.fixture
def unchained(database: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """A log written by the release before the chain."""

    def make(count: int) -> None:
        write(count)
        tamper("UPDATE event SET trace = NULL", "UPDATE event_reason SET key = NULL, mac = NULL",
               "UPDATE counter SET peaks = NULL")  # fmt: skip

    monkeypatch.setattr(catching_up, "AT_ONCE", 40)
    return make


def test_an_old_log_is_chained_in_steps_while_new_events_come(unchained: Callable[[int], None]) -> None:
    unchained(110)
    assert (verified().fault, verified().waiting) == (None, 110)
    assert catching_up.run(most=1) == 40  # and the process is killed here
    write(5)
    assert (verified().fault, verified().size, verified().waiting) == (None, 40, 75)
    assert catching_up.run() == 75
    write(5)
    assert (verified().fault, verified().size, verified().waiting) == (None, 120, 0)
    assert catching_up.run() == 0


def test_a_gap_in_an_old_log_is_named_and_stops_nobody(unchained: Callable[[int], None]) -> None:
    unchained(50)
    tamper("DELETE FROM event_reason WHERE event_seq = 30", "DELETE FROM event WHERE seq = 30")
    with pytest.raises(chain.Missing) as missing:
        catching_up.run()
    assert missing.value.seq == 30
    write(1)
    fault = verified().fault
    assert fault is not None
    assert fault.seq == 30


def root_at(session: Session, size: int) -> bytes:
    """The tree's root when it had `size` events, from what the rows keep."""
    names = tree.peaks_at(size)
    reader = chain.Reader(session)
    for name in names:
        reader.want(*name)
    reader.read()
    return tree.root_of([reader.node(*name) for name in names])


@pytest.mark.usefixtures("database")
def test_proofs_out_of_the_rows_hold_at_every_size() -> None:
    write(37, each=7)
    with db.reading() as session:
        for size in (1, 2, 8, 21, 37):
            root = root_at(session, size)
            paths = chain.inclusions(session, range(1, size + 1), size)
            rows = session.execute(text("SELECT seq, trace FROM event ORDER BY seq")).all()
            for (seq, trace), path in zip(rows, paths, strict=False):
                assert tree.includes(bytes(trace)[: tree.HASH], seq - 1, size, path, root)
            old = root_at(session, 1)
            assert tree.extends(1, size, old, root, chain.consistency(session, 1, size))
