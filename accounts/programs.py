"""Officers' programs: personal tokens, and programs that come by OAuth 2 client credentials (RFC 6749, 4.4).

Whoever comes by either is an officer, with that officer's rights cut down to the scopes of the token.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.domain.permissions import Action
from storage import events, seals
from storage.event_kinds import EventKind
from storage.models import ApiClient, Officer, PersonalToken

PERSONAL, GRANTED = "sorot_p_", "sorot_c_"
LIFETIME = timedelta(hours=1)  # of what client credentials are exchanged for
DAYS = (30, 90, 365)  # a personal token's life, as one chooses
MOST = 20  # an officer's
USED = timedelta(hours=1)  # noted no oftener
LONGEST_NAME = 60


class Scope(StrEnum):
    """What a token is good for."""

    READ = "reports:read"
    WRITE = "reports:write"


# What each scope lets through, where the officer may do it at all.
LETS: dict[Scope, frozenset[Action]] = {
    Scope.READ: frozenset({Action.ENTER, Action.READ}),
    Scope.WRITE: frozenset({Action.ANSWER, Action.STATUS, Action.NOTE, Action.FORWARD, Action.CATEGORY}),
}


@dataclass(frozen=True)
class Bearer:
    """Who comes, and what for."""

    officer: Officer
    scopes: frozenset[Scope]

    def lets(self, action: Action) -> bool:
        """Whether the token is good for this; whether the officer may is another question."""
        return any(action in LETS[scope] for scope in self.scopes)


@dataclass(frozen=True)
class Granted:
    """An access token: seconds it lives, what it is good for."""

    token: str
    seconds: int
    scopes: tuple[Scope, ...]


class BadScope(Exception):
    """A scope nobody knows, or one the program does not have."""


def key_hash(key: str) -> str:
    """What is stored of a key: 256 random bits need no slow hash."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def read_scopes(given: Sequence[str]) -> tuple[Scope, ...]:
    """The scopes of these names; BadScope for others."""
    try:
        return tuple(dict.fromkeys(Scope(name) for name in given))
    except ValueError:
        raise BadScope from None


def make_token(
    tx: Session, officer: Officer, *, name: str, scopes: Sequence[Scope], days: int, now: datetime
) -> str | None:
    """A personal token, shown this once; None where the officer has too many."""
    if len(tokens_of(tx, officer.id, now=now)) >= MOST or days not in DAYS or not scopes:
        return None
    token = PERSONAL + secrets.token_urlsafe(32)
    shown = name.strip()[:LONGEST_NAME] or "Program saya"
    tx.add(
        PersonalToken(
            officer_id=officer.id, name=shown, token_hash=key_hash(token), scopes=[*scopes],
            created_at=now, expires_at=now + timedelta(days=days),
        )
    )  # fmt: skip
    actor = f"petugas:{officer.id}"
    events.record(tx, kind=EventKind.TOKEN_MADE, actor=actor, now=now, reason=shown)
    return token


def tokens_of(session: Session, officer_id: int, *, now: datetime) -> Sequence[PersonalToken]:
    """The officer's living ones, the newest first."""
    mine = (PersonalToken.officer_id == officer_id, PersonalToken.expires_at > now)
    return session.scalars(select(PersonalToken).where(*mine).order_by(PersonalToken.id.desc())).all()


def end_token(tx: Session, officer: Officer, token_id: int, *, now: datetime) -> bool:
    """One of the officer's own opens nothing any more; False when there is none."""
    row = tx.get(PersonalToken, token_id)
    if row is None or row.officer_id != officer.id:
        return False
    actor = f"petugas:{officer.id}"
    events.record(tx, kind=EventKind.TOKEN_ENDED, actor=actor, now=now, reason=row.name)
    tx.delete(row)
    return True


def grant(
    session: Session, client_id: str, client_secret: str, asked: Sequence[str], *, key: str, now: datetime
) -> Granted | None:
    """What a program's own id and key are exchanged for; None for a wrong one. BadScope for what it has not.

    key: the product's secret, which seals the token.
    """
    client = _client(session, client_id)
    if client is None or not secrets.compare_digest(client.key_hash, key_hash(client_secret)):
        return None
    has = read_scopes(client.scopes)
    scopes = read_scopes(asked) or has
    if not set(scopes) <= set(has):
        raise BadScope
    until = int((now + LIFETIME).timestamp())
    said = f"{client.id}.{until}.{'+'.join(scopes).replace(':', '-')}"
    return Granted(f"{GRANTED}{said}.{_seal(key, said, client)}", int(LIFETIME.total_seconds()), scopes)


def _client(session: Session, client_id: str) -> ApiClient | None:
    number = client_id.removeprefix("sorot-")
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        return None
    found = session.get(ApiClient, int(number))
    return found if found and found.officer_id and found.revoked_at is None else None


def client_id(client: ApiClient) -> str:
    """By which the program names itself."""
    return f"sorot-{client.id}"


def _seal(key: str, said: str, client: ApiClient) -> str:
    """Holds the hash of the program's key: with a new key all that was granted before ends."""
    return seals.seal(key, f"api:{said}:{client.key_hash}")


def bearer(session: Session, token: str, *, key: str, now: datetime) -> Bearer | None:
    """Who comes with this token; None for one nobody has, or which has ended."""
    if token.startswith(PERSONAL):
        return _personal(session, token, now)
    return _granted(session, token.removeprefix(GRANTED), key, now) if token.startswith(GRANTED) else None


def _personal(session: Session, token: str, now: datetime) -> Bearer | None:
    asked = select(PersonalToken).where(PersonalToken.token_hash == key_hash(token))
    row = session.scalars(asked).one_or_none()
    if row is None or row.expires_at <= now:
        return None
    return _as(session, row.officer_id, row.scopes)


def _granted(session: Session, said: str, key: str, now: datetime) -> Bearer | None:
    parts = said.split(".")
    if len(parts) != 4 or not (parts[1].isascii() and parts[1].isdigit() and len(parts[1]) < 13):
        return None
    client = _client(session, parts[0])
    if client is None or datetime.fromtimestamp(int(parts[1]), UTC) <= now:
        return None
    if not seals.fits(key, f"api:{'.'.join(parts[:3])}:{client.key_hash}", parts[3]):
        return None
    return _as(session, client.officer_id or 0, parts[2].replace("-", ":").split("+"))


def _as(session: Session, officer_id: int, scopes: Sequence[str]) -> Bearer | None:
    officer = session.get(Officer, officer_id)
    return Bearer(officer, frozenset(read_scopes(scopes))) if officer and officer.active else None


def note_use(tx: Session, token: str, *, now: datetime) -> None:
    """Its owner sees when a personal token was used last."""
    asked = select(PersonalToken).where(PersonalToken.token_hash == key_hash(token))
    row = tx.scalars(asked).one_or_none()
    if row is not None and (row.used_at is None or now - row.used_at > USED):
        row.used_at = now
