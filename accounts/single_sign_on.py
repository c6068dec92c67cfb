"""Signing in at the city's own provider (OpenID Connect): code with PKCE, state and nonce, once each.

An account is never made by it: who comes must be an officer already, by the provider's name for them or, the
first time, by a mail address the provider has verified. Loaded only where it is configured.
"""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage import events
from storage.event_kinds import EventKind
from storage.models import Officer, SingleSignOn

log = logging.getLogger(__name__)
SCOPE = "openid email profile"
PURPOSE = "sso"
LEEWAY = 60  # seconds two clocks may differ
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]  # never a shared secret's, never none
PATIENCE = 10.0  # seconds


@dataclass(frozen=True)
class Provider:
    """The city's provider, as configured; `name` stands on the button."""

    issuer: str
    client_id: str
    client_secret: str
    name: str


@dataclass(frozen=True)
class Claims:
    """Who the provider says it is."""

    issuer: str
    subject: str
    email: str
    verified: bool


@dataclass(frozen=True)
class Errand:
    """Where to send the browser, the state it must come back with, and what is kept until then."""

    address: str
    state: str
    kept: dict[str, Any]


class SignOnRefused(ValueError):
    """The provider's answer opens nothing; the text is the sentence for the person."""


STALE = "Permintaan masuk ini sudah lewat waktunya atau bukan dari peramban ini. Mulai sekali lagi."
AWAY = "Layanan masuk kota tidak menjawab dengan benar. Coba lagi, atau masuk dengan kata sandi."


def ask(provider: Provider, *, back: str, to: str) -> Errand:
    """A question to the provider, whose pages are asked for: outside a transaction. Raises SignOnRefused."""
    verifier, nonce, state = (secrets.token_urlsafe(length) for length in (48, 24, 24))
    try:
        with _client(provider, back) as client:
            door = _metadata(client, provider)["authorization_endpoint"]
            address, _ = client.create_authorization_url(
                door, state=state, nonce=nonce, code_verifier=verifier
            )  # fmt: skip
    # A foreign service: whatever is wrong with it, the password's form is still there.
    except Exception as wrong:
        log.warning("single sign-on: %s: %s", type(wrong).__name__, wrong)
        raise SignOnRefused(AWAY) from wrong
    return Errand(str(address), state, {"verifier": verifier, "nonce": nonce, "to": to})


def who(provider: Provider, kept: dict[str, Any], *, code: str, back: str, now: datetime) -> Claims:
    """Whom the provider names for this code, asked outside a transaction. Raises SignOnRefused."""
    try:
        with _client(provider, back) as client:
            metadata = _metadata(client, provider)
            token = client.fetch_token(
                metadata["token_endpoint"], code=code, code_verifier=kept["verifier"],
                grant_type="authorization_code",
            )  # fmt: skip
            keys = client.request("GET", metadata["jwks_uri"], withhold_token=True).raise_for_status().json()
            said = _read(provider, str(token["id_token"]), keys, nonce=kept["nonce"], now=now)
            if "email" not in said and (door := metadata.get("userinfo_endpoint")):
                more = client.get(door).raise_for_status().json()
                said |= more if more.get("sub") == said["sub"] else {}
        verified = said.get("email_verified") in (True, "true")
        email = str(said.get("email", ""))
        return Claims(provider.issuer.rstrip("/"), str(said["sub"]), email, verified)
    # A foreign service's answers: whatever is wrong with them, nobody is let in.
    except Exception as wrong:
        log.warning("single sign-on: %s: %s", type(wrong).__name__, wrong)
        raise SignOnRefused(AWAY) from wrong


def officer_of(tx: Session, claims: Claims, *, now: datetime) -> Officer:
    """The officer these claims are about; links the two the first time. Raises SignOnRefused."""
    known = tx.get(SingleSignOn, (claims.issuer, claims.subject))
    officer = tx.get_one(Officer, known.officer_id) if known else _by_address(tx, claims)
    if officer is None or not officer.active:
        raise SignOnRefused(
            "Belum ada akun petugas untuk Anda di sini. Minta admin mengundang alamat e-mail Anda."
        )
    if known is None:
        linked = {"issuer": claims.issuer, "subject": claims.subject, "officer_id": officer.id}
        tx.add(SingleSignOn(**linked, created_at=now))
        actor = f"petugas:{officer.id}"
        events.record(
            tx, kind=EventKind.SIGN_ON_LINKED, actor=actor, now=now, data={"officer_id": officer.id}
        )
    return officer


def _by_address(tx: Session, claims: Claims) -> Officer | None:
    """By the verified address; never an account that is somebody else's at this provider already."""
    if not (claims.verified and claims.email):
        return None
    named = select(Officer).where(Officer.email == claims.email.casefold())
    officer = tx.scalars(named).one_or_none()
    taken = select(func.count()).select_from(SingleSignOn).where(SingleSignOn.issuer == claims.issuer)
    if officer is None or tx.scalar(taken.where(SingleSignOn.officer_id == officer.id)):
        return None
    return officer


def _client(provider: Provider, back: str) -> Any:
    from authlib.integrations.httpx_client import OAuth2Client

    return OAuth2Client(
        provider.client_id, provider.client_secret or None, scope=SCOPE, redirect_uri=back,
        code_challenge_method="S256", timeout=PATIENCE, follow_redirects=False,
    )  # fmt: skip


def _metadata(client: Any, provider: Provider) -> dict[str, Any]:
    """The provider's own description; it must name itself as configured (RFC 8414, 3.3)."""
    address = provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
    found: dict[str, Any] = client.request("GET", address, withhold_token=True).raise_for_status().json()
    if found["issuer"].rstrip("/") != provider.issuer.rstrip("/"):
        raise ValueError("the provider calls itself by another name")
    return found


def _read(provider: Provider, token: str, keys: Any, *, nonce: str, now: datetime) -> dict[str, Any]:
    """The claims of an ID token that is for us, in time, and an answer to our question."""
    from joserfc import jwk, jwt

    said = jwt.decode(token, jwk.KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims
    jwt.JWTClaimsRegistry(
        now=int(now.timestamp()), leeway=LEEWAY, exp={"essential": True}, sub={"essential": True},
        aud={"essential": True, "value": provider.client_id}, nonce={"essential": True, "value": nonce},
    ).validate(said)  # fmt: skip
    if str(said["iss"]).rstrip("/") != provider.issuer.rstrip("/"):
        raise ValueError("the token is another provider's")
    if isinstance(said["aud"], list) and len(said["aud"]) > 1 and said.get("azp") != provider.client_id:
        raise ValueError("the token was made for somebody else")
    return dict(said)
