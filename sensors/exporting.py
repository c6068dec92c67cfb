"""Observations as a Parquet file, read and written in pieces."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import packs, parquet
from storage.models import AnyObservation, Datastream, Thing

TOGETHER = 20_000  # rows
COLUMNS = {
    "code": "string", "kind": "string", "unit": "string", "at": "time", "value": "number",
    "quality": "string", "doubts": "string", "received_at": "time",
}  # fmt: skip


def to_parquet(session: Session, file: Path, *, since: datetime, until: datetime, code: str = "") -> int:
    """Write the numbers measured within [since, until), of one thing or of all; how many. Times are UTC."""
    with parquet.pressing() as press:
        return press.write(rows(session, since=since, until=until, code=code), file, COLUMNS)


def rows(
    session: Session, *, since: datetime, until: datetime, code: str = ""
) -> Iterator[tuple[Any, ...]]:  # fmt: skip
    """The numbers measured within [since, until) as COLUMNS say, a datastream after the other."""
    columns = (
        Thing.code, Datastream.kind, Datastream.unit, AnyObservation.at, AnyObservation.value,
        AnyObservation.quality, AnyObservation.doubts, AnyObservation.received_at,
    )  # fmt: skip
    query = select(*columns).select_from(AnyObservation).join(Datastream).join(Thing)
    query = query.where(*packs.within(AnyObservation, since, until), AnyObservation.value.is_not(None))
    if code:
        query = query.where(Thing.code == code)
    query = query.order_by(AnyObservation.datastream_id, AnyObservation.at)
    found = session.execute(query, execution_options={"stream_results": True, "yield_per": TOGETHER})
    for part in found.partitions(TOGETHER):
        yield from (tuple(row) for row in part)
