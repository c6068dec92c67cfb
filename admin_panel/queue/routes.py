"""/petugas: the list, and on a wide screen the chosen report beside it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import JSONResponse, Response

from admin_panel.access import require
from admin_panel.clocks import next_due
from admin_panel.poc.queries import feature
from admin_panel.queue.queries import awaiting_reply, holders, own_lists
from admin_panel.queue.views import VIEWS
from admin_panel.report.view import report_view
from routing.city.catalogue import Catalogue, catalogue
from routing.domain.lifecycle import OPEN
from routing.domain.permissions import WHOLE_CITY, Action, may
from routing.errors import NotFound
from routing.people import looks
from routing.reports import searching, seen
from routing.reports.door import COUNTED, visible_to
from routing.reports.filters import MOST_ROWS, PAGE, Filters
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer, Report
from web.templates import render

router = APIRouter(prefix="/petugas")
MOST_POINTS = 1000
Viewer = Annotated[Officer, Depends(require(Action.READ))]


def _address(asked: Filters, **changes: Any) -> str:
    """The queue's address with some of what is asked for changed."""
    query = urlencode(asked.query(**changes))
    return f"/petugas?{query}" if query else "/petugas"


def _list(officer: Officer, asked: Filters) -> dict[str, Any]:
    now = clock.now()
    with reading() as session:
        city, door = catalogue(session), visible_to(session, officer)
        page = door.page(asked, now=now)
        counts = door.counts(now=now)
        waiting = awaiting_reply(session, page.reports)
        new = seen.unread(session, officer, page.reports)
        saved, acts = own_lists(session, officer)
        held = holders(session, page.reports)
        found = searching.places(session, city, page.reports, asked.text) if asked.text else {}
        many = page.many
        if many is None:
            many = door.how_many(asked, now=now) if asked.looks_for else 0
        meant = searching.meant(city, asked.text) if asked.text and not page.reports else ""
    rows = [
        (
            report, next_due(report, now), report.id in waiting, held.get(report.holder_id or 0, ""),
            found.get(report.id), report.id in new,
        )
        for report in page.reports
    ]  # fmt: skip
    if asked.phone:
        _note_looks(officer, page.reports, now)
    tally = {**counts, "terbuka": sum(counts.get(status, 0) for status in OPEN)}
    return {
        "rows": rows, "list": page, "counts": tally, "asked": asked, "city": city, "views": VIEWS,
        "more": min(MOST_ROWS, asked.rows + PAGE),
        "address": partial(_address, asked), "found": many, "meant": meant, "most": COUNTED,
        "may_unmask": may(officer.role, Action.UNMASK), "saved": saved, "acts": acts,
        "head": may(officer.role, Action.VOUCH),
        "place": _place(city, officer), "whole_city": officer.role in WHOLE_CITY,
    }  # fmt: skip


def _note_looks(officer: Officer, reports: Sequence[Report], now: datetime) -> None:
    """Whose reports were found by their number learns of it."""
    with transaction() as tx:
        looks.note_found(tx, officer=officer, reports=reports, now=now)


def _place(city: Catalogue, officer: Officer) -> str:
    """Whose queue this is."""
    if officer.role in WHOLE_CITY or not officer.agency_code:
        return "Seluruh kota"
    agency = city.agencies.get(officer.agency_code)
    return agency.short_name if agency else officer.agency_code


@router.get("")
def queue(
    request: Request, officer: Viewer, asked: Annotated[Filters, Query()], laporan: str = "",
    peta: bool = False,
) -> Response:  # fmt: skip
    """The queue; `laporan` is the number of the report open beside it. peta: with the map."""
    values = _list(officer, asked)
    view = None
    if laporan:
        try:
            view = report_view(officer, laporan)
        except NotFound:
            view = None  # handed on to another dinas meanwhile: the list is still right
    return render(request, "queue/page.html", view=view, chosen=laporan, peta=peta, **values)


@router.get("/peta")
def points(request: Request, officer: Viewer, asked: Annotated[Filters, Query()]) -> Response:
    """The list's reports as points, for `<sorot-map>`; the first MOST_POINTS of those with a place."""
    now = clock.now()
    with reading() as session:
        categories = catalogue(session).categories
        found = visible_to(session, officer).placed(asked, now=now, most=MOST_POINTS)
        if asked.phone:
            _note_looks(officer, found, now)
        features = [feature(report, categories, now) for report in found]
    body = {"reports": {"type": "FeatureCollection", "features": features}, "more": len(found) == MOST_POINTS}
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


@router.get("/daftar")
def rows(
    request: Request,
    officer: Annotated[Officer, Depends(require(Action.READ, piece_of="/petugas"))],
    asked: Annotated[Filters, Query()],
) -> Response:
    """The list alone, renewed by filters and by the live line."""
    return render(request, "queue/list.html", chosen="", **_list(officer, asked))
