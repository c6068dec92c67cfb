"""What observations come to in a minute, an hour and a day: kept right by hours that are marked.

Who changes an hour's observations marks it (`mark`), in the same transaction; the timetable works out the
marked hours that are over (`roll`). The first reading of an hour marks it, so each reading costs nothing. A
marked hour is read from the observations themselves (sensors/charts.py): what is shown is right at once.
"""

import json
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, func, insert, literal_column, select
from sqlalchemy.orm import Session

from sensors import kinds
from sensors.domain.reading import GOOD
from sensors.domain.rollup import Span
from sensors.holding import stored
from storage import clock, packs
from storage.models import AnyObservation, Datastream, Observation, Rollup, RollupDue
from storage.models.base import UtcDateTime, table_of

GRACE = timedelta(minutes=2)  # who took a reading just before the hour's end has committed it by then
TOGETHER = 500  # datastreams of one hour
DUE = table_of(RollupDue)
_MARK = """
INSERT INTO rollup_due (hour, datastream_id)
SELECT hour, datastream_id
FROM json_to_recordset(CAST(%s AS json)) AS r(hour timestamptz, datastream_id bigint)
ON CONFLICT (hour, datastream_id) DO UPDATE SET datastream_id = excluded.datastream_id
"""
_MARK_SQLITE = "INSERT INTO rollup_due (hour, datastream_id) VALUES (?, ?) ON CONFLICT DO NOTHING"
# SQLite keeps times as text in UTC; a day of the city begins there the evening before.
_BEGINS = 24 - clock.AHEAD[clock.ZONE] // timedelta(hours=1)
_TEXTS = {
    Span.MINUTE: ("%Y-%m-%d %H:%M:00.000000",),
    Span.HOUR: ("%Y-%m-%d %H:00:00.000000",),
    Span.DAY: (f"%Y-%m-%d {_BEGINS}:00:00.000000", f"-{_BEGINS} hours"),
}
_NAMES = {Span.MINUTE: "minute", Span.HOUR: "hour", Span.DAY: "day"}


def mark(tx: Session, readings: Iterable[tuple[int, datetime]]) -> None:
    """The hours of these readings (datastream, time) are to be worked out anew.

    Hold their datastreams first (`roll` does). A mark that is there is taken hold of, so it is not worked off
    before this transaction ends.
    """
    hours = sorted({(Span.HOUR.start_of(at), stream) for stream, at in readings})
    if hours:
        connection = tx.connection()
        if connection.dialect.name == "postgresql":
            whole = json.dumps([{"hour": hour.isoformat(), "datastream_id": one} for hour, one in hours])
            connection.exec_driver_sql(_MARK, (whole,))
        else:
            connection.exec_driver_sql(_MARK_SQLITE, [(stored(hour), one) for hour, one in hours])


def is_marked(newest: datetime | None, at: datetime, *, now: datetime) -> bool:
    """Whether the hour of a reading at `at` is marked already by `newest`, the newest before it."""
    hour = Span.HOUR.number_of(at)
    return newest is not None and Span.HOUR.number_of(newest) == hour >= Span.HOUR.number_of(now)


def hours_of(session: Session, *which: Any) -> list[tuple[int, datetime]]:
    """What to `mark` when all observations `which` holds of are deleted: ask before, mark afterwards."""
    hour = bucket(session, Observation.at, Span.HOUR).label("hour")
    found = select(Observation.datastream_id, hour).where(Observation.value.is_not(None), *which).distinct()
    return [(stream, at) for stream, at in session.execute(found)]


def bucket(session: Session, at: Any, span: Span) -> Any:
    """In SQL: when the span of a time began."""
    if session.get_bind().dialect.name == "postgresql":
        zone = clock.ZONES[clock.ZONE] if span is Span.DAY else "UTC"
        return func.date_trunc(literal_column(f"'{_NAMES[span]}'"), at, literal_column(f"'{zone}'"),
                               type_=UtcDateTime())  # fmt: skip
    form, *shift = _TEXTS[span]
    shifts: list[Any] = [literal_column(f"'{one}'") for one in shift]
    return func.strftime(literal_column(f"'{form}'"), at, *shifts, type_=UtcDateTime())


