"""/admin/layar: the links of screens that show the wall."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from starlette.responses import RedirectResponse, Response

from accounts import walls
from admin_panel.access import require
from routing.domain.permissions import Action
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/admin/layar")
Admin = Annotated[Officer, Depends(require(Action.CONFIGURE))]
RowId = Annotated[int, Path(ge=1, le=2**53)]

SAID = {
    "dicabut": "Tautan layar sudah dicabut. Layar itu tidak menampilkan apa-apa lagi.",
    "tetap": "Tidak ada yang diubah: tautan itu sudah dicabut.",
}


def _page(request: Request, *, said: str = "", made: str = "") -> Response:
    with reading() as session:
        links = walls.living(session)
    page = render(request, "settings/walls.html", links=links, said=said, made=made, page="layar")
    page.headers["Cache-Control"] = "no-store"  # the key is on it
    return page


@router.get("")
def walls_page(request: Request, officer: Admin, kabar: str = "") -> Response:
    """Every living link."""
    return _page(request, said=SAID.get(kabar, ""))


@router.post("")
def make_link(
    request: Request, officer: Admin, name: Annotated[str, Form(max_length=walls.LONGEST_NAME)]
) -> Response:
    """A new link, on this answer alone."""
    with transaction() as tx:
        key = walls.make(tx, name=name, by=officer, now=clock.now())
    return _page(request, made=f"{request.app.state.public_url.rstrip('/')}/layar#{key}")


@router.post("/{link_id}/cabut")
def revoke_link(request: Request, officer: Admin, link_id: RowId) -> Response:
    """Ends a link."""
    with transaction() as tx:
        done = walls.revoke(tx, link_id, by=officer, now=clock.now())
    return RedirectResponse(f"/admin/layar?kabar={'dicabut' if done else 'tetap'}", status_code=303)
