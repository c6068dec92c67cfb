"""/admin/penyalahgunaan: who was flagged or is blocked, why, and what an operator does about it."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from admin_panel.conduct import queries
from routing.domain.permissions import Action
from routing.errors import Refused
from routing.people import looks, misuse
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer, Person
from web.templates import render

router = APIRouter(prefix="/admin/penyalahgunaan")
Caretaker = Annotated[Officer, Depends(require(Action.BLOCK))]
PersonId = Annotated[int, Path(ge=1, le=2**53)]
Reason = Annotated[str, Form(max_length=600)]
Deed = Callable[[Session, Person], object]

SAID = {
    "blokir": "Diblokir. Warga diberi tahu alasannya dan cara berkeberatan.",
    "buka": "Blokir dibuka. Pesannya kembali diterima.",
    "bersih": "Tandanya dihapus.",
}
LOOK_REASONS = ("Menilai apakah perlu diblokir", "Warga mengajukan keberatan")


@router.get("")
def page(request: Request, officer: Caretaker, kabar: str = "") -> Response:
    """Everyone flagged or blocked, and the log."""
    return _page(request, said=SAID.get(kabar, ""))


def _page(
    request: Request, *, said: str = "", error: str = "", opened: int | None = None, status: int = 200
) -> Response:
    with reading() as session:
        found = queries.residents(session, words_in=request.app.state.words_in, opened=opened)
        log = queries.log(session)
    response = render(
        request, "settings/misuse.html", status=status, residents=found, log=log, said=said, error=error,
        look_reasons=LOOK_REASONS, page="penyalahgunaan",
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    return response


def _do(request: Request, person_id: int, deed: Deed, *, said: str) -> Response:
    try:
        with transaction() as tx:
            deed(tx, _someone(tx, person_id))
    except Refused as refused:
        return _page(request, error=refused.sentence, status=refused.status)
    return RedirectResponse(f"/admin/penyalahgunaan?kabar={said}", status_code=303)


def _someone(tx: Session, person_id: int) -> Person:
    found = tx.get(Person, person_id)
    # Only whom the page shows: it is no way to look into anybody's chat.
    if found is None or (found.flagged_at is None and found.blocked_at is None):
        raise HTTPException(404, "Warga itu tidak ada di daftar ini.")
    return found


@router.post("/{person_id}/blokir")
def block(request: Request, officer: Caretaker, person_id: PersonId, reason: Reason = "") -> Response:
    """Takes no more messages of this person, who is told the reason."""
    return _do(
        request, person_id, said="blokir",
        deed=lambda tx, person: misuse.block(
            tx, officer=officer, person=person, reason=reason, now=clock.now()
        ),
    )  # fmt: skip


@router.post("/{person_id}/buka")
def unblock(request: Request, officer: Caretaker, person_id: PersonId, reason: Reason = "") -> Response:
    """Takes their messages again."""
    return _do(
        request, person_id, said="buka",
        deed=lambda tx, person: misuse.unblock(
            tx, officer=officer, person=person, reason=reason, now=clock.now()
        ),
    )  # fmt: skip


@router.post("/{person_id}/bersih")
def unflag(request: Request, officer: Caretaker, person_id: PersonId) -> Response:
    """Somebody has looked and found nothing to do."""
    return _do(
        request, person_id, said="bersih",
        deed=lambda tx, person: misuse.unflag(tx, officer=officer, person=person, now=clock.now()),
    )  # fmt: skip


@router.post("/{person_id}/lihat")
def look(request: Request, officer: Caretaker, person_id: PersonId, reason: Reason = "") -> Response:
    """Shows this person's words once; who looked, and why, is kept."""
    if not reason.strip():
        return _page(request, error="Pilih alasan membuka kata-katanya.", status=422)
    now = clock.now()
    with transaction() as tx:
        person = _someone(tx, person_id)
        looks.note(tx, officer=officer, person_id=person.id, reason=reason, now=now)
    return _page(request, opened=person_id)
