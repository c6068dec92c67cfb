"""Datastreams as taking readings needs them: held, read and written many at once, without the ORM."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from storage.models import Datastream, Thing
from storage.statements import Statement, among

COLUMNS = ("last_value", "last_at", "newest_at", "heard_at", "remembered")
_POSTGRESQL = text("""
UPDATE datastream AS d SET last_value = r.last_value, last_at = r.last_at, newest_at = r.newest_at,
    heard_at = r.heard_at, remembered = r.remembered
FROM json_to_recordset(CAST(:rows AS json)) AS r(id bigint, last_value float8, last_at timestamptz,
    newest_at timestamptz, heard_at timestamptz, remembered jsonb)
WHERE d.id = r.id
""")
_SQLITE = """
UPDATE datastream SET last_value = ?, last_at = ?, newest_at = ?, heard_at = ?, remembered = ? WHERE id = ?
"""


_HOLD = Statement(
    lambda dialect: (
        select(
            Datastream.id, Datastream.kind, Datastream.levels, Datastream.last_value, Datastream.last_at,
            Datastream.last_level, Datastream.newest_at, Datastream.heard_at, Datastream.remembered, Thing.id,
            Thing.gone_at.is_not(None),
        )
        .join_from(Datastream, Thing)
        .where(among(dialect, Datastream.id, "numbers"))
        .order_by(Datastream.id)
        .with_for_update(of=Datastream)
    )
)  # fmt: skip


@dataclass(slots=True)
class HeldStream:
    """A datastream of a kind without rules. gone: its thing said that it goes, and now speaks again."""

    id: int
    kind: str
    levels: dict[str, Any]
    last_value: float | None
    last_at: datetime | None
    last_level: int
    newest_at: datetime | None
    heard_at: datetime | None
    remembered: dict[str, Any]
    thing_id: int
    gone: bool


def hold(tx: Session, streams: Iterable[int]) -> list[HeldStream]:
    """These datastreams, in the order of their numbers, until `tx` ends."""
    return [HeldStream(*row) for row in _HOLD.rows(tx, numbers=sorted(streams))]


def put_down(tx: Session, held: Sequence[HeldStream]) -> None:
    """Write what has become of them; whoever knows one of them as an object reads it anew."""
    if not held:
        return
    connection = tx.connection()
    if connection.dialect.name == "postgresql":
        rows = [{"id": one.id, **{name: getattr(one, name) for name in COLUMNS}} for one in held]
        connection.execute(_POSTGRESQL, {"rows": as_json(rows)})
    else:
        values = [(*(stored(getattr(one, name)) for name in COLUMNS), one.id) for one in held]
        connection.exec_driver_sql(_SQLITE, values)
    if back := [one.thing_id for one in held if one.gone]:
        tx.execute(update(Thing).where(Thing.id.in_(back)).values(gone_at=None))
    numbers = {one.id for one in held}
    for known in tx.identity_map.values():
        if isinstance(known, Datastream) and known.id in numbers:
            tx.expire(known, COLUMNS)


def as_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as PostgreSQL reads them: one parameter however many. What is nothing may be left out."""
    return msgspec.json.encode(rows).decode()


def stored(value: Any, of_any_kind: bool = False) -> Any:
    """A value as SQLite's columns hold it; `of_any_kind`: a column of JSON, in which a text is quoted."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    quoted = isinstance(value, dict | list) or (of_any_kind and value is not None)
    return json.dumps(value) if quoted else value
