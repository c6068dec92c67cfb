"""The database: one engine a process, one way to write (`transaction`) and one to read (`reading`)."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session

from storage import events, sql_figures, statements

log = logging.getLogger(__name__)

POOLED = "pooled"  # in the database's URL
# After half a minute without a sign of the other machine each side gives a connection up, and PostgreSQL what
# was locked by it: else a host without power keeps that for a quarter of an hour, or for two hours.
GIVEN_UP: dict[str, Any] = {
    "tcp_user_timeout": 30_000,  # milliseconds; the others: seconds
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "connect_timeout": 10,
}
GIVEN_UP_THERE = "-c tcp_user_timeout=30s -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5"
TRUSTED = 1.0  # seconds after its last use in which a connection is taken to live
STATEMENTS_KEPT = 500  # a SQLite connection reads no statement twice; its usual 128 are fewer than we have
PREPARED_AFTER = 5  # uses; PostgreSQL then keeps the statement's plan with the connection
_engine: Engine | None = None
_reader: Engine | None = None  # the same connections, opened for reading
_glancer: Engine | None = None  # and with no transaction around their statements
# SQLite lets one writer in at a time and lets the others poll; queueing here instead is fair and quicker.
_sqlite_writers = threading.Lock()
_held = threading.local()  # how long this thread's last turn took
LONG = 0.25  # seconds
GIVEN_WAY = 0.15  # seconds; SQLite looks again after 0.1 at the latest


class NotConfigured(RuntimeError):
    """`configure()` was not called before the database was used."""


def configure(url: str) -> Engine:
    """Make `url` the database of this process and return its engine.

    `sqlite:///PATH` and `postgresql://…` (psycopg 3) are known; calling again replaces the earlier one. With
    `?pooled=true` a pooler stands between (PgBouncer in transaction mode): nothing may outlive a transaction.
    """
    global _engine, _reader, _glancer
    dispose()
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        _engine = _sqlite(url)
        _glancer = _engine.execution_options(sorot_glance=True)
    else:
        parsed = parsed.set(drivername="postgresql+psycopg")
        _engine = _postgresql(parsed)
        _glancer = _engine.execution_options(isolation_level="AUTOCOMMIT")
    _reader = _engine.execution_options(sorot_read_only=True, postgresql_readonly=True)
    return _engine


def _sqlite(url: str) -> Engine:
    database = make_url(url).database
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    given = {"timeout": 30, "check_same_thread": False, "cached_statements": STATEMENTS_KEPT}
    made = create_engine(url, hide_parameters=True, pool_use_lifo=True, connect_args=given)

    @event.listens_for(made, "connect")
    def _pragmas(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-8000"):
            connection.execute(f"PRAGMA {pragma}")
        connection.create_aggregate(sql_figures.PERCENTILE, 2, sql_figures.Percentile)

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        # A deferred transaction that turns writer fails with "database is locked" without waiting.
        begin = "BEGIN" if options.get("sorot_read_only") else "BEGIN IMMEDIATE"
        if not options.get("sorot_glance"):
            statements.plainly(connection, begin)

    return made


def _postgresql(url: URL) -> Engine:
    """Connections that lay unused are asked whether they live; asking at every turn costs a tenth of one.

    The one used last is taken first: it has prepared what runs with every message.
    """
    given = dict(GIVEN_UP)
    # A statement prepared on one of the server's connections is not there on the next a pooler hands out.
    pooled = url.query.get(POOLED) == "true"
    if not pooled and "options" not in url.query:  # a pooler takes none, it has its own (docs/scale.md)
        given["options"] = GIVEN_UP_THERE
    url = url.difference_update_query([POOLED])
    made = create_engine(
        url, hide_parameters=True, pool_use_lifo=True, pool_size=10, max_overflow=20, connect_args=given,
        json_deserializer=msgspec.json.decode,
    )  # fmt: skip
    dialect = made.dialect

    @event.listens_for(made, "checkin")
    def _note(connection: Any, record: Any) -> None:
        record.info["used_at"] = time.monotonic()

    @event.listens_for(made, "checkout")
    def _ask(connection: Any, record: Any, proxy: Any) -> None:
        if time.monotonic() - record.info.get("used_at", 0.0) < TRUSTED:
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as dead:
            raise DisconnectionError from dead

    def reads(connection: Connection) -> bool:
        return bool(connection.get_execution_options().get("sorot_read_only"))

    @event.listens_for(made, "begin")
    def _plan(connection: Connection) -> None:
        # What is read for a page is planned for its values each time: its filters are seldom alike.
        driver: Any = connection.connection.dbapi_connection
        driver.prepare_threshold = None if pooled or reads(connection) else PREPARED_AFTER

    @event.listens_for(made, "rollback")
    def _end(connection: Connection) -> None:
        # At a ROLLBACK psycopg forgets all that the connection has prepared; who only read may COMMIT.
        driver: Any = connection.connection.dbapi_connection
        if reads(connection):
            with suppress(dialect.loaded_dbapi.Error):  # told by the ROLLBACK, which comes all the same
                driver.commit()

    return made


def engine() -> Engine:
    """This process's engine; NotConfigured before `configure`."""
    if _engine is None:
        raise NotConfigured("call storage.db.configure(url) first")
    return _engine


