"""A week of the demo river: calm water, one small flood wave that travels downstream, and a rise just now."""

import math
import random
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from sensors import things
from sensors.domain.reading import Measurement
from sensors.ingest import Arrival, ingest_all
from storage.models import Observation

STEP = timedelta(minutes=20)
DAYS = 7
# Calm level, height of the wave and of today's rise (cm), hours the wave comes after Cileungsi Hulu.
GAUGES = {
    "cileungsi-hulu": (96.0, 150.0, 118.0, 0.0),
    "p2c": (255.0, 230.0, 55.0, 2.5),
    "bendung-bekasi": (180.0, 120.0, 20.0, 4.5),
}
WAVE_AT = timedelta(days=3, hours=5)  # before now
RISE_AT = timedelta(hours=1)


def level(code: str, before_now: timedelta, dice: random.Random) -> float:
    """The water level in cm that long before now."""
    calm, wave, rise, delay = GAUGES[code]
    hours = (WAVE_AT - before_now).total_seconds() / 3600 - delay
    late = (RISE_AT - before_now).total_seconds() / 3600 - delay
    flood = wave * math.exp(-((hours / 5.0) ** 2))
    today = rise / (1 + math.exp(-2.2 * late))
    return round(
        calm + flood + today + 4 * math.sin(before_now.total_seconds() / 9000) + dice.gauss(0, 1.2), 1
    )


def flow(tx: Session, *, now: datetime) -> int:
    """Send the week's readings through the ordinary door, oldest first; returns how many were stored.

    All get `received_at` = now, by which `clear.py` knows them again.
    """
    dice = random.Random(3)
    streams = {code: stream.id for code in GAUGES if (stream := things.stream_of(tx, code))}
    stored = 0
    for step in range(int(timedelta(days=DAYS) / STEP), -1, -1):
        at = now - step * STEP
        said = [
            Arrival(number, Measurement(at, level(code, now - at, dice))) for code, number in streams.items()
        ]
        stored += sum(done.outcome == "stored" for done in ingest_all(tx, said, now=at))
    tx.flush()
    tx.execute(update(Observation).values(received_at=now))
    return stored
