"""The register of readings, whatever was measured: stored once each, in the order of their own times."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from sensors.domain.quality import Previous
from sensors.domain.reading import GOOD, Measurement, Quality
from sensors.domain.water.levels import NORMAL, level_of
from storage import events
from storage.event_kinds import EventKind
from storage.inserts import insert_for
from storage.models import Datastream, Observation
from storage.models.base import table_of
from storage.models.sensors import WATER_LEVEL

# One event a thing in each such slot keeps the log small and the live screens calm; a new level always shows.
EVENT_SLOT = timedelta(minutes=5)
MOST_AT_ONCE = 500  # rows a statement

Outcome = Literal["stored", "late", "repeated", "refused"]
AlertChange = Literal["opened", "raised", "closed"]
CREDIBLE = Quality()
TABLE = table_of(Observation)


@dataclass(frozen=True)
class Judged:
    """What is thought of a reading; `proves`: an earlier, doubtful one that was true."""

    quality: Quality
    proves: Measurement | None = None


@dataclass(frozen=True)
class Ingested:
    """What became of one reading. `reason` says in Indonesian why it was refused, "" otherwise."""

    outcome: Outcome
    level: int
    level_before: int
    quality: Quality = CREDIBLE
    alert: AlertChange | None = None
    reason: str = ""
    number: int | None = None  # of the stored observation


def known_of(stream: Datastream) -> Previous:
    """What judging the next reading needs: the datastream remembers it, so that nothing is looked up."""
    said = stream.remembered
    pending, steady = said.get("pending"), said.get("steady_since")
    return Previous(
        Measurement(stream.last_at, stream.last_value) if stream.last_at else None,
        Measurement(datetime.fromisoformat(pending[0]), pending[1]) if pending else None,
        stream.newest_at,
        datetime.fromisoformat(steady) if steady else None,
    )


def remember(stream: Datastream, known: Previous) -> None:
    """Write down what is known after a reading."""
    if known.credible:
        stream.last_at, stream.last_value = known.credible.at, known.credible.value
    stream.newest_at = known.newest_at
    said: dict[str, Any] = {}
    if known.pending:
        said["pending"] = [known.pending.at.isoformat(), known.pending.value]
    if known.steady_since:
        said["steady_since"] = known.steady_since.isoformat()
    if said != stream.remembered:
        stream.remembered = said


def store(tx: Session, rows: Sequence[Mapping[str, Any]]) -> dict[tuple[int, datetime], int]:
    """Insert the rows that are new; their numbers by (datastream, at). Each names every column it fills."""
    new = insert_for(tx.get_bind().dialect.name, TABLE)
    found: dict[tuple[int, datetime], int] = {}
    for start in range(0, len(rows), MOST_AT_ONCE):
        once = new.values(list(rows[start : start + MOST_AT_ONCE]))
        once = once.on_conflict_do_nothing(index_elements=["datastream_id", "at"])
        made = tx.execute(once.returning(TABLE.c.id, TABLE.c.datastream_id, TABLE.c.at))
        found |= {(stream, at): number for number, stream, at in made}
    return found


def believe(tx: Session, stream: Datastream, at: datetime) -> None:
    """The reading of that time was true after all."""
    found = update(TABLE).where(TABLE.c.datastream_id == stream.id, TABLE.c.at == at)
    tx.execute(found.values(quality=GOOD, doubts=""))


def look_again(tx: Session, number: int) -> None:
    """The datastream's last value and a river's level, after one of its observations went or was changed."""
    stream = tx.scalar(select(Datastream).where(Datastream.id == number).with_for_update(of=Datastream))
    if stream is None:
        return
    mine = select(Observation).where(Observation.datastream_id == number).order_by(Observation.at.desc())
    newest = tx.scalar(mine.limit(1))
    good = tx.scalar(mine.where(Observation.value.is_not(None), Observation.quality == GOOD).limit(1))
    stream.newest_at = newest.at if newest else None
    stream.last_at, stream.last_value = (good.at, good.value) if good else (None, None)
    stream.remembered = {}
    if stream.kind == WATER_LEVEL:
        stands, before = stream.last_value, stream.last_level
        stream.last_level = NORMAL if stands is None else level_of(stands, stream.levels, current=before)


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
