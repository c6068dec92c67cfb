"""/akun: an officer's own password, second step, open sessions, and what happened at the account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from accounts import notes, officers, passkeys, passwords, second_factor, sessions, throttle
from accounts.notes import AtAccount
from admin_panel.access import COOKIE, require
from admin_panel.sign_in.entering import keep_in, whence
from routing.domain.permissions import Action, may
from storage import clock, events
from storage.db import reading, transaction
from storage.event_kinds import EventKind
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/akun")
Anyone = Annotated[Officer, Depends(require(Action.ENTER))]
OwnPassword = Annotated[str, Form(max_length=1000)]

SAID = {
    "sandi": "Kata sandi Anda sudah diganti. Perangkat lain yang masuk dengan akun ini dikeluarkan.",
    "lepas": "Langkah kedua dilepas. Masuk berikutnya hanya dengan kata sandi.",
    "sesi": "Sesi itu sudah berakhir.",
    "passkey": "Passkey dipasang. Masuk berikutnya cukup dengan itu.",
    "passkey-hapus": "Passkey dihapus.",
}


@dataclass(frozen=True)
class OpenSession:
    """A browser the officer is signed in with."""

    handle: str
    device: str
    network: str
    since: datetime
    here: bool


@dataclass(frozen=True)
class AccountLine:
    """Something that happened at the account."""

    words: str
    worrying: bool
    device: str
    network: str
    at: datetime


@dataclass(frozen=True)
class Second:
    """How the second step stands: on, wanted by the role, recovery codes left."""

    on: bool
    required: bool
    left: int


def page(
    request: Request, officer: Officer, *, status: int = 200, error: str = "", kabar: str = ""
) -> Response:
    """The account's page."""
    here = sessions.handle_of(request.cookies[COOKIE])
    with reading() as session:
        second = Second(
            second_factor.has(session, officer.id), second_factor.required(session, officer),
            second_factor.codes_left(session, officer.id),
        )  # fmt: skip
        found, lines = _open(session, officer, here), _lines(session, officer)
        keys = passkeys.of(session, officer.id)
    return render(
        request, "sign_in/account.html", status=status, error=error, said=SAID.get(kabar, ""), second=second,
        sessions=found, happened=lines, passkeys=keys, device=whence(request).device,
        holds=may(officer.role, Action.HOLD),
    )  # fmt: skip


def _open(session: Session, officer: Officer, here: str) -> Sequence[OpenSession]:
    rows = sessions.of(session, officer.id, now=clock.now())
    named = [(sessions.handle(row.token_hash), row) for row in rows]
    return [OpenSession(name, row.device, row.network, row.created_at, name == here) for name, row in named]


def _lines(session: Session, officer: Officer) -> Sequence[AccountLine]:
    rows = [(AtAccount(row.what), row) for row in notes.of(session, officer.id)]
    return [
        AccountLine(notes.WORDS[h], h in notes.WORRYING, row.device, row.network, row.at) for h, row in rows
    ]


def objection(request: Request, officer: Officer, old: str) -> str:
    """Why this is not the officer's own password, "" when it is.

    Counted like signing in: an unattended desk is no place to guess from.
    """
    device, now = f"akun-{officer.id}", clock.now()
    with transaction() as tx:
        entered = throttle.enter(tx, username=officer.username, address="", device=device, now=now)
        stored = tx.get_one(Officer, officer.id).password_hash
    if entered.wait > 0:
        return "Terlalu banyak percobaan. Tunggu sebentar, lalu coba lagi."
    if not passwords.matches(stored, old):
        return "Kata sandi Anda tidak cocok."
    with transaction() as tx:
        throttle.right(tx, entered, username=officer.username, device="")
    return ""


def refused(request: Request, officer: Officer, error: str) -> Response:
    """The page with why; 429 where one must wait."""
    return page(request, officer, status=429 if error.startswith("Terlalu") else 422, error=error)


@router.get("")
def account_page(request: Request, officer: Anyone, kabar: str = "") -> Response:
    """Who is signed in, where, and what happened."""
    return page(request, officer, kabar=kabar)


@router.post("/sandi")
def change_password(
    request: Request, officer: Anyone, old: OwnPassword, password: Annotated[str, Form(max_length=1000)]
) -> Response:
    """Changes it for one who knows the old one; every other session of theirs ends."""
    now = clock.now()
    if error := objection(request, officer, old):
        return refused(request, officer, error)
    try:
        with transaction() as tx:
            mine = tx.get_one(Officer, officer.id)
            officers.choose_password(tx, mine, password, linked=False, now=now)
            notes.write(tx, mine.id, AtAccount.PASSWORD, whence(request), now=now)
            token = sessions.open_session(tx, mine, now=now, whence=whence(request))
    except officers.OfficerRefused as no:
        return page(request, officer, status=422, error=str(no))
    return keep_in(RedirectResponse("/akun?kabar=sandi", status_code=303), token)


@router.post("/sesi/lain")
def end_others(request: Request, officer: Anyone) -> Response:
    """Signs the officer out of every other browser."""
    with transaction() as tx:
        sessions.close_others(tx, officer.id, request.cookies[COOKIE])
        _ended(tx, request, officer)
    return RedirectResponse("/akun?kabar=sesi", status_code=303)


@router.post("/sesi/{handle}/akhiri")
def end_one(request: Request, officer: Anyone, handle: Annotated[str, Path(max_length=64)]) -> Response:
    """Ends one of the officer's own sessions; that it is gone already is no fault."""
    with transaction() as tx:
        if sessions.close_one(tx, officer.id, handle):
            _ended(tx, request, officer)
    return RedirectResponse("/akun?kabar=sesi", status_code=303)


def _ended(tx: Session, request: Request, officer: Officer) -> None:
    now, actor = clock.now(), f"petugas:{officer.id}"
    notes.write(tx, officer.id, AtAccount.ENDED, whence(request), now=now)
    events.record(tx, kind=EventKind.OFFICER_SESSIONS_ENDED, actor=actor, now=now)
