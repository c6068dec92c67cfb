"""/petugas/unduhan: tables as files, asked for, watched while they are written, fetched within a day."""

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Form, Path, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response, StreamingResponse

from admin_panel.access import require
from routing import exports
from routing.domain.permissions import Action, may
from routing.errors import NotFound, Refused
from storage import clock
from storage.clock import LOCAL
from storage.db import reading, transaction
from storage.models import Export, Officer
from web.documents.tables import TYPES
from web.templates import render

router = APIRouter(prefix="/petugas/unduhan")
Viewer = Annotated[Officer, Depends(require(Action.READ))]
RowId = Annotated[int, Path(ge=1, le=2**53)]
Code = Annotated[str, Form(max_length=20)]
Asked = Annotated[str, Form(max_length=1000)]


@router.get("")
def mine(request: Request, officer: Viewer) -> Response:
    """One's own tables; for htmx the part that changes. Who configures the city reads who took what."""
    return _page(request, officer)


def _page(request: Request, officer: Officer, *, bad: str = "", status: int = 200) -> Response:
    partial = "HX-Request" in request.headers
    now = clock.now()
    with reading() as session:
        rows = exports.of_officer(session, officer, now)
        sees_all = may(officer.role, Action.CONFIGURE) and not partial
        taken = exports.lately(session) if sees_all else []
    page = render(
        request, "exports/list.html" if partial else "exports/page.html", status=status, rows=rows, bad=bad,
        titles={code: kind.title for code, kind in exports.KINDS.items()}, taken=taken, sees_all=sees_all,
        busy=any(row.status in (exports.WAITING, exports.RUNNING) for row in rows),
    )  # fmt: skip
    page.headers["Cache-Control"] = "no-store"
    return page


@router.post("")
def order(
    request: Request, officer: Viewer, tabel: Code = "laporan", bentuk: Code = "xlsx", saringan: Asked = ""
) -> Response:
    """Asks for a table as it is narrowed to."""
    try:
        with transaction() as tx:
            asked = dict(parse_qsl(saringan))
            exports.order(tx, officer=officer, kind=tabel, form=bentuk, asked=asked, now=clock.now())
    except Refused as refused:
        return _page(request, officer, bad=refused.sentence, status=refused.status)
    return RedirectResponse("/petugas/unduhan", status_code=303)


@router.get("/{export_id}/berkas")
def fetch(request: Request, officer: Viewer, export_id: RowId) -> Response:
    """The file, for who asked for it."""
    try:
        with transaction() as tx:
            row = exports.fetch(tx, officer, export_id, clock.now())
        body = request.app.state.media.pieces(str(row.sha256))
        first = next(body)  # a store that is away is told before anything is
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone
    except KeyError:
        raise HTTPException(503) from None
    head = {
        "Content-Disposition": f'attachment; filename="{_name(row)}"', "Content-Length": str(row.size),
        "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
    }  # fmt: skip
    pieces = (piece for part in ([first], body) for piece in part)
    return StreamingResponse(pieces, media_type=TYPES[row.form], headers=head)


def _name(row: Export) -> str:
    """ "laporan-20261124-1605.xlsx"."""
    return f"{row.kind}-{row.created_at.astimezone(LOCAL):%Y%m%d-%H%M}.{row.form}"
