"""What every process of the tests begins with: migrated databases, tables and texts that were read.

Before the processes are copied (tests/hands.py) it is made once for all of them.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import inspect

from bot.warming import warm
from storage import db
from tests.fakes.engines import KeywordEngine
from tests.servers import Postgres, ServerMissing, memory_folder, running

TEMPLATE = "sorot_template"
_sqlite: list[Path] = []
_from_the_first_table = db.create_schema


def create_schema() -> None:
    """As the product's; an empty SQLite file is filled with the migrated one first, where there is one.

    Migrating from the first table on takes a second; `test_migrations.py` does it, and whoever made the copy.
    """
    engine = db.engine()
    if _sqlite and engine.dialect.name == "sqlite" and not inspect(engine).get_table_names():
        made, empty = sqlite3.connect(_sqlite[0] / "sorot.db"), sqlite3.connect(str(engine.url.database))
        with closing(made), closing(empty):
            made.backup(empty)
    _from_the_first_table()


@contextmanager
def made_once() -> Iterator[None]:
    """The beginnings, while the block runs."""
    with ExitStack() as stack:
        _sqlite.append(stack.enter_context(sqlite()))
        stack.callback(_sqlite.clear)
        with suppress(ServerMissing):
            stack.enter_context(_cluster())
        warm(KeywordEngine())
        yield


@contextmanager
def sqlite() -> Iterator[Path]:
    """A folder with a migrated, empty `sorot.db`."""
    if _sqlite:
        yield _sqlite[0]
        return
    folder = memory_folder("sorot-sqlite-")
    try:
        _migrate(f"sqlite:///{folder / 'sorot.db'}")
        yield folder
    finally:
        shutil.rmtree(folder)


def migrated(server: Postgres) -> None:
    """Give it a migrated, empty database to copy others from."""
    server.run(f"CREATE DATABASE {TEMPLATE}")
    _migrate(server.url(TEMPLATE))


@contextmanager
def _cluster() -> Iterator[None]:
    """Every PostgreSQL that is made in the block begins as a copy of one that has the template."""
    with running(Postgres) as server:
        migrated(server)
        server.stop()
        Postgres.made = server.data
        try:
            yield
        finally:
            Postgres.made = None


def _migrate(url: str) -> None:
    db.configure(url)
    db.create_schema()
    db.dispose()
