"""/poc/data: the register of what agencies deliver, as the mayor is shown it, and the asking for the rest."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from routing.domain.permissions import Action
from routing.errors import SENTENCES
from routing.texts import MONTHS
from sensors import indicators
from sensors.domain.feeds import standing
from sensors.feeds import matters, register
from storage import clock
from storage.db import reading, transaction
from storage.models import AgencyFeed, Officer
from web.templates import render

router = APIRouter(prefix="/poc/data")
Watcher = Annotated[Officer, Depends(require(Action.WATCH))]
SAID = {
    "diingatkan": "Instansinya sudah diminta lewat laporan di antreannya.",
    "sudah": "Permintaan untuk data ini masih terbuka di antrean instansinya; tidak dikirim dua kali.",
}


@router.get("")
def page(request: Request, officer: Watcher, kabar: str = "") -> Response:
    """How many agencies are connected, by sector and month; every feed, and what is missing."""
    now = clock.now()
    with reading() as session:
        seen = register.overview(session, now=now)
    months = [(MONTHS[int(line.month[5:]) - 1][:3], line) for line in seen.months]
    sectors = indicators.definitions().sectors
    return render(
        request, "data/register.html", seen=seen, months=months, sectors=sectors, names=standing.NAMES,
        every=standing.every_words, said=SAID.get(kabar, ""), page="register",
    )  # fmt: skip


@router.post("/{code}/ingatkan")
def nudge(request: Request, officer: Watcher, code: Annotated[str, Path(max_length=63)]) -> Response:
    """Ask the agency for this feed by a report in its queue; once while that is open."""
    with transaction() as tx:
        feed = tx.scalar(select(AgencyFeed).where(AgencyFeed.code == code).with_for_update())
        if feed is None:
            raise HTTPException(404, SENTENCES["data_tidak_ada"])
        report = matters.nudge(tx, feed, actor=f"petugas:{officer.id}", now=clock.now())
    return RedirectResponse(f"/poc/data?kabar={'diingatkan' if report else 'sudah'}#kurang", status_code=303)
