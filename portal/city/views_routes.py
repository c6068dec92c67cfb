"""/aspirasi: what residents propose, by theme, and what the city answered."""

import csv
import io
from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import APIRouter
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.messages import page
from routing.city import theme_answers
from routing.city.catalogue import catalogue
from routing.city.themes import KIND, OTHER, themes
from routing.people import polls
from routing.reports.public_list import Search, conditions
from storage import clock
from storage.db import reading
from storage.models import Report, ThemeAnswer
from web.documents.tables import unarmed

router = APIRouter(max_body_size=10_000)
WEEKS = 12
FEW = 5  # residents below which their number is not told


@dataclass(frozen=True)
class PublicTheme:
    """A theme as everybody sees it; share of the most frequent one, in percent."""

    name: str
    reports: int
    residents: int
    share: float
    answer: ThemeAnswer | None


def told(session: Session, *, now: datetime) -> list[PublicTheme]:
    """The themes of the last WEEKS weeks' public proposals, the most frequent first; two queries."""
    search = Search(kind=KIND, since=now - timedelta(weeks=WEEKS))
    asked = select(Report.theme, func.count(), func.count(Report.person_id.distinct()))
    rows = session.execute(asked.where(*conditions(catalogue(session), search)).group_by(Report.theme)).all()
    answered, known = theme_answers.answers(session), themes()
    counted = {code or OTHER: (reports, residents) for code, reports, residents in rows}
    most = max((reports for reports, _ in counted.values()), default=1)
    found = []
    for code, theme in known.items():
        if code in counted or code in answered:
            reports, residents = counted.get(code, (0, 0))
            share = round(reports / most * 100, 1)
            found.append(PublicTheme(theme.name, reports, residents, share, answered.get(code)))
    return sorted(found, key=lambda theme: (-theme.reports, theme.name))


@router.get("/aspirasi")
def views(request: Request) -> Response:
    """The themes."""
    with reading() as session:
        found = told(session, now=clock.now())
        asked, counted = polls.still_open(session, now=clock.now()), polls.over(session)
    return page(request, "portal/views.html", found=found, weeks=WEEKS, few=FEW, asked=asked, counted=counted)


@router.get("/aspirasi/jajak.csv")
def poll_results(request: Request) -> Response:
    """The results of the polls that are over, a row a choice."""
    with reading() as session:
        table = polls.rows(session)
    text = io.StringIO()
    csv.writer(text).writerows(map(unarmed, table))
    head = {"Content-Disposition": 'attachment; filename="jajak-pendapat.csv"'}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=head)
