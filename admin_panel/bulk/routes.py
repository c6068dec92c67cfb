"""/petugas/borongan: one deed for many reports, its half minute, its progress."""

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Form, Path, Request
from pydantic import ValidationError
from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from routing.city.catalogue import catalogue
from routing.domain.permissions import Action
from routing.errors import NotFound, Refused
from routing.reports import bulk
from routing.reports.door import visible_to
from routing.reports.filters import Filters
from routing.reports.holding import HOLDERS
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/petugas/borongan")
Worker = Annotated[Officer, Depends(require(Action.HOLD))]
RowId = Annotated[int, Path(ge=1, le=2**53)]
Numbers = Annotated[list[str], Form(max_length=300, default_factory=list)]
Words = Annotated[str, Form(max_length=8000)]
Code = Annotated[str, Form(max_length=60)]


def _show(
    request: Request,
    officer: Officer,
    numbers: list[str],
    *,
    bad: str = "",
    status: int = 200,
    deed: str = "",
) -> Response:
    """The deeds to choose from for these reports."""
    with reading() as session:
        here = select(Officer).where(
            Officer.active, Officer.role.in_(HOLDERS), Officer.agency_code == officer.agency_code
        )  # fmt: skip
        colleagues = session.scalars(here.order_by(Officer.name)).all()
        city, moves = catalogue(session), bulk.moves(session, officer, numbers)
    return render(
        request, "bulk/page.html", status=status, numbers=numbers, bad=bad, deed=deed, city=city,
        most=bulk.MOST, colleagues=colleagues, moves=moves,
    )  # fmt: skip


def _split(numbers: list[str]) -> list[str]:
    """Several numbers may stand in one field."""
    return [number for field in numbers for number in field.split()][: bulk.MOST + 1]


@router.post("/pilih")
def choose(
    request: Request, officer: Worker, nomor: Numbers, apa: Code = "dipilih", saringan: Words = ""
) -> Response:
    """Shows what may be done with the chosen reports, or with all of a list (apa: "semua")."""
    chosen = _split(nomor)
    if apa == "semua":
        try:
            asked = Filters.model_validate(dict(parse_qsl(saringan)))
        except ValidationError:
            raise HTTPException(422, "Saringan ini tidak terbaca.") from None
        with reading() as session:
            door = visible_to(session, officer)
            chosen = list(door.numbers(asked, now=clock.now(), most=bulk.MOST))
    return _show(request, officer, chosen)


@router.post("")
def order(  # noqa: PLR0913 - the fields of all the deeds
    request: Request, officer: Worker, nomor: Numbers, deed: Code = "", petugas: Code = "", agency: Code = "",
    category: Code = "", to: Code = "", tolak: Code = "", reason: Words = "", text: Words = "",
) -> Response:  # fmt: skip
    """Gives the order; it begins after half a minute."""
    given = {
        "petugas": petugas, "agency": agency, "category": category, "to": to, "tolak": tolak,
        "reason": reason, "text": text,
    }  # fmt: skip
    numbers = _split(nomor)
    try:
        with transaction() as tx:
            act = bulk.order(
                tx, officer=officer, deed=deed, given=given, numbers=numbers, now=clock.now()
            )  # fmt: skip
    except Refused as refused:
        return _show(request, officer, numbers, bad=refused.sentence, status=refused.status, deed=deed)
    return RedirectResponse(f"/petugas/borongan/{act.id}", status_code=303)


@router.get("/{act_id}")
def progress(request: Request, officer: Worker, act_id: RowId) -> Response:
    """How far it is; for htmx the part that changes."""
    return _progress(request, officer, act_id)


@router.post("/{act_id}/urungkan")
def undo(request: Request, officer: Worker, act_id: RowId) -> Response:
    """Takes it back."""
    try:
        with transaction() as tx:
            bulk.undo(tx, officer=officer, act_id=act_id, now=clock.now())
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone
    except Refused as refused:
        return _progress(request, officer, act_id, bad=refused.sentence, status=refused.status)
    return RedirectResponse(f"/petugas/borongan/{act_id}", status_code=303)


def _progress(
    request: Request, officer: Officer, act_id: int, *, bad: str = "", status: int = 200
) -> Response:
    try:
        with reading() as session:
            seen = bulk.progress(session, officer, act_id)
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone
    name = "bulk/progress.html" if "HX-Request" in request.headers else "bulk/act.html"
    now = clock.now()
    left = max(0, round((seen.act.starts_at - now).total_seconds()))
    page = render(request, name, status=status, seen=seen, left=left, bad=bad)
    page.headers["Cache-Control"] = "no-store"
    return page
