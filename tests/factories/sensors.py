"""Gauges."""

import itertools

from sqlalchemy.orm import Session

from storage.models import Sensor
from tests.factories.city import KRANJI

_number = itertools.count(1)


def gauge(tx: Session, *, name: str = "Cileungsi Hulu") -> Sensor:
    """A river gauge with the usual three thresholds, in centimetres."""
    row = Sensor(
        code=f"uji-{next(_number)}", name=name, kind="tinggi_muka_air", river="Kali Bekasi", unit="cm",
        lat=-6.25, lon=106.98, kelurahan_code=KRANJI,
        levels={"siaga_3": 200, "siaga_2": 300, "siaga_1": 400}, downstream=[],
    )  # fmt: skip
    tx.add(row)
    tx.flush()
    return row
