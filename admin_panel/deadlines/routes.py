"""/admin/batas: by when, office hours, days off, the ladder, who may move a date; every change a version."""

from collections.abc import Callable
from itertools import pairwise
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel import documents
from admin_panel.access import require
from admin_panel.deadlines import forms, view
from routing.city import config_versions, deadline_versions
from routing.city.catalogue import DEADLINES
from routing.domain.deadline_book import MOVERS, write
from routing.domain.ladder import WHO
from routing.domain.permissions import Action
from routing.domain.rule_fields import DAYS, BadRules
from routing.errors import Refused
from routing.reports import laddering
from storage import clock
from storage.clock import LOCAL
from storage.db import reading, transaction
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/admin/batas")
Admin = Annotated[Officer, Depends(require(Action.CONFIGURE))]
Code = Annotated[str, Path(max_length=20)]
Version = Annotated[int, Path(ge=1, le=2**31 - 1)]
MOST_BYTES = 1_000_000
SAID = {
    "disimpan": "Disimpan dan berlaku mulai laporan berikutnya. Janji yang sudah diberikan tetap.",
    "pulih": "Versi itu berlaku lagi, sebagai versi baru.",
}


async def typed(request: Request) -> FormData:
    """The form as sent."""
    return await request.form(max_fields=200, max_files=1)


Typed = Annotated[FormData, Depends(typed)]


def _page(  # noqa: PLR0913 - a page and what was typed into it
    request: Request, part: str, *, kabar: str = "", error: str = "", typed: dict[str, Any] | None = None,
    status: int = 200,
) -> Response:  # fmt: skip
    if part not in forms.PARTS:
        raise HTTPException(404)
    now, asked = clock.now(), request.query_params
    with reading() as session:
        page = view.page_for(session)
        days = view.days_off(session, now.astimezone(LOCAL).year) if part == "hari" else ()
    office = asked.get("dinas", "")
    shown: dict[str, Any] = {"lines": [], "why": []}
    if part == "tabel":
        category, band = asked.get("kategori", ""), asked.get("jenjang", "")
        shown = {
            "lines": view.lines(page, office, now), "asked": (category, band),
            "why": view.why(page, category, office, band, now),
        }  # fmt: skip
    return render(
        request, "deadlines/part.html", status=status, deadlines=page, part=part, office=office, days=days,
        typed=typed, said=SAID.get(kabar, ""), error=error, names=view.PART_NAMES, weekdays=DAYS, who=WHO,
        movers=MOVERS, key=forms.PARTS[part][1], page="batas", **shown,
    )  # fmt: skip


def _saved(deed: Callable[[Session], object]) -> str:
    """Do it in one transaction, with the ladder after it; the sentence of what was refused, "" when saved."""
    try:
        with transaction() as tx:
            deed(tx)
            laddering.look_again(tx, now=clock.now())
    except (BadRules, Refused) as refused:
        return refused.sentence if isinstance(refused, Refused) else str(refused)
    return ""


def _base(form: FormData) -> int:
    given = forms.text(form, "base")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1


def _back(to: str, said: str = "disimpan") -> Response:
    return RedirectResponse(f"/admin/batas{to}?kabar={said}", status_code=303)


@router.get("")
def table_page(request: Request, officer: Admin, kabar: str = "") -> Response:
    """Every category's terms by band, for one office or for all."""
    return _page(request, "tabel", kabar=kabar)


@router.get("/versi")
def versions_page(request: Request, officer: Admin, kabar: str = "") -> Response:
    """Every version: who, when, why, and which part changed."""
    return _versions(request, kabar=kabar)


def _versions(request: Request, *, kabar: str = "", error: str = "", status: int = 200) -> Response:
    with reading() as session:
        found = config_versions.versions(session, DEADLINES)
        page = view.page_for(session)
    told = [view.differences(old.document, new.document) for (new, _), (old, _) in pairwise(found)]
    rows = [(row, name, what) for (row, name), what in zip(found, [*told, []], strict=False)]
    return render(
        request, "deadlines/versions.html", status=status, rows=rows, deadlines=page, part="versi",
        names=view.PART_NAMES, said=SAID.get(kabar, ""), error=error, page="batas",
    )  # fmt: skip


@router.get("/ekspor")
def export(request: Request, officer: Admin) -> Response:
    """The deadlines as a YAML file."""
    with reading() as session:
        text = deadline_versions.export(view.page_for(session).city.deadlines.book)
    return documents.as_file(text, "tenggat.yml")


@router.post("/impor", max_body_size=MOST_BYTES)
def take_in(request: Request, officer: Admin, form: Typed) -> Response:
    """A YAML file becomes the next version; one that cannot be used is told, and nothing is changed."""
    try:
        document = write(deadline_versions.parse(documents.uploaded(form)))
    except BadRules as refused:
        return _versions(request, error=str(refused), status=422)
    error = _saved(
        lambda tx: deadline_versions.change(
            tx, officer, lambda _: document, base=_base(form), why=forms.text(form, "why"), now=clock.now()
        )
    )
    return _versions(request, error=error, status=422) if error else _back("/versi")


@router.post("/versi/{version}/pulihkan")
def restore(request: Request, officer: Admin, version: Version, form: Typed) -> Response:
    """An earlier version holds again."""
    error = _saved(
        lambda tx: deadline_versions.restore(
            tx, officer, version, base=_base(form), why=forms.text(form, "why"), now=clock.now()
        )
    )
    return _versions(request, error=error, status=422) if error else _back("/versi", "pulih")


@router.get("/{bagian}")
def part_page(request: Request, officer: Admin, bagian: Code, kabar: str = "") -> Response:
    """One part: its rows, each with its form."""
    return _page(request, bagian, kabar=kabar)


@router.post("/{bagian}")
def save(request: Request, officer: Admin, bagian: Code, form: Typed) -> Response:
    """One row of a part, new, changed or (aksi=hapus) gone; a slip is told, and nothing typed is lost."""
    if bagian not in forms.PARTS:
        raise HTTPException(404)
    gone, old = form.get("aksi") == "hapus", forms.text(form, "lama")
    row = None if gone else forms.PARTS[bagian][2](form)
    error = _saved(
        lambda tx: deadline_versions.change(
            tx, officer, lambda document: forms.changed(document, bagian, old, row), base=_base(form),
            why=forms.text(form, "why"), now=clock.now(),
        )
    )  # fmt: skip
    if error:
        return _page(request, bagian, error=error, typed=row and row | {"lama": old}, status=422)
    return _back(f"/{bagian}" if bagian != "tabel" else "")
