"""/akun: an officer's own password."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from accounts import officers, passwords, sessions, throttle
from admin_panel.access import COOKIE, require
from admin_panel.sign_in.routes import COOKIE_FLAGS
from routing.domain.permissions import Action
from storage import clock
from storage.db import transaction
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/akun")
Anyone = Annotated[Officer, Depends(require(Action.ENTER))]

SAID = {"sandi": "Kata sandi Anda sudah diganti. Perangkat lain yang masuk dengan akun ini dikeluarkan."}


def _page(request: Request, *, status: int = 200, error: str = "", kabar: str = "") -> Response:
    said = SAID.get(kabar, "")
    response = render(request, "sign_in/account.html", status=status, error=error, said=said)
    response.headers["Cache-Control"] = "no-store"
    return response


@router.get("")
def account_page(request: Request, officer: Anyone, kabar: str = "") -> Response:
    """Who is signed in, and the form for another password."""
    return _page(request, kabar=kabar)


@router.post("/sandi")
def change_password(
    request: Request,
    officer: Anyone,
    old: Annotated[str, Form(max_length=1000)],
    password: Annotated[str, Form(max_length=1000)],
) -> Response:
    """Changes it for one who knows the old one; every other session of theirs ends."""
    now = clock.now()
    with transaction() as tx:
        # Counted like signing in: an unattended desk is no place to guess from.
        entered = throttle.enter(
            tx, username=officer.username, address="", device=f"akun-{officer.id}", now=now
        )  # fmt: skip
        stored = tx.get_one(Officer, officer.id).password_hash
    if entered.wait > 0:
        return _page(request, status=429, error="Terlalu banyak percobaan. Tunggu sebentar, lalu coba lagi.")
    if not passwords.matches(stored, old):
        return _page(request, status=422, error="Kata sandi lama tidak cocok.")
    try:
        with transaction() as tx:
            throttle.right(tx, entered, username=officer.username, device="")
            mine = tx.get_one(Officer, officer.id)
            officers.choose_password(tx, mine, password, linked=False, now=now)
            token = sessions.open_session(tx, mine, now=now)
    except officers.OfficerRefused as refused:
        return _page(request, status=422, error=str(refused))
    response = RedirectResponse("/akun?kabar=sandi", status_code=303)
    response.set_cookie(COOKIE, token, max_age=int(sessions.LIFETIME.total_seconds()), **COOKIE_FLAGS)
    return response
