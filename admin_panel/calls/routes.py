"""/panggilan: calls to the operator, their ribbon on every page, and what is done with one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from admin_panel.masks import mask_name
from routing.domain.permissions import Action
from routing.errors import Refused
from routing.people import calls
from storage import clock
from storage.db import reading, transaction
from storage.models import Call, Officer
from web.templates import render

router = APIRouter(prefix="/panggilan")
Rescuer = Annotated[Officer, Depends(require(Action.RESCUE))]
CallId = Annotated[int, Path(ge=1, le=2**53)]
Deed = Callable[[Session], object]

KINDS = {
    "petugas": "Minta bicara dengan petugas",
    "bunuh_diri": "Ingin mengakhiri hidup",
    "kdrt": "Kekerasan di rumah",
    "kekerasan_seksual": "Kekerasan seksual",
    "anak_hilang": "Anak atau keluarga hilang",
    "keracunan": "Keracunan",
    "gas": "Gas bocor",
    "tolong": "Berteriak minta tolong",
    "kebakaran": "Kebakaran",
    "terjebak": "Terjebak",
    "tenggelam": "Tenggelam",
    "kejahatan": "Kejahatan",
    "kecelakaan": "Kecelakaan",
    "listrik": "Bahaya listrik",
}
SAID = {
    "ambil": "Panggilan ini sekarang Anda tangani.",
    "jawab": "Jawaban disimpan dan masuk antrean kirim.",
    "selesai": "Panggilan ditutup.",
}


@dataclass(frozen=True)
class Row:
    """A call as shown. name: masked; danger: not only a wish to talk."""

    call: Call
    name: str
    channel: str
    kind: str
    danger: bool
    mine: bool


def _rows(officer: Officer) -> list[Row]:
    with reading() as session:
        found = calls.shown(session, officer)
    return [
        Row(
            call, mask_name(person.called or person.name), person.channel, KINDS.get(call.kind, "Bahaya"),
            danger=call.kind != calls.HUMAN, mine=call.officer_id == officer.id,
        )
        for call, person in found
    ]  # fmt: skip


def _page(request: Request, officer: Officer, *, status: int = 200, **more: Any) -> Response:
    shown = {"said": "", "error": "", "typed": "", "failed": 0, **more}
    response = render(request, "calls/page.html", status=status, rows=_rows(officer), **shown)
    response.headers["Cache-Control"] = "no-store"
    return response


@router.get("")
def page(request: Request, officer: Rescuer, kabar: str = "") -> Response:
    """Every call under way with its words."""
    return _page(request, officer, said=SAID.get(kabar, ""))


@router.get("/pita")
def ribbon(request: Request, officer: Rescuer) -> Response:
    """The calls nobody has taken, without their words: this stands on every page, on the wall too."""
    waiting = [row for row in _rows(officer) if row.call.status == calls.State.OPEN]
    response = render(request, "calls/ribbon.html", rows=waiting)
    response.headers["Cache-Control"] = "no-store"
    return response


def _do(
    request: Request, officer: Officer, call_id: int, deed: Deed, *, said: str, typed: str = ""
) -> Response:
    try:
        with transaction() as tx:
            deed(tx)
    except Refused as no:
        return _page(request, officer, status=no.status, error=no.sentence, typed=typed, failed=call_id)
    return RedirectResponse(f"/panggilan?kabar={said}", status_code=303)


@router.post("/{call_id}/ambil")
def take(request: Request, officer: Rescuer, call_id: CallId) -> Response:
    """Somebody sees to it: it stops ringing everywhere."""
    return _do(
        request, officer, call_id, said="ambil",
        deed=lambda tx: calls.take(tx, call_id, officer=officer, now=clock.now()),
    )  # fmt: skip


@router.post("/{call_id}/jawab")
def answer(
    request: Request, officer: Rescuer, call_id: CallId, text: Annotated[str, Form(max_length=4000)] = ""
) -> Response:
    """A human's words to the person."""
    return _do(
        request, officer, call_id, said="jawab", typed=text,
        deed=lambda tx: calls.answer(tx, call_id, officer=officer, text=text, now=clock.now()),
    )  # fmt: skip


@router.post("/{call_id}/selesai")
def close(request: Request, officer: Rescuer, call_id: CallId) -> Response:
    """Closes it for good."""
    return _do(
        request, officer, call_id, said="selesai",
        deed=lambda tx: calls.close(tx, call_id, officer=officer, now=clock.now()),
    )  # fmt: skip
