"""PostgreSQL databases that go from test to test: emptied in less time than one is copied and dropped."""

import itertools
from contextlib import suppress

import psycopg
from psycopg import sql

from tests.servers import Postgres

MOST_USES = 40  # what is deleted is not cleaned away: a new copy before the tables swell
# Which tables, columns, triggers … are ours, and since when: another answer after any change of them, and
# after ANALYZE, whose figures would choose the plans of the next test.
_OURS = {
    "class": "oid", "attribute": "attrelid", "constraint": "oid", "index": "indexrelid", "trigger": "oid",
    "proc": "oid", "statistic": "starelid",
}  # fmt: skip
_SHAPE = " UNION ALL ".join(
    f"SELECT '{of}', count(*), max(xmin::text::bigint) FROM pg_{of} WHERE {oid} >= 16384"  # noqa: S608
    for of, oid in _OURS.items()
)
_TABLES = "FROM pg_class WHERE relnamespace = 'public'::regnamespace"
_NAMES = f"SELECT oid::regclass::text {_TABLES} AND relkind = 'r'"  # noqa: S608 - our own names
# Only what was ever written to is opened: most of the cost would be a look at each of a thousand relations.
_EMPTY = f"""
DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT oid, relkind {_TABLES}
               AND (relkind = 'p' OR relkind = 'r' AND pg_relation_size(oid) > 0) LOOP
        IF one.relkind = 'r' THEN
            EXECUTE format('DELETE FROM ONLY %s', one.oid::regclass);
        END IF;
        PERFORM setval(seqrelid::regclass, seqstart, false)
        FROM pg_depend JOIN pg_sequence ON seqrelid = objid
        WHERE refclassid = 'pg_class'::regclass AND refobjid = one.oid AND deptype IN ('a', 'i');
    END LOOP;
END $$
"""  # noqa: S608 - our own names
_ALONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class SpareDatabases:
    """Those of one server, made from a migrated template."""

    def __init__(self, server: Postgres, template: str, *, name: str = "sorot") -> None:
        self._server, self._template = server, template
        self._names = (f"{name}_{number}" for number in itertools.count())
        self._uses: dict[str, int] = {}
        self._spare: list[str] = []
        self._open: dict[str, psycopg.Connection] = {}
        connection = self._connection(self._made())
        self._shape = connection.execute(_SHAPE).fetchall()
        tables = [name for (name,) in connection.execute(_NAMES)]
        self._rows = {name: rows for name in tables if (rows := _copied(connection, name))}
        self._spare.extend(self._uses)

    def take(self) -> str:
        """The name of one that is as it was migrated."""
        name = self._spare.pop() if self._spare else self._made()
        self._uses[name] += 1
        return name

    def give_back(self, name: str) -> None:
        """It is another test's now; it goes when its shape was changed or it was used often enough."""
        kept = False
        with suppress(psycopg.Error):
            kept = self._uses[name] < MOST_USES and self._emptied(name)
        if kept:
            self._spare.append(name)
            return
        if name in self._open:
            self._open.pop(name).close()
        self._server.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _made(self) -> str:
        name = next(self._names)
        self._server.run(f"CREATE DATABASE {name} TEMPLATE {self._template} STRATEGY FILE_COPY")
        self._uses[name] = 0
        return name

    def _emptied(self, name: str) -> bool:
        connection = self._connection(name)
        while connection.execute(_ALONE).fetchone():
            pass
        if connection.execute(_SHAPE).fetchall() != self._shape:
            return False
        connection.execute(_EMPTY)
        for table, rows in self._rows.items():
            with connection.cursor().copy(_copying(table, "FROM STDIN")) as copy:
                copy.write(rows)
        return True

    def _connection(self, name: str) -> psycopg.Connection:
        """It stays open from test to test: a new one would read all the tables' descriptions anew."""
        if name not in self._open or self._open[name].closed:
            url = self._server.url(name).replace("+psycopg", "")
            self._open[name] = psycopg.connect(url, autocommit=True)
            self._open[name].execute("SET session_replication_role = replica")  # asks no trigger, no key
        return self._open[name]


def _copied(connection: psycopg.Connection, table: str) -> bytes:
    with connection.cursor().copy(_copying(table, "TO STDOUT")) as copy:
        return b"".join(copy)


def _copying(table: str, way: str) -> sql.Composed:
    return sql.SQL("COPY {} {}").format(sql.SQL(table), sql.SQL(way))
