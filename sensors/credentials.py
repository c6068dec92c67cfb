"""The secret of each thing, with which it sends over HTTP."""

import hashlib
import hmac
import secrets

from sqlalchemy.orm import Session

from sensors import things
from storage.models import Sensor


def token_hash(token: str) -> str:
    """What is stored of a gauge's secret. It is 256 random bits, so one SHA-256 suffices."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue_token(tx: Session, code: str) -> str | None:
    """A new secret for the gauge's HTTP posts, shown this once; the old one ends. None: no such gauge."""
    sensor = things.find(tx, code)
    if sensor is None:
        return None
    token = secrets.token_urlsafe(32)
    sensor.token_hash = token_hash(token)
    return token


def token_fits(sensor: Sensor, token: str) -> bool:
    """Whether this is the gauge's secret, in constant time; False where none was issued."""
    if sensor.token_hash is None:
        return False
    return hmac.compare_digest(token_hash(token).encode(), sensor.token_hash.encode())
