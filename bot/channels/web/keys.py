"""Keys of the web chat: who holds one reads and continues a conversation. Only hashes are kept.

A browser's key lasts a year and is renewed every month; a link's key lets one more browser in, once and
within minutes. Whose conversation it is says the session's `address`, which no key can be made from.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from storage.inserts import insert_once
from storage.models import ChatLink, ChatPush, ChatSession, Inbox
from storage.models.base import table_of
from storage.statements import Statement

LIFETIME = timedelta(days=365)
LINK_LIFETIME = timedelta(minutes=10)
RENEWED_AFTER = timedelta(days=30)
OVERLAP = timedelta(minutes=2)  # the old key of a renewed one still works: for what is under way, other tabs
TOUCHED_AFTER = timedelta(hours=1)
MOST_DEVICES = 20
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")


_session = table_of(ChatSession).c
_FOUND = Statement(  # asked with every message
    lambda _: select(_session.id, _session.address, _session.ended_at, _session.expires_at).where(
        _session.token_hash == bindparam("token_hash")
    )
)


@dataclass(frozen=True)
class Visitor:
    """A browser that may speak. session: its row, None for a key from before there were rows."""

    address: str
    session: int | None


def well_formed(key: object) -> bool:
    """Whether this can be a key of ours."""
    return isinstance(key, str) and _KEY.fullmatch(key) is not None


def hashed(key: str) -> str:
    """What is kept of a key; for the first browser of a conversation also its address."""
    return hashlib.sha256(key.encode()).hexdigest()


def find(session: Session, key: str | None, *, now: datetime) -> Visitor | None:
    """Who holds this key; None when it is none of ours, has ended or is too old."""
    if key is None or not well_formed(key):
        return None
    row = _FOUND.first(session, token_hash=hashed(key))
    if row is not None:
        return Visitor(row.address, row.id) if _lives(row, now) else None
    return Visitor(hashed(key), None) if spoke(session, hashed(key)) else None


def begin(tx: Session, *, device: str, now: datetime, address: str | None = None) -> str:
    """A key for a browser: of a new conversation, or of the one at `address`."""
    key = secrets.token_urlsafe(32)
    tx.add(
        ChatSession(
            token_hash=hashed(key), address=address or hashed(key), device=device[:60],
            created_at=now, seen_at=now, expires_at=now + LIFETIME,
        )
    )  # fmt: skip
    return key


def seen(tx: Session, key: str, *, device: str, now: datetime) -> str | None:
    """The key this browser has from now on: the same, or a fresh one where it is old; None: it is no key."""
    if find(tx, key, now=now) is None:
        return None
    row = _row(tx, key)
    if row is None:  # from before there were rows, when links carried the key itself: it ends here
        old = {"token_hash": hashed(key), "address": hashed(key), "device": device[:60], "created_at": now}
        ended = {"seen_at": now, "expires_at": now + OVERLAP, "ended_at": None}
        insert_once(tx, ChatSession, unique=["token_hash"], **old, **ended)
        return begin(tx, device=device, now=now, address=hashed(key))
    if now - row.created_at >= RENEWED_AFTER and row.expires_at > now + OVERLAP:
        row.expires_at = now + OVERLAP
        return begin(tx, device=device, now=now, address=row.address)
    if now - row.seen_at >= TOUCHED_AFTER and row.expires_at > now + OVERLAP:
        row.seen_at, row.expires_at = now, now + LIFETIME
    return key


def link(tx: Session, address: str, *, now: datetime) -> str:
    """A key that lets one more browser into this conversation; earlier unused ones end."""
    tx.execute(delete(ChatLink).where(or_(ChatLink.address == address, ChatLink.expires_at < now)))
    key = secrets.token_urlsafe(32)
    tx.add(ChatLink(token_hash=hashed(key), address=address, expires_at=now + LINK_LIFETIME))
    return key


def leads_to(session: Session, key: object, *, now: datetime) -> str | None:
    """The conversation a link leads to, None for one that is not, or no longer, good."""
    if not isinstance(key, str) or not well_formed(key):
        return None
    mine = (ChatLink.token_hash == hashed(key), ChatLink.expires_at > now)
    return session.scalars(select(ChatLink.address).where(*mine)).one_or_none()


def use_up(tx: Session, key: str) -> bool:
    """Take the link out of the world; False when somebody else was quicker."""
    gone = delete(ChatLink).where(ChatLink.token_hash == hashed(key)).returning(ChatLink.address)
    return tx.execute(gone).first() is not None


def spoke(session: Session, address: str) -> bool:
    """Whether anything was said in this conversation."""
    mine = select(Inbox.id).where(Inbox.channel == "web", Inbox.sender == address)
    return session.scalar(mine.limit(1)) is not None


def devices(session: Session, address: str, *, now: datetime) -> Sequence[ChatSession]:
    """The browsers in this conversation, the latest seen first."""
    mine = select(ChatSession).where(ChatSession.address == address, *living(now))
    return session.scalars(mine.order_by(ChatSession.seen_at.desc()).limit(MOST_DEVICES)).all()


def end(tx: Session, visitor: Visitor, *, number: int | None, now: datetime) -> bool:
    """End one browser of the visitor's conversation, their own without `number`; False: there is no such."""
    wanted = visitor.session if number is None else number
    mine = (ChatSession.id == wanted, ChatSession.address == visitor.address, *living(now))
    gone = update(ChatSession).where(*mine).values(ended_at=now).returning(ChatSession.id)
    if tx.execute(gone).first() is None:
        return False
    tx.execute(delete(ChatPush).where(ChatPush.session_id == wanted))
    return True


def ended(session: Session, sessions: Iterable[int], *, now: datetime) -> set[int]:
    """Those of the sessions that may not speak any more."""
    wanted = set(sessions)
    alive = select(ChatSession.id).where(ChatSession.id.in_(wanted), *living(now))
    return wanted - set(session.scalars(alive))


def forget_old(tx: Session, *, now: datetime) -> None:
    """Housekeeping. The row of a conversation's first key stays as long as the conversation: without it the
    key would count as one from before there were rows."""
    said = select(Inbox.id).where(Inbox.channel == "web", Inbox.sender == ChatSession.token_hash).exists()
    tx.execute(delete(ChatSession).where(ChatSession.expires_at < now, ~said))
    tx.execute(delete(ChatLink).where(ChatLink.expires_at < now))


def _row(session: Session, key: str) -> ChatSession | None:
    return session.scalars(select(ChatSession).where(ChatSession.token_hash == hashed(key))).one_or_none()


def _lives(row: Any, now: datetime) -> bool:
    return row.ended_at is None and row.expires_at > now


def living(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """SQL: sessions that may speak."""
    return ChatSession.ended_at.is_(None), ChatSession.expires_at > now
