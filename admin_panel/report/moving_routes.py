"""/petugas/laporan/{number}/mundur: another date for the end."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from admin_panel.access import require
from admin_panel.report.routes import Code, Seen, Words, Writing, act
from routing.domain.permissions import Action
from routing.reports import moving
from storage.models import Officer

router = APIRouter()
Postponer = Annotated[Officer, Depends(require(Action.POSTPONE))]


def day_of_form(text: str) -> date | None:
    """A date field's value; None for what is no date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@router.post("/petugas/laporan/{number}/mundur")
def move_end(
    request: Request,
    officer: Postponer,
    number: str,
    tanggal: Code,
    sebab: Code = "",
    reason: Words = "",
    versi: Seen = "",
) -> Response:
    """Promises the end for another day; the resident reads why."""
    return act(
        request, officer, number, said="mundur", versi=versi, writing=Writing("mundur", reason),
        deed=lambda tx, report, now: moving.move_end(
            tx, officer=officer, report=report, day=day_of_form(tanggal), cause=sebab, words=reason, now=now
        ),
    )  # fmt: skip
