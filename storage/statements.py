"""Statements that run with every message: put together once, then handed to the driver itself.

SQLAlchemy's way from a statement to its rows costs several times what the database needs for it. Here the
same statement is written out once for the database at hand; after that only values go in, and rows come out,
as the columns' types say. Transactions, connections and errors stay SQLAlchemy's: what is pending in the
session is written first, and what the driver refuses is raised as `DBAPIError`.
"""

from collections import namedtuple
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    Connection,
    Dialect,
    any_,
    bindparam,
    func,
    literal_column,
    select,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import Executable

Change = Callable[[Any], Any]
_AHEAD, _OTHER = "asked_ahead", object()


class Statement:
    """One statement. `make` puts it together for a dialect's name; all that changes are `bindparam`s."""

    def __init__(self, make: Callable[[str], Executable]) -> None:
        self.make = make
        self._written: dict[Dialect, _Written] = {}

    def rows(self, session: Session, /, **values: Any) -> list[Any]:
        """What it finds or returns, as named tuples."""
        found: list[Any] = self._run(session, values, _Written.all)
        return found

    def first(self, session: Session, /, **values: Any) -> Any:
        """Its first row, None without one."""
        return self._run(session, values, _Written.one)

    def value(self, session: Session, /, **values: Any) -> Any:
        """The first column of its first row, None without one."""
        answer, asked = session.info.get(_AHEAD, {}).pop(self, (None, {}))
        if asked and all(asked.get(name, _OTHER) == value for name, value in values.items()):
            return answer
        found = self._run(session, values, _Written.one)
        return found[0] if found is not None else None

    def run(self, session: Session, /, **values: Any) -> int:
        """Runs it; how many rows it changed."""
        return int(self._run(session, values, _Written.changed))

    def run_each(self, session: Session, rows: Sequence[dict[str, Any]]) -> None:
        """Runs it with each of the values, sent together."""
        self._run(session, rows, _Written.changed)

    def _run(
        self, session: Session, values: dict[str, Any] | Sequence[dict[str, Any]],
        take: "Callable[[_Written, Any], Any]",
    ) -> Any:  # fmt: skip
        if session.autoflush:
            session.flush()
        connection = session.connection()
        dialect = connection.dialect
        written = self._written.get(dialect)
        if written is None:
            written = self._written[dialect] = _Written(dialect, self.make(dialect.name))
        driver = connection.connection.dbapi_connection
        assert driver is not None
        many = not isinstance(values, dict)
        given: Any = written.given(values) if isinstance(values, dict) else list(map(written.given, values))
        cursor = driver.cursor()
        for hear in connection.dispatch.before_cursor_execute:  # who counts statements
            hear(connection, cursor, written.text, given, None, many)
        try:
            (cursor.executemany if many else cursor.execute)(written.text, given)
            found = take(written, cursor)
            for hear in connection.dispatch.after_cursor_execute:
                hear(connection, cursor, written.text, given, None, many)
            return found
        except dialect.loaded_dbapi.Error as error:
            raise _told(connection, written.text, error) from error
        finally:
            cursor.close()


def plainly(connection: Connection, text: str) -> None:
    """Runs a text without values, and hears nothing of what it finds."""
    driver = connection.connection.dbapi_connection
    assert driver is not None
    cursor = driver.cursor()
    for hear in connection.dispatch.before_cursor_execute:
        hear(connection, cursor, text, (), None, False)
    try:
        cursor.execute(text)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, text, error) from error
    finally:
        cursor.close()


def among(dialect: str, column: Any, name: str) -> ColumnElement[bool]:
    """The column holds one of the list given as `name`: IN, however long the list, in one text."""
    if dialect == "postgresql":
        return column == any_(bindparam(name, type_=ARRAY(column.type)))
    listed = func.json_each(bindparam(name, type_=JSON())).table_valued("value")
    return column.in_(select(literal_column("value")).select_from(listed))


class Together:
    """Questions for one value each, asked in one statement: each way to a server costs its own time."""

    def __init__(self, *questions: Statement) -> None:
        self._questions = questions
        self._all = Statement(self._in_one)

    def ask(self, session: Session, /, **values: Any) -> None:
        """Ask them all; each is answered from here the first time it is asked with these values."""
        answers = self._all.first(session, **values)
        session.info[_AHEAD] = {
            one: (answer, values) for one, answer in zip(self._questions, answers, strict=True)
        }

    def _in_one(self, dialect: str) -> Executable:
        made: list[Any] = [question.make(dialect) for question in self._questions]
        return select(*(one.scalar_subquery().label(f"answer_{n}") for n, one in enumerate(made)))


class _Written:
    """A statement as one database takes it."""

    def __init__(self, dialect: Dialect, statement: Any) -> None:
        compiled = statement.compile(dialect=dialect)
        if compiled.post_compile_params:
            raise TypeError("a list for IN is written out anew each time: say it with among()")
        self.dialect, self.text = dialect, str(compiled)
        self.order: Sequence[str] | None = compiled.positiontup
        binds = {name: (bind, _processor(bind, dialect)) for name, bind in compiled.binds.items()}
        self.fixed = {
            name: change(bind.value) if change else bind.value
            for name, (bind, change) in binds.items() if not bind.required
        }  # fmt: skip
        self.changes = {name: change for name, (bind, change) in binds.items() if change and bind.required}
        self.columns = list(statement.exported_columns) if hasattr(statement, "exported_columns") else []
        names = [column.key for column in self.columns]
        row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]  # noqa: PYI024 - names come late
        self.make_row = row._make
        self.found: list[tuple[int, Change]] | None = None

    def given(self, values: dict[str, Any]) -> Any:
        """The values as the driver takes them."""
        made = {**self.fixed, **values}
        for name, change in self.changes.items():
            made[name] = change(made[name])
        return made if self.order is None else [made[name] for name in self.order]

    def all(self, cursor: Any) -> list[Any]:
        """Every row."""
        return [self._row(cursor, found) for found in cursor.fetchall()]

    def one(self, cursor: Any) -> Any:
        """The first row, if any."""
        found = cursor.fetchone()
        return None if found is None else self._row(cursor, found)

    def changed(self, cursor: Any) -> int:
        """How many rows are others now."""
        return int(cursor.rowcount)

    def _row(self, cursor: Any, found: Sequence[Any]) -> Any:
        """A row as the columns' types say; what the driver gives them as stands in the first answer."""
        if self.found is None:
            changes = [
                column.type.dialect_impl(self.dialect).result_processor(self.dialect, told[1])
                for column, told in zip(self.columns, cursor.description, strict=True)
            ]
            self.found = [(place, change) for place, change in enumerate(changes) if change]
        if self.found:
            values = list(found)
            for place, change in self.found:
                values[place] = change(values[place])
            found = values
        return self.make_row(found)


def _processor(bind: Any, dialect: Dialect) -> Change | None:
    found: Change | None = bind.type.dialect_impl(dialect).bind_processor(dialect)
    return found


def _told(connection: Connection, text: str, error: Any) -> BaseException:
    """The driver's error as SQLAlchemy tells it; a connection that broke is not used again."""
    dialect = connection.dialect
    broken = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    told = DBAPIError.instance(
        text, None, error, dialect.loaded_dbapi.Error, hide_parameters=True,
        connection_invalidated=broken, dialect=dialect,
    )  # fmt: skip
    if broken:
        connection.invalidate(error)
    return told
