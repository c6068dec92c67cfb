"""Signed-in browsers: a random token in a cookie, its hash in the database."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session

from accounts.notes import Whence
from storage.models import CONFIG_VERSION, Event, Officer, OfficerSession, Setting

LIFETIME = timedelta(hours=12)  # a long shift
HALF_LIFETIME = timedelta(minutes=15)  # between the password and the second step
HANDLE = 16  # letters of a token's hash by which its owner names a session
Step = Literal["", "kode", "pasang"]  # what is still to come, see `OfficerSession.waits`


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(
    tx: Session, officer: Officer, *, now: datetime, whence: Whence = Whence(), waits: Step = ""
) -> str:  # fmt: skip
    """A new session of the officer; returns the token for the cookie, which is stored nowhere.

    waits: what must still come before it opens anything.
    """
    token = secrets.token_urlsafe(32)
    tx.execute(delete(OfficerSession).where(OfficerSession.expires_at < now))
    tx.add(
        OfficerSession(
            token_hash=_hash(token), officer_id=officer.id, csrf=secrets.token_urlsafe(24), waits=waits,
            device=whence.device[:60], network=whence.network[:60], created_at=now,
            expires_at=now + (HALF_LIFETIME if waits else LIFETIME),
        )
    )  # fmt: skip
    return token


_LIVING = (
    select(Officer, OfficerSession)
    .join(OfficerSession, OfficerSession.officer_id == Officer.id)
    .where(
        OfficerSession.token_hash == bindparam("hashed"), OfficerSession.expires_at > bindparam("now"),
        Officer.active,
    )
)  # fmt: skip
_FOUND = _LIVING.add_columns(
    select(func.max(Event.seq)).scalar_subquery(),
    select(Setting.value).where(Setting.key == CONFIG_VERSION).scalar_subquery(),
)


@dataclass(frozen=True)
class SessionFound:
    """Who is behind a token. newest: number of the newest event; city: the configuration it has now."""

    officer: Officer
    csrf: str
    newest: int
    city: str


def find(session: Session, token: str, *, now: datetime) -> SessionFound | None:
    """The officer behind a token, in one query; None when the session ended, is half, or they are let go."""
    row = session.execute(_FOUND, {"hashed": _hash(token), "now": now}).one_or_none()
    if row is None or row[1].waits:
        return None
    return SessionFound(row[0], row[1].csrf, row[2] or 0, row[3]["value"] if row[3] else "")


def row_of(session: Session, token: str, *, now: datetime) -> tuple[Officer, OfficerSession] | None:
    """The officer behind a token and the session, which may be half still."""
    row = session.execute(_LIVING, {"hashed": _hash(token), "now": now}).one_or_none()
    return (row[0], row[1]) if row else None


def of(session: Session, officer_id: int, *, now: datetime) -> Sequence[OfficerSession]:
    """The browsers an officer is signed in with, the newest first."""
    mine = (
        OfficerSession.officer_id == officer_id,
        OfficerSession.expires_at > now,
        OfficerSession.waits == "",
    )
    return session.scalars(
        select(OfficerSession).where(*mine).order_by(OfficerSession.created_at.desc())
    ).all()


def handle(token_hash: str) -> str:
    """By which its owner names a session; opens nothing."""
    return token_hash[:HANDLE]


def handle_of(token: str) -> str:
    """As `handle`, of the token itself."""
    return handle(_hash(token))


def close_one(tx: Session, officer_id: int, named: str) -> bool:
    """Ends the officer's own session of this handle; False when there is none."""
    mine = (
        OfficerSession.officer_id == officer_id,
        OfficerSession.token_hash.startswith(named, autoescape=True),
    )
    if len(named) != HANDLE:
        return False
    return bool(tx.scalars(delete(OfficerSession).where(*mine).returning(OfficerSession.csrf)).all())


def close_others(tx: Session, officer_id: int, token: str) -> None:
    """Ends every session of an officer but this one."""
    others = (OfficerSession.officer_id == officer_id, OfficerSession.token_hash != _hash(token))
    tx.execute(delete(OfficerSession).where(*others))


def close(tx: Session, token: str) -> None:
    """Ends one session: its token is worth nothing from now on."""
    tx.execute(delete(OfficerSession).where(OfficerSession.token_hash == _hash(token)))


def close_all(tx: Session, officer_id: int) -> None:
    """Ends every session of an officer (new password, deactivated)."""
    tx.execute(delete(OfficerSession).where(OfficerSession.officer_id == officer_id))
