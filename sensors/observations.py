"""The register of readings, whatever was measured: stored once each, in the order of their own times."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, case, func, or_, select, text, update
from sqlalchemy.orm import Session

from sensors import announcing, kinds, rollups
from sensors.domain.quality import Previous
from sensors.domain.reading import GOOD, Measurement, Quality
from sensors.domain.water.levels import NORMAL, level_of
from sensors.holding import HeldStream, as_json, stored
from storage import events, packs
from storage.event_kinds import EventKind
from storage.models import AnyObservation, Datastream, Observation, ObservationPack
from storage.models.base import table_of
from storage.models.sensors import WATER_LEVEL

# One event a thing in each such slot keeps the log small and the live screens calm; a new level always shows.
EVENT_SLOT = timedelta(minutes=5)
MOST_AT_ONCE = 500  # rows a statement

Outcome = Literal["stored", "late", "repeated", "refused"]
AlertChange = Literal["opened", "raised", "closed"]
CREDIBLE = Quality()
TABLE = table_of(Observation)
COLUMNS = (
    "datastream_id", "at", "value", "quality", "doubts", "received_at", "until", "result", "result_time",
    "valid_time", "parameters", "feature_id",
)  # fmt: skip
MORE = COLUMNS[6:]  # what most observations do not have
OF_ANY_KIND = frozenset({"result", "parameters"})
_ONCE = "ON CONFLICT (datastream_id, at) DO NOTHING RETURNING id, datastream_id, at"
_INSERT = text(f"""
INSERT INTO observation ({", ".join(COLUMNS)}) SELECT {", ".join(COLUMNS)}
FROM json_to_recordset(CAST(:rows AS json)) AS r(datastream_id bigint, at timestamptz, value float8,
    quality text, doubts text, received_at timestamptz, until timestamptz, result jsonb,
    result_time timestamptz, valid_time text, parameters jsonb, feature_id bigint)
{_ONCE}
""")  # noqa: S608 - this file's own names


@dataclass(frozen=True)
class Judged:
    """What is thought of a reading; `proves`: an earlier, doubtful one that was true."""

    quality: Quality
    proves: Measurement | None = None


@dataclass(slots=True)
class Ingested:
    """What became of one reading. `reason` says in Indonesian why it was refused, "" otherwise."""

    outcome: Outcome
    level: int
    level_before: int
    quality: Quality = CREDIBLE
    alert: AlertChange | None = None
    reason: str = ""
    number: int | None = None  # of the stored observation


def known_of(stream: Datastream | HeldStream) -> Previous:
    """What judging the next reading needs: the datastream remembers it, so that nothing is looked up."""
    kept = stream.remembered
    pending, steady = kept.get("pending"), kept.get("steady_since")
    return Previous(
        Measurement(stream.last_at, stream.last_value) if stream.last_at else None,
        Measurement(datetime.fromisoformat(pending[0]), pending[1]) if pending else None,
        stream.newest_at,
        datetime.fromisoformat(steady) if steady else None,
    )


def remember(stream: Datastream | HeldStream, known: Previous) -> None:
    """Write down what is known after a reading."""
    if known.credible:
        stream.last_at, stream.last_value = known.credible.at, known.credible.value
    stream.newest_at = known.newest_at
    found: dict[str, Any] = {}
    if known.pending:
        found["pending"] = [known.pending.at.isoformat(), known.pending.value]
    if known.steady_since:
        found["steady_since"] = known.steady_since.isoformat()
    if found != stream.remembered:
        stream.remembered = found


def store(tx: Session, rows: Sequence[Mapping[str, Any]]) -> dict[tuple[int, datetime], int]:
    """Insert the rows that are new; their numbers by (datastream, at). What a row lacks is nothing."""
    connection = tx.connection()
    found: dict[tuple[int, datetime], int] = {}
    packs.open_at(connection, [(row["datastream_id"], row["at"]) for row in rows
                               if row["at"] < row["received_at"] - packs.AGE])  # fmt: skip
    postgresql = connection.dialect.name == "postgresql"
    for start in range(0, len(rows), MOST_AT_ONCE):
        some = rows[start : start + MOST_AT_ONCE]
        made = _as_json(connection, some) if postgresql else _as_values(connection, some)
        found |= {(stream, _moment(at)): number for number, stream, at in made}
    if announcing.is_heard():
        keys = [(row["datastream_id"], row["at"]) for row in rows]
        announcing.tell(tx, [(found[key], row) for key, row in zip(keys, rows, strict=True) if key in found])
    return found


def _as_json(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> Iterable[Any]:
    """SQLAlchemy and the driver need longer to spell out thousands of values."""
    return connection.execute(_INSERT, {"rows": as_json(rows)})


def _as_values(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> Iterable[Any]:
    """SQLite reads numbers out of JSON less exactly than it takes them."""
    places = f"({', '.join('?' * len(COLUMNS))})"
    words = f"INSERT INTO observation ({', '.join(COLUMNS)}) VALUES {', '.join([places] * len(rows))} {_ONCE}"  # noqa: S608
    values = tuple(stored(row.get(name), name in OF_ANY_KIND) for row in rows for name in COLUMNS)
    return connection.exec_driver_sql(words, values)


def _moment(at: datetime | str) -> datetime:
    return at if isinstance(at, datetime) else datetime.fromisoformat(at).replace(tzinfo=UTC)


def believe(tx: Session, stream: Datastream | HeldStream, at: datetime) -> None:
    """The reading of that time was true after all."""
    packs.open_at(tx.connection(), [(stream.id, at)])
    found = update(TABLE).where(TABLE.c.datastream_id == stream.id, TABLE.c.at == at)
    tx.execute(found.values(quality=GOOD, doubts=""))
    rollups.mark(tx, [(stream.id, at)])


def look_again(tx: Session, number: int) -> None:
    """The datastream's last value and a river's level, after one of its observations went or was changed."""
    stream = tx.scalar(select(Datastream).where(Datastream.id == number).with_for_update(of=Datastream))
    if stream is None:
        return
    newest = _newest(tx, number, lambda row: ())
    good = _newest(tx, number, lambda row: (row.value.is_not(None), row.quality == GOOD))
    if newest:
        packs.open_at(tx.connection(), [(number, newest.at)])
    stream.newest_at = newest.at if newest else None
    stream.last_at, stream.last_value = (good.at, good.value) if good else (None, None)
    stream.remembered = {}
    if stream.kind == WATER_LEVEL:
        stands, before = stream.last_value, stream.last_level
        stream.last_level = NORMAL if stands is None else level_of(stands, stream.levels, current=before)


def newest_doubts() -> Any:
    """In SQL: why a datastream's newest observation is not believed; "" or nothing where it is.

    Looked up only where it may be doubted: another was the last believed, or its kind doubts what stands.
    """
    newest = select(Observation.doubts).where(
        Observation.datastream_id == Datastream.id, Observation.at == Datastream.newest_at
    )
    standing = [code for code, kind in kinds.kinds().items() if kind.limits.stuck_after]
    other = Datastream.newest_at.is_distinct_from(Datastream.last_at)
    asked = or_(other, Datastream.kind.in_(standing))
    return case((asked, newest.correlate(Datastream).scalar_subquery()), else_="")


def _newest(
    tx: Session, number: int, which: Callable[[Any], Iterable[Any]]
) -> Observation | AnyObservation | None:
    """Of a datastream: a row nearly always, in a pack when what came later was deleted or is doubted."""
    row = tx.scalar(_last(Observation, number, which))
    packed = tx.scalar(select(func.max(ObservationPack.day)).where(ObservationPack.datastream_id == number))
    if packed is None or (row and row.at >= packed + packs.DAY):
        return row
    return tx.scalar(_last(AnyObservation, number, which))


def _last(table: Any, number: int, which: Callable[[Any], Iterable[Any]]) -> Any:
    mine = select(table).where(table.datastream_id == number, *which(table))
    return mine.order_by(table.at.desc()).limit(1)


def same_slot(one: datetime, other: datetime) -> bool:
    """Whether both moments share the one event a thing has in each EVENT_SLOT."""
    return _slot(one) == _slot(other)


def _slot(moment: datetime) -> int:
    return int(moment.timestamp() // EVENT_SLOT.total_seconds())


def note(tx: Session, stream: Datastream, reading: Measurement, done: Ingested, *, now: datetime) -> None:
    """Tell the live screens of a reading."""
    data = {
        "code": stream.thing.code,
        "name": stream.thing.name,
        "value": reading.value,
        "at": reading.at.isoformat(),
        "level": done.level,
        "level_before": done.level_before,
        "doubts": sorted(done.quality.doubts),
    }
    kind = EventKind.SENSOR_READING
    events.record(tx, kind=kind, actor="sensor", now=now, sensor_id=stream.thing_id, data=data)
