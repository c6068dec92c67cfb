"""Gauges and their readings."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from sensors.ingest import Ingested, ingest
from storage.db import transaction
from storage.models import Sensor
from tests.factories.city import NOW

LEVELS = {"siaga_3": 350, "siaga_2": 450, "siaga_1": 700}


def gauge(tx: Session, code: str = "p2c", *, levels: dict[str, Any] | None = None, **more: Any) -> Sensor:
    """A registered water gauge; three thresholds unless told otherwise."""
    named = {"river": "Kali Bekasi"} | more
    row = Sensor(
        code=code, name=f"Pos {code}", kind="tinggi_muka_air", unit="cm", lat=-6.3045, lon=106.9719,
        levels=LEVELS if levels is None else levels, **named,
    )  # fmt: skip
    tx.add(row)
    tx.flush()
    return row


def minute(number: float) -> datetime:
    """So many minutes after NOW."""
    return NOW + timedelta(minutes=number)


def feed(values: Iterable[float | None], *, code: str = "p2c", first: float = 0) -> list[Ingested]:
    """Readings half an hour apart, each in its own transaction and taken at once."""
    found = []
    for number, value in enumerate(values):
        at = minute(first + 30 * number)
        with transaction() as tx:
            found.append(ingest(tx, code, at=at, value=value, now=at))
    return found
