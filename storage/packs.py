"""Days of observations that are over, packed into one row a datastream; on PostgreSQL, SQLite has none.

A row of `observation` takes 139 bytes with its indexes; within a pack 23. An observation lies in one of both,
never in both: who packs and who opens holds the datastream's row. Who writes to a day opens it first, and
writes to rows as ever; the next night packs them again. Both are read as `AnyObservation`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

DAY = timedelta(days=1)
AGE = timedelta(days=1)  # a day is packed when it has been over for so long: most of what is late has come
LEAST = 12  # observations of a pack; fewer take less room as rows

MOST = 10_000  # days of datastreams a night: a long past is packed over several

# What a pack has no column for stays a row.
_PLAIN = (
    "o.value IS NOT NULL AND o.until IS NULL AND o.result IS NULL AND o.valid_time IS NULL"
    " AND o.parameters IS NULL"
)
_ROW = "id, datastream_id, at, value, received_at, quality, doubts, feature_id, result_time"
_UNPACKED = """
    unnest(p.ids, p.ats, p.numbers, p.received, p.qualities, p.doubts, p.result_times)
    AS u(id, at, value, received_at, quality, doubts, result_time)
"""
_VALUES = """
    u.id, p.datastream_id, u.at, u.value, u.received_at, coalesce(u.quality, 'baik') AS quality,
    coalesce(u.doubts, '') AS doubts, p.feature_id, u.result_time
"""
_NUMBER = "p.last_id >= :number AND p.first_id <= :number AND :number = ANY(p.ids)"
# The newest observation stays a row, with its day: what shows how things stand finds it by its time.
_LOOSE = text(f"""
SELECT date_trunc('day', o.at, 'UTC') AS day, o.datastream_id
FROM observation o JOIN datastream d ON d.id = o.datastream_id
WHERE o.at < :before AND o.at < date_trunc('day', d.newest_at, 'UTC') AND {_PLAIN}
GROUP BY 1, 2, o.feature_id HAVING count(*) >= {LEAST} ORDER BY 1, 2 LIMIT {MOST}
""")  # noqa: S608 - this file's own words
_PACK = text(f"""
WITH chosen AS (
    SELECT o.datastream_id, o.feature_id FROM observation o
    WHERE o.datastream_id = ANY(:streams) AND o.at >= :day AND o.at < :end AND {_PLAIN}
    GROUP BY 1, 2 HAVING count(*) >= {LEAST}
), gone AS (
    DELETE FROM observation o USING chosen c
    WHERE o.datastream_id = c.datastream_id AND o.feature_id IS NOT DISTINCT FROM c.feature_id
        AND o.datastream_id = ANY(:streams) AND o.at >= :day AND o.at < :end AND {_PLAIN}
    RETURNING o.*
), made AS (
    INSERT INTO observation_pack (datastream_id, day, feature_id, count, first_id, last_id, first_at, ids,
        ats, numbers, received, qualities, doubts, result_times)
    SELECT datastream_id, :day, feature_id, count(*), min(id), max(id), min(at), array_agg(id),
        array_agg(at), array_agg(value), array_agg(received_at),
        CASE WHEN bool_or(quality <> 'baik') THEN array_agg(quality) END,
        CASE WHEN bool_or(doubts <> '') THEN array_agg(doubts) END,
        CASE WHEN count(result_time) > 0 THEN array_agg(result_time) END
    FROM (SELECT * FROM gone ORDER BY datastream_id, feature_id, at) AS g GROUP BY datastream_id, feature_id
    RETURNING count
)
SELECT coalesce(sum(count), 0) FROM made
""")  # noqa: S608
_OPEN = f"""
WITH gone AS (DELETE FROM observation_pack p WHERE p.id = ANY(:packs) RETURNING p.*)
INSERT INTO observation ({_ROW}) SELECT {_VALUES} FROM gone p, {_UNPACKED}
ON CONFLICT (datastream_id, at) DO NOTHING
"""  # noqa: S608


def loose(connection: Connection, now: datetime) -> list[tuple[datetime, int]]:
    """The days, each with a datastream, that are to be packed, oldest first; at most MOST."""
    if connection.dialect.name != "postgresql":
        return []
    before = start_of(now - AGE)
    return [(day, stream) for day, stream in connection.execute(_LOOSE, {"before": before})]


def start_of(moment: datetime) -> datetime:
    """When the day of packs began: by UTC, so that it lies within one month's part."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def pack(connection: Connection, streams: Collection[int], day: datetime) -> int:
    """Pack a day of these datastreams; how many observations went into packs."""
    _hold(connection, streams)
    _open(connection, "p.datastream_id = ANY(:streams) AND p.day = :day", streams=list(streams), day=day)
    given = {"streams": list(streams), "day": day, "end": day + DAY}
    return int(connection.execute(_PACK, given).scalar_one())


