"""Passkeys (WebAuthn): an officer's device signs a challenge that opens once, for this site alone.

With a fingerprint, face or PIN (`verified`) it is both steps of signing in; without, it is the second.
The library weighs 30 MB: it is loaded when somebody first uses one.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from accounts import tickets
from storage import events
from storage.event_kinds import EventKind
from storage.models import Officer, Passkey

MOST = 10  # an officer's
NAME_MAX = 60


@dataclass(frozen=True)
class Site:
    """Whom a passkey is for: the host's name, its whole origin, and what people call it."""

    host: str
    origin: str
    name: str


@dataclass(frozen=True)
class Ceremony:
    """What the browser is told, as JSON, and the ticket with which it comes back."""

    options: dict[str, Any]
    ticket: str


class PasskeyRefused(ValueError):
    """What the browser brought opens nothing; the text is the sentence for the person."""


def of(session: Session, officer_id: int) -> Sequence[Passkey]:
    """An officer's, the oldest first."""
    return session.scalars(select(Passkey).where(Passkey.officer_id == officer_id).order_by(Passkey.id)).all()


def has(session: Session, officer_id: int) -> bool:
    """Whether the officer has any."""
    return bool(session.scalar(select(func.count(Passkey.id)).where(Passkey.officer_id == officer_id)))


def ask_new(tx: Session, officer: Officer, site: Site, *, now: datetime) -> Ceremony:
    """What the browser needs to make one for this officer."""
    import webauthn
    from webauthn.helpers import structs

    chosen = structs.AuthenticatorSelectionCriteria(
        resident_key=structs.ResidentKeyRequirement.PREFERRED,
        user_verification=structs.UserVerificationRequirement.PREFERRED,
    )
    options = webauthn.generate_registration_options(
        rp_id=site.host, rp_name=site.name, user_name=officer.username, user_display_name=officer.name,
        user_id=f"sorot-{officer.id}".encode(), authenticator_selection=chosen,
        exclude_credentials=_described(of(tx, officer.id)),
    )  # fmt: skip
    kept = {"challenge": options.challenge.hex(), "officer": officer.id}
    return Ceremony(json.loads(webauthn.options_to_json(options)), tickets.make(tx, NEW, kept, now=now))


def keep_new(
    tx: Session, officer: Officer, site: Site, *, ticket: str, credential: dict[str, Any], name: str,
    now: datetime,
) -> Passkey:  # fmt: skip
    """Keeps the one the browser has made; raises PasskeyRefused."""
    import webauthn
    from webauthn.helpers import bytes_to_base64url

    kept = tickets.use(tx, NEW, ticket, now=now)
    if kept is None or kept["officer"] != officer.id:
        raise PasskeyRefused(STALE)
    if len(of(tx, officer.id)) >= MOST:
        raise PasskeyRefused(f"Paling banyak {MOST} passkey. Hapus satu yang tidak dipakai dulu.")
    checked = _checked(
        webauthn.verify_registration_response, credential=credential,
        expected_challenge=bytes.fromhex(kept["challenge"]), expected_rp_id=site.host,
        expected_origin=site.origin,
    )  # fmt: skip
    made = Passkey(
        officer_id=officer.id, credential_id=bytes_to_base64url(checked.credential_id),
        public_key=checked.credential_public_key, sign_count=checked.sign_count,
        name=" ".join(name.split())[:NAME_MAX] or "Passkey", created_at=now,
    )  # fmt: skip
    tx.add(made)
    _note(tx, EventKind.PASSKEY_ADDED, officer, now)
    return made


def ask(tx: Session, site: Site, *, officer: Officer | None, now: datetime) -> Ceremony:
    """What the browser needs to sign in: as second step of this officer, or (None) as whoever it knows."""
    import webauthn
    from webauthn.helpers import structs

    wanted = structs.UserVerificationRequirement
    options = webauthn.generate_authentication_options(
        rp_id=site.host, allow_credentials=_described(of(tx, officer.id)) if officer else [],
        user_verification=wanted.PREFERRED if officer else wanted.REQUIRED,
    )  # fmt: skip
    kept = {"challenge": options.challenge.hex(), "officer": officer.id if officer else None}
    return Ceremony(json.loads(webauthn.options_to_json(options)), tickets.make(tx, OPEN, kept, now=now))


def opens(
    tx: Session, site: Site, *, ticket: str, credential: dict[str, Any], halfway: Officer | None,
    now: datetime,
) -> Officer:  # fmt: skip
    """Who has signed the challenge; raises PasskeyRefused.

    halfway: whose password was right in this browser; without, the device must have looked at the person. A
    counter that does not go on, as a copied key's would, opens nothing.
    """
    import webauthn

    kept = tickets.use(tx, OPEN, ticket, now=now)
    if kept is None or kept["officer"] != (halfway.id if halfway else None):
        raise PasskeyRefused(STALE)
    named = select(Passkey).where(Passkey.credential_id == str(credential.get("id", ""))).with_for_update()
    found = tx.scalars(named).one_or_none()
    if found is None or kept["officer"] not in (None, found.officer_id):
        raise PasskeyRefused("Passkey ini tidak terdaftar di sini. Masuk dengan kata sandi.")
    checked = _checked(
        webauthn.verify_authentication_response, credential=credential,
        expected_challenge=bytes.fromhex(kept["challenge"]), expected_rp_id=site.host,
        expected_origin=site.origin, credential_public_key=found.public_key,
        credential_current_sign_count=found.sign_count, require_user_verification=kept["officer"] is None,
    )  # fmt: skip
    found.sign_count, found.used_at = checked.new_sign_count, now
    officer = tx.get_one(Officer, found.officer_id)
    if not officer.active:
        raise PasskeyRefused("Akun ini tidak aktif.")
    return officer


def remove(tx: Session, officer: Officer, passkey_id: int, *, now: datetime) -> bool:
    """Forgets one of the officer's own; False when there is none."""
    mine = delete(Passkey).where(Passkey.id == passkey_id, Passkey.officer_id == officer.id)
    gone = tx.scalar(mine.returning(Passkey.id)) is not None
    if gone:
        _note(tx, EventKind.PASSKEY_REMOVED, officer, now)
    return gone


NEW, OPEN = "passkey_baru", "passkey"
STALE = "Permintaan ini sudah lewat waktunya. Coba sekali lagi."


def _described(rows: Sequence[Passkey]) -> list[Any]:
    from webauthn.helpers import base64url_to_bytes, structs

    return [structs.PublicKeyCredentialDescriptor(id=base64url_to_bytes(row.credential_id)) for row in rows]


def _checked(verify: Any, **given: Any) -> Any:
    """What the library makes of it; whatever a stranger's bytes do to it, they open nothing."""
    try:
        return verify(**given)
    # Foreign input through parsers of CBOR, ASN.1 and keys, which raise whatever they like.
    except Exception as wrong:
        raise PasskeyRefused("Passkey ini tidak cocok dengan halaman ini. Coba sekali lagi.") from wrong


def _note(tx: Session, kind: EventKind, officer: Officer, now: datetime) -> None:
    events.record(tx, kind=kind, actor=f"petugas:{officer.id}", now=now, data={"officer_id": officer.id})
