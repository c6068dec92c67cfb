"""INSERT … ON CONFLICT, which both databases know and SQLAlchemy spells by dialect."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table, literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.models import Base
from storage.models.base import table_of


def insert_for(dialect: str, table: type[Base] | Table) -> Any:
    """The dialect's own `insert(table)`, for statements that are put together once."""
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)


def insert_once(tx: Session, table: type[Base], *, unique: Sequence[str], **values: Any) -> bool:
    """Insert the row unless one with the same `unique` columns is there; True when it was new."""
    once = _once(tx.get_bind().dialect.name, table, tuple(unique))
    return tx.scalar(once, values) is not None  # psycopg counts no rows here


@cache
def _once(dialect: str, table: type[Base], unique: tuple[str, ...]) -> Any:
    """Put together once: that costs more than running it does."""
    new = insert_for(dialect, table_of(table)).on_conflict_do_nothing(index_elements=unique)
    return new.returning(literal_column("1"))
