"""/masuk and /keluar."""

import hmac
import ipaddress
import math
import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from sqlalchemy import select
from starlette.responses import RedirectResponse, Response

from accounts import passwords, sessions, throttle
from admin_panel.access import COOKIE, require, session_of
from admin_panel.menu import home
from routing.domain.permissions import Action
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer, Setting
from web.templates import render

router = APIRouter()

# A sign-in form has no session yet, so its token is compared with a cookie of its own.
FORM_COOKIE = "__Host-sorot-masuk"
COOKIE_FLAGS: dict[str, Any] = {"secure": True, "httponly": True, "samesite": "lax", "path": "/"}


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


def safe_next(wanted: str, fallback: str) -> str:
    """An address of our own to go on to; anything that could lead elsewhere becomes the fallback."""
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if ours else fallback


def _page(request: Request, *, status: int = 200, **values: Any) -> Response:
    token = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)
    shown = {"error": None, "username": "", "lanjut": "", **values}
    response = render(
        request, "sign_in/page.html", status=status, form_token=token, logins=demo_logins(),
        cookie_will_hold=cookie_will_hold(request), **shown,
    )  # fmt: skip
    response.set_cookie(FORM_COOKIE, token, **COOKIE_FLAGS)
    response.headers["Cache-Control"] = "no-store"
    return response


@router.get("/masuk")
def sign_in_page(request: Request, lanjut: str = "") -> Response:
    """The sign-in form; one who is signed in already goes on."""
    token = request.cookies.get(COOKIE)
    if token and (found := session_of(token)):
        return RedirectResponse(safe_next(lanjut, home(found[0].role)), status_code=303)
    return _page(request, lanjut=lanjut)


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
    expected = request.cookies.get(FORM_COOKIE, "")
    if not expected or not hmac.compare_digest(csrf.encode(), expected.encode()):
        sentence = "Halaman ini terlalu lama terbuka. Silakan kirim sekali lagi."
        return _page(request, status=403, error=sentence, **typed)
    name, source, now = username.strip().casefold(), _source(request), clock.now()
    with reading() as session:
        seconds = throttle.wait(session, username=name, source=source, now=now)
        officer = session.scalars(select(Officer).where(Officer.username == name)).one_or_none()
    if seconds > 0:
        return _slow_down(request, seconds, typed)
    usable = officer if officer and officer.active else None
    if not passwords.matches(usable.password_hash if usable else None, password) or usable is None:
        with transaction() as tx:
            throttle.note_failure(tx, username=name, source=source, now=now)
        sentence = "Nama pengguna atau kata sandi tidak cocok."
        return _page(request, status=401, error=sentence, **typed)
    return _let_in(request, usable, source, lanjut)


def _source(request: Request) -> str:
    return request.client.host if request.client else "unknown"


def _slow_down(request: Request, seconds: float, typed: dict[str, str]) -> Response:
    whole = math.ceil(seconds)
    sentence = f"Terlalu banyak percobaan dari sini. Coba lagi dalam {whole} detik."
    response = _page(request, status=429, error=sentence, **typed)
    response.headers["Retry-After"] = str(whole)
    return response


def _let_in(request: Request, officer: Officer, source: str, lanjut: str) -> Response:
    now = clock.now()
    with transaction() as tx:
        throttle.forget(tx, username=officer.username, source=source)
        if old := request.cookies.get(COOKIE):
            sessions.close(tx, old)
        token = sessions.open_session(tx, officer, now=now)
    response = RedirectResponse(safe_next(lanjut, home(officer.role)), status_code=303)
    response.set_cookie(COOKIE, token, max_age=int(sessions.LIFETIME.total_seconds()), **COOKIE_FLAGS)
    response.delete_cookie(FORM_COOKIE, **COOKIE_FLAGS)
    return response


@router.post("/keluar")
def sign_out(request: Request, officer: Annotated[Officer, Depends(require(Action.ENTER))]) -> Response:
    """Ends the session on the server and clears the cookie."""
    with transaction() as tx:
        sessions.close(tx, request.cookies[COOKIE])
    response = RedirectResponse("/masuk", status_code=303)
    response.delete_cookie(COOKIE, **COOKIE_FLAGS)
    return response
