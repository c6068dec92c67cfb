"""/petugas/laporan/{number}/umum: what of a report everybody may read."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from admin_panel.access import require
from admin_panel.report.routes import act
from routing.domain.permissions import Action
from routing.reports import showing
from storage.models import Officer

router = APIRouter()
Answerer = Annotated[Officer, Depends(require(Action.ANSWER))]
Id = Annotated[int, Form(ge=1, le=2**53)]


@router.post("/petugas/laporan/{number}/umum")
def show_to_everybody(
    request: Request, officer: Answerer, number: str,
    kata: Annotated[str, Form(max_length=10)] = "",
    segel: Annotated[str, Form(max_length=64)] = "",
    jawaban: Annotated[list[Id], Form(max_length=500)] = [],  # noqa: B006 - FastAPI copies it
) -> Response:  # fmt: skip
    """Shows the ticked words and answers to everybody, and takes the others back."""
    return act(
        request, officer, number, said="umum",
        deed=lambda tx, report, now: showing.set_shown(
            tx, officer=officer, report=report, words=bool(kata), answers=set(jawaban), seal=segel, now=now
        ),
    )  # fmt: skip
