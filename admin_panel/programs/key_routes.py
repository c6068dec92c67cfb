"""/admin/program: keys of other programs, for Open311 and for the REST API."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from sqlalchemy import select
from starlette.responses import RedirectResponse, Response

from accounts import programs
from accounts.programs import BadScope
from admin_panel.access import require
from admin_panel.programs.token_routes import SCOPE_WORDS
from routing.domain.permissions import Action
from routing.reports import from_programs
from routing.reports.from_programs import WorksAs
from storage import clock
from storage.db import reading, transaction
from storage.models import ApiClient, Officer
from web.templates import render

router = APIRouter(prefix="/admin/program")
Admin = Annotated[Officer, Depends(require(Action.CONFIGURE))]
Name = Annotated[str, Form(max_length=200)]
LONGEST = 60
SAID = {"dicabut": "Kunci program itu tidak berlaku lagi.", "tetap": "Program itu tidak punya kunci."}


def _page(
    request: Request, *, said: str = "", error: str = "", made: tuple[str, str, str] | None = None
) -> Response:
    with reading() as session:
        rows = from_programs.living(session)
        active = session.scalars(select(Officer).where(Officer.active).order_by(Officer.name)).all()
    shown = [(row, programs.client_id(row) if row.officer_id else "") for row in rows]
    page = render(
        request, "programs/keys.html", rows=shown, officers={one.id: one for one in active}, made=made,
        scopes=SCOPE_WORDS, said=said, error=error, page="program", status=422 if error else 200,
    )  # fmt: skip
    page.headers["Cache-Control"] = "no-store"  # a key may be on it
    return page


@router.get("")
def programs_page(request: Request, officer: Admin, kabar: str = "") -> Response:
    """Programs with a living key."""
    return _page(request, said=SAID.get(kabar, ""))


@router.post("")
def make_key(
    request: Request, officer: Admin, nama: Name, sebagai: Annotated[str, Form(max_length=20)] = "",
    cakupan: Annotated[list[str], Form(max_length=10)] = [],  # noqa: B006 - FastAPI copies it
) -> Response:  # fmt: skip
    """A key, on this answer alone; one the program had before ends."""
    name = nama.strip()
    if not (1 <= len(name) <= LONGEST and name.isprintable()):
        return _page(request, error="Nama program 1 sampai 60 huruf.")
    try:
        scopes = programs.read_scopes(cakupan)
    except BadScope:
        return _page(request, error="Cakupan itu tidak ada.")
    with transaction() as tx:
        person = tx.get(Officer, int(sebagai)) if sebagai.isascii() and sebagai.isdigit() else None
        if sebagai and (person is None or not person.active or not scopes):
            return _page(request, error="Pilih petugas yang aktif dan sedikitnya satu cakupan.")
        works_as = WorksAs(person, tuple(scopes)) if person else None
        actor = f"petugas:{officer.id}"
        key = from_programs.new_key(tx, name, works_as=works_as, actor=actor, now=clock.now())
        row = tx.scalars(select(ApiClient).where(ApiClient.name == name)).one()
        made = (name, programs.client_id(row) if row.officer_id else "", key)
    return _page(request, made=made)


@router.post("/cabut")
def revoke(request: Request, officer: Admin, nama: Name) -> Response:
    """Ends a program's key at once."""
    with transaction() as tx:
        done = from_programs.revoke(tx, nama, actor=f"petugas:{officer.id}", now=clock.now())
    return RedirectResponse(f"/admin/program?kabar={'dicabut' if done else 'tetap'}", status_code=303)
