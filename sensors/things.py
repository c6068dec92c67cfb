"""The register of things that measure: each by its code, whatever it measures."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from sensors.counts import count
from storage.models import Sensor

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class UnknownSensor(Exception):
    """Nothing has this code; register it first."""

    def __init__(self, code: str) -> None:
        super().__init__(f"unknown sensor {code!r}")
        self.code = code


def find(session: Session, code: str) -> Sensor | None:
    """The thing with this code."""
    return session.scalar(select(Sensor).where(Sensor.code == code))


def unit_of(session: Session, code: str) -> str:
    """The unit its values are kept in; UnknownSensor for a foreign code."""
    unit = session.scalar(select(Sensor.unit).where(Sensor.code == code))
    if unit is None:
        count("unknown_sensor")
        raise UnknownSensor(code)
    return unit


def locked(tx: Session, code: str) -> Sensor:
    """The thing, held until `tx` ends, so that its readings are judged one after another."""
    sensor = tx.scalar(select(Sensor).where(Sensor.code == code).with_for_update())
    if sensor is None:
        count("unknown_sensor")
        raise UnknownSensor(code)
    return sensor
