"""What a browser was handed to come back with: once, and within minutes."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from storage.models import SignInTicket

LIFETIME = timedelta(minutes=10)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make(tx: Session, purpose: str, data: dict[str, Any], *, now: datetime, token: str = "") -> str:
    """A new ticket's token, which is stored nowhere; what has ended goes."""
    made = token or secrets.token_urlsafe(24)
    tx.execute(delete(SignInTicket).where(SignInTicket.expires_at <= now))
    ends = now + LIFETIME
    tx.add(SignInTicket(token_hash=_hash(made), purpose=purpose, data=data, expires_at=ends))
    return made


def use(tx: Session, purpose: str, token: str, *, now: datetime) -> dict[str, Any] | None:
    """What was kept under it, and it ends: of two at once one gets it. None: ended, used, never was."""
    mine = (SignInTicket.token_hash == _hash(token), SignInTicket.purpose == purpose)
    gone = delete(SignInTicket).where(*mine, SignInTicket.expires_at > now).returning(SignInTicket.data)
    return tx.scalar(gone)
