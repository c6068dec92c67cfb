"""/petugas/laporan/{number}/periksa: somebody who did not do the work looks at its result."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from admin_panel.access import require
from admin_panel.report.routes import Code, Words, act
from routing.domain.permissions import Action
from routing.reports import checking
from storage.models import Officer

router = APIRouter()
Checker = Annotated[Officer, Depends(require(Action.CHECK))]


@router.post("/petugas/laporan/{number}/periksa")
def decide(
    request: Request, officer: Checker, number: str, putusan: Code, reason: Words = ""
) -> Response:  # fmt: skip
    """Accepts the result (the resident is told), or sends it back with what is to be done."""
    if putusan == "terima":
        return act(
            request, officer, number, said="diterima",
            deed=lambda tx, report, now: checking.accept(tx, officer=officer, report=report, now=now),
        )  # fmt: skip
    if putusan != "kembalikan":
        raise HTTPException(422)
    return act(
        request, officer, number, said="hasil-kembali",
        deed=lambda tx, report, now: checking.send_back(
            tx, officer=officer, report=report, reason=reason, now=now
        ),
    )  # fmt: skip
