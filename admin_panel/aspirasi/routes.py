"""/poc/aspirasi: what the city is asked for."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from admin_panel.access import require
from admin_panel.aspirasi import queries
from routing.city.catalogue import catalogue
from routing.city.themes import KIND, OTHER_NAME, themes
from routing.domain.permissions import Action
from routing.reports.door import visible_to
from routing.reports.filters import ALL, Filters
from storage import clock
from storage.db import reading
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/poc/aspirasi")
Watcher = Annotated[Officer, Depends(require(Action.WATCH))]
SIZE = 30  # proposals a page


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
    names = {code: theme.name for code, theme in themes().items()}
    return render(
        request, "aspirasi/page.html", drawn=drawn, list=found, theme=tema, names=names, other=OTHER_NAME,
        city=city, weeks=queries.WEEKS, after=sesudah,
    )  # fmt: skip
