"""What water adds to a reading: faults of gauges, the level of alarm, the alert in the queue."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from routing.warnings import alerts
from sensors.domain.reading import Quality, Reading
from sensors.domain.water.levels import NORMAL, level_of
from sensors.domain.water.quality import FORGET, STUCK_AFTER, Previous, judge
from sensors.observations import AlertChange
from storage.models import Alert, Observation, Sensor
from storage.models.sensors import WATER_LEVEL

KIND = WATER_LEVEL
# An older reading is history: it may come from a gauge that was cut off and now delivers what it kept.
FRESH = timedelta(hours=2)


class WaterLevel:
    """The rules of kind `tinggi_muka_air`."""

    def judge(
        self, tx: Session, sensor: Sensor, newest: Observation | None, reading: Reading
    ) -> tuple[Quality, Reading | None]:
        """(what is doubtful, the earlier reading that this one proves true)."""
        previous = _previous(tx, sensor, newest, reading)
        quality = judge(previous, reading, leap_cm=sensor.levels.get("leap_cm"))
        return quality, previous.pending if quality.confirms else None

    def move(self, tx: Session, sensor: Sensor, reading: Reading, *, now: datetime) -> AlertChange | None:
        """The gauge's level follows a believed reading, and its alert the level.

        Readings older than FRESH move the level, but raise no alert: nobody is woken for water that passed.
        """
        assert reading.value is not None  # judge() lets no empty reading move the level
        sensor.last_level = level_of(reading.value, sensor.levels, current=sensor.last_level)
        if now - reading.at > FRESH:
            return None
        return _alert(tx, sensor, value=reading.value, at=reading.at, now=now)


def _previous(tx: Session, sensor: Sensor, newest: Observation | None, reading: Reading) -> Previous:
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
