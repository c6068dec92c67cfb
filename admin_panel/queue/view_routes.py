"""/petugas/pandangan and /petugas/terbaca: lists kept by name, and what an officer has read."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from routing.domain.permissions import Action
from routing.errors import NotFound, Refused
from routing.reports import saved_views, seen
from routing.reports.door import visible_to
from storage import clock
from storage.db import transaction
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/petugas")
Viewer = Annotated[Officer, Depends(require(Action.READ))]
RowId = Annotated[int, Path(ge=1, le=2**53)]
Name = Annotated[str, Form(max_length=200)]
Asked = Annotated[str, Form(max_length=1000)]


def _back(query: str) -> Response:
    """To the list as it was asked for; an address of ours whatever is sent."""
    return RedirectResponse(f"/petugas?{query}" if query else "/petugas", status_code=303)


@router.post("/pandangan")
def keep(
    officer: Viewer, query: Asked = "", name: Name = "", shared: Annotated[bool, Form()] = False
) -> Response:
    """Keeps the list as a view."""
    try:
        with transaction() as tx:
            view = saved_views.keep(
                tx, officer=officer, name=name, query=query, shared=shared, now=clock.now()
            )  # fmt: skip
    except Refused as refused:
        raise HTTPException(refused.status, refused.sentence) from refused
    return _back(view.query)


@router.post("/pandangan/{view_id}/hapus")
def remove(officer: Viewer, view_id: RowId) -> Response:
    """Takes a view away."""
    try:
        with transaction() as tx:
            saved_views.remove(tx, officer=officer, view_id=view_id)
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone
    return _back("")


@router.post("/terbaca")
def read_all(officer: Viewer, query: Asked = "") -> Response:
    """Has read all there is."""
    with transaction() as tx:
        seen.read_all(tx, officer)
    return _back(query)


@router.post("/laporan/{number}/belum-dibaca")
def unread_again(request: Request, officer: Viewer, number: str) -> Response:
    """Puts a report off: it is unread again, and no longer open."""
    try:
        with transaction() as tx:
            seen.unread_again(tx, officer, visible_to(tx, officer).get(number))
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone
    if "HX-Request" in request.headers:
        return render(request, "report/later.html", number=number)
    return _back("")
