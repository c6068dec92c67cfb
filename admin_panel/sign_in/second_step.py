"""/masuk/kode and /masuk/pasang: between the password and the panel."""

import math
from typing import Annotated

import segno
from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from accounts import devices, notes, passkeys, second_factor, sessions, throttle
from accounts.notes import AtAccount
from admin_panel.access import COOKIE
from admin_panel.menu import home
from admin_panel.sign_in.entering import (
    DEVICE_COOKIE,
    STALE,
    enter,
    form_is_ours,
    form_page,
    safe_next,
    whence,
)
from routing.city import naming
from storage import clock, events
from storage.db import reading, transaction
from storage.event_kinds import EventKind
from storage.models import Officer

router = APIRouter()
Code = Annotated[str, Form(max_length=100)]
Onward = Annotated[str, Form(max_length=500)]
WRONG = "Kode ini tidak cocok, sudah dipakai, atau sudah berganti. Tunggu kode berikutnya, lalu coba lagi."


def told(secret: str, officer: Officer) -> dict[str, str]:
    """The secret three ways: as letters, as the address an app on this phone opens, and as a QR code.

    The code is a data: address; drawn here, since it holds the secret.
    """
    said = second_factor.address(secret, officer, naming.short_name())
    drawn = segno.make(said, error="m").svg_data_uri(scale=5, border=3, light="#fff")
    return {"secret": secret, "opens": said, "picture": drawn}


def guess(request: Request, officer: Officer) -> throttle.Try:
    """A try at a code, counted before it is looked at, apart from tries at the password."""
    address, now = request.client.host if request.client else "unknown", clock.now()
    with transaction() as tx:
        device = devices.known(tx, request.cookies.get(DEVICE_COOKIE, ""), officer.username, now=now)
        name = f"{officer.username}#kode"
        entered = throttle.enter(tx, username=name, address=address, device=device, now=now)
        if entered.last_free:
            events.record(tx, kind=EventKind.SIGN_IN_HELD, actor="sistem", now=now)
    return entered


def right(request: Request, entered: throttle.Try, officer: Officer) -> None:
    """The code was right: the try does not count."""
    with transaction() as tx:
        device = devices.known(tx, request.cookies.get(DEVICE_COOKIE, ""), officer.username, now=clock.now())
        throttle.right(tx, entered, username=f"{officer.username}#kode", device=device)


def halfway(request: Request, step: str) -> Officer | None:
    """Who stands at this step in this browser."""
    token = request.cookies.get(COOKIE)
    if not token:
        return None
    with reading() as session:
        found = sessions.row_of(session, token, now=clock.now())
    return found[0] if found and found[1].waits == step else None


def _from_the_start() -> Response:
    return RedirectResponse("/masuk", status_code=303)


def _code_page(request: Request, lanjut: str, *, status: int = 200, error: str = "") -> Response:
    officer = halfway(request, "kode")
    with reading() as session:
        keys = officer is not None and passkeys.has(session, officer.id)
        codes = officer is not None and second_factor.has(session, officer.id)
    return form_page(
        request, "sign_in/code.html", status=status, error=error, lanjut=lanjut, keys=keys, codes=codes
    )  # fmt: skip


def _set_up_page(
    request: Request, officer: Officer, lanjut: str, *, status: int = 200, error: str = ""
) -> Response:  # fmt: skip
    with reading() as session:
        secret = second_factor.being_set_up(session, officer.id, key=request.app.state.secret)
    if secret is None:
        return _from_the_start()
    return form_page(
        request, "sign_in/set_up.html", status=status, error=error, lanjut=lanjut, who=officer,
        **told(secret, officer),
    )  # fmt: skip


@router.get("/masuk/kode")
def code_page(request: Request, lanjut: str = "") -> Response:
    """Asks for the code of the phone, or one from paper."""
    return _code_page(request, lanjut) if halfway(request, "kode") else _from_the_start()


@router.post("/masuk/kode")
def give_code(
    request: Request, code: Code, csrf: Annotated[str, Form()] = "", lanjut: Onward = ""
) -> Response:
    """Lets in whose code is right; each opens once."""
    officer = halfway(request, "kode")
    if officer is None:
        return _from_the_start()
    if not form_is_ours(request, csrf):
        return _code_page(request, lanjut, status=403, error=STALE)
    entered = guess(request, officer)
    if entered.wait > 0:
        return slowed(_code_page(request, lanjut, status=429, error=wait(entered)), entered)
    with transaction() as tx:
        opened = second_factor.opens(tx, officer, code, key=request.app.state.secret, now=clock.now())
        if opened != "kode":
            happened = AtAccount.RECOVERY if opened else AtAccount.WRONG_CODE
            notes.write(tx, officer.id, happened, whence(request), now=clock.now())
    if opened is None:
        return _code_page(request, lanjut, status=401, error=WRONG)
    return let_in(request, entered, officer, lanjut)


def let_in(request: Request, entered: throttle.Try, officer: Officer, lanjut: str) -> Response:
    right(request, entered, officer)
    with reading() as session:
        device = devices.known(
            session, request.cookies.get(DEVICE_COOKIE, ""), officer.username, now=clock.now()
        )
    to = safe_next(lanjut, home(officer.role))
    return enter(request, officer, None, device, to, passed=True)


def wait(entered: throttle.Try) -> str:
    """What somebody reads who tries too often."""
    return f"Terlalu banyak kode keliru. Coba lagi dalam {math.ceil(entered.wait)} detik."


def slowed(response: Response, entered: throttle.Try) -> Response:
    """The response, saying when to come again."""
    response.headers["Retry-After"] = str(math.ceil(entered.wait))
    return response


@router.get("/masuk/pasang")
def set_up_page(request: Request, lanjut: str = "") -> Response:
    """The QR code, for one whose role may only sign in with a second step and who has none."""
    officer = halfway(request, "pasang")
    return _set_up_page(request, officer, lanjut) if officer else _from_the_start()


@router.post("/masuk/pasang")
def set_up(request: Request, code: Code, csrf: Annotated[str, Form()] = "", lanjut: Onward = "") -> Response:
    """The first code: shows the recovery codes once, signed in."""
    officer = halfway(request, "pasang")
    if officer is None:
        return _from_the_start()
    if not form_is_ours(request, csrf):
        return _set_up_page(request, officer, lanjut, status=403, error=STALE)
    entered = guess(request, officer)
    if entered.wait > 0:
        page = _set_up_page(request, officer, lanjut, status=429, error=wait(entered))
        return slowed(page, entered)
    with transaction() as tx:
        codes = second_factor.confirm(tx, officer, code, key=request.app.state.secret, now=clock.now())
        if codes is not None:
            notes.write(tx, officer.id, AtAccount.SECOND_SET, whence(request), now=clock.now())
    if codes is None:
        return _set_up_page(request, officer, lanjut, status=422, error=WRONG)
    entering = let_in(request, entered, officer, lanjut)
    shown = form_page(
        request, "sign_in/codes.html", codes=codes, onward=entering.headers["Location"], who=officer
    )  # fmt: skip
    shown.raw_headers += [pair for pair in entering.raw_headers if pair[0] == b"set-cookie"]
    return shown
