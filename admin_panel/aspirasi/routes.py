"""/poc/aspirasi: what the city is asked for."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from admin_panel.aspirasi import queries
from routing.city import theme_answers
from routing.city.catalogue import catalogue
from routing.city.themes import KIND, OTHER_NAME, themes
from routing.domain.permissions import Action, may
from routing.errors import Refused
from routing.reports.door import visible_to
from routing.reports.filters import ALL, Filters
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/poc/aspirasi")
Configurer = Annotated[Officer, Depends(require(Action.ACQUIT))]
Watcher = Annotated[Officer, Depends(require(Action.WATCH))]
SIZE = 30  # proposals a page


@router.post("/jawaban")
def answer(
    request: Request, officer: Configurer, tema: Annotated[str, Form(max_length=60)],
    jawaban: Annotated[str, Form(max_length=8000)] = "",
) -> Response:  # fmt: skip
    """What everybody reads under a theme; an empty answer takes it back."""
    try:
        with transaction() as tx:
            theme_answers.set_answer(tx, officer, tema, jawaban, now=clock.now())
    except Refused as refused:
        raise HTTPException(refused.status, refused.sentence) from refused
    return RedirectResponse(f"/poc/aspirasi?tema={tema}#usul", status_code=303)


@router.get("")
def page(
    request: Request,
    officer: Watcher,
    tema: Annotated[str, Query(max_length=60)] = "",
    sesudah: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """Themes with their counts, and the proposals themselves, of one theme or of all."""
    now = clock.now()
    asked = Filters(status=ALL, kind=KIND, theme=tema, sort="terbaru", after=sesudah, rows=SIZE)
    with reading() as session:
        drawn = queries.picture(session, now=now)
        found = visible_to(session, officer).page(asked, now=now)
        city = catalogue(session)
        answered = theme_answers.answers(session)
    names = {code: theme.name for code, theme in themes().items()}
    return render(
        request, "aspirasi/page.html", drawn=drawn, list=found, theme=tema, names=names, other=OTHER_NAME,
        city=city, weeks=queries.WEEKS, after=sesudah, answered=answered.get(tema),
        may_answer=may(officer.role, Action.ACQUIT) and tema in names,
    )  # fmt: skip
