"""What water adds to a reading: the level of alarm, the alert in the queue."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from routing.warnings import alerts
from sensors.domain.reading import Measurement, MeasuringFault
from sensors.domain.water.certainty import NEVER_WAITS, is_sure
from sensors.domain.water.levels import NORMAL, level_of
from sensors.observations import AlertChange, Judged
from storage.models import Alert, Datastream, Thing
from storage.models.sensors import WATER_LEVEL

KIND = WATER_LEVEL
# An older reading is history: it may come from a gauge that was cut off and now delivers what it kept.
FRESH = timedelta(hours=2)


class WaterLevel:
    """The rules of kind `tinggi_muka_air`, for readings that are taken together."""

    def __init__(self, tx: Session, streams: Iterable[int]) -> None:
        mine = Alert.datastream_id.in_(sorted(streams))
        self._alarmed = set(tx.scalars(select(Alert.datastream_id).where(mine, Alert.closed_at.is_(None))))

    def follow(
        self, tx: Session, stream: Datastream, reading: Measurement, judged: Judged, *, now: datetime
    ) -> AlertChange | None:
        """The gauge's level follows a believed reading, and its alert the level.

        A leap waits for its second reading before the level moves, but the operator hears of it at once.
        Readings older than FRESH move the level, but raise no alert: nobody is woken for water that passed.
        """
        assert reading.value is not None  # judge() lets no empty reading through
        is_fresh = now - reading.at <= FRESH
        if not judged.quality.moves_level:
            suspect = is_fresh and MeasuringFault.LEAP in judged.quality.doubts
            return self._noted(stream, _suspect(tx, stream, reading, now=now)) if suspect else None
        before = stream.last_level
        if judged.proves is not None and judged.proves.value is not None:
            before = min(before, level_of(judged.proves.value, stream.levels))
        stream.last_level = level_of(reading.value, stream.levels, current=stream.last_level)
        calm = stream.last_level == NORMAL and stream.id not in self._alarmed
        if calm or not is_fresh:
            return None
        return self._noted(stream, _alert(tx, stream, reading, before=before, now=now))

    def _noted(self, stream: Datastream, change: AlertChange | None) -> AlertChange | None:
        if change == "opened":
            self._alarmed.add(stream.id)
        elif change == "closed":
            self._alarmed.discard(stream.id)
        return change


def _suspect(tx: Session, stream: Datastream, reading: Measurement, *, now: datetime) -> AlertChange | None:
    """A leap to Siaga 2 or 1 that nothing has confirmed: into the operator's queue, and not to residents."""
    assert reading.value is not None
    level = level_of(reading.value, stream.levels)
    if level >= NEVER_WAITS:
        return None
    sure = is_sure(level, before=stream.last_level, neighbour=_neighbour_is_high(tx, stream, now=now))
    return _raise(tx, stream, level, reading, sure=sure, now=now)


def _alert(
    tx: Session, stream: Datastream, reading: Measurement, *, before: int, now: datetime
) -> AlertChange | None:
    """Bring the alert in line with the level.

    Compared with the open alert, not with the level before: thresholds may have been edited in between, and
    readings too old to raise an alert may have moved the level.
    """
    assert reading.value is not None
    level = stream.last_level
    if level == NORMAL:
        closed = alerts.close_alert(tx, stream=stream, value=reading.value, at=reading.at, now=now)
        return "closed" if closed else None
    sure = is_sure(level, before=before, neighbour=_neighbour_is_high(tx, stream, now=now))
    change = _raise(tx, stream, level, reading, sure=sure, now=now)
    _vouch_for_neighbours(tx, stream, now=now)
    return change


def _raise(
    tx: Session, stream: Datastream, level: int, reading: Measurement, *, sure: bool, now: datetime
) -> AlertChange | None:
    assert reading.value is not None
    is_open = select(Alert.level).where(Alert.datastream_id == stream.id, Alert.closed_at.is_(None))
    reached = tx.scalar(is_open.limit(1))
    alerts.raise_alert(
        tx, stream=stream, level=level, value=reading.value, at=reading.at, now=now, sure=sure
    )  # fmt: skip
    if reached is None:
        return "opened"
    return "raised" if level < reached else None


def _neighbours(stream: Datastream, *, now: datetime) -> Select[Datastream]:
    """The other gauges of this river that spoke lately."""
    others = (
        select(Datastream).join(Datastream.thing).where(Datastream.kind == KIND, Datastream.id != stream.id)
    )
    river = Thing.river == stream.thing.river, Thing.river != "", Thing.demo == stream.thing.demo
    return others.where(*river, Datastream.last_at >= now - FRESH)


def _neighbour_is_high(tx: Session, stream: Datastream, *, now: datetime) -> bool:
    high = _neighbours(stream, now=now).where(Datastream.last_level < NORMAL)
    return tx.scalar(select(high.exists())) is True


def _vouch_for_neighbours(tx: Session, stream: Datastream, *, now: datetime) -> None:
    """This gauge stands above normal: what another of its river said alone is now said by two.

    A neighbour whose reading is being taken at this moment decides for itself, so nobody waits in a circle.
    """
    told_less = or_(Alert.told_level.is_(None), Alert.told_level > Alert.level)
    unsure = exists().where(Alert.datastream_id == Datastream.id, Alert.closed_at.is_(None), told_less)
    waiting = _neighbours(stream, now=now).where(unsure).with_for_update(skip_locked=True, of=Datastream)
    for other in tx.scalars(waiting):
        alerts.confirm_alert(tx, stream=other, now=now)
