"""What the database itself needs: rows to clear away, indexes nobody uses or that are broken."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import text
from sqlalchemy.orm import Session

from storage import db

MUCH, SHARE = 50_000, 0.2  # dead rows, and of all: from both on VACUUM is worth a thought
LARGE = 100 * 2**20  # bytes of an index
SCANNED = 100_000  # rows read by one scan of a whole table, on average
OLD = 1_000_000_000  # transactions; PostgreSQL stops at two thousand million
FREE_SHARE = 0.25  # of SQLite's file


@dataclass(frozen=True)
class Advice:
    """One thing to do with the database. code: its sentences' key."""

    code: str
    told: dict[str, str | int] = field(default_factory=dict)


def advise(session: Session) -> list[Advice]:
    """What is worth doing; reads statistics alone, and changes nothing."""
    return list(_sqlite(session) if db.is_sqlite() else _postgresql(session))


def _sqlite(session: Session) -> Iterator[Advice]:
    names = ("page_count", "freelist_count", "page_size")
    pages, free, page = (int(session.scalar(text(f"PRAGMA {name}")) or 0) for name in names)
    if free * page > LARGE and free > FREE_SHARE * pages:
        yield Advice("advice-vacuum-file", {"mb": free * page // 2**20})
    known = session.scalar(text("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'"))
    if pages * page > LARGE and not known:
        yield Advice("advice-analyze", {"table": "semua tabel"})


_TABLES = """
SELECT relname, n_live_tup, n_dead_tup, seq_scan, seq_tup_read,
       coalesce(last_analyze, last_autoanalyze) IS NULL AS never
FROM pg_stat_user_tables ORDER BY relname
"""
_UNUSED = """
SELECT i.indexrelname, pg_relation_size(i.indexrelid) AS bytes
FROM pg_stat_user_indexes i JOIN pg_index x USING (indexrelid)
WHERE i.idx_scan = 0 AND NOT x.indisunique AND pg_relation_size(i.indexrelid) > :large ORDER BY 1
"""
_INVALID = """
SELECT c.relname FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid WHERE NOT x.indisvalid ORDER BY 1
"""
_AGE = "SELECT age(datfrozenxid) FROM pg_database WHERE datname = current_database()"
_OFF = "SELECT count(*) FROM pg_settings WHERE name IN ('autovacuum', 'fsync') AND setting = 'off'"


def _postgresql(session: Session) -> Iterator[Advice]:
    for name, live, dead, scans, scanned, never in session.execute(text(_TABLES)):
        if dead > MUCH and dead > SHARE * (live + dead):
            yield Advice("advice-vacuum", {"table": name, "many": dead})
        if never and live > MUCH:
            yield Advice("advice-analyze", {"table": name})
        if scans > 100 and scanned / scans > SCANNED:
            yield Advice("advice-scans", {"table": name, "many": scans})
    for name, many in session.execute(text(_UNUSED), {"large": LARGE}):
        yield Advice("advice-unused", {"index": name, "mb": many // 2**20})
    for (name,) in session.execute(text(_INVALID)):
        yield Advice("advice-invalid", {"index": name})
    if (age := session.scalar(text(_AGE)) or 0) > OLD:
        yield Advice("advice-freeze", {"many": age // 1_000_000})
    if session.scalar(text(_OFF)):
        yield Advice("advice-off")