def is_sqlite() -> bool:
    """True on the embedded database."""
    return engine().dialect.name == "sqlite"


def dispose() -> None:
    """Close all connections; the database may then be moved, dropped or configured anew."""
    global _engine, _reader, _glancer
    if _engine is not None:
        _engine.dispose()
    _engine = _reader = _glancer = None


@contextmanager
def _turn() -> Iterator[None]:
    """SQLite's one pen. Who held it long lets others write first: work done in round after round would have
    it all the time, and other processes, which only look now and then whether it is free, would never get it.
    """
    if not is_sqlite():
        yield
        return
    if getattr(_held, "seconds", 0.0) > LONG:
        time.sleep(GIVEN_WAY)
    with _sqlite_writers:
        begun = time.monotonic()
        try:
            yield
        finally:
            _held.seconds = time.monotonic() - begun


@contextmanager
def transaction() -> Iterator[Session]:
    """One unit of work: does what `at_end` gathered, commits or rolls back, does what `after_commit` did."""
    with _turn(), Session(engine(), expire_on_commit=False) as session:
        yield session
        session.flush()
        for call in session.info.pop("at_end", ()):
            call(session)
        events.write_pending(session)
        session.commit()
    for call in session.info.get("after_commit", ()):
        try:
            call()
        # The change is committed; what fails here is a hint, or is swept, and must not stop the others.
        except Exception:
            log.exception("a call after a commit failed")


@contextmanager
def attempt(tx: Session) -> Iterator[None]:
    """A part of a unit of work that may fail by itself: its rows, events and calls then are as never made."""
    before = {name: list(tx.info.get(name, ())) for name in ("events", "at_end", "after_commit", "locked")}
    try:
        with tx.begin_nested():
            yield
    except BaseException:  # whatever it was: it goes on its way
        tx.info.update(before)
        raise


@contextmanager
def rehearsal() -> Iterator[Session]:
    """A unit of work that is taken back at its end: to see what it would do. Nothing of it is left."""
    with _turn(), Session(engine(), expire_on_commit=False) as session:
        yield session
        session.rollback()


def at_end(tx: Session, call: Callable[[Session], object]) -> None:
    """Run `call` as the last of `tx`, before its events get their numbers; its failure takes all back."""
    tx.info.setdefault("at_end", []).append(call)


def after_commit(tx: Session, call: Callable[[], object]) -> None:
    """Run `call` once `tx` is durably committed; never when it is rolled back. Others run if it fails."""
    tx.info.setdefault("after_commit", []).append(call)


@contextmanager
def reading() -> Iterator[Session]:
    """A consistent read-only view; the database refuses writes on PostgreSQL."""
    engine()
    with Session(_reader, expire_on_commit=False) as session:
        yield session


@contextmanager
def glancing() -> Iterator[Session]:
    """Single looks, each statement for itself: no transaction to begin and end, for what is checked again."""
    engine()
    with Session(_glancer, expire_on_commit=False) as session:
        yield session


def create_schema() -> None:
    """Bring the database's tables to the newest schema (Alembic is imported only here: it is slow to)."""
    from storage import schema

    schema.upgrade()
