"""The one door for readings: stores, judges, moves the gauge's level, raises and closes its alert."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from routing.warnings import alerts
from sensors.counts import count
from sensors.domain.levels import NORMAL, level_of
from sensors.domain.quality import (
    DOUBTFUL,
    FORGET,
    GOOD,
    STUCK_AFTER,
    Doubt,
    Previous,
    Quality,
    Reading,
    judge,
)
from storage import events
from storage.inserts import insert_once
from storage.models import Alert, Observation, Sensor

# An older reading is history: it may come from a gauge that was cut off and now delivers what it kept.
FRESH = timedelta(hours=2)
# Clocks of gauges run a little fast; further ahead than this the time is wrong.
AHEAD = timedelta(minutes=10)
# One event a gauge in each such slot keeps the log small and the live screens calm; a new level always shows.
EVENT_SLOT = timedelta(minutes=5)

Outcome = Literal["stored", "late", "repeated", "refused"]
AlertChange = Literal["opened", "raised", "closed"]


CREDIBLE = Quality()


class UnknownSensor(Exception):
    """No sensor has this code; register it first."""

    def __init__(self, code: str) -> None:
        super().__init__(f"unknown sensor {code!r}")
        self.code = code


@dataclass(frozen=True)
class Ingested:
    """What became of one reading. `reason` says in Indonesian why it was refused, "" otherwise."""

    outcome: Outcome
    level: int
    level_before: int
    quality: Quality = CREDIBLE
    alert: AlertChange | None = None
    reason: str = ""


def ingest(tx: Session, sensor_code: str, *, at: datetime, value: float | None, now: datetime) -> Ingested:
    """Take one reading (cm). The same (sensor, at) again changes nothing; UnknownSensor for a foreign code.

    Late readings are stored and change neither level nor alert. Readings older than FRESH move the level, but
    raise no alert: nobody is woken for water that has passed.
    """
    sensor = tx.scalar(select(Sensor).where(Sensor.code == sensor_code).with_for_update())
    if sensor is None:
        count("unknown_sensor")
        raise UnknownSensor(sensor_code)
    done = _take(tx, sensor, Reading(at, value), now=now)
    count(done.outcome)
    return done


def _take(tx: Session, sensor: Sensor, reading: Reading, *, now: datetime) -> Ingested:
    before = sensor.last_level
    if reading.at > now + AHEAD:
        return Ingested("refused", before, before, reason="waktu pembacaan ada di masa depan")
    newest = _newest(tx, sensor)
    previous = _previous(tx, sensor, newest, reading)
    quality = judge(previous, reading, leap_cm=sensor.levels.get("leap_cm"))
    if not quality.storable:
        if Doubt.REPEATED in quality.doubts:
            return Ingested("repeated", before, before, quality)
        return Ingested("refused", before, before, quality, reason=", ".join(sorted(quality.doubts)))
    if not _store(tx, sensor, reading, good=quality.good, now=now):
        return Ingested("repeated", before, before, quality)
    if quality.confirms and previous.pending:
        _set_good(tx, sensor, previous.pending.at)
    if Doubt.LATE in quality.doubts:
        return Ingested("late", before, before, quality)
    alert = _move(tx, sensor, reading, now=now) if quality.moves_level else None
    if sensor.last_level != before or newest is None or _slot(newest.received_at) != _slot(now):
        _record(tx, sensor, reading, before=before, quality=quality, now=now)
    return Ingested("stored", sensor.last_level, before, quality, alert)


def _newest(tx: Session, sensor: Sensor) -> Observation | None:
    query = select(Observation).where(Observation.sensor_id == sensor.id).order_by(Observation.at.desc())
    return tx.scalar(query.limit(1))


def _previous(
    tx: Session, sensor: Sensor, newest: Observation | None, reading: Reading
) -> Previous:
    if newest is None:
        return Previous()
    credible = Reading(sensor.last_at, sensor.last_value) if sensor.last_at else None
    return Previous(
        credible,
        _pending(tx, sensor, newest),
        newest.at,
        _steady_since(tx, sensor, reading) if credible and credible.value == reading.value else None,
    )


def _pending(tx: Session, sensor: Sensor, newest: Observation) -> Reading | None:
    """The leap that waits for confirmation: the last reading after the credible one, dead zeros aside."""
    if sensor.last_at is None or newest.at <= sensor.last_at:
        return None
    after = select(Observation).where(Observation.sensor_id == sensor.id, Observation.at > sensor.last_at)
    leap = tx.scalar(after.where(Observation.value != 0).order_by(Observation.at.desc()).limit(1))
    return Reading(leap.at, leap.value) if leap else None


def _steady_since(tx: Session, sensor: Sensor, reading: Reading) -> datetime | None:
    """A time at least STUCK_AFTER ago since when every reading had this value; None when it changed since.

    Looks no further back than it must, so a living gauge costs one short index walk.
    """
    start = reading.at - STUCK_AFTER
    mine = select(Observation.id).where(Observation.sensor_id == sensor.id, Observation.at < reading.at)
    if tx.scalar(select(exists(mine.where(Observation.at >= start, Observation.value != reading.value)))):
        return None
    window = select(Observation.at).where(Observation.sensor_id == sensor.id, Observation.at <= start)
    first = window.where(Observation.at >= start - FORGET, Observation.value == reading.value)
    return tx.scalar(first.order_by(Observation.at.desc()).limit(1))


def _store(tx: Session, sensor: Sensor, reading: Reading, *, good: bool, now: datetime) -> bool:
    """Insert the reading; False when the gauge already has one at that time."""
    row = {
        "sensor_id": sensor.id,
        "at": reading.at,
        "value": reading.value,
        "quality": GOOD if good else DOUBTFUL,
        "received_at": now,
    }
    return insert_once(tx, Observation, unique=["sensor_id", "at"], **row)


def _set_good(tx: Session, sensor: Sensor, at: datetime) -> None:
    leap = update(Observation).where(Observation.sensor_id == sensor.id, Observation.at == at)
    tx.execute(leap.values(quality=GOOD))


def _move(tx: Session, sensor: Sensor, reading: Reading, *, now: datetime) -> AlertChange | None:
    assert reading.value is not None  # judge() lets no empty reading move the level
    sensor.last_value, sensor.last_at = reading.value, reading.at
    sensor.last_level = level_of(reading.value, sensor.levels, current=sensor.last_level)
    if now - reading.at > FRESH:
        return None
    return _alert(tx, sensor, value=reading.value, at=reading.at, now=now)


def _alert(tx: Session, sensor: Sensor, *, value: float, at: datetime, now: datetime) -> AlertChange | None:
    """Bring the alert in line with the level.

    Compared with the open alert, not with the level before: thresholds may have been edited in between, and
    readings too old to raise an alert may have moved the level.
    """
    is_open = select(Alert.level).where(Alert.sensor_id == sensor.id, Alert.closed_at.is_(None))
    reached, level = tx.scalar(is_open.limit(1)), sensor.last_level
    if level == NORMAL:
        if reached is None:
            return None
        alerts.close_alert(tx, sensor=sensor, value=value, at=at, now=now)
        return "closed"
    if reached is not None and reached <= level:
        return None
    alerts.raise_alert(tx, sensor=sensor, level=level, value=value, at=at, now=now)
    return "opened" if reached is None else "raised"


def _slot(moment: datetime) -> int:
    return int(moment.timestamp() // EVENT_SLOT.total_seconds())


def _record(
    tx: Session, sensor: Sensor, reading: Reading, *, before: int, quality: Quality, now: datetime
) -> None:
    data = {
        "code": sensor.code,
        "name": sensor.name,
        "value": reading.value,
        "at": reading.at.isoformat(),
        "level": sensor.last_level,
        "level_before": before,
        "doubts": sorted(quality.doubts),
    }
    events.record(tx, kind="sensor_reading", actor="sensor", now=now, sensor_id=sensor.id, data=data)
