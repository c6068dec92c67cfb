"""/petugas/laporan/{number}/terjadwal: an answer at the next opening of the office, and its undoing."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from admin_panel.access import require
from admin_panel.report.messages import objections
from admin_panel.report.routes import Code, Seen, Words, Writing, act, show
from routing.domain.permissions import Action
from routing.errors import NotFound, Refused
from routing.reports import scheduled
from routing.reports.door import visible_to
from storage import clock
from storage.db import transaction
from storage.models import Officer

router = APIRouter()
Answerer = Annotated[Officer, Depends(require(Action.ANSWER))]


@router.post("/petugas/laporan/{number}/terjadwal")
def put_off(
    request: Request, officer: Answerer, number: str, text: Words, yakin: Code = "", versi: Seen = ""
) -> Response:  # fmt: skip
    """Keeps an answer until the office opens; it is looked at now."""
    if found := objections(officer, number, text, yakin):
        return show(request, officer, number, status=409, writing=Writing("jawab", text, found))
    return act(
        request, officer, number, said="terjadwal", versi=versi, writing=Writing("jawab", text),
        deed=lambda tx, report, now: scheduled.put_off(
            tx, officer=officer, report=report, text=text, now=now, sure=yakin
        ),
    )  # fmt: skip


@router.post("/petugas/laporan/{number}/terjadwal/{message_id}/batal")
def undo(
    request: Request, officer: Answerer, number: str, message_id: Annotated[int, Path(ge=1, le=2**53)]
) -> Response:  # fmt: skip
    """Takes it back; the words stand in the field again."""
    try:
        with transaction() as tx:
            report = visible_to(tx, officer).get(number, lock=True)
            words = scheduled.undo(tx, officer=officer, report=report, message=message_id, now=clock.now())
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone
    except Refused as no:
        return show(request, officer, number, status=no.status, bad=no.sentence)
    said = "Jadwal dibatalkan. Belum ada yang dikirim."
    return show(request, officer, number, good=said, writing=Writing("jawab", words))
