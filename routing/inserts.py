"""INSERT … ON CONFLICT, which both databases know and SQLAlchemy spells by dialect."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.models import Base


def insert_into(tx: Session, table: type[Base]) -> Any:
    """The session's dialect's `insert(table)`."""
    return (postgresql if tx.get_bind().dialect.name == "postgresql" else sqlite).insert(table)
