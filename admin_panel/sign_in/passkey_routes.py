"""Passkeys: signing in with one, and an officer's own, kept and forgotten."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, RedirectResponse, Response

from accounts import devices, notes, passkeys
from accounts.notes import AtAccount
from accounts.passkeys import PasskeyRefused, Site
from admin_panel.menu import home
from admin_panel.sign_in.account import Anyone, OwnPassword, objection, refused
from admin_panel.sign_in.entering import DEVICE_COOKIE, STALE, enter, form_is_ours, safe_next, whence
from admin_panel.sign_in.second_step import halfway
from routing.city import naming
from storage import clock, limits
from storage.db import transaction

router = APIRouter()
FormToken = Annotated[str, Header(alias="X-CSRF-Token", max_length=200)]


class Brought(BaseModel):
    """What the browser comes back with; `credential` as WebAuthn's JSON has it."""

    ticket: str = Field(max_length=200)
    credential: dict[str, Any]
    name: str = Field("", max_length=200)
    lanjut: str = Field("", max_length=500)


def site(request: Request) -> Site:
    """This site, as the browser knows it; hosts that are not ours never come this far (`web.hosts`)."""
    origin = str(request.base_url).rstrip("/")
    return Site(request.url.hostname or "", origin, f"Sorot {naming.short_name()}")


def _told(asked: passkeys.Ceremony) -> Response:
    return JSONResponse(
        {"options": asked.options, "ticket": asked.ticket}, headers={"Cache-Control": "no-store"}
    )


def _no(sentence: str, status: int) -> Response:
    return JSONResponse({"detail": sentence}, status, headers={"Cache-Control": "no-store"})


@router.post("/masuk/passkey/tanya")
def ask(request: Request, csrf: FormToken = "") -> Response:
    """A challenge for this browser: as second step where a password was right, else for whoever it knows."""
    if not form_is_ours(request, csrf):
        return _no(STALE, 403)
    officer, address = halfway(request, "kode"), request.client.host if request.client else None
    try:
        with transaction() as tx:
            limits.take(tx, "ticket", now=clock.now(), address=address)
            return _told(passkeys.ask(tx, site(request), officer=officer, now=clock.now()))
    except limits.TooMany:
        return _no("Terlalu banyak permintaan dari jaringan ini. Tunggu sebentar.", 429)


@router.post("/masuk/passkey")
def sign_in(request: Request, brought: Brought, csrf: FormToken = "") -> Response:
    """Lets in who has signed the challenge; says where to go on."""
    if not form_is_ours(request, csrf):
        return _no(STALE, 403)
    now, half = clock.now(), halfway(request, "kode")
    try:
        with transaction() as tx:
            officer = passkeys.opens(
                tx, site(request), ticket=brought.ticket, credential=brought.credential, halfway=half, now=now
            )  # fmt: skip
            notes.write(tx, officer.id, AtAccount.PASSKEY_IN, whence(request), now=now)
            known = request.cookies.get(DEVICE_COOKIE, "")
            device = devices.known(tx, known, officer.username, now=now)
    except PasskeyRefused as no:
        return _no(str(no), 401)
    to = safe_next(brought.lanjut, home(officer.role))
    entering = enter(request, officer, None, device, to, passed=True)
    answer = JSONResponse({"to": to}, headers={"Cache-Control": "no-store"})
    answer.raw_headers += [pair for pair in entering.raw_headers if pair[0] == b"set-cookie"]
    return answer


@router.post("/akun/passkey/tanya")
def ask_new(request: Request, officer: Anyone, old: OwnPassword) -> Response:
    """What the browser needs to make one, for whoever knows the account's password."""
    if error := objection(request, officer, old):
        return _no(error, 422)
    with transaction() as tx:
        return _told(passkeys.ask_new(tx, officer, site(request), now=clock.now()))


@router.post("/akun/passkey")
def keep_new(request: Request, officer: Anyone, brought: Brought) -> Response:
    """Keeps the one the browser has made."""
    now = clock.now()
    try:
        with transaction() as tx:
            passkeys.keep_new(
                tx, officer, site(request), ticket=brought.ticket, credential=brought.credential,
                name=brought.name, now=now,
            )  # fmt: skip
            notes.write(tx, officer.id, AtAccount.PASSKEY_SET, whence(request), now=now)
    except PasskeyRefused as no:
        return _no(str(no), 422)
    return JSONResponse({"to": "/akun?kabar=passkey"})


@router.post("/akun/passkey/{passkey_id}/hapus")
def remove(
    request: Request, officer: Anyone, passkey_id: Annotated[int, Path(ge=1, le=2**53)], old: OwnPassword
) -> Response:
    """Forgets one of the officer's own."""
    if error := objection(request, officer, old):
        return refused(request, officer, error)
    with transaction() as tx:
        if passkeys.remove(tx, officer, passkey_id, now=clock.now()):
            notes.write(tx, officer.id, AtAccount.PASSKEY_OFF, whence(request), now=clock.now())
    return RedirectResponse("/akun?kabar=passkey-hapus", status_code=303)
