"""/petugas/rapat: a page an office for its weekly meeting, with what was agreed until it is done."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from routing.city.catalogue import catalogue
from routing.command import meeting
from routing.domain.permissions import Action
from routing.errors import NotFound, Refused
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/petugas/rapat")
Member = Annotated[Officer, Depends(require(Action.MEET))]
Words = Annotated[str, Form(max_length=8000)]
Agency = Annotated[str, Path(max_length=60)]


@router.get("")
def offices(request: Request, officer: Member) -> Response:
    """The offices; for who has one alone, its page."""
    with reading() as session:
        codes, city = meeting.offices(officer, session), catalogue(session)
    if len(codes) == 1:
        return _page(request, officer, codes[0])
    names = sorted((city.agencies[code].name, code, city.agencies[code].kind) for code in codes)
    return render(request, "desk/offices.html", names=names)


@router.get("/{agency}")
def page(
    request: Request, officer: Member, agency: Agency, kabar: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    """One office's week."""
    return _page(request, officer, agency, good="Kesepakatan disimpan." if kabar == "sepakat" else "")


def _page(  # noqa: PLR0913 - what stands on the page beside the week
    request: Request, officer: Officer, agency: str, *, good: str = "", bad: str = "", status: int = 200,
    text: str = "",
) -> Response:  # fmt: skip
    now = clock.now()
    try:
        with reading() as session:
            told, city = meeting.meeting(session, officer, agency, now=now), catalogue(session)
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone
    carried = {row.id: meeting.weeks_carried(row, now) for row in told.agreed}
    return render(
        request, "desk/meeting.html", status=status, told=told, city=city, good=good, bad=bad, text=text,
        carried=carried, today=now.astimezone(clock.LOCAL).date(),
    )  # fmt: skip


@router.post("/{agency}/sepakat")
def agree(
    request: Request, officer: Member, agency: Agency, text: Words, tanggal: Annotated[date, Form()]
) -> Response:
    """Something is promised by a day."""
    try:
        with transaction() as tx:
            meeting.agree(tx, officer=officer, agency=agency, words=text, due=tanggal, now=clock.now())
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone
    except Refused as refused:
        return _page(request, officer, agency, bad=refused.sentence, status=refused.status, text=text)
    return RedirectResponse(f"/petugas/rapat/{agency}?kabar=sepakat", status_code=303)


@router.post("/sepakat/{agreement_id}/selesai")
def finish(officer: Member, agreement_id: Annotated[int, Path(ge=1, le=2**53)]) -> Response:
    """It is done."""
    try:
        with transaction() as tx:
            agency = meeting.finish(tx, officer=officer, agreement_id=agreement_id, now=clock.now())
    except Refused as refused:
        raise HTTPException(refused.status, refused.sentence) from refused
    return RedirectResponse(f"/petugas/rapat/{agency}", status_code=303)
