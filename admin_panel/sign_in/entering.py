"""What every way in ends with: the second step where one is asked for, then a session and a known browser."""

import hmac
import secrets
from typing import Any
from urllib.parse import quote

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from accounts import devices, notes, passkeys, second_factor, sessions, throttle
from accounts.notes import AtAccount, Whence
from admin_panel.access import COOKIE
from storage import clock, events
from storage.db import transaction
from storage.event_kinds import EventKind
from storage.models import Officer
from web import device as browsers
from web.templates import render

# A sign-in form has no session yet, so its token is compared with a cookie of its own.
FORM_COOKIE = "__Host-sorot-masuk"
DEVICE_COOKIE = "__Host-sorot-kenal"  # says that this browser has signed in before, and opens nothing
COOKIE_FLAGS: dict[str, Any] = {"secure": True, "httponly": True, "samesite": "lax", "path": "/"}
STALE = "Halaman ini terlalu lama terbuka. Silakan kirim sekali lagi."
SECOND_STEP = {"kode": "/masuk/kode", "pasang": "/masuk/pasang"}


def whence(request: Request) -> Whence:
    """From where this comes."""
    network = throttle.block_of(request.client.host) if request.client else ""
    return Whence(browsers.named(request.headers.get("User-Agent", "")), network)


def safe_next(wanted: str, fallback: str) -> str:
    """An address of our own to go on to; anything that could lead elsewhere becomes the fallback."""
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if ours else fallback


def form_is_ours(request: Request, csrf: str) -> bool:
    """Whether the form was one we handed to this browser."""
    expected = request.cookies.get(FORM_COOKIE, "")
    return bool(expected) and hmac.compare_digest(csrf.encode(), expected.encode())


def form_page(request: Request, name: str, *, status: int = 200, **values: Any) -> Response:
    """A page with a form for somebody who is not signed in."""
    token = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)
    response = render(request, name, status=status, form_token=token, **values)
    response.set_cookie(FORM_COOKIE, token, **COOKIE_FLAGS)
    response.headers["Cache-Control"] = "no-store"
    return response


def keep_in(response: Response, token: str) -> Response:
    """The response, with the session's cookie."""
    response.set_cookie(COOKIE, token, max_age=int(sessions.LIFETIME.total_seconds()), **COOKIE_FLAGS)
    return response


def enter(
    request: Request, officer: Officer, entered: throttle.Try | None, device: str, to: str, *,
    passed: bool = False,
) -> Response:  # fmt: skip
    """Who they are is known: to the second step where one is asked for, else in and on to `to`.

    passed: the second step is taken.
    """
    with transaction() as tx:
        if entered is not None:
            throttle.right(tx, entered, username=officer.username, device=device)
        step = "" if passed else _step(tx, request, officer)
        if old := request.cookies.get(COOKIE):
            sessions.close(tx, old)
        token = sessions.open_session(tx, officer, now=clock.now(), whence=whence(request), waits=step)
        known = "" if step else _known_from_now_on(tx, request, officer, device)
    if step:
        return keep_in(RedirectResponse(f"{SECOND_STEP[step]}?lanjut={quote(to)}", status_code=303), token)
    response = keep_in(RedirectResponse(to, status_code=303), token)
    response.set_cookie(
        DEVICE_COOKIE, known, max_age=int(devices.LIFETIME.total_seconds()), **COOKIE_FLAGS
    )  # fmt: skip
    response.delete_cookie(FORM_COOKIE, **COOKIE_FLAGS)
    return response


def _step(tx: Session, request: Request, officer: Officer) -> sessions.Step:
    """What is still to come."""
    if second_factor.has(tx, officer.id) or passkeys.has(tx, officer.id):
        return "kode"
    if not second_factor.required(tx, officer):
        return ""
    second_factor.begin(tx, officer, key=request.app.state.secret)
    return "pasang"


def _known_from_now_on(tx: Session, request: Request, officer: Officer, device: str) -> str:
    """A new token of the browser; that somebody signed in is an event, and a line for the owner."""
    now = clock.now()
    if device:
        devices.forget(tx, device)
    events.record(tx, kind=EventKind.OFFICER_SIGNED_IN, actor=f"petugas:{officer.id}", now=now)
    notes.write(tx, officer.id, AtAccount.IN, whence(request), now=now)
    return devices.remember(tx, officer, now=now)
