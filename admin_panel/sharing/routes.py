"""/petugas/pembagian: who stands in for whom, and how the office's reports come into hands."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from routing.domain.permissions import Action, may
from routing.domain.sharing import Sharing
from routing.errors import NotFound, Refused
from routing.reports import leave, sharing_out
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer, SharingRule
from web.templates import render

router = APIRouter(prefix="/petugas/pembagian")
Worker = Annotated[Officer, Depends(require(Action.HOLD))]
Head = Annotated[Officer, Depends(require(Action.SHARE))]
Id = Annotated[int, Form(ge=1, le=2**53)]
Somebody = Annotated[int | None, Form(ge=1, le=2**53)]  # `Id | None` would be read from the address
SAID = {
    "cuti": "Pengganti disimpan. Yang diberikan selama hari-hari itu langsung sampai kepadanya.",
    "akhir": "Pengganti diakhiri. Yang diberikan mulai sekarang kembali kepada orangnya sendiri.",
    "cara": "Cara membagi disimpan dan berlaku untuk laporan yang masuk mulai sekarang.",
}
WAYS = {
    Sharing.BY_HAND: "Diambil sendiri",
    Sharing.IN_TURN: "Bergilir",
    Sharing.BY_LOAD: "Yang paling sedikit memegang",
}


def _page(
    request: Request, officer: Officer, *, status: int = 200, bad: str = "", kabar: str = "",
    typed: Mapping[str, Any] = {},
) -> Response:  # fmt: skip
    now = clock.now()
    with reading() as session:
        people = leave.colleagues(session, officer)
        rows = leave.of_office(session, officer, now=now)
        rule = session.get(SharingRule, officer.agency_code) if officer.agency_code else None
    today = now.astimezone(clock.LOCAL).date()
    return render(
        request, "sharing/page.html", status=status, bad=bad, good=SAID.get(kabar, ""), people=people,
        rows=rows, names={one.id: one.name for one in people}, rule=rule, ways=WAYS, today=today,
        typed=typed, heads=may(officer.role, Action.SHARE) and officer.agency_code is not None,
    )  # fmt: skip


@router.get("")
def page(request: Request, officer: Worker, kabar: str = "") -> Response:
    """Leave that runs or is to come; for the head, how the office shares out."""
    return _page(request, officer, kabar=kabar)


@router.post("/cuti")
def make(
    request: Request, officer: Worker, pengganti: Id, mulai: Annotated[date, Form()],
    sampai: Annotated[date, Form()], petugas: Somebody = None, semua: Annotated[bool, Form()] = False,
) -> Response:  # fmt: skip
    """Somebody stands in, for oneself or (said by their head) for a colleague."""
    typed = {"petugas": petugas, "pengganti": pengganti, "mulai": mulai, "sampai": sampai, "semua": semua}
    try:
        with transaction() as tx:
            absent = tx.get(Officer, petugas or officer.id)
            if absent is None or (absent.id != officer.id and not leave.heads(officer, absent)):
                raise HTTPException(403)
            leave.make(
                tx, officer=absent, by=officer, to=pengganti, first=mulai, last=sampai, all_held=semua,
                now=clock.now(),
            )  # fmt: skip
    except Refused as no:
        return _page(request, officer, status=no.status, bad=no.sentence, typed=typed)
    return RedirectResponse("/petugas/pembagian?kabar=cuti", status_code=303)


@router.post("/cuti/{leave_id}/akhiri")
def end(request: Request, officer: Worker, leave_id: Annotated[int, Path(ge=1, le=2**53)]) -> Response:
    """Back before the day."""
    try:
        with transaction() as tx:
            leave.end(tx, leave_id, by=officer, now=clock.now())
    except NotFound as gone:
        return _page(request, officer, status=404, bad=gone.sentence)
    return RedirectResponse("/petugas/pembagian?kabar=akhir", status_code=303)


@router.post("/cara")
def share(
    request: Request, officer: Head, cara: Annotated[str, Form(max_length=20)],
    ikut: Annotated[list[int], Form(max_length=200)] = [],  # noqa: B006 - FastAPI copies it
) -> Response:  # fmt: skip
    """How reports that nobody holds come into hands."""
    try:
        with transaction() as tx:
            sharing_out.set_rule(tx, head=officer, sharing=cara, officers=ikut, now=clock.now())
    except Refused as no:
        return _page(request, officer, status=no.status, bad=no.sentence)
    return RedirectResponse("/petugas/pembagian?kabar=cara", status_code=303)
