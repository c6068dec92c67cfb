"""Observations as a Parquet file, read and written in pieces."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import Datastream, Observation, Thing

TOGETHER = 20_000  # rows
COLUMNS = ("code", "kind", "unit", "at", "value", "quality", "doubts", "received_at")


def to_parquet(session: Session, file: Path, *, since: datetime, until: datetime, code: str = "") -> int:
    """Write the numbers measured within [since, until), of one thing or of all; how many. Times are UTC."""
    import pyarrow
    from pyarrow import parquet

    text, moment = pyarrow.string(), pyarrow.timestamp("us", tz="UTC")
    types = (text, text, text, moment, pyarrow.float64(), text, text, moment)
    schema, many = pyarrow.schema(list(zip(COLUMNS, types, strict=True))), 0
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for rows in _pieces(session, since, until, code):
            columns = [
                pyarrow.array(column, kind)
                for column, kind in zip(zip(*rows, strict=True), types, strict=True)
            ]
            writer.write_table(pyarrow.Table.from_arrays(columns, schema=schema))
            many += len(rows)
    return many


def _pieces(session: Session, since: datetime, until: datetime, code: str) -> Iterator[list[tuple[Any, ...]]]:
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
    for rows in found.partitions(TOGETHER):
        yield [tuple(row) for row in rows]
