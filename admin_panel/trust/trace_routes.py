"""/admin/jejak: the event log's last signed head and whether it is whole."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from routing.domain.permissions import Action
from storage import clock
from storage.db import reading
from storage.models import Officer
from storage.trace import chain, daily, heads, tree
from web.downloads import attached
from web.templates import render

router = APIRouter(prefix="/admin/jejak")
Admin = Annotated[Officer, Depends(require(Action.CONFIGURE))]
MOST_AT_ONCE = 200_000  # events gone through while somebody waits: some ten seconds
SHOWN = 14  # daily heads

SAID = {"diperiksa": "Seluruh catatan peristiwa sudah diperiksa."}
TOO_LONG = "Catatannya terlalu panjang untuk diperiksa dari sini. Jalankan: sorot audit verify"


def _page(request: Request, *, said: str = "", error: str = "", status: int = 200) -> Response:
    folder = request.app.state.trace
    with reading() as session:
        state, checked = chain.state(session), daily.last(session)
    root = tree.root_of(state[1]).hex() if state else ""
    page = render(
        request, "trust/trace.html", status=status, size=state[0] if state else None, root=root,
        checked=checked,
        key=heads.Signer(request.app.state.signing).public, said=said, error=error, page="jejak",
        written=[file.name for file in heads.kept(folder)[-SHOWN:][::-1]],
    )  # fmt: skip
    page.headers["Cache-Control"] = "no-store"
    return page


@router.get("")
def trace_page(request: Request, officer: Admin, kabar: str = "") -> Response:
    """How many events, the root over them, the last check, the heads written down."""
    return _page(request, said=SAID.get(kabar, ""))


@router.post("/periksa")
def check_now(request: Request, officer: Admin) -> Response:
    """Goes through the whole log now."""
    with reading() as session:
        state = chain.state(session)
    if state is None:
        return _page(request, error="Rantai peristiwa masih disusun. Coba lagi nanti.", status=409)
    if state[0] > MOST_AT_ONCE:
        return _page(request, error=TOO_LONG, status=409)
    daily.check(request.app.state.trace, heads.Signer(request.app.state.signing), now=clock.now())
    return RedirectResponse("/admin/jejak?kabar=diperiksa", status_code=303)


@router.get("/kepala.json")
def head_now(request: Request, officer: Admin) -> Response:
    """A signed head of the log as it is, to be kept elsewhere."""
    now = clock.now()
    with reading() as session:
        made = heads.current(session, heads.Signer(request.app.state.signing), now=now)
    if made is None:
        raise HTTPException(409, "Belum ada peristiwa yang bisa ditandatangani.")
    return attached(made.plain(), f"kepala-{made.size}.json")
