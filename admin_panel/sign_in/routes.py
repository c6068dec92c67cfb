"""/masuk and /keluar."""

import ipaddress
import math
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from accounts import devices, links, notes, officers, passwords, sessions, throttle
from accounts.notes import AtAccount
from admin_panel.access import COOKIE, require, session_of
from admin_panel.menu import home
from admin_panel.sign_in.entering import (
    COOKIE_FLAGS,
    DEVICE_COOKIE,
    STALE,
    enter,
    form_is_ours,
    form_page,
    safe_next,
    whence,
)
from routing.domain.permissions import Action
from storage import clock, events
from storage.db import reading, transaction
from storage.event_kinds import EventKind
from storage.models import Officer, Setting

router = APIRouter()

ENDED = "Tautan ini sudah dipakai atau sudah lewat waktunya. Minta tautan baru kepada admin."


def demo_logins() -> list[dict[str, str]]:
    """Logins to show on the page: only where demo data is loaded."""
    with reading() as session:
        row = session.get(Setting, "demo")
    return list(row.value.get("logins", [])) if row else []


def cookie_will_hold(request: Request) -> bool:
    """False on plain http beyond this machine, where browsers refuse the sign-in cookie."""
    host = request.url.hostname or ""
    if request.url.scheme == "https" or host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def sign_in_form(request: Request, *, status: int = 200, **values: Any) -> Response:
    shown = {"error": None, "username": "", "lanjut": "", "logins": demo_logins(), **values}
    provider = request.app.state.sign_on
    shown["provider"] = provider.name if provider else ""
    return form_page(
        request, "sign_in/page.html", status=status, cookie_will_hold=cookie_will_hold(request), **shown
    )  # fmt: skip


@router.get("/masuk")
def sign_in_page(request: Request, lanjut: str = "") -> Response:
    """The sign-in form; one who is signed in already goes on."""
    token = request.cookies.get(COOKIE)
    if token and (found := session_of(token)):
        return RedirectResponse(safe_next(lanjut, home(found.officer.role)), status_code=303)
    return sign_in_form(request, lanjut=lanjut)


@router.post("/masuk")
def sign_in(
    request: Request,
    username: Annotated[str, Form(max_length=100)],
    password: Annotated[str, Form(max_length=1000)],
    csrf: Annotated[str, Form()] = "",
    lanjut: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Signs in with a new session, whatever cookie came along."""
    typed = {"username": username, "lanjut": lanjut}
    if not form_is_ours(request, csrf):
        return sign_in_form(request, status=403, error=STALE, **typed)
    name, now = username.strip().casefold(), clock.now()
    with transaction() as tx:
        device = devices.known(tx, request.cookies.get(DEVICE_COOKIE, ""), name, now=now)
        entered = _enter(tx, request, name, device)
        officer = tx.scalars(select(Officer).where(Officer.username == name)).one_or_none()
    if entered.wait > 0:
        if entered.crowd:
            passwords.pretend(password)
        return _slow_down(request, entered.wait, typed)
    usable = officer if officer and officer.active else None
    if not passwords.matches(usable.password_hash if usable else None, password) or usable is None:
        if usable is not None:
            with transaction() as tx:
                notes.write(tx, usable.id, AtAccount.WRONG_PASSWORD, whence(request), now=now)
        if entered.crowd:
            return _slow_down(request, entered.crowd, typed)
        sentence = "Nama pengguna atau kata sandi tidak cocok."
        return sign_in_form(request, status=401, error=sentence, **typed)
    return enter(request, usable, entered, device, safe_next(lanjut, home(usable.role)))


def _enter(tx: Session, request: Request, username: str, device: str) -> throttle.Try:
    """The try as counted; that the next ones must wait is an event, so that somebody may look."""
    address, now = request.client.host if request.client else "unknown", clock.now()
    entered = throttle.enter(tx, username=username, address=address, device=device, now=now)
    if entered.last_free:
        events.record(tx, kind=EventKind.SIGN_IN_HELD, actor="sistem", now=now)
    return entered


def _slow_down(request: Request, seconds: float, typed: dict[str, str]) -> Response:
    whole = math.ceil(seconds)
    sentence = f"Terlalu banyak percobaan untuk akun ini. Coba lagi dalam {whole} detik."
    response = sign_in_form(request, status=429, error=sentence, **typed)
    response.headers["Retry-After"] = str(whole)
    return response


def _link_page(request: Request, *, status: int = 200, error: str | None, key: str) -> Response:
    hold = cookie_will_hold(request)
    return form_page(
        request, "sign_in/link.html", status=status, error=error, key=key, cookie_will_hold=hold
    )  # fmt: skip


@router.get("/masuk/tautan")
def link_page(request: Request) -> Response:
    """Choosing a password by a one-time link.

    The key stands behind the # of the address, which no server, log or next page ever sees.
    """
    return _link_page(request, error=None, key="")


@router.post("/masuk/tautan")
def use_link(
    request: Request,
    key: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=1000)],
    csrf: Annotated[str, Form()] = "",
) -> Response:
    """Sets the password and signs in; the link is used up by that alone, never by a refused password."""
    if not form_is_ours(request, csrf):
        return _link_page(request, status=403, error=STALE, key=key)
    try:
        with transaction() as tx:
            officer = links.use(tx, key.strip(), now=clock.now())
            if officer is not None:
                officers.choose_password(tx, officer, password, linked=True, now=clock.now())
                notes.write(tx, officer.id, AtAccount.PASSWORD, whence(request), now=clock.now())
    except officers.OfficerRefused as refused:
        return _link_page(request, status=422, error=str(refused), key=key)
    if officer is None:
        return _link_page(request, status=410, error=ENDED, key="")
    return enter(request, officer, None, "", home(officer.role))


@router.post("/keluar")
def sign_out(request: Request, officer: Annotated[Officer, Depends(require(Action.ENTER))]) -> Response:
    """Ends the session on the server and clears the cookie."""
    with transaction() as tx:
        sessions.close(tx, request.cookies[COOKIE])
        actor = f"petugas:{officer.id}"
        events.record(tx, kind=EventKind.OFFICER_SIGNED_OUT, actor=actor, now=clock.now())
        notes.write(tx, officer.id, AtAccount.OUT, whence(request), now=clock.now())
    response = RedirectResponse("/masuk", status_code=303)
    response.delete_cookie(COOKIE, **COOKIE_FLAGS)
    return response
