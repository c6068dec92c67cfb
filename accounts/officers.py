"""The people who sign in: made, given a password, let go."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts import passwords, sessions
from routing.domain.permissions import MAY
from storage import events
from storage.event_kinds import EventKind
from storage.models import Agency, Officer


class OfficerRefused(ValueError):
    """What was asked cannot be; the text is the sentence for the person asking."""


def create(  # noqa: PLR0913 - the columns of an officer
    tx: Session,
    *,
    username: str,
    name: str,
    role: str,
    agency_code: str | None,
    password: str,
    now: datetime,
    by: Officer | None = None,
    demo: bool = False,
) -> Officer:
    """A new officer who can sign in at once; raises OfficerRefused with the reason."""
    plain, shown = username.strip().casefold(), name.strip()
    _check(tx, username=plain, name=shown, role=role, agency_code=agency_code)
    if not demo and (objection := passwords.objection(password, plain)):
        raise OfficerRefused(objection)
    officer = Officer(
        username=plain, name=shown, role=role, agency_code=agency_code or None,
        password_hash=passwords.hash_password(password), active=True, created_at=now, demo=demo,
    )  # fmt: skip
    tx.add(officer)
    tx.flush()
    _note(tx, EventKind.OFFICER_CREATED, officer, by, now)
    return officer


def _check(tx: Session, *, username: str, name: str, role: str, agency_code: str | None) -> None:
    if not (3 <= len(username) <= 60 and username.replace(".", "").replace("_", "").isalnum()):
        raise OfficerRefused("Nama pengguna 3–60 huruf atau angka; titik dan garis bawah boleh.")
    if not name or len(name) > 120:
        raise OfficerRefused("Nama petugas perlu diisi, paling banyak 120 huruf.")
    if role not in MAY:
        raise OfficerRefused("Pilih salah satu peran.")
    if role in ("petugas", "lurah") and (agency_code is None or tx.get(Agency, agency_code) is None):
        raise OfficerRefused("Petugas dan lurah perlu dinas atau kelurahan tempat bertugas.")
    if tx.scalar(select(func.count(Officer.id)).where(Officer.username == username)):
        raise OfficerRefused(f"Nama pengguna {username} sudah dipakai.")


def set_password(tx: Session, officer: Officer, password: str, *, by: Officer, now: datetime) -> None:
    """A new password; whoever is signed in with the old one is signed out."""
    if objection := passwords.objection(password, officer.username):
        raise OfficerRefused(objection)
    officer.password_hash = passwords.hash_password(password)
    sessions.close_all(tx, officer.id)
    _note(tx, EventKind.OFFICER_PASSWORD_SET, officer, by, now)


def set_active(tx: Session, officer: Officer, active: bool, *, by: Officer, now: datetime) -> None:
    """Lets an officer go (signed out at once) or come back; nobody can let themselves go."""
    if officer.id == by.id and not active:
        raise OfficerRefused("Akun sendiri tidak bisa dinonaktifkan.")
    officer.active = active
    if not active:
        sessions.close_all(tx, officer.id)
    _note(tx, EventKind.OFFICER_ACTIVATED if active else EventKind.OFFICER_DEACTIVATED, officer, by, now)


def _note(tx: Session, kind: EventKind, officer: Officer, by: Officer | None, now: datetime) -> None:
    actor = f"petugas:{by.id}" if by else "sistem"
    events.record(tx, kind=kind, actor=actor, now=now, data={"officer_id": officer.id, "role": officer.role})
