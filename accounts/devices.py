"""Browsers an officer has signed in from before: a random token in a cookie, its hash in the database."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.models import KnownDevice, Officer

LIFETIME = timedelta(days=180)


def hash_of(token: str) -> str:
    """As stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def known(session: Session, token: str, username: str, *, now: datetime) -> str:
    """The token's hash where this account has signed in with it within its lifetime, else ""."""
    hashed = hash_of(token)
    found = select(KnownDevice.token_hash).join(Officer, Officer.id == KnownDevice.officer_id)
    mine = (KnownDevice.token_hash == hashed, Officer.username == username, KnownDevice.at > now - LIFETIME)
    return session.scalar(found.where(*mine)) or ""


def remember(tx: Session, officer: Officer, *, now: datetime) -> str:
    """A new token for this browser; forgets those that have not signed in for long."""
    token = secrets.token_urlsafe(24)
    tx.execute(delete(KnownDevice).where(KnownDevice.at <= now - LIFETIME))
    tx.add(KnownDevice(token_hash=hash_of(token), officer_id=officer.id, at=now))
    return token


def forget(tx: Session, hashed: str) -> None:
    """The browser got a new token: the old one is worth nothing."""
    tx.execute(delete(KnownDevice).where(KnownDevice.token_hash == hashed))


def forget_all(tx: Session, officer_id: int) -> None:
    """No browser is known any more (a new password, deactivated)."""
    tx.execute(delete(KnownDevice).where(KnownDevice.officer_id == officer_id))