def open_at(connection: Connection, readings: Iterable[tuple[int, datetime]]) -> None:
    """These datastreams' days of these times are rows again, until the next night."""
    found = sorted({(stream, start_of(at)) for stream, at in readings})
    if not found or connection.dialect.name != "postgresql":
        return
    _hold(connection, {stream for stream, _ in found})
    of, days = (list(column) for column in zip(*found, strict=True))
    of_these = "SELECT * FROM unnest(CAST(:of AS bigint[]), CAST(:days AS timestamptz[]))"
    _open(connection, f"(p.datastream_id, p.day) IN ({of_these})", of=of, days=days)


def open_number(connection: Connection, number: int) -> None:
    """The day in which the observation of this number lies is rows again."""
    open_at(connection, _where(connection, _NUMBER, number=number))


def open_feature(connection: Connection, number: int) -> None:
    """All days about this feature of interest are rows again."""
    open_at(connection, _where(connection, "p.feature_id = :number", number=number))


def open_received(connection: Connection, moment: datetime) -> None:
    """All days in which something was received at exactly this moment are rows again."""
    open_at(connection, _where(connection, ":moment = ANY(p.received)", moment=moment))


def _where(connection: Connection, which: str, **given: Any) -> list[tuple[int, datetime]]:
    """Of which datastream and day the packs are."""
    if connection.dialect.name != "postgresql":
        return []
    query = f"SELECT p.datastream_id, p.day FROM observation_pack p WHERE {which}"  # noqa: S608
    return [(stream, day) for stream, day in connection.execute(text(query), given)]


def _hold(connection: Connection, streams: Collection[int]) -> None:
    """Whoever takes readings of them holds their rows, in this order."""
    hold = "SELECT id FROM datastream WHERE id = ANY(:streams) ORDER BY id FOR UPDATE"
    connection.execute(text(hold), {"streams": sorted(streams)})


def _open(connection: Connection, which: str, **given: Any) -> None:
    """Their datastreams are held: nobody else opens or packs them."""
    found = connection.execute(text(f"SELECT p.id FROM observation_pack p WHERE {which}"), given)  # noqa: S608
    if packs := [number for (number,) in found]:
        connection.execute(text(_OPEN), {"packs": packs})


def unpacked(connection: Connection, together: int) -> Iterator[Mapping[str, Any]]:
    """What is in packs, as rows of `observation`; columns that are None are not named."""
    if connection.dialect.name != "postgresql":
        return
    query = f"SELECT {_VALUES} FROM observation_pack p, {_UNPACKED} ORDER BY p.day, p.datastream_id"  # noqa: S608
    found = connection.execution_options(stream_results=True, yield_per=together).execute(text(query))
    for row in found.mappings():
        yield dict(row)


def within(row: Any, since: datetime | None, until: datetime | None) -> list[Any]:
    """In SQL: what `AnyObservation` measured in [since, until)."""
    found = []
    if since is not None:
        found += [row.at >= since, row.day > since - DAY]
    if until is not None:
        found += [row.at < until, row.day < until]
    return found


def numbered(connection: Connection, row: Any, number: int) -> list[Any]:
    """In SQL: the one `AnyObservation` of this number."""
    if packed := _where(connection, _NUMBER, number=number):
        [(stream, day), *_] = packed
        return [row.id == number, row.datastream_id == stream, row.day == day]
    return [row.id == number, row.first_id == number, row.last_id == number]  # no pack is of one alone


def after(row: Any, since: datetime, until: datetime) -> list[Any]:
    """In SQL: the same, measured after `since` and at `until` at the latest."""
    tick = timedelta(microseconds=1)
    return within(row, since + tick, until + tick)
