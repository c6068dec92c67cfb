"""What stands on the two sides of a comparison in $filter, and in which kind they are compared."""

from dataclasses import dataclass, replace
from typing import Any

from odata_query import ast
from sqlalchemy import String, case, cast, func, literal, not_, or_

from sensors.sta import times
from sensors.sta.faults import bad
from sensors.sta.functions import Sql

COMPARE: dict[type, Any] = {
    ast.Eq: lambda a, b: a == b, ast.NotEq: lambda a, b: a != b, ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b, ast.Gt: lambda a, b: a > b, ast.GtE: lambda a, b: a >= b,
}  # fmt: skip


@dataclass(frozen=True)
class Operand:
    """One side of a comparison. `given`: the value itself where it stood in the text."""

    expr: Any
    kind: str
    given: Any = None
    also: Any = None  # a result: its text; a time: its end; a geometry: (entity, rows' alias)
    path: tuple[str, ...] = ()  # within JSON
    packed: Any = None  # a time or number of an observation: its alias


def wanted(sql: Sql, want: str, found: Operand) -> Any:
    """What stands there as text, number or time; StaFault (400) where it is none."""
    if want == "text":
        if found.kind in ("text", "null"):
            return found.expr
        if found.kind == "json":
            return sql.json_text(found.expr, found.path)
        if found.kind == "result":
            return found.also
    elif want == "number":
        if found.kind in ("number", "result"):
            return found.expr
        if found.kind == "json":
            return sql.json_number(found.expr, found.path)
    elif want == "time" and found.kind == "time":
        return found.expr
    raise bad(f"A {found.kind} stands where a {want} should stand")


def compare(sql: Sql, comparator: Any, left: Operand, right: Operand) -> Any:
    """The comparison in the kind that both have; a text beside a time or a number is read as one."""
    how = COMPARE[type(comparator)]
    if "null" in (left.kind, right.kind):
        return _with_null(comparator, right if left.kind == "null" else left)
    if "time" in (left.kind, right.kind):
        return _times(comparator, _as_time(left), _as_time(right))
    if "result" in (left.kind, right.kind):
        return _results(sql, how, left, right)
    if "truth" in (left.kind, right.kind):
        return how(_truth(sql, left), _truth(sql, right))
    kind = "number" if "number" in (left.kind, right.kind) else "text"
    return how(wanted(sql, kind, left), wanted(sql, kind, right))


def _truth(sql: Sql, found: Operand) -> Any:
    """In the words true and false, as JSON's are read."""
    if found.kind == "json":
        return sql.json_text(found.expr, found.path)
    if found.kind != "truth":
        raise bad("Something that is not true or false is compared with what is")
    if found.given is None:
        return case((found.expr, "true"), (not_(found.expr), "false"))
    return literal(str(found.given).lower())


def _with_null(comparator: Any, found: Operand) -> Any:
    if not isinstance(comparator, ast.Eq | ast.NotEq):
        raise bad("Nothing is greater or less than null")
    expr = func.coalesce(cast(found.expr, String), found.also) if found.kind == "result" else found.expr
    return expr.is_(None) if isinstance(comparator, ast.Eq) else expr.is_not(None)


def _as_time(found: Operand) -> Operand:
    if found.kind == "text" and isinstance(found.given, str):
        at = times.read(found.given)
        return Operand(literal(at), "time", at)
    if found.kind != "time":
        raise bad("A time is compared with what is none")
    return found


def _times(comparator: Any, left: Operand, right: Operand) -> Any:
    """An interval is before what its end is before, and after what its beginning is after."""
    if isinstance(comparator, ast.Lt | ast.LtE) and left.also is not None:
        left = replace(left, expr=left.also)
    if isinstance(comparator, ast.Gt | ast.GtE) and right.also is not None:
        right = replace(right, expr=right.also)
    return COMPARE[type(comparator)](left.expr, right.expr)


def _results(sql: Sql, how: Any, left: Operand, right: Operand) -> Any:
    """A result may be a number or a text, and `result gt '3'` means numbers too."""
    ways = []
    for kind in ("number", "text"):
        sides = [_side(sql, kind, part) for part in (left, right)]
        if all(side is not None for side in sides):
            ways.append(how(*sides))
    if not ways:
        raise bad("A result is compared with what is neither number nor text")
    return or_(*ways)


def _side(sql: Sql, kind: str, found: Operand) -> Any:
    if found.kind == "result":
        if kind == "text":
            return found.also
        return None if found.path else found.expr
    if kind == "number" and found.kind == "text" and isinstance(found.given, str):
        try:
            return literal(float(found.given))
        except ValueError:
            return None
    if found.kind == "truth" and kind == "text" and found.given is not None:
        return literal(str(found.given).lower())
    if found.kind in (kind, "json"):
        return wanted(sql, kind, found)
    return None
