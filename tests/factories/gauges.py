"""Gauges and their readings."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from sensors import things
from sensors.ingest import Ingested, ingest
from storage.db import transaction
from storage.models import Datastream
from tests.factories.city import NOW

STANDING = ("last_value", "last_at", "last_level")  # what a gauge shows without readings
LEVELS = {"siaga_3": 350, "siaga_2": 450, "siaga_1": 700}


def gauge(tx: Session, code: str = "p2c", *, levels: dict[str, Any] | None = None, **more: Any) -> Datastream:
    """A registered water gauge; three thresholds unless told otherwise."""
    named: dict[str, Any] = {
        "river": "Kali Bekasi",
        "name": f"Pos {code}",
        "lat": -6.3045,
        "lon": 106.9719,
    } | more
    standing = {name: named.pop(name) for name in STANDING if name in named}
    limits = LEVELS if levels is None else levels
    row = things.register(tx, code=code, kind="tinggi_muka_air", levels=limits, **named)
    for name, value in standing.items():
        setattr(row, name, value)
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
