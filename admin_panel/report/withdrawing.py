"""/petugas/laporan/{number}/hasil/{photo}/tarik: a photo of the work that was uploaded by mistake goes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import Response

from admin_panel.access import require
from admin_panel.report.routes import Words, act
from routing.domain.permissions import Action
from routing.reports import handing_in
from storage.models import Officer

router = APIRouter()
Worker = Annotated[Officer, Depends(require(Action.STATUS))]


@router.post("/petugas/laporan/{number}/hasil/{photo}/tarik")
def withdraw(
    request: Request, officer: Worker, number: str, photo: Annotated[int, Path(ge=1, le=2**53)],
    reason: Words = "",
) -> Response:  # fmt: skip
    """Takes the photo back, with why."""
    return act(
        request, officer, number, said="foto-ditarik",
        deed=lambda tx, report, now: handing_in.withdraw(
            tx, officer=officer, report=report, photo=photo, reason=reason, now=now
        ),
    )  # fmt: skip
