"""Lists of rows asked together: one statement, one way to the server, one moment that is seen.

The database writes each list as JSON; here its rows become again what the question asked for: objects that no
session holds (to be shown, not changed), and single values.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, DateTime, Dialect, LargeBinary, Select, func, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import Executable

from storage.statements import Statement

Change = Callable[[Any], Any]
Row = tuple[Any, ...]
Question = Callable[[], Select[*tuple[Any, ...]]]


class ListsTogether:
    """Several questions in one. All that changes in them are `bindparam`s; bytes of an object stay away."""

    def __init__(self, **questions: Question) -> None:
        self._questions = questions
        self._all = Statement(self._in_one)
        self._shapes: dict[str, dict[str, _Shape]] = {}

    def ask(self, session: Session, /, **values: Any) -> dict[str, list[Row]]:
        """The rows of each question, in its order."""
        dialect = session.get_bind().dialect
        answers = self._all.first(session, **values)
        shapes = self._shapes[dialect.name]
        return {
            name: [shapes[name].read(row, dialect) for row in found or ()]
            for name, found in zip(self._questions, answers, strict=True)
        }

    def _in_one(self, dialect: str) -> Executable:
        shapes = {name: _Shape(question()) for name, question in self._questions.items()}
        self._shapes[dialect] = shapes
        return select(*(shape.as_json(dialect).label(name) for name, shape in shapes.items()))


class _Shape:
    """What a row of a question is made of."""

    def __init__(self, question: Select[*tuple[Any, ...]]) -> None:
        self.parts: list[tuple[Any, list[str]]] = []  # a mapped class and its columns' names, or None
        flat: list[Any] = []
        for told in question.column_descriptions:
            what = told["expr"]
            if what is told["entity"]:
                columns = inspect(what).mapper.column_attrs
                names = [one.key for one in columns if not isinstance(one.columns[0].type, LargeBinary)]
                self.parts.append((told["type"], names))
                flat += [getattr(what, name) for name in names]
            else:
                self.parts.append((None, []))
                flat.append(what)
        self.types = [column.type for column in flat]
        named = [column.label(f"c{place}") for place, column in enumerate(flat)]
        self._inner = question.with_only_columns(*named, maintain_column_froms=True).subquery()
        self._changes: list[Change | None] | None = None

    def as_json(self, dialect: str) -> Any:
        if dialect == "sqlite":
            rows = func.json_group_array(func.json(func.json_array(*self._inner.c)), type_=JSON)
        else:
            rows = func.json_agg(func.json_build_array(*self._inner.c), type_=JSON)
        return select(rows).select_from(self._inner).scalar_subquery()

    def read(self, row: Sequence[Any], dialect: Dialect) -> Row:
        if self._changes is None:
            self._changes = [_change(kind, dialect) for kind in self.types]
        values = [
            change(value) if change and value is not None else value
            for value, change in zip(row, self._changes, strict=True)
        ]
        made: list[Any] = []
        at = 0
        for kind, names in self.parts:
            if kind is None:
                made.append(values[at])
                at += 1
                continue
            given = values[at : at + len(names)]
            at += len(names)
            there = any(value is not None for value in given)  # an outer join found none
            made.append(kind(**dict(zip(names, given, strict=True))) if there else None)
        return tuple(made)


def _change(kind: Any, dialect: Dialect) -> Change | None:
    """From a value in JSON to the one the column's type gives."""
    own = kind.dialect_impl(dialect)
    plain = getattr(own, "impl_instance", own)
    if dialect.name != "sqlite" and not isinstance(plain, DateTime | Date):
        return None  # JSON has it as it is
    processed: Change | None = own.result_processor(dialect, None)
    if dialect.name == "sqlite":
        return processed
    read = datetime.fromisoformat if isinstance(plain, DateTime) else date.fromisoformat
    return (lambda value: processed(read(value))) if processed else read