def of_readings(session: Session, span: Span, *which: Any) -> Select[Any]:
    """In SQL: (datastream, at, count, good, low, high, total) of what `which` holds of."""
    at = bucket(session, AnyObservation.at, span).label("start")
    good = AnyObservation.quality == GOOD
    value = AnyObservation.value
    columns = (
        func.count(), func.count().filter(good), func.min(value).filter(good), func.max(value).filter(good),
        func.sum(value).filter(good),
    )  # fmt: skip
    found = select(AnyObservation.datastream_id, at, *columns).where(value.is_not(None), *which)
    return found.group_by(AnyObservation.datastream_id, at)


def roll(tx: Session, *, now: datetime) -> int:
    """Work out one marked hour that is over, of at most TOGETHER datastreams; of how many (0: none)."""
    over = DUE.c.hour <= now - Span.HOUR.length - GRACE
    hour = tx.scalar(select(func.min(DUE.c.hour)).where(over))
    if hour is None:
        return 0
    mine = select(DUE.c.datastream_id).where(DUE.c.hour == hour).order_by(DUE.c.datastream_id)
    streams = tx.scalars(mine.limit(TOGETHER)).all()
    # Whoever takes readings of them holds their rows, in this order: what they took is seen below.
    held = select(Datastream.id, Datastream.kind).where(Datastream.id.in_(streams)).order_by(Datastream.id)
    kind_of = {number: kind for number, kind in tx.execute(held.with_for_update())}  # noqa: C416 - rows, not pairs
    tx.execute(delete(RollupDue).where(RollupDue.hour == hour, RollupDue.datastream_id.in_(streams)))
    kept = [number for number, kind in kind_of.items() if hour > kept_since(kind, now)]
    fast = [number for number in kept if kinds.kind_of(kind_of[number]).by_minute]
    _hour(tx, kept, Span.HOUR, hour)
    _hour(tx, fast, Span.MINUTE, hour)
    _day(tx, kept, Span.DAY.start_of(hour))
    return len(streams)


def kept_since(kind: str, now: datetime) -> datetime:
    """Older readings of the kind are not kept: what they came to stays as it is."""
    return Span.DAY.start_of(now - kinds.kind_of(kind).keep)


def _hour(tx: Session, streams: Collection[int], span: Span, hour: datetime) -> None:
    end = hour + Span.HOUR.length
    within = AnyObservation.datastream_id.in_(streams), *packs.within(AnyObservation, hour, end)
    _replace(tx, streams, span, hour, end, of_readings(tx, span, *within))


def _day(tx: Session, streams: Collection[int], day: datetime) -> None:
    end = day + Span.DAY.length
    hours = Rollup.span == Span.HOUR, Rollup.datastream_id.in_(streams), Rollup.at >= day, Rollup.at < end
    start = bucket(tx, Rollup.at, Span.DAY).label("start")
    sums = (
        func.sum(Rollup.count), func.sum(Rollup.good), func.min(Rollup.low), func.max(Rollup.high),
        func.sum(Rollup.total),
    )  # fmt: skip
    found = select(Rollup.datastream_id, start, *sums).where(*hours).group_by(Rollup.datastream_id, start)
    _replace(tx, streams, Span.DAY, day, end, found)


def _replace(  # noqa: PLR0913 - which rows, and what takes their place
    tx: Session, streams: Collection[int], span: Span, start: datetime, end: datetime, found: Select[Any]
) -> None:  # fmt: skip
    if not streams:
        return
    old = Rollup.datastream_id.in_(streams), Rollup.span == span, Rollup.at >= start, Rollup.at < end
    tx.execute(delete(Rollup).where(*old))
    columns = found.subquery().c
    number, at, *sums = columns
    names = ["datastream_id", "at", "count", "good", "low", "high", "total", "span"]
    span_column: Any = literal_column(str(int(span)))
    tx.execute(insert(Rollup).from_select(names, select(number, at, *sums, span_column)))
