"""/petugas/laporan/{number}/kamera: the crew's camera, with the resident's photo faintly over the view.

Before and after then show one place from one side. The photo is handed in by the form of the report's
page, under its rules.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from admin_panel.access import require
from admin_panel.report.view import results_left
from routing.domain.permissions import Action
from routing.errors import NotFound
from routing.reports.door import visible_to
from storage.db import reading
from storage.models import Officer
from web.templates import render

router = APIRouter()
Worker = Annotated[Officer, Depends(require(Action.STATUS))]


@router.get("/petugas/laporan/{number}/kamera")
def camera(request: Request, officer: Worker, number: str) -> Response:
    """The camera's page; without a photo of the resident's it is a plain camera."""
    with reading() as session:
        try:
            detail = visible_to(session, officer).detail(number)
        except NotFound as gone:
            raise HTTPException(404, gone.sentence) from gone
    have = sum(link.purpose == "hasil" for link, _ in detail.pictures)
    before = [media for link, media in detail.pictures if link.purpose == "laporan" and media.width]
    response = render(
        request, "report/camera.html", report=detail.report, before=before,
        left=results_left(detail.may, detail.report, have),
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    return response
