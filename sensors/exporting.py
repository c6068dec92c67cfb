"""Observations as a Parquet file, read and written in pieces."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import parquet
from storage.models import Datastream, Observation, Thing

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
        Thing.code, Datastream.kind, Datastream.unit, Observation.at, Observation.value, Observation.quality,
        Observation.doubts, Observation.received_at,
    )  # fmt: skip
    query = select(*columns).select_from(Observation).join(Datastream).join(Thing)
    query = query.where(Observation.at >= since, Observation.at < until, Observation.value.is_not(None))
    if code:
        query = query.where(Thing.code == code)
    query = query.order_by(Observation.datastream_id, Observation.at)
    found = session.execute(query, execution_options={"stream_results": True, "yield_per": TOGETHER})
    for part in found.partitions(TOGETHER):
        yield from (tuple(row) for row in part)
