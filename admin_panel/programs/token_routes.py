"""/akun/token: keys with which an officer's own program works as that officer."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from starlette.responses import RedirectResponse, Response

from accounts import programs
from accounts.programs import BadScope
from admin_panel.access import require
from admin_panel.sign_in.account import objection
from routing.domain.permissions import Action
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/akun/token")
Anyone = Annotated[Officer, Depends(require(Action.ENTER))]
RowId = Annotated[int, Path(ge=1, le=2**53)]
SCOPE_WORDS = {"reports:read": "Membaca laporan", "reports:write": "Menjawab dan mengerjakan laporan"}
REFUSED = "Pilih sedikitnya satu cakupan dan masa berlakunya; paling banyak 20 token."


def _page(
    request: Request, officer: Officer, *, said: str = "", error: str = "", made: str = "", status: int = 200
) -> Response:
    with reading() as session:
        tokens = programs.tokens_of(session, officer.id, now=clock.now())
    page = render(
        request, "programs/tokens.html", tokens=tokens, scopes=SCOPE_WORDS, days=programs.DAYS, said=said,
        error=error, made=made, status=status,
    )  # fmt: skip
    page.headers["Cache-Control"] = "no-store"  # a key may be on it
    return page


@router.get("")
def tokens_page(request: Request, officer: Anyone, kabar: str = "") -> Response:
    """The officer's living tokens."""
    return _page(request, officer, said="Token itu tidak berlaku lagi." if kabar == "dicabut" else "")


@router.post("")
def make_token(
    request: Request, officer: Anyone, old: Annotated[str, Form(max_length=1000)],
    nama: Annotated[str, Form(max_length=200)] = "",
    cakupan: Annotated[list[str], Form(max_length=10)] = [],  # noqa: B006 - FastAPI copies it
    hari: Annotated[int, Form(ge=1, le=10_000)] = 90,
) -> Response:  # fmt: skip
    """A new one, on this answer alone; only with the officer's own password."""
    if why := objection(request, officer, old):
        return _page(request, officer, error=why, status=422)
    try:
        scopes = programs.read_scopes(cakupan)
        with transaction() as tx:
            made = programs.make_token(tx, officer, name=nama, scopes=scopes, days=hari, now=clock.now())
    except BadScope:
        made = None
    if made is None:
        return _page(request, officer, error=REFUSED, status=422)
    return _page(request, officer, made=made)


@router.post("/{token_id}/cabut")
def end_token(request: Request, officer: Anyone, token_id: RowId) -> Response:
    """Ends one of the officer's own."""
    with transaction() as tx:
        programs.end_token(tx, officer, token_id, now=clock.now())
    return RedirectResponse("/akun/token?kabar=dicabut", status_code=303)
