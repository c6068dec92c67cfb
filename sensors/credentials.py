"""One secret for each thing, with which it sends over HTTP and MQTT: made here, shown once, revocable.

It is 256 random bits, so fast hashes suffice: SHA-256 for our own doors, and the form of Mosquitto's password
file, which Mosquitto itself reads (`sensors/mosquitto.py`).
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sensors import things
from storage import events
from storage.event_kinds import EventKind
from storage.models import Thing

MOSQUITTO_ITERATIONS = 101  # what mosquitto_passwd itself takes
BY_COMMAND = "sistem"


def token_hash(token: str) -> str:
    """What is stored of a thing's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def mosquitto_hash(token: str) -> str:
    """The same secret as a line of Mosquitto's password file holds it: $7$iterations$salt$hash."""
    salt = secrets.token_bytes(12)
    made = hashlib.pbkdf2_hmac("sha512", token.encode(), salt, MOSQUITTO_ITERATIONS)
    return f"$7${MOSQUITTO_ITERATIONS}${base64.b64encode(salt).decode()}${base64.b64encode(made).decode()}"


def issue_token(tx: Session, code: str, *, now: datetime, by: str = BY_COMMAND) -> str | None:
    """A new secret for the thing, shown this once; the old one ends. None: no such thing.

    by: who asked, as in `events.record(actor=…)`.
    """
    thing = things.find(tx, code)
    if thing is None:
        return None
    token = secrets.token_urlsafe(32)
    thing.token_hash, thing.mosquitto_hash = token_hash(token), mosquitto_hash(token)
    _note(tx, thing, EventKind.SENSOR_KEY_MADE, now=now, by=by)
    return token


def revoke(tx: Session, code: str, *, now: datetime, by: str = BY_COMMAND) -> bool:
    """The thing's secret ends at once at every door; False when it has none."""
    thing = things.find(tx, code)
    if thing is None or thing.token_hash is None:
        return False
    thing.token_hash = thing.mosquitto_hash = None
    _note(tx, thing, EventKind.SENSOR_KEY_REVOKED, now=now, by=by)
    return True


def _note(tx: Session, thing: Thing, kind: EventKind, *, now: datetime, by: str) -> None:
    events.record(tx, kind=kind, actor=by, now=now, sensor_id=thing.id, data={"code": thing.code})


def token_fits(thing: Thing, token: str) -> bool:
    """Whether this is the thing's secret, in constant time; False where none was issued."""
    return _same(thing.token_hash, token)


def fits(session: Session, code: str, token: str) -> bool:
    """As `token_fits`, for a thing by its code."""
    return _same(session.scalar(select(Thing.token_hash).where(Thing.code == code)), token)


def _same(stored: str | None, token: str) -> bool:
    return stored is not None and hmac.compare_digest(token_hash(token).encode(), stored.encode())
