"""Alembic's entry: migrates the database this process is configured with."""

from typing import Any, Literal

from alembic import context

from storage import db, partitions
from storage.models import Base
from storage.models.base import Json, UtcDateTime


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Write our own column types into migrations as the plain types they stand for."""
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if item is Json:
        return 'sa.JSON().with_variant(JSONB(), "postgresql")'
    return False


BY_EXPRESSION = (
    "ix_media_phash_", "ix_person_tail", "ix_report_words_words", "ix_report_urgent", "ix_report_supported",
    "ix_report_office_urgent", "ix_report_category_urgent", "ix_report_open", "ix_observation_number",
)  # fmt: skip


def include_object(item: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
    """Indexes of an expression are left out: PostgreSQL spells it its own way, SQLite does not tell it.

    So are the tables FTS5 keeps for itself, and the parts of `observation`, with its index that SQLite has as
    a primary key.
    """
    named = name or ""
    if partitions.is_part(named) or (kind == "index" and partitions.is_part(item.table.name)):
        return False
    if kind == "index":
        return not named.startswith(BY_EXPRESSION)
    return not (kind == "table" and named.startswith("report_words_fts"))


with db.engine().connect() as connection:
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=db.is_sqlite(),
        compare_type=True, render_item=render_item, include_object=include_object,
    )  # fmt: skip
    with context.begin_transaction():
        if not db.is_sqlite():
            # Two roles starting at once must not migrate side by side.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(5071127)")
        context.run_migrations()
