"""One-time links by which an officer chooses a password: nobody else ever knows it."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.models import Officer, PasswordLink

LIFETIME = timedelta(hours=2)
INVITED = timedelta(days=3)  # somebody new, who may read it tomorrow


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def make(tx: Session, officer: Officer, *, now: datetime) -> str:
    """The key of a new link, which is stored nowhere; links made before for the same officer end.

    It is good for LIFETIME; for INVITED where the officer has no password to lose yet.
    """
    drop(tx, officer.id)
    key = secrets.token_urlsafe(24)
    tx.add(PasswordLink(token_hash=_hash(key), officer_id=officer.id, expires_at=now + lifetime(officer)))
    return key


def lifetime(officer: Officer) -> timedelta:
    """How long a link made now is good."""
    return LIFETIME if officer.password_hash else INVITED


def officer_of(session: Session, key: str, *, now: datetime) -> Officer | None:
    """Whose link this is; None when it has ended, was used, or never was."""
    found = select(Officer).join(PasswordLink, PasswordLink.officer_id == Officer.id)
    good = (PasswordLink.token_hash == _hash(key), PasswordLink.expires_at > now, Officer.active)
    return session.scalars(found.where(*good)).one_or_none()


def use(tx: Session, key: str, *, now: datetime) -> Officer | None:
    """As `officer_of`, and the link ends: of two who come at once one gets the officer."""
    good = (PasswordLink.token_hash == _hash(key), PasswordLink.expires_at > now)
    officer_id = tx.scalar(delete(PasswordLink).where(*good).returning(PasswordLink.officer_id))
    officer = tx.get(Officer, officer_id) if officer_id is not None else None
    return officer if officer is not None and officer.active else None


def drop(tx: Session, officer_id: int) -> None:
    """Ends the officer's links."""
    tx.execute(delete(PasswordLink).where(PasswordLink.officer_id == officer_id))
