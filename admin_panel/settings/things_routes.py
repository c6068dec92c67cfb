"""/admin/alat: the things that measure, and each one's key: made here, shown once, revoked here."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from admin_panel.settings import thing_map
from routing.domain.permissions import Action
from sensors import credentials, hearing, kinds, on_map, states
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/admin/alat")
Admin = Annotated[Officer, Depends(require(Action.CONFIGURE))]
Code = Annotated[str, Path(max_length=63)]

SAID = {
    "dicabut": "Kunci alat itu sudah dicabut. Kirimannya ditolak mulai sekarang.",
    "tetap": "Tidak ada yang diubah: alat itu tidak punya kunci.",
}


def _page(request: Request, *, said: str = "", made: tuple[str, str] | None = None) -> Response:
    now = clock.now()
    with reading() as session:
        rows = states.all_states(session, now=now)
        deaf_since = hearing.deaf_since(session, now=now)
    page = render(
        request, "settings/things.html", rows=rows, said=said, made=made, deaf_since=deaf_since, page="alat",
    )  # fmt: skip
    page.headers["Cache-Control"] = "no-store"  # the key is on it
    return page


@router.get("")
def things_page(request: Request, officer: Admin, kabar: str = "") -> Response:
    """Every thing with its last reading, and whether it has a key."""
    return _page(request, said=SAID.get(kabar, ""))


@router.get("/peta")
def map_page(request: Request, officer: Admin, jenis: Annotated[str, Query(max_length=60)] = "") -> Response:
    """Every thing on the map with its state; `jenis`: of this kind alone."""
    now = clock.now()
    with reading() as session:
        found = on_map.places(session, now=now)
        things = [one for one in found if not jenis or any(what.kind == jenis for what in one.measured)]
        drawn = thing_map.draw(session, things)
    there = {what.kind for one in found for what in one.measured}
    shown = sorted((kinds.kind_of(code) for code in there), key=lambda kind: kind.name)
    return render(
        request, "settings/thing_map.html", drawn=drawn, things=things, counts=on_map.counted(things),
        kinds=shown, kind_of=kinds.kind_of, chosen=jenis, said="", page="alat",
    )  # fmt: skip


@router.post("/{code}/kunci")
def make_key(request: Request, officer: Admin, code: Code) -> Response:
    """A new key, on this answer alone; the old one ends."""
    with transaction() as tx:
        key = credentials.issue_token(tx, code, now=clock.now(), by=f"petugas:{officer.id}")
    if key is None:
        raise HTTPException(404, "Alat itu tidak terdaftar.")
    return _page(request, made=(code, key))


@router.post("/{code}/cabut")
def revoke_key(request: Request, officer: Admin, code: Code) -> Response:
    """Ends the key."""
    with transaction() as tx:
        done = credentials.revoke(tx, code, now=clock.now(), by=f"petugas:{officer.id}")
    return RedirectResponse(f"/admin/alat?kabar={'dicabut' if done else 'tetap'}", status_code=303)
