"""Lists by key, never by offset: in which order, and where the next page begins, as words in an address."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import InstrumentedAttribute

from storage.models import Report
from storage.models.base import UtcDateTime

Key = tuple[InstrumentedAttribute[Any], bool]  # a column, and whether it falls
_TAIL: tuple[Key, ...] = ((Report.urgency, True), (Report.resolve_due, False), (Report.id, False))
SORTS: dict[str, tuple[Key, ...]] = {
    "mendesak": _TAIL,
    "terbaru": ((Report.created_at, True), (Report.id, True)),
    "ditemukan": ((Report.id, True),),  # what was looked for, the newest first
    "dukungan": ((Report.supporters, True), *_TAIL),
}
BETWEEN = "~"


def keys(sort: str) -> tuple[Key, ...]:
    """The columns a list is ordered by; an unknown order is the usual one."""
    return SORTS.get(sort, _TAIL)


def order(sort: str) -> list[ColumnElement[Any]]:
    """The order as SQL."""
    return [column.desc() if falls else column.asc() for column, falls in keys(sort)]


def cursor(report: Report, sort: str) -> str:
    """Where a list stands after this report, e.g. "50~2026-11-30T02:00:00+00:00~17"."""
    values = [getattr(report, column.key) for column, _ in keys(sort)]
    return BETWEEN.join(value.isoformat() if isinstance(value, datetime) else str(value) for value in values)


def beyond(after: str, sort: str) -> ColumnElement[bool] | None:
    """SQL: what stands after the cursor; None (from the top) for "" and for a cursor nobody made."""
    values = _read(after, keys(sort))
    if values is None:
        return None
    steps: list[ColumnElement[bool]] = []
    same: list[ColumnElement[bool]] = []
    for (column, falls), value in zip(keys(sort), values, strict=True):
        steps.append(and_(*same, column < value if falls else column > value))
        same.append(column == value)
    first, falls = keys(sort)[0]
    edge = (
        first <= values[0] if falls else first >= values[0]
    )  # said once more, so that an index is entered here
    return and_(edge, or_(*steps))


def _read(after: str, columns: Sequence[Key]) -> list[Any] | None:
    parts = after.split(BETWEEN)
    if len(parts) != len(columns):
        return None
    try:
        return [_value(column, part) for (column, _), part in zip(columns, parts, strict=True)]
    except ValueError:
        return None


def _value(column: InstrumentedAttribute[Any], part: str) -> Any:
    if not isinstance(column.type, UtcDateTime):
        if not (part.isascii() and part.isdigit() and len(part) < 16):
            raise ValueError(part)
        return int(part)
    moment = datetime.fromisoformat(part)
    if moment.tzinfo is None:
        raise ValueError(part)
    return moment
