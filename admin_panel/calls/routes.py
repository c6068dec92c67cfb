"""/petugas/panggilan: who is in danger or asks for a human, above whatever page an operator has open."""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Path, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from admin_panel.access import require
from admin_panel.masks import mask_name
from routing.domain.permissions import Action
from routing.errors import Refused
from routing.people import calls
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/petugas/panggilan")
Rescuer = Annotated[Officer, Depends(require(Action.RESCUE))]
CallId = Annotated[int, Path(ge=1, le=2**53)]
Words = Annotated[str, Form(max_length=calls.ANSWER_MAX * 4)]
Deed = Callable[[Session], object]


@router.get("")
def shown(
    request: Request, officer: Annotated[Officer, Depends(require(Action.RESCUE, piece_of="/petugas"))]
) -> Response:
    """The calls under way, who waits longest first; a piece of every page."""
    return _list(request, officer)


def _list(request: Request, officer: Officer, error: str = "", status: int = 200) -> Response:
    with reading() as session:
        rows = [
            (call, mask_name(person.called or person.name), person.channel)
            for call, person in calls.shown(session, officer)
        ]
    response = render(
        request, "calls/list.html", status=status, rows=rows, names=KINDS, error=error,
        quiet=_on_the_wall(request),
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    return response


def _on_the_wall(request: Request) -> bool:
    """True where visitors look on: there a call stands without anybody's words."""
    return urlsplit(request.headers.get("HX-Current-URL", "")).path.startswith("/poc")


def _do(request: Request, officer: Officer, deed: Deed) -> Response:
    try:
        with transaction() as tx:
            deed(tx)
    except Refused as refused:
        return _list(request, officer, error=refused.sentence)
    return _list(request, officer)


@router.post("/{call_id}/ambil")
def take(request: Request, officer: Rescuer, call_id: CallId) -> Response:
    """This operator looks after it."""
    return _do(request, officer, lambda tx: calls.take(tx, call_id, officer=officer, now=clock.now()))


@router.post("/{call_id}/jawab")
def answer(request: Request, officer: Rescuer, call_id: CallId, text: Words = "") -> Response:
    """A human's words, sent at once."""
    now = clock.now()
    return _do(request, officer, lambda tx: calls.answer(tx, call_id, officer=officer, text=text, now=now))


@router.post("/{call_id}/serahkan")
def hand_over(  # noqa: PLR0913 - the fields of the form
    request: Request, officer: Rescuer, call_id: CallId, *,
    apa: Words = "", di_mana: Words = "", telepon: Words = "", penerima: Words = "", nomor: Words = "",
) -> Response:  # fmt: skip
    """Told to 112: what, where, whom to call back, who took it, under which number."""
    told = calls.Handover(apa, di_mana, telepon, penerima, nomor)
    return _do(
        request, officer, lambda tx: calls.hand_over(tx, call_id, told, officer=officer, now=clock.now())
    )


@router.post("/{call_id}/selesai")
def close(request: Request, officer: Rescuer, call_id: CallId) -> Response:
    """Only a person closes a call."""
    return _do(request, officer, lambda tx: calls.close(tx, call_id, officer=officer, now=clock.now()))


# Kinds as operators read them; an unknown one is shown by its code.
KINDS = {
    calls.HUMAN: "Minta bicara dengan petugas", "bunuh_diri": "Ingin mengakhiri hidup",
    "terjebak": "Terjebak",
    "tenggelam": "Tenggelam atau hanyut", "kebakaran": "Kebakaran", "listrik": "Bahaya listrik",
    "gas": "Gas bocor", "kejahatan": "Kejahatan", "kecelakaan": "Kecelakaan", "gawat_medis": "Sakit gawat",
    "keracunan": "Keracunan", "anak_hilang": "Anak atau lansia hilang", "kdrt": "Kekerasan di rumah",
    "kekerasan_seksual": "Kekerasan seksual", "penculikan": "Percobaan penculikan",
    "gigitan": "Gigitan hewan", "tolong": "Minta tolong",
}  # fmt: skip
