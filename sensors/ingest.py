"""The one door for readings: finds the thing, stores the reading, asks its kind's rules what it means."""

from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.orm import Session

from sensors import observations, things, water
from sensors.counts import count
from sensors.domain.reading import Measurement, MeasuringFault, arrival
from sensors.observations import AlertChange, Ingested, Judged
from sensors.things import UnknownSensor
from storage.models import Observation, Sensor

__all__ = ["AHEAD", "FRESH", "Ingested", "UnknownSensor", "ingest"]

FRESH = water.FRESH
# Clocks of things run a little fast; further ahead than this the time is wrong.
AHEAD = timedelta(minutes=10)


class KindRules(Protocol):
    """What a kind of thing adds to the register."""

    def judge(self, tx: Session, sensor: Sensor, newest: Observation | None, reading: Measurement) -> Judged:
        """What is doubtful about the reading, and the earlier reading that it proves true."""

    def follow(
        self, tx: Session, sensor: Sensor, reading: Measurement, judged: Judged, *, now: datetime
    ) -> AlertChange | None:
        """What a stored reading, in time, changes; and what became of the thing's alert."""


class PlainRules:
    """A thing that only measures: no alarm, no faults of its own."""

    def judge(self, tx: Session, sensor: Sensor, newest: Observation | None, reading: Measurement) -> Judged:
        """Whether it is a reading, new and in time."""
        return Judged(arrival(reading, newest_at=newest.at if newest else None))

    def follow(
        self, tx: Session, sensor: Sensor, reading: Measurement, judged: Judged, *, now: datetime
    ) -> AlertChange | None:
        """Nothing but the last value, which the register keeps."""
        return None


PLAIN = PlainRules()
RULES: dict[str, KindRules] = {water.KIND: water.WaterLevel()}


def ingest(tx: Session, sensor_code: str, *, at: datetime, value: float | None, now: datetime) -> Ingested:
    """Take one reading, in the thing's own unit. The same (thing, at) again changes nothing.

    UnknownSensor for a foreign code. Late readings are stored and change neither level nor alert.
    """
    sensor = things.locked(tx, sensor_code)
    done = _take(tx, sensor, Measurement(at, value), now=now)
    count(done.outcome)
    return done


def _take(tx: Session, sensor: Sensor, reading: Measurement, *, now: datetime) -> Ingested:
    before, rules = sensor.last_level, RULES.get(sensor.kind, PLAIN)
    if reading.at > now + AHEAD:
        return Ingested("refused", before, before, reason="waktu pembacaan ada di masa depan")
    newest = observations.newest(tx, sensor)
    judged = rules.judge(tx, sensor, newest, reading)
    quality = judged.quality
    if not quality.storable:
        if MeasuringFault.REPEATED in quality.doubts:
            return Ingested("repeated", before, before, quality)
        return Ingested("refused", before, before, quality, reason=", ".join(sorted(quality.doubts)))
    if not observations.store(tx, sensor, reading, good=quality.good, now=now):
        return Ingested("repeated", before, before, quality)
    if judged.proves:
        observations.believe(tx, sensor, judged.proves.at)
    if MeasuringFault.LATE in quality.doubts:
        return Ingested("late", before, before, quality)
    if quality.moves_level:
        sensor.last_value, sensor.last_at = reading.value, reading.at
    alert = rules.follow(tx, sensor, reading, judged, now=now)
    done = Ingested("stored", sensor.last_level, before, quality, alert)
    if done.level != before or newest is None or not observations.same_slot(newest.received_at, now):
        observations.note(tx, sensor, reading, done, now=now)
    return done
