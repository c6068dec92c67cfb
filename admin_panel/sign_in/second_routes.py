"""/akun/langkah-kedua: an officer's own second step, set up, moved to another phone, taken off."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from accounts import notes, second_factor
from accounts.notes import AtAccount
from admin_panel.sign_in.account import Anyone, OwnPassword, objection, page, refused
from admin_panel.sign_in.entering import whence
from admin_panel.sign_in.second_step import WRONG, Code, guess, right, slowed, told, wait
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/akun")


def _to_set_up() -> Response:
    return RedirectResponse("/akun/langkah-kedua", status_code=303)


def _set_up_page(request: Request, officer: Officer, *, status: int = 200, error: str = "") -> Response:
    with reading() as session:
        secret = second_factor.being_set_up(session, officer.id, key=request.app.state.secret)
    if secret is None:
        return RedirectResponse("/akun", status_code=303)
    return render(
        request, "sign_in/second.html", status=status, error=error, codes=[],
        **told(secret, officer),
    )  # fmt: skip


def _codes_page(request: Request, codes: list[str]) -> Response:
    return render(request, "sign_in/second.html", codes=codes)


@router.post("/langkah-kedua")
def begin(request: Request, officer: Anyone, old: OwnPassword) -> Response:
    """Makes a secret for the phone to read; nothing is asked for until its first code has come."""
    if error := objection(request, officer, old):
        return refused(request, officer, error)
    with transaction() as tx:
        second_factor.begin(tx, officer, key=request.app.state.secret)
    return _to_set_up()


@router.get("/langkah-kedua")
def set_up_page(request: Request, officer: Anyone) -> Response:
    """The QR code; the account's page where nothing is being set up."""
    return _set_up_page(request, officer)


@router.post("/langkah-kedua/pastikan")
def confirm(request: Request, officer: Anyone, code: Code) -> Response:
    """The first code: shows the recovery codes once."""
    entered = guess(request, officer)
    if entered.wait > 0:
        return slowed(_set_up_page(request, officer, status=429, error=wait(entered)), entered)
    with transaction() as tx:
        codes = second_factor.confirm(tx, officer, code, key=request.app.state.secret, now=clock.now())
        if codes is not None:
            notes.write(tx, officer.id, AtAccount.SECOND_SET, whence(request), now=clock.now())
    if codes is None:
        return _set_up_page(request, officer, status=422, error=WRONG)
    right(request, entered, officer)
    return _codes_page(request, codes)


@router.post("/langkah-kedua/lepas")
def take_off(
    request: Request, officer: Anyone, old: OwnPassword, code: Code,
    then: Annotated[Literal["ganti", "lepas"], Form()],
) -> Response:  # fmt: skip
    """Takes it off, or begins with another phone; whose role requires one can only do the latter."""
    if error := objection(request, officer, old):
        return refused(request, officer, error)
    entered, key, now = guess(request, officer), request.app.state.secret, clock.now()
    if entered.wait > 0:
        return slowed(page(request, officer, status=429, error=wait(entered)), entered)
    with transaction() as tx:
        keeps = then == "ganti" or second_factor.required(tx, officer)
        opened = second_factor.opens(tx, officer, code, key=key, now=now)
        if opened:
            second_factor.take_off(tx, officer, by=officer, now=now)
            notes.write(tx, officer.id, AtAccount.SECOND_OFF, whence(request), now=now)
        if opened and keeps:
            second_factor.begin(tx, officer, key=key)
    if opened is None:
        return page(request, officer, status=422, error=WRONG)
    right(request, entered, officer)
    return _to_set_up() if keeps else RedirectResponse("/akun?kabar=lepas", status_code=303)


@router.post("/kode-cadangan")
def renew_codes(request: Request, officer: Anyone, old: OwnPassword) -> Response:
    """New recovery codes; the old ones end."""
    if error := objection(request, officer, old):
        return refused(request, officer, error)
    with transaction() as tx:
        if officer.id not in second_factor.holders(tx):
            return RedirectResponse("/akun", status_code=303)
        codes = second_factor.renew_codes(tx, officer)
        notes.write(tx, officer.id, AtAccount.CODES_RENEWED, whence(request), now=clock.now())
    return _codes_page(request, codes)
