"""What water adds to a reading: faults of gauges, the level of alarm, the alert in the queue."""

from datetime import datetime, timedelta

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from routing.warnings import alerts
from sensors.domain.reading import Measurement, MeasuringFault
from sensors.domain.water.certainty import NEVER_WAITS, is_sure
from sensors.domain.water.levels import NORMAL, level_of
from sensors.domain.water.quality import FORGET, STUCK_AFTER, Previous, judge
from sensors.observations import AlertChange, Judged
from storage.models import Alert, Observation, Sensor
from storage.models.sensors import WATER_LEVEL

KIND = WATER_LEVEL
# An older reading is history: it may come from a gauge that was cut off and now delivers what it kept.
FRESH = timedelta(hours=2)


class WaterLevel:
    """The rules of kind `tinggi_muka_air`."""

    def judge(self, tx: Session, sensor: Sensor, newest: Observation | None, reading: Measurement) -> Judged:
        """What is doubtful, and the earlier reading that this one proves true."""
        previous = _previous(tx, sensor, newest, reading)
        quality = judge(previous, reading, leap_cm=sensor.levels.get("leap_cm"))
        return Judged(quality, previous.pending if quality.confirms else None)

    def follow(
        self, tx: Session, sensor: Sensor, reading: Measurement, judged: Judged, *, now: datetime
    ) -> AlertChange | None:
        """The gauge's level follows a believed reading, and its alert the level.

        A leap waits for its second reading before the level moves, but the operator hears of it at once.
        Readings older than FRESH move the level, but raise no alert: nobody is woken for water that passed.
        """
        assert reading.value is not None  # judge() lets no empty reading through
        is_fresh = now - reading.at <= FRESH
        if not judged.quality.moves_level:
            suspect = is_fresh and MeasuringFault.LEAP in judged.quality.doubts
            return _suspect(tx, sensor, reading, now=now) if suspect else None
        before = sensor.last_level
        if judged.proves is not None and judged.proves.value is not None:
            before = min(before, level_of(judged.proves.value, sensor.levels))
        sensor.last_level = level_of(reading.value, sensor.levels, current=sensor.last_level)
        return _alert(tx, sensor, reading, before=before, now=now) if is_fresh else None


def _previous(tx: Session, sensor: Sensor, newest: Observation | None, reading: Measurement) -> Previous:
    if newest is None:
        return Previous()
    credible = Measurement(sensor.last_at, sensor.last_value) if sensor.last_at else None
    return Previous(
        credible,
        _pending(tx, sensor, newest),
        newest.at,
        _steady_since(tx, sensor, reading) if credible and credible.value == reading.value else None,
    )


def _pending(tx: Session, sensor: Sensor, newest: Observation) -> Measurement | None:
    """The leap that waits for confirmation: the last reading after the credible one, dead zeros aside."""
    if sensor.last_at is None or newest.at <= sensor.last_at:
        return None
    after = select(Observation).where(Observation.sensor_id == sensor.id, Observation.at > sensor.last_at)
    leap = tx.scalar(after.where(Observation.value != 0).order_by(Observation.at.desc()).limit(1))
    return Measurement(leap.at, leap.value) if leap else None


def _steady_since(tx: Session, sensor: Sensor, reading: Measurement) -> datetime | None:
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


def _suspect(tx: Session, sensor: Sensor, reading: Measurement, *, now: datetime) -> AlertChange | None:
    """A leap to Siaga 2 or 1 that nothing has confirmed: into the operator's queue, and not to residents."""
    assert reading.value is not None
    level = level_of(reading.value, sensor.levels)
    if level >= NEVER_WAITS:
        return None
    sure = is_sure(level, before=sensor.last_level, neighbour=_neighbour_is_high(tx, sensor, now=now))
    return _raise(tx, sensor, level, reading, sure=sure, now=now)


def _alert(
    tx: Session, sensor: Sensor, reading: Measurement, *, before: int, now: datetime
) -> AlertChange | None:
    """Bring the alert in line with the level.

    Compared with the open alert, not with the level before: thresholds may have been edited in between, and
    readings too old to raise an alert may have moved the level.
    """
    assert reading.value is not None
    level = sensor.last_level
    if level == NORMAL:
        closed = alerts.close_alert(tx, sensor=sensor, value=reading.value, at=reading.at, now=now)
        return "closed" if closed else None
    sure = is_sure(level, before=before, neighbour=_neighbour_is_high(tx, sensor, now=now))
    change = _raise(tx, sensor, level, reading, sure=sure, now=now)
    _vouch_for_neighbours(tx, sensor, now=now)
    return change


def _raise(
    tx: Session, sensor: Sensor, level: int, reading: Measurement, *, sure: bool, now: datetime
) -> AlertChange | None:
    assert reading.value is not None
    is_open = select(Alert.level).where(Alert.sensor_id == sensor.id, Alert.closed_at.is_(None))
    reached = tx.scalar(is_open.limit(1))
    alerts.raise_alert(
        tx, sensor=sensor, level=level, value=reading.value, at=reading.at, now=now, sure=sure
    )  # fmt: skip
    if reached is None:
        return "opened"
    return "raised" if level < reached else None


def _neighbours(sensor: Sensor, *, now: datetime) -> Select[Sensor]:
    """The other gauges of this river that spoke lately."""
    others = select(Sensor).where(Sensor.kind == KIND, Sensor.id != sensor.id, Sensor.demo == sensor.demo)
    return others.where(Sensor.river == sensor.river, Sensor.river != "", Sensor.last_at >= now - FRESH)


def _neighbour_is_high(tx: Session, sensor: Sensor, *, now: datetime) -> bool:
    high = _neighbours(sensor, now=now).where(Sensor.last_level < NORMAL)
    return tx.scalar(select(high.exists())) is True


def _vouch_for_neighbours(tx: Session, sensor: Sensor, *, now: datetime) -> None:
    """This gauge stands above normal: what another of its river said alone is now said by two.

    A neighbour whose reading is being taken at this moment decides for itself, so nobody waits in a circle.
    """
    told_less = or_(Alert.told_level.is_(None), Alert.told_level > Alert.level)
    unsure = exists().where(Alert.sensor_id == Sensor.id, Alert.closed_at.is_(None), told_less)
    waiting = _neighbours(sensor, now=now).where(unsure).with_for_update(skip_locked=True)
    for other in tx.scalars(waiting):
        alerts.confirm_alert(tx, sensor=other, now=now)
