"""/petugas/laporan/{number}/timbang, /saran, /janji: what stands beside the composer; promises after it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from admin_panel.access import require
from admin_panel.report.messages import NO_PROMISE
from admin_panel.report.routes import Code, Words, act
from routing.city.catalogue import catalogue
from routing.city.manner import manner
from routing.domain import promises
from routing.domain.lifecycle import OPEN
from routing.domain.permissions import Action
from routing.domain.plain_words import hints
from routing.errors import NotFound
from routing.reports import officers_work as work
from routing.reports import promising, suggesting
from routing.reports.door import visible_to
from storage import clock
from storage.db import reading
from storage.models import Officer
from web.templates import render

router = APIRouter()
Answerer = Annotated[Officer, Depends(require(Action.ANSWER))]
RowId = Annotated[int, Path(ge=1, le=2**53)]


@router.post("/petugas/laporan/{number}/timbang")
def weigh(  # noqa: PLR0913 - the fields of the form
    request: Request, officer: Answerer, number: str, text: Words = "", jenis: Code = "", janji: Code = "",
) -> Response:  # fmt: skip
    """What these words would promise, and where they speak like an office. Nothing is kept of them."""
    with reading() as session:
        try:
            report = visible_to(session, officer, Action.ANSWER).get(number)
        except NotFound as gone:
            raise HTTPException(404, gone.sentence) from gone
        city = catalogue(session)
    told = text.strip() if jenis != "catatan" else ""
    answering = jenis == "jawab" and report.status in OPEN
    names = {one.short_name: one.name for one in city.agencies.values() if one.short_name != one.name}
    answers = city.settings.answers
    dated = (*answers.promise, *answers.dated)
    return render(
        request, "report/weighed.html",
        promised=promises.found(told, clock.now()) if answering else [],
        ticked=janji != NO_PROMISE,
        hints=hints(told, manner(), names=names, dated=dated) if told else [],
    )  # fmt: skip


@router.get("/petugas/laporan/{number}/saran")
def suggest(request: Request, officer: Answerer, number: str) -> Response:
    """What the office answered to finished reports like this one."""
    with reading() as session:
        try:
            report = visible_to(session, officer, Action.ANSWER).get(number)
        except NotFound as gone:
            raise HTTPException(404, gone.sentence) from gone
        found = suggesting.suggested(session, officer, report)
    return render(request, "report/suggested.html", suggestions=found)


@router.post("/petugas/laporan/{number}/janji/{promise_id}/ditepati")
def kept(request: Request, officer: Answerer, number: str, promise_id: RowId) -> Response:
    """Says that a promise was kept."""
    return act(
        request, officer, number, said="janji-ditepati",
        deed=lambda tx, report, now: promising.keep(
            tx, officer=officer, report=work.take(tx, officer, report, Action.ANSWER), promise=promise_id,
            now=now,
        ),
    )  # fmt: skip


@router.post("/petugas/laporan/{number}/janji/{promise_id}/batal")
def dropped(request: Request, officer: Answerer, number: str, promise_id: RowId) -> Response:
    """Says that it was no promise."""
    return act(
        request, officer, number, said="janji-batal",
        deed=lambda tx, report, now: promising.drop(
            tx, officer=officer, report=work.take(tx, officer, report, Action.ANSWER), promise=promise_id,
            now=now,
        ),
    )  # fmt: skip
