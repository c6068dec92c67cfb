"""The register of readings, whatever was measured: stored once each, in the order of their own times."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from sensors.domain.reading import DOUBTFUL, GOOD, Measurement, Quality
from storage import events
from storage.event_kinds import EventKind
from storage.inserts import insert_once
from storage.models import Observation, Sensor

# One event a thing in each such slot keeps the log small and the live screens calm; a new level always shows.
EVENT_SLOT = timedelta(minutes=5)

Outcome = Literal["stored", "late", "repeated", "refused"]
AlertChange = Literal["opened", "raised", "closed"]
CREDIBLE = Quality()


@dataclass(frozen=True)
class Judged:
    """What the rules of a kind say of a reading; `proves`: an earlier, doubtful one that was true."""

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


def newest(tx: Session, sensor: Sensor) -> Observation | None:
    """The thing's last reading by its own time."""
    query = select(Observation).where(Observation.sensor_id == sensor.id).order_by(Observation.at.desc())
    return tx.scalar(query.limit(1))


def store(tx: Session, sensor: Sensor, reading: Measurement, *, good: bool, now: datetime) -> bool:
    """Insert the reading; False when the thing already has one at that time."""
    return insert_once(
        tx, Observation, unique=["sensor_id", "at"], sensor_id=sensor.id, at=reading.at, value=reading.value,
        quality=GOOD if good else DOUBTFUL, received_at=now,
    )  # fmt: skip


def believe(tx: Session, sensor: Sensor, at: datetime) -> None:
    """The reading of that time was true after all."""
    found = update(Observation).where(Observation.sensor_id == sensor.id, Observation.at == at)
    tx.execute(found.values(quality=GOOD))


def same_slot(one: datetime, other: datetime) -> bool:
    """Whether both moments share the one event a thing has in each EVENT_SLOT."""
    return _slot(one) == _slot(other)


def _slot(moment: datetime) -> int:
    return int(moment.timestamp() // EVENT_SLOT.total_seconds())


def note(tx: Session, sensor: Sensor, reading: Measurement, done: Ingested, *, now: datetime) -> None:
    """Tell the live screens of a reading."""
    data = {
        "code": sensor.code,
        "name": sensor.name,
        "value": reading.value,
        "at": reading.at.isoformat(),
        "level": done.level,
        "level_before": done.level_before,
        "doubts": sorted(done.quality.doubts),
    }
    events.record(tx, kind=EventKind.SENSOR_READING, actor="sensor", now=now, sensor_id=sensor.id, data=data)
