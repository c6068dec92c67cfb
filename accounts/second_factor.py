"""The second step of signing in: a code that changes every half minute (RFC 6238), or one from paper.

A code opens once: its time step is kept, and none up to it is taken again. Secrets lie encrypted, so that a
copy of the database is no second step; without the key they are made anew, recovery codes still open.
"""

import base64
import hashlib
import secrets
from datetime import UTC, datetime

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import CursorResult, delete, func, or_, select, update
from sqlalchemy.orm import Session

from accounts import sessions
from storage import events
from storage.event_kinds import EventKind
from storage.models import Officer, Passkey, RecoveryCode, SecondFactor, Setting

STEP = 30  # seconds
AROUND = (0, -1, 1)  # a phone's clock may be half a minute off, either way
CODES = 10
REQUIRED = "second_factor_roles"


def required(session: Session, officer: Officer) -> bool:
    """Whether this officer's role may only sign in with a second step.

    The demo's officers stand with their passwords on the sign-in page, for this machine's own users alone.
    """
    row = session.get(Setting, REQUIRED)
    return not officer.demo and row is not None and officer.role in row.value["value"]


def has(session: Session, officer_id: int) -> bool:
    """Whether codes are asked for."""
    row = session.get(SecondFactor, officer_id)
    return row is not None and row.confirmed_at is not None


def holders(session: Session) -> frozenset[int]:
    """Officers who have a second step: a phone's codes, or a passkey."""
    coded = select(SecondFactor.officer_id).where(SecondFactor.confirmed_at.is_not(None))
    return frozenset(session.scalars(coded.union(select(Passkey.officer_id))))


def begin(tx: Session, officer: Officer, *, key: str) -> None:
    """A new secret, worth nothing until a first code has come (`confirm`); what is set up already stays."""
    if has(tx, officer.id):
        return
    sealed = _box(key).encrypt(_secret().encode()).decode()
    tx.merge(SecondFactor(officer_id=officer.id, secret=sealed, confirmed_at=None, last_step=0))


def being_set_up(session: Session, officer_id: int, *, key: str) -> str | None:
    """The secret that waits for its first code."""
    row = session.get(SecondFactor, officer_id)
    return _opened(row, key) if row is not None and row.confirmed_at is None else None


def address(secret: str, officer: Officer, city: str) -> str:
    """What the QR code says: otpauth://…"""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=officer.username, issuer_name=f"Sorot {city}".strip())


def confirm(tx: Session, officer: Officer, code: str, *, key: str, now: datetime) -> list[str] | None:
    """Its first code has come: from now on codes are asked for. Returns the recovery codes; None: wrong."""
    if being_set_up(tx, officer.id, key=key) is None or not _take(tx, officer, code, key=key, now=now):
        return None
    tx.get_one(SecondFactor, officer.id).confirmed_at = now
    _note(tx, EventKind.SECOND_FACTOR_SET, officer, officer, now)
    return renew_codes(tx, officer)


def opens(tx: Session, officer: Officer, code: str, *, key: str, now: datetime) -> str | None:
    """Uses a code up. "kode", or "cadangan" for one of the recovery codes; None when it opens nothing."""
    if has(tx, officer.id) and _take(tx, officer, code, key=key, now=now):
        return "kode"
    gone = delete(RecoveryCode).where(
        RecoveryCode.officer_id == officer.id, RecoveryCode.code_hash == _hash(officer.id, code)
    )
    if tx.scalar(gone.returning(RecoveryCode.officer_id)) is None:
        return None
    _note(tx, EventKind.RECOVERY_CODE_USED, officer, officer, now)
    return "cadangan"


def renew_codes(tx: Session, officer: Officer) -> list[str]:
    """New recovery codes, shown once; the old ones end."""
    tx.execute(delete(RecoveryCode).where(RecoveryCode.officer_id == officer.id))
    made = [_grouped(secrets.token_bytes(10)) for _ in range(CODES)]
    tx.add_all(RecoveryCode(code_hash=_hash(officer.id, code), officer_id=officer.id) for code in made)
    return made


def codes_left(session: Session, officer_id: int) -> int:
    """How many recovery codes have not been used."""
    mine = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.officer_id == officer_id)
    return session.scalar(mine) or 0


def take_off(tx: Session, officer: Officer, *, by: Officer | None, now: datetime) -> None:
    """No second step any more. By somebody else (None: the command line): signed out everywhere as well."""
    tx.execute(delete(SecondFactor).where(SecondFactor.officer_id == officer.id))
    tx.execute(delete(RecoveryCode).where(RecoveryCode.officer_id == officer.id))
    own = by is not None and by.id == officer.id
    if not own:
        tx.execute(delete(Passkey).where(Passkey.officer_id == officer.id))
        sessions.close_all(tx, officer.id)
    kind = EventKind.SECOND_FACTOR_OFF if own else EventKind.SECOND_FACTOR_RESET
    _note(tx, kind, officer, by, now)


def _take(tx: Session, officer: Officer, code: str, *, key: str, now: datetime) -> bool:
    """True for the code of a step later than the last one taken: of two who come at once, one gets in.

    A last one that lies ahead of every code there is was taken by a clock that has been set back since.
    """
    row = tx.get(SecondFactor, officer.id)
    secret = _opened(row, key) if row is not None else None
    step = step_of(secret, code, now) if secret else None
    if step is None:
        return False
    furthest = _step_now(now) + max(AROUND)
    unused = or_(SecondFactor.last_step < step, SecondFactor.last_step > furthest)
    taken = update(SecondFactor).where(SecondFactor.officer_id == officer.id, unused).values(last_step=step)
    result = tx.execute(taken)
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


def _step_now(now: datetime) -> int:
    return int(now.astimezone(UTC).timestamp()) // STEP


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step this is the code of, now or half a minute around it."""
    import pyotp

    typed, made = "".join(code.split()), pyotp.TOTP(secret)
    current = _step_now(now)
    right = (
        current + off for off in AROUND if secrets.compare_digest(_at(made, current + off), typed.encode())
    )
    return next(right, None)


def _at(made: "object", step: int) -> bytes:
    return str(made.at(step * STEP)).encode()  # type: ignore[attr-defined]


def _secret() -> str:
    return base64.b32encode(secrets.token_bytes(20)).decode()


def _grouped(random: bytes) -> str:
    """Sixteen letters and digits, in fours."""
    letters = base64.b32encode(random).decode().lower()
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _hash(officer_id: int, code: str) -> str:
    """Of 80 random bits: fast is enough."""
    plain = "".join(sign for sign in code.casefold() if sign.isalnum())
    return hashlib.sha256(f"{officer_id}:{plain}".encode()).hexdigest()


def _box(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"second factor:{key}".encode()).digest()))


def _opened(row: SecondFactor, key: str) -> str | None:
    try:
        return _box(key).decrypt(row.secret.encode()).decode()
    except InvalidToken:  # SOROT_SECRET_KEY has changed
        return None


def _note(tx: Session, kind: EventKind, officer: Officer, by: Officer | None, now: datetime) -> None:
    actor = f"petugas:{by.id}" if by else "sistem"
    events.record(tx, kind=kind, actor=actor, now=now, data={"officer_id": officer.id, "role": officer.role})
