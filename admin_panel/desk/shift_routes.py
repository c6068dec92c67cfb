"""/petugas/jaga: the log of the running shift, what is open, and the hand-over that two people sign."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from routing.command import shifts
from routing.domain.permissions import Action
from routing.errors import Refused
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/petugas/jaga")
Operator = Annotated[Officer, Depends(require(Action.RESCUE))]
Words = Annotated[str, Form(max_length=8000)]
SAID = {
    "catat": "Catatan disimpan.", "serah": "Jaga diserahkan. Menunggu tanda tangan yang menerima.",
    "terima": "Jaga Anda terima.",
}  # fmt: skip


@router.get("")
def page(request: Request, officer: Operator, kabar: Annotated[str, Query(max_length=20)] = "") -> Response:
    """The log."""
    return _page(request, good=SAID.get(kabar, ""))


def _page(request: Request, *, good: str = "", bad: str = "", status: int = 200, text: str = "") -> Response:
    now = clock.now()
    with reading() as session:
        rows, past = shifts.log(session, now=now), shifts.handed_over(session)
        waiting, names = shifts.waiting(session), shifts.names(session, past)
        open_ = shifts.still_open(session)
    return render(
        request, "desk/shift.html", status=status, rows=rows, past=past, waiting=waiting, names=names,
        open=open_, good=good, bad=bad, text=text,
    )  # fmt: skip


def _do(request: Request, deed: Callable[[Session], object], said: str, text: str = "") -> Response:
    try:
        with transaction() as tx:
            deed(tx)
    except Refused as refused:
        return _page(request, bad=refused.sentence, status=refused.status, text=text)
    return RedirectResponse(f"/petugas/jaga?kabar={said}", status_code=303)


@router.post("/catat")
def note(request: Request, officer: Operator, text: Words) -> Response:
    """A line of the log."""
    now = clock.now()
    return _do(request, lambda tx: shifts.note(tx, officer=officer, words=text, now=now), "catat", text)


@router.post("/serah")
def give(request: Request, officer: Operator, text: Words) -> Response:
    """Who goes signs."""
    now = clock.now()
    return _do(request, lambda tx: shifts.give(tx, officer=officer, words=text, now=now), "serah", text)


@router.post("/terima")
def take(request: Request, officer: Operator) -> Response:
    """Who comes signs."""
    return _do(request, lambda tx: shifts.take(tx, officer=officer, now=clock.now()), "terima")
