"""Fixtures every test may use: real servers (started on first use, once a worker), databases, a browser."""

import ast
import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import httpcore2
import hypothesis
import pytest
from sqlalchemy import URL, Engine

from routing.city import catalogue
from storage import db
from tests import (
    beginnings,
    hands,
    one_loop,  # what TestClients share
    other_days,  # noqa: F401 - moves the clock before anything asks it
    patience,  # noqa: F401 - a loaded machine is waited for
    weekly,
)
from tests.chromium import CHROMIUM_FLAGS
from tests.servers import (
    Mosquitto,
    Postgres,
    Redis,
    Server,
    ServerMissing,
    memory_folder,
    program,
    running,
)
from tests.spare_databases import SpareDatabases

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ServerKind = TypeVar("ServerKind", bound=Server)
Address = TypeVar("Address", str, URL)
gc.disable()  # until everything is collected, see pytest_collection_finish
httpcore2.default_ssl_context = cache(httpcore2.default_ssl_context)  # 20 ms of reading, for every client
# A deadline is an assertion about time, and the first example of a test pays for what is read once.
hypothesis.settings.register_profile("sorot", deadline=None, max_examples=weekly.examples(25, 100))
hypothesis.settings.load_profile("sorot")

# Files of few but long tests. Begun last, they would run on alone when everything else is done.
LONG = (
    "crash/",
    "_product.py",
    "test_real_servers",
    "test_sending",
    "test_whatsapp_pace",
    "test_demo_city",
    "browser/",
    "test_no_500",
    "test_docs",
    "test_giants",
    "test_deletions",
    "test_transcripts",
)
hands.before = beginnings.made_once
db.create_schema = beginnings.create_schema
pytest_addoption, pytest_runtestloop = hands.pytest_addoption, hands.pytest_runtestloop
COLLECTED = pytest.StashKey[frozenset[str]]()


def pytest_unconfigure() -> None:
    """The loop ends while its thread runs: left to the interpreter's end, it can be waited for for ever."""
    one_loop.close()


def pytest_itemcollected(item: pytest.Item) -> None:
    """On PostgreSQL a push runs what sends statements that no other test sends there."""
    if isinstance(item, pytest.Function) and weekly.on_postgresql(item):
        item.add_marker(pytest.mark.weekly)


@pytest.hookimpl(trylast=True)  # after pytest-randomly has shuffled
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not any(part in item.nodeid for part in LONG))


def pytest_collection_finish(session: pytest.Session) -> None:
    """What collecting has imported: every run pays for it, whatever it runs (test_collecting.py).

    What it has made stays to the end: the collector of cycles never looks at it. That took a third of the
    time of collecting, and would take more between the tests.
    """
    session.config.stash[COLLECTED] = frozenset(sys.modules)
    gc.freeze()
    gc.enable()


if sys.version_info < (3, 12):
    # CPython gh-106905: ast.parse within ast.parse (pytest shows a failure, the collector meets a lost
    # asyncio task, its traceback is logged) raises SystemError, which ends the whole test run.
    _parse = ast.parse

    def _parse_undisturbed(*args: Any, **options: Any) -> Any:
        collecting = gc.isenabled()
        gc.disable()
        try:
            return _parse(*args, **options)
        finally:
            if collecting:
                gc.enable()

    ast.parse = _parse_undisturbed


def compiling_once(make: Callable[[Address], Engine]) -> Callable[[Address], Engine]:
    """Engines share what SQLAlchemy compiled for an earlier one: compiling anew for each test's own database
    took a tenth of the suite. The dialect is part of the cache's key, so it is shared as well."""
    first: list[Any] = []

    def made(url: Address) -> Engine:
        engine: Any = make(url)
        if first and first[0].dialect.server_version_info:  # it has met its database
            engine.dialect, engine._compiled_cache = first[0].dialect, first[0]._compiled_cache
        else:
            engine._compiled_cache.capacity = 5000
            first[:] = [engine]
        return engine

    return made


db._sqlite = compiling_once(db._sqlite)  # type: ignore[assignment]
db._postgresql = compiling_once(db._postgresql)  # type: ignore[assignment]


class Configurations(dict[str, catalogue.Catalogue]):
    """The configurations read lately, not only the newest: tests go back and forth between them."""

    def get(self, version: str, _: Any = None) -> Any:
        if version not in self:
            return None
        for listener in catalogue._listeners.values():
            listener(self[version])
        return self[version]

    def clear(self) -> None:
        if len(self) > 20:
            super().clear()


catalogue._kept = Configurations()


@contextmanager
def skipping_when_missing() -> Iterator[None]:
    """A server that is not installed skips the test; in CI it fails, or half the suite could go unnoticed."""
    try:
        yield
    except ServerMissing as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))


def session_server(kind: type[ServerKind]) -> Iterator[ServerKind]:
    """One server for all tests of this worker."""
    with ExitStack() as stack:
        with skipping_when_missing():
            server = stack.enter_context(running(kind))
        yield server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """PostgreSQL for this worker; a test that kills it must `start()` it again."""
    yield from session_server(Postgres)


@pytest.fixture(scope="session")
def redis() -> Iterator[Redis]:
    """Redis for this worker."""
    yield from session_server(Redis)


@pytest.fixture(scope="session")
def mosquitto() -> Iterator[Mosquitto]:
    """Mosquitto for this worker: `.port`, `.url`."""
    yield from session_server(Mosquitto)


@pytest.fixture
def redis_url(redis: Redis) -> str:
    """The address of an empty Redis database."""
    redis.flush()
    return redis.url


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """Name of a migrated, empty database that others are copied from (0.1 s instead of a migration each)."""
    if postgres.made is None:
        beginnings.migrated(postgres)
    return beginnings.TEMPLATE


@pytest.fixture(scope="session")
def sqlite_template() -> Iterator[Path]:
    """A folder holding a migrated, empty SQLite database, `sorot.db`, to copy."""
    with beginnings.sqlite() as folder:
        yield folder


@pytest.fixture(scope="session")
def spare_databases(postgres: Postgres, postgres_template: str) -> SpareDatabases:
    """Databases of this worker's PostgreSQL that go from test to test."""
    return SpareDatabases(postgres, postgres_template)


@pytest.fixture
def postgres_url(postgres: Postgres, spare_databases: SpareDatabases) -> Iterator[str]:
    """A database of the test's own on PostgreSQL, migrated and empty."""
    name = spare_databases.take()
    yield postgres.url(name)
    db.dispose()
    spare_databases.give_back(name)


@pytest.fixture
def sqlite_url(sqlite_template: Path) -> Iterator[str]:
    """A database of the test's own on SQLite, migrated and empty, in memory-backed files."""
    folder = memory_folder("sorot-sqlite-")
    shutil.copytree(sqlite_template, folder, dirs_exist_ok=True)
    yield f"sqlite:///{folder / 'sorot.db'}"
    db.dispose()
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The test runs twice: on a SQLite and on a PostgreSQL database of its own."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture
def database(database_url: str) -> str:
    """As `database_url`, and configured as this process's database."""
    db.configure(database_url)
    return database_url


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    """Headless Chromium driven by Playwright; make a `new_context()` per test.

    It ends with the module: while Playwright runs, its event loop counts as running in this thread, and every
    `asyncio.run()` of other tests would be refused.
    """
    with skipping_when_missing():
        path = program("chromium", package="chromium")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # a condition is waited for however loaded the machine is
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
