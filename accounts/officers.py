"""The people who sign in: made, given a password, let go."""

import re
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from accounts import devices, links, passwords, sessions
from routing.domain.permissions import MAY, WHOLE_CITY
from storage import events
from storage.event_kinds import EventKind
from storage.models import Agency, Area, Officer, OfficerChat, Report, Setting

EMAIL = re.compile(r"[^@\s<>,;:\"]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)


class OfficerRefused(ValueError):
    """What was asked cannot be; the text is the sentence for the person asking."""


def create(  # noqa: PLR0913 - the columns of an officer
    tx: Session,
    *,
    username: str,
    name: str,
    role: str,
    agency_code: str | None,
    password: str | None,
    now: datetime,
    by: Officer | None = None,
    demo: bool = False,
    email: str = "",
) -> Officer:
    """A new officer; raises OfficerRefused with the reason.

    password None: nobody signs in until the officer has chosen one by a link.
    """
    plain, shown, post = username.strip().casefold(), name.strip(), email.strip().casefold()
    _check(tx, username=plain, name=shown, role=role, agency_code=agency_code)
    _check_email(tx, post)
    if password is not None and not demo:
        _check_password(tx, password, plain, shown)
    officer = Officer(
        username=plain, name=shown, role=role, agency_code=agency_code or None,
        password_hash=passwords.hash_password(password) if password is not None else None,
        active=True, created_at=now, demo=demo, email=post or None,
    )  # fmt: skip
    tx.add(officer)
    tx.flush()
    _note(tx, EventKind.OFFICER_CREATED, officer, by, now)
    return officer


def _check(tx: Session, *, username: str, name: str, role: str, agency_code: str | None) -> None:
    if not (3 <= len(username) <= 60 and username.replace(".", "").replace("_", "").isalnum()):
        raise OfficerRefused("Nama pengguna 3–60 huruf atau angka; titik dan garis bawah boleh.")
    _check_post(tx, name=name, role=role, agency_code=agency_code)
    if tx.scalar(select(func.count(Officer.id)).where(Officer.username == username)):
        raise OfficerRefused(f"Nama pengguna {username} sudah dipakai.")


def _check_post(tx: Session, *, name: str, role: str, agency_code: str | None) -> None:
    if not name or len(name) > 120:
        raise OfficerRefused("Nama petugas perlu diisi, paling banyak 120 huruf.")
    if role not in MAY:
        raise OfficerRefused("Pilih salah satu peran.")
    if role not in WHOLE_CITY and (agency_code is None or tx.get(Agency, agency_code) is None):
        raise OfficerRefused(
            "Petugas, kepala, lurah dan pemantau perlu dinas atau kelurahan tempat bertugas."
        )
    if agency_code is not None and tx.get(Agency, agency_code) is None:
        raise OfficerRefused("Kantor itu tidak ada.")


def _check_email(tx: Session, email: str) -> None:
    if email and (len(email) > 254 or not EMAIL.fullmatch(email)):
        raise OfficerRefused("Alamat e-mail ini tidak lengkap. Contoh: nama@kantor.go.id")
    if email and tx.scalar(select(func.count(Officer.id)).where(Officer.email == email)):
        raise OfficerRefused(f"E-mail {email} sudah dipakai petugas lain.")


def set_email(tx: Session, officer: Officer, email: str, *, by: Officer, now: datetime) -> None:
    """Another address, "" for none; raises OfficerRefused."""
    post = email.strip().casefold()
    if post == (officer.email or ""):
        return
    _check_email(tx, post)
    officer.email = post or None
    _note(tx, EventKind.OFFICER_EMAIL_SET, officer, by, now)


def choose_password(tx: Session, officer: Officer, password: str, *, linked: bool, now: datetime) -> None:
    """An officer's own new password, chosen by a link or knowing the old one.

    Whoever is signed in with the old one is signed out, links end, and no browser is known any more.
    """
    _check_password(tx, password, officer.username, officer.name)
    officer.password_hash = passwords.hash_password(password)
    sessions.close_all(tx, officer.id)
    links.drop(tx, officer.id)
    devices.forget_all(tx, officer.id)
    kind = EventKind.OFFICER_LINK_USED if linked else EventKind.OFFICER_PASSWORD_CHANGED
    _note(tx, kind, officer, officer, now)


def make_link(tx: Session, officer: Officer, *, by: Officer, now: datetime) -> str:
    """The key of a one-time link for an officer who is active; the old password is good until it is used."""
    if not officer.active:
        raise OfficerRefused("Akun ini tidak aktif. Aktifkan dulu, lalu buat tautannya.")
    key = links.make(tx, officer, now=now)
    _note(tx, EventKind.OFFICER_LINK_MADE, officer, by, now)
    return key


def _check_password(tx: Session, password: str, username: str, name: str) -> None:
    own = [*name.split(), *city_words(tx)]
    if objection := passwords.objection(password, username, own):
        raise OfficerRefused(objection)


def city_words(session: Session) -> list[str]:
    """What is guessed first in this city: its places and offices by name, and the words its settings add."""
    found = [*session.scalars(select(Area.name)), *session.scalars(select(Agency.short_name))]
    named = session.get(Setting, "city")
    added = session.get(Setting, "password_words")
    return [*found, *(named.value.values() if named else ()), *(added.value["value"] if added else ())]


def set_post(  # noqa: PLR0913 - the columns of an officer
    tx: Session, officer: Officer, *, name: str, role: str, agency_code: str | None, by: Officer,
    now: datetime,
) -> bool:  # fmt: skip
    """Another name, role or office; whether it is another post. Raises OfficerRefused.

    Who moves is signed out and lets go of the reports of the post before. Nobody changes their own.
    """
    shown = name.strip()
    _check_post(tx, name=shown, role=role, agency_code=agency_code)
    if officer.id == by.id:
        raise OfficerRefused("Tugas sendiri tidak bisa diubah.")
    moved = (role, agency_code) != (officer.role, officer.agency_code)
    if not moved and shown == officer.name:
        return False
    officer.name, officer.role, officer.agency_code = shown, role, agency_code
    if moved:
        sessions.close_all(tx, officer.id)
        tx.execute(update(Report).where(Report.holder_id == officer.id).values(holder_id=None))
    _note(tx, EventKind.OFFICER_POSTED, officer, by, now)
    return moved


def set_active(tx: Session, officer: Officer, active: bool, *, by: Officer, now: datetime) -> None:
    """Lets an officer go (signed out at once) or come back; nobody can let themselves go."""
    if officer.id == by.id and not active:
        raise OfficerRefused("Akun sendiri tidak bisa dinonaktifkan.")
    officer.active = active
    if not active:
        sessions.close_all(tx, officer.id)
        links.drop(tx, officer.id)
        devices.forget_all(tx, officer.id)
        tx.execute(delete(OfficerChat).where(OfficerChat.officer_id == officer.id))
        tx.execute(update(Report).where(Report.holder_id == officer.id).values(holder_id=None))
    _note(tx, EventKind.OFFICER_ACTIVATED if active else EventKind.OFFICER_DEACTIVATED, officer, by, now)


def _note(tx: Session, kind: EventKind, officer: Officer, by: Officer | None, now: datetime) -> None:
    actor = f"petugas:{by.id}" if by else "sistem"
    events.record(tx, kind=kind, actor=actor, now=now, data={"officer_id": officer.id, "role": officer.role})
