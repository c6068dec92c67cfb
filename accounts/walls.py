"""Links of screens: each shows the wall, read-only, for as long as nobody revokes it."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.domain.permissions import Role
from storage import events
from storage.event_kinds import EventKind
from storage.models import Officer, WallLink

LONGEST_NAME = 80


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()  # of 256 random bits: fast is enough


def make(tx: Session, *, name: str, by: Officer, now: datetime) -> str:
    """A new link's key, which is stored nowhere; `name` says where the screen hangs."""
    key = secrets.token_urlsafe(32)
    shown = name.strip()[:LONGEST_NAME] or "Layar"
    tx.add(WallLink(name=shown, key_hash=_hash(key), created_by=by.id, created_at=now))
    events.record(tx, kind=EventKind.WALL_LINK_MADE, actor=f"petugas:{by.id}", now=now, reason=shown)
    return key


def find(session: Session, key: str) -> WallLink | None:
    """The link behind a key, unless it was revoked."""
    found = select(WallLink).where(WallLink.key_hash == _hash(key), WallLink.revoked_at.is_(None))
    return session.scalar(found)


def open_link(tx: Session, key: str, *, now: datetime) -> bool:
    """A screen takes the link up; False when there is none."""
    link = find(tx, key)
    if link is not None:
        link.opened_at = now
    return link is not None


def living(session: Session) -> Sequence[WallLink]:
    """Those not revoked, the newest first."""
    found = select(WallLink).where(WallLink.revoked_at.is_(None)).order_by(WallLink.id.desc())
    return session.scalars(found).all()


def revoke(tx: Session, link_id: int, *, by: Officer, now: datetime) -> bool:
    """The screen shows nothing from now on; False when it did not before."""
    link = tx.get(WallLink, link_id, with_for_update=True)
    if link is None or link.revoked_at is not None:
        return False
    link.revoked_at = now
    actor = f"petugas:{by.id}"
    events.record(tx, kind=EventKind.WALL_LINK_REVOKED, actor=actor, now=now, reason=link.name)
    return True


def watcher(link: WallLink) -> Officer:
    """Who stands before the screen: sees the whole city, is nobody, is never stored."""
    return Officer(id=0, username="", name=link.name, role=Role.PIMPINAN.value, agency_code=None, active=True)
