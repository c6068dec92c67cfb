"""Signed-in browsers: a random token in a cookie, its hash in the database."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.models import Officer, OfficerSession

LIFETIME = timedelta(hours=12)  # a long shift


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(tx: Session, officer: Officer, *, now: datetime) -> str:
    """A new session of the officer; returns the token for the cookie, which is stored nowhere."""
    token = secrets.token_urlsafe(32)
    tx.execute(delete(OfficerSession).where(OfficerSession.expires_at < now))
    tx.add(
        OfficerSession(
            token_hash=_hash(token), officer_id=officer.id, csrf=secrets.token_urlsafe(24),
            created_at=now, expires_at=now + LIFETIME,
        )
    )  # fmt: skip
    return token


def find(session: Session, token: str, *, now: datetime) -> tuple[Officer, str] | None:
    """The officer behind a token and their CSRF token; None when it has ended or they are inactive."""
    row = session.execute(
        select(Officer, OfficerSession)
        .join(OfficerSession, OfficerSession.officer_id == Officer.id)
        .where(OfficerSession.token_hash == _hash(token), OfficerSession.expires_at > now, Officer.active)
    ).one_or_none()
    return (row[0], row[1].csrf) if row else None


def close(tx: Session, token: str) -> None:
    """Ends one session: its token is worth nothing from now on."""
    tx.execute(delete(OfficerSession).where(OfficerSession.token_hash == _hash(token)))


def close_all(tx: Session, officer_id: int) -> None:
    """Ends every session of an officer (new password, deactivated)."""
    tx.execute(delete(OfficerSession).where(OfficerSession.officer_id == officer_id))
