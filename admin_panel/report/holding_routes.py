"""/petugas/laporan/{number}/pegang: whose hands a report is in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from admin_panel.access import require
from admin_panel.report.routes import act
from routing.domain.permissions import Action
from routing.reports import holding
from storage.models import Officer

router = APIRouter()
Holder = Annotated[Officer, Depends(require(Action.HOLD))]


@router.post("/petugas/laporan/{number}/pegang")
def give(
    request: Request, officer: Holder, number: str,
    petugas: Annotated[int, Form(ge=0, le=2**53)],
) -> Response:  # fmt: skip
    """Gives the report to an officer by id; 0 lets it go."""
    said = "lepas" if not petugas else ("pegang" if petugas == officer.id else "serahkan")
    return act(
        request, officer, number, said=said, alone=True,
        deed=lambda tx, report, now: holding.give(
            tx, officer=officer, report=report, to=petugas or None, now=now
        ),
    )  # fmt: skip
