"""/admin/kota: agencies, categories, words, places, limits: every change a version that can be undone."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from admin_panel.city import forms, view
from routing.city.sections import register
from routing.city.sections.kinds import BadSection, Row, Section
from routing.domain.permissions import Action
from routing.domain.rule_fields import BadRules
from routing.errors import Refused
from routing.reports import configuring
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/admin/kota")
Admin = Annotated[Officer, Depends(require(Action.CONFIGURE))]
Code = Annotated[str, Path(max_length=60)]
Version = Annotated[int, Path(ge=1, le=2**31 - 1)]
NEW = "baru"
SAID = {
    "disimpan": "Disimpan dan sudah berlaku.", "pulih": "Versi itu berlaku lagi, sebagai versi baru.",
    "berkas": "Berkas dipakai. Tiap bagian yang berubah punya versi baru.",
}  # fmt: skip


async def typed(request: Request) -> FormData:
    """The form as sent."""
    return await request.form(max_fields=200, max_files=1)


Typed = Annotated[FormData, Depends(typed)]


class _Tried(Exception):
    """Only to see what would come of it: nothing is kept."""


def section_of(code: str) -> Section:
    """The section with pages here; 404 for another."""
    found = register.named(code)
    if found is None or not found.fields:
        raise HTTPException(404)
    return found


def done(deed: Callable[[Session], object], *, keep: bool = True) -> str:
    """Do it in one transaction, or only try it; the sentence of what was refused, "" when it went well."""
    try:
        with transaction() as tx:
            deed(tx)
            if not keep:
                raise _Tried
    except (BadRules, BadSection, Refused) as refused:
        return refused.sentence if isinstance(refused, Refused) else str(refused)
    except _Tried:
        pass
    return ""


def _back(to: str, said: str = "disimpan") -> Response:
    return RedirectResponse(f"/admin/kota/{to}?kabar={said}", status_code=303)


@router.get("/{part}")
def section_page(request: Request, officer: Admin, part: Code, kabar: str = "") -> Response:
    """A section: its rows, or its values as a form."""
    section = section_of(part)
    if section.key is None:
        return _form(request, section, None, kabar=kabar)
    with reading() as session:
        shown = view.shown(session, section)
    return render(
        request, "city/rows.html", shown=shown, section=section, said=SAID.get(kabar, ""), page="kota",
    )  # fmt: skip


def _form(
    request: Request, section: Section, code: str | None, *, row: Row | None = None, error: str = "",
    kabar: str = "", status: int = 200,
) -> Response:  # fmt: skip
    with reading() as session:
        shown = view.shown(session, section)
        now = shown.document["values"] if code is None else shown.row(code)
        if now is None and code != NEW:
            raise HTTPException(404, "Baris itu tidak ditemukan.")
        filled = row if row is not None else now
        filled = filled if filled is not None else {one.name: one.empty for one in section.fields}
        told = section.told(session, filled) if section.told and not (error and code == NEW) else []
    return render(
        request, "city/form.html", status=status, shown=shown, section=section, row=filled, code=code,
        new=now is None, told=told, error=error, said=SAID.get(kabar, ""), page="kota",
    )  # fmt: skip


@router.post("/{part}")
def save_values(request: Request, officer: Admin, part: Code, form: Typed) -> Response:
    """The values of a section without rows."""
    section = section_of(part)
    if section.key is not None:
        raise HTTPException(404)
    return _save(request, officer, section, None, form)


@router.get("/{part}/baris/{code}")
def row_page(request: Request, officer: Admin, part: Code, code: Code) -> Response:
    """One row as a form; `baru`: a new one."""
    section = section_of(part)
    if section.key is None or (code == NEW and not section.growing):
        raise HTTPException(404)
    return _form(request, section, code)


@router.post("/{part}/baris/{code}")
def save_row(request: Request, officer: Admin, part: Code, code: Code, form: Typed) -> Response:
    """One row, new, changed, tried (aksi=pratinjau) or (aksi=hapus) gone; nothing typed is lost."""
    section = section_of(part)
    if section.key is None or (code == NEW and not section.growing):
        raise HTTPException(404)
    return _save(request, officer, section, code, form)


def _save(request: Request, officer: Officer, section: Section, code: str | None, form: FormData) -> Response:
    with reading() as session:
        shown = view.shown(session, section)
    before = (shown.document["values"] if code is None else shown.row(code)) or {}
    row: Row | None = forms.row_of(section, form, before)
    if form.get("aksi") == "hapus" and section.removable:
        row = None
    old = "" if code in (None, NEW) else str(code)
    tried = form.get("aksi") == "pratinjau"
    why = forms.text(form, "why") or ("pratinjau" if tried else "")
    error = done(
        lambda tx: configuring.save(
            tx, section, lambda document: forms.changed(document, section, old, row),
            base=forms.text(form, "base"), why=why, officer=officer, now=clock.now(),
        ),
        keep=not tried,
    )  # fmt: skip
    if error or tried:
        return _form(request, section, code, row=row, error=error, status=422 if error else 200)
    return _back(section.code)


@router.get("/{part}/versi")
def versions_page(request: Request, officer: Admin, part: Code, kabar: str = "") -> Response:
    """Every version of a section: who, when, why, and what changed."""
    return _versions(request, section_of(part), kabar=kabar)


def _versions(request: Request, section: Section, *, kabar: str = "", error: str = "") -> Response:
    with reading() as session:
        shown, rows = view.shown(session, section), view.history(session, section)
    return render(
        request, "city/versions.html", status=422 if error else 200, shown=shown, section=section, rows=rows,
        said=SAID.get(kabar, ""), error=error, page="kota",
    )  # fmt: skip


@router.post("/{part}/versi/{version}/pulihkan")
def restore(request: Request, officer: Admin, part: Code, version: Version, form: Typed) -> Response:
    """An earlier version holds again."""
    section = section_of(part)
    error = done(
        lambda tx: configuring.restore(
            tx, section, version, base=forms.text(form, "base"), why=forms.text(form, "why"),
            officer=officer, now=clock.now(),
        )
    )  # fmt: skip
    return _versions(request, section, error=error) if error else _back(f"{section.code}/versi", "pulih")
