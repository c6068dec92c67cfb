"""The functions of $filter, in the words of both databases."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ARRAY, Float, Integer, String, case, cast, extract, func, literal, null

FIRST, LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


class Sql:
    """What the two databases spell differently."""

    def __init__(self, postgresql: bool) -> None:
        self.postgresql = postgresql

    def json_text(self, column: Any, path: tuple[str, ...]) -> Any:
        """A value within JSON, as text; true and false in these words."""
        if self.postgresql:
            return self._within(column, path, "#>>")
        where = _sqlite_path(path)
        said = case((func.json_type(column, where) == "true", "true"), else_=null())
        no = case((func.json_type(column, where) == "false", "false"), else_=null())
        return func.coalesce(said, no, cast(func.json_extract(column, where), String))

    def json_number(self, column: Any, path: tuple[str, ...]) -> Any:
        """A number within JSON; NULL for anything else."""
        if self.postgresql:
            inner = self._within(column, path, "#>")
            return case(
                (func.jsonb_typeof(inner) == "number", cast(cast(inner, String), Float)), else_=null()
            )
        where = _sqlite_path(path)
        is_number = func.json_type(column, where).in_(("integer", "real"))
        return case((is_number, func.json_extract(column, where)), else_=null())

    def _within(self, column: Any, path: tuple[str, ...], operator: str) -> Any:
        return column.op(operator)(cast(list(path), ARRAY(String)))

    def position(self, text: Any, part: Any) -> Any:
        """Where `part` begins in `text`, counted from 1; 0: nowhere."""
        return func.strpos(text, part) if self.postgresql else func.instr(text, part)

    def utc(self, at: Any) -> Any:
        """A time as its clock in UTC."""
        return func.timezone("UTC", at) if self.postgresql else at

    def whole(self, number: Any, up: bool) -> Any:
        """The whole number below (or above)."""
        if self.postgresql:
            return func.ceiling(number) if up else func.floor(number)
        cut = cast(number, Integer)
        return case((cut < number, cut + 1), else_=cut) if up else case((cut > number, cut - 1), else_=cut)

    def cut(self, number: Any) -> Any:
        """The number without what stands behind its point."""
        return func.trunc(number) if self.postgresql else cast(number, Integer)

    def written(self, at: Any, postgresql: str, sqlite: str) -> Any:
        """A time in a form of its own."""
        return func.to_char(self.utc(at), postgresql) if self.postgresql else func.strftime(sqlite, at)


def _sqlite_path(path: tuple[str, ...]) -> str:
    return "$" + "".join(f'."{name.replace(chr(34), "")}"' for name in path)


def _ends(sql: Sql, text: Any, part: Any) -> Any:
    return func.substr(text, func.length(text) - func.length(part) + 1) == part


def _cut(sql: Sql, text: Any, start: Any, *length: Any) -> Any:
    return func.substr(text, cast(start, Integer) + 1, *(cast(one, Integer) for one in length))


def _part(name: str) -> Callable[..., Any]:
    return lambda sql, at: (
        cast(func.floor(extract(name, sql.utc(at))), Integer) if sql.postgresql else extract(name, at)
    )


def _fraction(sql: Sql, at: Any) -> Any:
    if sql.postgresql:
        return cast(extract("second", at), Float) - func.floor(cast(extract("second", at), Float))
    return cast(func.strftime("%f", at), Float) - cast(func.strftime("%S", at), Integer)


# name: (what it makes, of which kind, what it takes)
FUNCTIONS: dict[str, tuple[Callable[..., Any], str, tuple[str, ...]]] = {
    "substringof": (lambda sql, part, text: sql.position(text, part) > 0, "truth", ("text", "text")),
    "contains": (lambda sql, text, part: sql.position(text, part) > 0, "truth", ("text", "text")),
    "startswith": (lambda sql, text, part: sql.position(text, part) == 1, "truth", ("text", "text")),
    "endswith": (_ends, "truth", ("text", "text")),
    "indexof": (lambda sql, text, part: sql.position(text, part) - 1, "number", ("text", "text")),
    "length": (lambda sql, text: func.length(text), "number", ("text",)),
    "substring": (_cut, "text", ("text", "number", "number")),
    "tolower": (lambda sql, text: func.lower(text), "text", ("text",)),
    "toupper": (lambda sql, text: func.upper(text), "text", ("text",)),
    "trim": (lambda sql, text: func.trim(text), "text", ("text",)),
    "concat": (lambda sql, one, other: cast(one, String) + cast(other, String), "text", ("text", "text")),
    "year": (_part("year"), "number", ("time",)),
    "month": (_part("month"), "number", ("time",)),
    "day": (_part("day"), "number", ("time",)),
    "hour": (_part("hour"), "number", ("time",)),
    "minute": (_part("minute"), "number", ("time",)),
    "second": (_part("second"), "number", ("time",)),
    "fractionalseconds": (_fraction, "number", ("time",)),
    "date": (lambda sql, at: sql.written(at, "YYYY-MM-DD", "%Y-%m-%d"), "text", ("time",)),
    "time": (lambda sql, at: sql.written(at, "HH24:MI:SS", "%H:%M:%S"), "text", ("time",)),
    "mindatetime": (lambda sql: literal(FIRST), "time", ()),
    "maxdatetime": (lambda sql: literal(LAST), "time", ()),
    "totaloffsetminutes": (lambda sql, at: case((at.is_not(None), literal(0))), "number", ("time",)),
    "round": (lambda sql, number: func.round(number), "number", ("number",)),
    "floor": (lambda sql, number: sql.whole(number, up=False), "number", ("number",)),
    "ceiling": (lambda sql, number: sql.whole(number, up=True), "number", ("number",)),
}
