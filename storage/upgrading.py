"""What an upgrade will do to the tables: which steps come, how long they take, whether both releases can run.

A step is looked at without being run: its statements are written down as for PostgreSQL and read. What a step
does by reading rows itself cannot be seen so, and is said.
"""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, Engine, func, inspect, select, table, text

from storage import schema

# Guessed microseconds a row (`--rehearse` measures): an index, a row written anew, a row looked at.
INDEX, WRITE, LOOK = 6.0, 60.0, 1.0


@dataclass(frozen=True)
class Effect:
    """One statement. rate: µs a row of `table`. breaks: why the release before fails beside it, or ""."""

    table: str
    said: str
    rate: float = 0.0
    locks: bool = False  # writers of the table wait while it runs
    breaks: str = ""


@dataclass(frozen=True)
class UpgradeStep:
    """One migration. unseen: it works on rows itself; that, and what it does afterwards, is not known."""

    revision: str
    name: str
    effects: tuple[Effect, ...]
    unseen: bool

    def seconds(self, rows: Mapping[str, int]) -> float:
        """How long it takes with so many rows a table."""
        return sum(effect.rate * rows.get(effect.table, 0) for effect in self.effects) / 1e6

    @property
    def breaks(self) -> tuple[str, ...]:
        """Why the release before cannot run beside it."""
        return tuple(effect.breaks for effect in self.effects if effect.breaks)


def revision_of(engine: Engine) -> str | None:
    """The database's; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def pending(revision: str | None) -> list[UpgradeStep]:
    """The steps from there to this release, the first one first; LookupError for a newer release's tables."""
    scripts = ScriptDirectory.from_config(schema.config())
    known = [script.revision for script in scripts.walk_revisions()]
    if revision is not None and revision not in known:
        raise LookupError(revision)
    return [
        step_of(script) for script in reversed(list(scripts.iterate_revisions("head", revision or "base")))
    ]


def step_of(script: Script) -> UpgradeStep:
    """What a migration does."""
    written = io.StringIO()
    options = {"as_sql": True, "output_buffer": written}
    context = MigrationContext.configure(dialect_name="postgresql", opts=options)
    unseen = False
    with Operations.context(context):
        try:
            script.module.upgrade()
        # It wants something of a connection that is not there; what it does from here on is not seen.
        except Exception:
            unseen = True
    statements = [" ".join(one.split()) for one in written.getvalue().split(";\n")]
    effects = tuple(effect for one in statements if (effect := read(one)) is not None)
    return UpgradeStep(script.revision, script.doc, effects, unseen)


_NAME = r'"?(\w+)"?'
_Read = Callable[[re.Match[str]], Effect]
_KINDS: tuple[tuple[str, _Read], ...] = (
    (rf"CREATE TABLE {_NAME}", lambda m: Effect(m[1], f"new table {m[1]}")),
    (
        rf"CREATE (?:UNIQUE )?INDEX {_NAME} ON {_NAME}",
        lambda m: Effect(m[2], f"index {m[1]} on {m[2]}", INDEX, locks=True),
    ),
    (rf"DROP TABLE {_NAME}", lambda m: Effect(m[1], f"table {m[1]} goes", breaks=f"table {m[1]} goes")),
    (
        rf"ALTER TABLE {_NAME} DROP COLUMN {_NAME}",
        lambda m: Effect(m[1], f"{m[1]}.{m[2]} goes", breaks=f"{m[1]}.{m[2]} goes"),
    ),
    (
        rf"ALTER TABLE {_NAME} RENAME (?!CONSTRAINT)(?:COLUMN )?(.+)",
        lambda m: Effect(m[1], f"{m[1]} renamed: {m[2]}", breaks=f"{m[1]} renamed: {m[2]}"),
    ),
    (
        rf"ALTER TABLE {_NAME} ADD COLUMN {_NAME} (?=.*NOT NULL)(?!.*DEFAULT)",
        lambda m: Effect(m[1], f"{m[1]}.{m[2]} must be given", breaks=f"{m[1]}.{m[2]} must be given"),
    ),
    (rf"ALTER TABLE {_NAME} ADD COLUMN {_NAME}", lambda m: Effect(m[1], f"new column {m[1]}.{m[2]}")),
    (
        rf"ALTER TABLE {_NAME} ALTER COLUMN {_NAME} (?:SET DATA )?TYPE",
        lambda m: Effect(m[1], f"{m[1]}.{m[2]} of another type", WRITE, locks=True),
    ),
    (
        rf"ALTER TABLE {_NAME} ALTER COLUMN {_NAME} SET NOT NULL",
        lambda m: Effect(
            m[1], f"{m[1]}.{m[2]} never empty", LOOK, locks=True, breaks=f"{m[1]}.{m[2]} must be given"
        ),
    ),
    (
        rf"ALTER TABLE {_NAME} ALTER COLUMN {_NAME} DROP DEFAULT",
        lambda m: Effect(m[1], f"{m[1]}.{m[2]} without a default"),
    ),
    (rf"ALTER TABLE {_NAME} ADD", lambda m: Effect(m[1], f"a rule on {m[1]}", LOOK, locks=True)),
    (rf"UPDATE {_NAME} SET", lambda m: Effect(m[1], f"rows of {m[1]} written anew", WRITE)),
    (rf"DELETE FROM {_NAME}", lambda m: Effect(m[1], f"rows of {m[1]} go", LOOK)),  # noqa: S608
)


def read(statement: str) -> Effect | None:
    """What a statement does; None where it does nothing to tables that are there."""
    for pattern, made in _KINDS:
        if found := re.match(pattern, statement, re.IGNORECASE):
            return made(found)
    return None


def rows(connection: Connection) -> dict[str, int]:
    """How many rows each table has; on PostgreSQL about so many, as it was last counted."""
    names = inspect(connection).get_table_names()
    if connection.dialect.name == "postgresql":
        found = connection.execute(
            text("SELECT relname, reltuples FROM pg_class WHERE relkind IN ('r', 'p')")
        )
        return {name: max(0, int(many)) for name, many in found if name in names}
    return {name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in names}


def rehearse(revision: str | None) -> Iterator[UpgradeStep]:
    """Runs the steps on the configured database one by one, each named before it is run."""
    for step in pending(revision):
        yield step
        schema.upgrade(step.revision)
