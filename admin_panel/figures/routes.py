"""/petugas/angka: what came in a period and what became of it, line by line, each leading to its reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from admin_panel.access import require
from routing import workload
from routing.city.catalogue import Catalogue, catalogue
from routing.domain.jurisdiction import kelurahan_agency
from routing.domain.permissions import WHOLE_CITY, Action
from routing.errors import BadInput
from routing.exports import BY
from routing.reports.filters import Filters
from routing.workload import WorkLine, Workload
from storage import clock
from storage.clock import LOCAL
from storage.db import reading
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/petugas")
Viewer = Annotated[Officer, Depends(require(Action.READ))]
NAMES = {
    "instansi": "Instansi", "unit": "Unit", "petugas": "Petugas", "kategori": "Kategori",
    "kelurahan": "Kelurahan", "saluran": "Saluran",
}  # fmt: skip
USUAL = "30 hari"
HEIGHT, WIDE = 100, 10  # of the drawing: its height, and a day's width


@dataclass(frozen=True)
class DayBar:
    """A day in the drawing: where its bars begin and how high they are."""

    day: date
    came: int
    ended: int
    x: int
    came_high: float
    ended_high: float


@router.get("/angka")
def figures(
    request: Request, officer: Viewer, asked: Annotated[Filters, Query()],
    menurut: Annotated[str, Query(max_length=20)] = "",
) -> Response:  # fmt: skip
    """The figures; of the last 30 days where none are asked for: on the first a month is still empty."""
    now = clock.now()
    by = menurut or ("instansi" if officer.role in WHOLE_CITY else "kategori")
    asked = asked if asked.since or asked.until else _lately(asked, now)
    found: Workload | None = None
    with reading() as session:
        city, bad = catalogue(session), ""
        try:
            asked = workload.checked(officer, asked, by)
            found = workload.count(session, city, officer, asked, by, now=now)
        except BadInput as refused:
            bad = refused.sentence
    return render(
        request, "figures/page.html", status=422 if bad else 200, bad=bad, found=found, asked=asked, by=by,
        names={code: NAMES[code] for code in workload.offered(officer)}, city=city, least=workload.LEAST,
        days=_drawn(found.days) if found else [], wide=WIDE, height=HEIGHT, most_days=workload.MOST_DAYS,
        leads_to=partial(_queue, asked, by), query=urlencode({BY: by, **asked.query()}),
        whole_city=officer.role in WHOLE_CITY, periods=_periods(now), ages=workload.ages(now),
        board=asked.kelurahan or _own_kelurahan(city, officer),
    )  # fmt: skip


def _own_kelurahan(city: Catalogue, officer: Officer) -> str:
    """The kelurahan the officer's office serves, "" for any other office."""
    served = {kelurahan_agency(code): code for code in city.kelurahan}
    return served.get(officer.agency_code or "", "")


def _lately(asked: Filters, now: datetime) -> Filters:
    since, until = _periods(now)[USUAL]
    return asked.model_copy(update={"since": since, "until": until})


def _periods(now: datetime) -> dict[str, tuple[date, date]]:
    """Periods that are asked for most, by name."""
    today = now.astimezone(LOCAL).date()
    first = today.replace(day=1)
    last_month = first - timedelta(days=1)
    return {
        "Bulan ini": (first, today),
        "Bulan lalu": (last_month.replace(day=1), last_month),
        USUAL: (today - timedelta(days=29), today),
        "7 hari": (today - timedelta(days=6), today),
        "90 hari": (today - timedelta(days=89), today),
    }


def _queue(asked: Filters, by: str, line: WorkLine, backlog: bool = False, **changes: Any) -> str:
    """The address of the list of a line's reports, "" where there is none."""
    wanted = workload.leads_to(asked, by, line, backlog=backlog)
    return "" if wanted is None else f"/petugas?{urlencode(wanted.query(**changes))}"


def _drawn(days: Sequence[tuple[date, int, int]]) -> list[DayBar]:
    most = max((max(came, ended) for _, came, ended in days), default=0) or 1
    return [
        DayBar(
            day, came, ended, number * WIDE, round(HEIGHT * came / most, 1), round(HEIGHT * ended / most, 1)
        )
        for number, (day, came, ended) in enumerate(days)
    ]
