"""$filter and $orderby as conditions of SQL. odata-query reads the text; what it means is written here.

No text of a request reaches a statement but as a value, and no pattern language is used: `%` is a sign like
any other.
"""

import re
from datetime import datetime
from typing import Any

from odata_query import ast, grammar
from odata_query.exceptions import ODataException
from sqlalchemy import (
    BigInteger,
    Float,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased

from sensors.sta import geometry, packed, times
from sensors.sta.comparing import Operand, compare, wanted
from sensors.sta.faults import bad
from sensors.sta.functions import FUNCTIONS, Sql
from sensors.sta.model import SETS, EntityType, earliest

# What SensorThings has beside OData; the library refuses a function it does not list.
grammar.ODATA_FUNCTIONS.update({"substringof": 2, "st_relate": 3, **dict.fromkeys(geometry.PREDICATES, 2)})
_ID = re.compile(r"'(?:[^']|'')*'|@iot\.id\b")
COUNT: dict[type, Any] = {
    ast.Add: lambda a, b: a + b, ast.Sub: lambda a, b: a - b, ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / func.nullif(b, 0),
}  # fmt: skip
# What odata-query raises where it meets what it does not expect.
UNREADABLE = (
    ODataException, RecursionError, ValueError, AttributeError, TypeError, NotImplementedError,
)  # fmt: skip
LITERALS = {ast.Integer: "number", ast.Float: "number", ast.String: "text", ast.Boolean: "truth",
            ast.DateTime: "time", ast.Date: "text", ast.Time: "text", ast.Geography: "geo"}  # fmt: skip


def condition(session: Session, text: str, of: EntityType, row: Any, *, now: datetime) -> Any:
    """What a row of `of` must fulfil; StaFault (400) where the text cannot be read."""
    return _Reader(session, of, row, now).truth(_parsed(text))


def order(session: Session, path: str, of: EntityType, row: Any, *, now: datetime) -> Any:
    """What rows are ordered by: a property, or one that a single way leads to."""
    reader = _Reader(session, of, row, now)
    scope: list[tuple[Any, Any]] = []
    found = reader.value(_parsed(path), scope)
    expr = cast(found.expr, String) if found.kind == "json" else found.expr
    if not scope:
        return expr
    return select(expr).where(*(link for _, link in scope)).correlate(row).limit(1).scalar_subquery()


def _parsed(text: str) -> Any:
    plain = _ID.sub(lambda found: found[0] if found[0].startswith("'") else "id", text)
    try:
        return grammar.ODataParser().parse(grammar.ODataLexer().tokenize(plain))
    except UNREADABLE as error:
        raise bad(f"The expression cannot be read: {str(error)[:200]}") from None


class _Reader:
    """Puts one expression together for rows of one entity set."""

    def __init__(self, session: Session, of: EntityType, row: Any, now: datetime) -> None:
        self._session, self._of, self._row, self._now = session, of, row, now
        self._sql = Sql(session.get_bind().dialect.name == "postgresql")

    def truth(self, node: Any) -> Any:
        """A condition."""
        if isinstance(node, ast.BoolOp):
            join = and_ if isinstance(node.op, ast.And) else or_
            return join(self.truth(node.left), self.truth(node.right))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return not_(self.truth(node.operand))
        scope: list[tuple[Any, Any]] = []
        plain = self._compared(node, scope) if isinstance(node, ast.Compare) else self._called(node, scope)
        return self._there(plain, scope)

    def _there(self, plain: Any, scope: list[tuple[Any, Any]]) -> Any:
        """The condition holds for some of the rows it was led to."""
        if not scope:
            return plain
        rows = [row for row, _ in scope]
        return select(1).select_from(*rows).where(*(link for _, link in scope), plain).exists()

    def _called(self, node: Any, scope: list[tuple[Any, Any]]) -> Any:
        found = self.value(node, scope)
        if found.kind != "truth":
            raise bad("The expression is no condition")
        return found.expr

    def _compared(self, node: ast.Compare, scope: list[tuple[Any, Any]]) -> Any:
        if isinstance(node.comparator, ast.In):
            left = self.value(node.left, scope)
            among: Any = node.right
            parts = [self.value(part, scope) for part in among.val]
            return or_(*(compare(self._sql, ast.Eq(), left, part) for part in parts))
        left, right = self.value(node.left, scope), self.value(node.right, scope)
        return and_(compare(self._sql, node.comparator, left, right), _packed(node.comparator, left, right))

    def value(self, node: Any, scope: list[tuple[Any, Any]]) -> Operand:
        """What stands on one side."""
        if type(node) in LITERALS:
            return _literal(node)
        if isinstance(node, ast.Null):
            return Operand(null(), "null")
        if isinstance(node, ast.Identifier | ast.Attribute):
            return self._path(_names(node), scope)
        if isinstance(node, ast.BinOp):
            if shifted := self._shifted(node, scope):
                return shifted
            one, other = (cast(self._as_number(side, scope), Float) for side in (node.left, node.right))
            if isinstance(node.op, ast.Mod):
                return Operand(one - other * self._sql.cut(one / func.nullif(other, 0)), "number")
            return Operand(COUNT[type(node.op)](one, other), "number")
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return Operand(-self._as_number(node.operand, scope), "number")
        if isinstance(node, ast.Call):
            return self._call(node, scope)
        if isinstance(node, ast.Compare | ast.BoolOp | ast.UnaryOp):
            return Operand(self.truth(node), "truth")
        raise bad("The expression uses what this service does not know")

    def _shifted(self, node: ast.BinOp, scope: list[tuple[Any, Any]]) -> Operand | None:
        """A given time (now, say), a duration later or earlier; None where there is no duration."""
        if not isinstance(node.right, ast.Duration) or not isinstance(node.op, ast.Add | ast.Sub):
            return None
        at = self.value(node.left, scope)
        if at.kind != "time" or not isinstance(at.given, datetime):
            raise bad("A duration is added to a time that is given, as now()")
        try:
            by = node.right.py_val
            moved = at.given + (by if isinstance(node.op, ast.Add) else -by)
        except (OverflowError, ValueError):
            raise bad("A duration is too long") from None
        return Operand(literal(moved), "time", moved)

    def _as_number(self, node: Any, scope: list[tuple[Any, Any]]) -> Any:
        return wanted(self._sql, "number", self.value(node, scope))

    def _call(self, node: ast.Call, scope: list[tuple[Any, Any]]) -> Operand:
        name = node.func.full_name()
        arguments = [self.value(part, scope) for part in node.args]
        if name in geometry.ALL:
            return self._geometric(name, arguments)
        if name == "now":
            return Operand(literal(self._now), "time", self._now)
        if name not in FUNCTIONS:
            raise bad(f"The function {name} is not known here")
        made, kind, wants = FUNCTIONS[name]
        values = [
            wanted(self._sql, want, part) for want, part in zip(wants, arguments, strict=False)
        ]  # how many there are was looked at by odata-query
        return Operand(made(self._sql, *values), kind)

    def _geometric(self, name: str, arguments: list[Operand]) -> Operand:
        """Geometries are few and lie in JSON: compared here, and the rows named by their numbers."""
        column = next((part for part in arguments if isinstance(part.also, tuple)), None)
        given = next((part.given for part in arguments if part.given is not None), None)
        if name == "geo.length" and column is None and given is not None:
            return Operand(literal(float(given.length)), "number")
        if column is None or (given is None and name != "geo.length"):
            raise bad(f"{name} compares a geometry of an entity with geography'…'")
        matrix = str(arguments[-1].given) if name == "st_relate" else ""
        first = arguments[0] is column
        found = geometry.measured(self._session, name, column.also[0], given, first=first, matrix=matrix)
        rows = column.also[1]
        if name in geometry.PREDICATES or name == "st_relate":
            return Operand(rows.id.in_([number for number, holds in found.items() if holds]), "truth")
        whens: dict[int, Any] = {number: literal(size) for number, size in found.items()} or {-1: null()}
        return Operand(case(whens, value=rows.id, else_=null()), "number")

    def _path(self, names: list[str], scope: list[tuple[Any, Any]]) -> Operand:
        of, row = self._of, self._row
        for at, name in enumerate(names):
            if name == "id" and at == len(names) - 1:
                return Operand(row.id, "number", packed=row if of.plural == "Observations" else None)
            if name in of.properties:
                return self._property(of, row, name, tuple(names[at + 1 :]))
            if name not in of.navs:
                break
            nav, to = of.navs[name], aliased(SETS[of.navs[name].target].model)
            scope.append((to, nav.link(row, to)))
            of, row = SETS[nav.target], to
        raise bad(f"{'/'.join(names)} is no property of {of.single}")

    def _property(self, of: EntityType, row: Any, name: str, rest: tuple[str, ...]) -> Operand:
        found = of.properties[name]
        column = getattr(row, found.column)
        if found.kind == "unit":
            units = {"name": row.unit_name, "symbol": row.unit, "definition": row.unit_definition}
            if len(rest) != 1 or rest[0] not in units:
                raise bad("unitOfMeasurement has name, symbol and definition")
            return Operand(units[rest[0]], "text")
        if found.kind == "span":
            return Operand(earliest(row), "time", also=row.newest_at)
        if found.kind == "time" and name == "phenomenonTime":
            return Operand(column, "time", also=func.coalesce(row.until, column), packed=row)
        if found.kind == "result":
            return Operand(column, "result", also=self._sql.json_text(row.result, rest), path=rest)
        if found.kind == "geo" and not rest:
            return Operand(column, "geo", also=(of, row))
        if found.kind in ("json", "geo"):
            return Operand(column, "json", path=rest)
        if rest:
            raise bad(f"{name} has no property {rest[0]}")
        return Operand(column, found.kind)


def _packed(comparator: Any, left: Operand, right: Operand) -> Any:
    """What a comparison of an observation's time or number says of its pack."""
    if left.packed is None:
        return true()
    if left.kind == "time":
        given = times.read(right.given) if isinstance(right.given, str) else right.given
        return packed.at_time(comparator, left.packed, given) if isinstance(given, datetime) else true()
    return packed.of_number(comparator, left.packed, right.given) if type(right.given) is int else true()


def _names(node: Any) -> list[str]:
    if isinstance(node, ast.Identifier):
        return [node.full_name()]
    if isinstance(node, ast.Attribute) and isinstance(node.attr, str):
        return [*_names(node.owner), node.attr]
    raise bad("The path cannot be read")


def _literal(node: Any) -> Operand:
    kind = LITERALS[type(node)]
    try:
        if kind == "time":
            value: Any = times.read(node.val)
        elif kind == "geo":
            value = geometry.read(node.val)
            return Operand(null(), "geo", value)
        else:
            value = node.val if kind == "text" else node.py_val
    except (ValueError, OverflowError):
        raise bad(f"{str(node.val)[:60]!r} cannot be read") from None
    if kind == "number" and abs(value) > 2**62:
        value = float(value)
    typed = literal(value, BigInteger) if isinstance(value, int) and kind == "number" else literal(value)
    return Operand(typed, kind, value)
