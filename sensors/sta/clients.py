"""Programs at the SensorThings door: a name, a key that is shown once, and what each may change."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sensors.credentials import mosquitto_hash
from sensors.sta.faults import StaFault
from storage.models import StaClient

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")


def make(tx: Session, name: str, *, write: bool, things: Sequence[str] | None, now: datetime) -> str:
    """A client's new key, shown this once; the old one ends. ValueError for a name that is none.

    things: the codes it may change; None: all, and it may make new ones.
    """
    if not NAME.fullmatch(name):
        raise ValueError("a name has letters, digits, dots, hyphens and underscores, at most 63")
    key = secrets.token_urlsafe(32)
    row = tx.get(StaClient, name) or StaClient(name=name, created_at=now)
    row.key_hash, row.may_write, row.things = _hash(key), write, list(things) if things else None
    row.mosquitto_hash = mosquitto_hash(key)
    tx.add(row)
    return key


def revoke(tx: Session, name: str) -> bool:
    """The client's key ends at once; False when there is none of that name."""
    row = tx.get(StaClient, name)
    if row is None:
        return False
    tx.delete(row)
    return True


def named(session: Session, name: str, key: str) -> StaClient | None:
    """The client with this name and key, in constant time."""
    row = session.get(StaClient, name) if NAME.fullmatch(name) else None
    known = row.key_hash if row else _hash("")
    fits = hmac.compare_digest(_hash(key).encode(), known.encode())
    return row if fits else None


def fits(session: Session, name: str, key: str) -> bool:
    """Whether somebody is this client."""
    return named(session, name, key) is not None


def any_there(session: Session) -> bool:
    """Whether anybody at all reads by this door."""
    return session.scalar(select(StaClient.name).limit(1)) is not None


def may_change(client: StaClient, code: str | None) -> None:
    """StaFault (403) unless it may change the thing with this code; None: what belongs to no thing."""
    if not client.may_write:
        raise StaFault(403, "This key may read only (one with --write may write)")
    if client.things is not None and code not in client.things:
        raise StaFault(403, "This key may not change that")


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
