"""/petugas/laporan/{number}/hadir: an officer's page says that it is open, and hears who else is there."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from admin_panel.access import require
from routing.domain.permissions import Action
from routing.errors import NotFound
from routing.reports.door import visible_to
from storage import clock, presence
from storage.db import transaction
from storage.models import Officer
from web.templates import render

router = APIRouter()
Viewer = Annotated[Officer, Depends(require(Action.READ))]


@router.post("/petugas/laporan/{number}/hadir")
def here(
    request: Request, officer: Viewer, number: str, tulis: Annotated[bool, Form()] = False,
    pergi: Annotated[bool, Form()] = False,
) -> Response:  # fmt: skip
    """tulis: an answer is being written. pergi: the page was left."""
    now = clock.now()
    try:
        with transaction() as tx:
            report = visible_to(tx, officer).get(number)
            if pergi:
                presence.gone(tx, officer.id, report.id, now=now)
            else:
                presence.here(tx, officer.id, report.id, writing=tulis, now=now)
            others = presence.others(tx, officer.id, report.id, now=now)
    except NotFound:  # handed on meanwhile, or nobody's number: there is nothing to hear
        return Response(status_code=204)
    return render(request, "report/present.html", others=others)
