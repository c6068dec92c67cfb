"""Being the only one: work that must run in one process at a time, such as pacing a bot's sending."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from storage import db


@contextmanager
def sole(name: str) -> Iterator[bool]:
    """Yields True when no other process holds `name`, and holds it meanwhile; a killed one lets go at once.

    SQLite is one process's database, so there it is always True.
    """
    if db.is_sqlite():
        yield True
        return
    key = func.hashtext(name)
    with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        held = bool(connection.scalar(select(func.pg_try_advisory_lock(key))))
        try:
            yield held
        finally:
            if held:
                connection.execute(select(func.pg_advisory_unlock(key)))
