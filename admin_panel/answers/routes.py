"""/petugas/jawaban-siap: what the office often says, written once."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from routing.domain.permissions import Action
from routing.domain.placeholders import KNOWN
from routing.errors import Refused
from routing.reports import ready_answers
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/petugas/jawaban-siap")
Answerer = Annotated[Officer, Depends(require(Action.ANSWER))]
Name = Annotated[str, Form(max_length=200)]
Words = Annotated[str, Form(max_length=8000)]
RowId = Annotated[int, Path(ge=1, le=2**53)]
SAID = {
    "disimpan": "Jawaban siap disimpan. Rekan sekantor bisa langsung memakainya.",
    "dihapus": "Jawaban siap dihapus. Riwayat di bawah bisa mengembalikannya.",
    "dipulihkan": "Jawaban siap dikembalikan seperti waktu itu.",
}


def show(
    request: Request, officer: Officer, *,
    good: str = "", bad: str = "", status: int = 200, name: str = "", text: str = "", at: int = 0,
) -> Response:  # fmt: skip
    """The list; with what was typed into the form of answer `at` (0: a new one) when it was refused."""
    with reading() as session:
        ready = ready_answers.of_office(session, officer)
        steps = ready_answers.earlier(session, officer)
    return render(
        request, "answers/page.html", status=status, ready=ready, known=KNOWN, good=good, bad=bad,
        typed_name=name, typed=text, at=at, steps=steps,
    )  # fmt: skip


def _kept(
    request: Request, officer: Officer, deed: Callable[[Session], object], *, said: str, **typed: str | int
) -> Response:
    try:
        with transaction() as tx:
            deed(tx)
    except Refused as refused:
        return show(request, officer, bad=refused.sentence, status=refused.status, **typed)  # type: ignore[arg-type]
    return RedirectResponse(f"/petugas/jawaban-siap?kabar={said}", status_code=303)


@router.get("")
def page(request: Request, officer: Answerer, kabar: str = "") -> Response:
    """What the office has ready."""
    return show(request, officer, good=SAID.get(kabar, ""))


@router.post("")
def add(request: Request, officer: Answerer, name: Name = "", text: Words = "") -> Response:
    """Keeps a new answer."""
    return _kept(
        request, officer, said="disimpan", name=name, text=text,
        deed=lambda tx: ready_answers.save(tx, officer=officer, name=name, text=text, now=clock.now()),
    )  # fmt: skip


@router.post("/{ready_id}")
def change(
    request: Request, officer: Answerer, ready_id: RowId, name: Name = "", text: Words = ""
) -> Response:
    """Changes one."""
    return _kept(
        request, officer, said="disimpan", name=name, text=text, at=ready_id,
        deed=lambda tx: ready_answers.save(
            tx, officer=officer, name=name, text=text, now=clock.now(), ready_id=ready_id
        ),
    )  # fmt: skip


@router.post("/{ready_id}/hapus")
def remove(request: Request, officer: Answerer, ready_id: RowId) -> Response:
    """Takes one away."""
    return _kept(
        request, officer, said="dihapus",
        deed=lambda tx: ready_answers.remove(tx, officer=officer, ready_id=ready_id, now=clock.now()),
    )  # fmt: skip


@router.post("/versi/{version}/pulihkan")
def restore(
    request: Request, officer: Answerer, version: Annotated[int, Path(ge=1, le=2**31 - 1)]
) -> Response:
    """Has the office ready again what it had then."""
    return _kept(
        request, officer, said="dipulihkan",
        deed=lambda tx: ready_answers.restore(tx, officer=officer, version=version, now=clock.now()),
    )  # fmt: skip
