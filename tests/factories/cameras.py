"""Cameras of the register."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from sensors.cameras import register
from sensors.cameras.register import AddressSeal, CameraSaid
from storage.models import Camera
from storage.outside import MayCall, networks_of
from tests.factories.city import NOW

SECRET = "a key of at least thirty-two characters"
HERE = MayCall(networks_of("127.0.0.0/8"))
SEAL = AddressSeal(SECRET, HERE)


def camera(tx: Session, code: str = "cam-pasar", *, now: datetime = NOW, **said: Any) -> Camera:
    """A camera at the market of Kranji, unless `said` says otherwise."""
    told = {"name": f"Kamera {code}", "lat": -6.2250, "lon": 106.9790, "agency": "dlh", **said}
    return register.make(tx, code, CameraSaid(**told), SEAL, actor="petugas:1", now=now)
