"""/poc/jajak: questions the city asks its residents, and how they were answered once they are over."""

from datetime import date, datetime, time
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from routing.domain.permissions import Action, may
from routing.errors import Refused
from routing.people import polls
from storage import clock
from storage.clock import LOCAL
from storage.db import reading, transaction
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/poc/jajak")
Asker = Annotated[Officer, Depends(require(Action.ACQUIT))]
Watcher = Annotated[Officer, Depends(require(Action.WATCH))]
RowId = Annotated[int, Path(ge=1, le=2**53)]
EVENING = time(21, 0, tzinfo=LOCAL)  # of its last day


def _page(
    request: Request, officer: Officer, *, error: str = "", typed: tuple[str, str] = ("", "")
) -> Response:
    with reading() as session:
        asked, over = polls.still_open(session, now=clock.now()), polls.over(session)
        many = polls.answered(session, asked)
    return render(
        request, "aspirasi/polls.html", asked=asked, over=over, many=many, error=error, typed=typed,
        may_ask=may(officer.role, Action.ACQUIT), status=422 if error else 200,
    )  # fmt: skip


@router.get("")
def polls_page(request: Request, officer: Watcher) -> Response:
    """Those that run, those that are over, and a form for the next."""
    return _page(request, officer)


@router.post("")
def make(
    request: Request, officer: Asker, pertanyaan: Annotated[str, Form(max_length=1000)],
    pilihan: Annotated[str, Form(max_length=2000)], tanggal: Annotated[date, Form()],
) -> Response:  # fmt: skip
    """Asks it: a choice a line, answered until the evening of the day."""
    try:
        with transaction() as tx:
            polls.make(
                tx, question=pertanyaan, choices=pilihan.splitlines(), by=officer, now=clock.now(),
                closes_at=datetime.combine(tanggal, EVENING),
            )  # fmt: skip
    except Refused as no:
        return _page(request, officer, error=no.sentence, typed=(pertanyaan, pilihan))
    return RedirectResponse("/poc/jajak", status_code=303)


@router.post("/{poll_id}/tutup")
def close(request: Request, officer: Asker, poll_id: RowId) -> Response:
    """Ends it now."""
    try:
        with transaction() as tx:
            polls.close(tx, poll_id, by=officer, now=clock.now())
    except Refused as no:
        raise HTTPException(no.status, no.sentence) from None
    return RedirectResponse("/poc/jajak", status_code=303)
