"""/petugas: the list, and on a wide screen the chosen report beside it."""

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from admin_panel.access import require
from admin_panel.clocks import next_due
from admin_panel.queue.queries import awaiting_reply
from admin_panel.report.view import report_view
from routing.city.catalogue import Catalogue, catalogue
from routing.domain.lifecycle import OPEN
from routing.domain.permissions import WHOLE_CITY, Action
from routing.errors import NotFound
from routing.reports.door import Filters, visible_to
from storage import clock
from storage.db import reading
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/petugas")
Viewer = Annotated[Officer, Depends(require(Action.READ))]


@dataclass(frozen=True)
class Asked:
    """What the address asks for. status: a status | "" (still open) | "semua" (all)."""

    status: Annotated[str, Query(max_length=20)] = ""
    kategori: Annotated[str, Query(max_length=60)] = ""
    kelurahan: Annotated[str, Query(max_length=20)] = ""
    dinas: Annotated[str, Query(max_length=60)] = ""
    terlambat: bool = False
    tinjau: bool = False
    privasi: Annotated[str, Query(max_length=20)] = ""
    q: Annotated[str, Query(max_length=200)] = ""
    urut: Annotated[str, Query(max_length=20)] = "mendesak"
    hal: Annotated[int, Query(ge=1, le=100_000)] = 1

    @property
    def tab(self) -> str:
        """The tab that shows what is listed: a search looks at all reports until a status is chosen."""
        return "semua" if self.q and not self.status else self.status

    def filters(self) -> Filters:
        """As the reports' door understands it."""
        return Filters(
            status=self.status if self.status not in ("", "semua") else None,
            open_only=self.status == "" and not self.q, category=self.kategori or None,
            kelurahan=self.kelurahan or None, agency=self.dinas or None, overdue=self.terlambat,
            needs_review=self.tinjau, privacy=self.privasi or None, text=self.q, sort=self.urut,
        )  # fmt: skip

    def address(self, **changes: Any) -> str:
        """The queue's address with some of this changed; empty values are left out."""
        values = {**self.__dict__, "hal": 1, **changes}
        defaults = {"urut": "mendesak", "hal": 1}
        kept = {k: v for k, v in values.items() if v and v != defaults.get(k)}
        return f"/petugas?{urlencode(kept)}" if kept else "/petugas"


def _list(officer: Officer, asked: Asked) -> dict[str, Any]:
    now = clock.now()
    with reading() as session:
        city, door = catalogue(session), visible_to(session, officer)
        page = door.page(asked.filters(), now=now, number=asked.hal)
        counts = door.counts(now=now)
        waiting = awaiting_reply(session, page.reports)
    rows = [(report, next_due(report, now), report.id in waiting) for report in page.reports]
    tally = {**counts, "terbuka": sum(counts.get(status, 0) for status in OPEN)}
    return {
        "rows": rows, "list": page, "counts": tally, "asked": asked, "city": city,
        "place": _place(city, officer), "whole_city": officer.role in WHOLE_CITY,
    }  # fmt: skip


def _place(city: Catalogue, officer: Officer) -> str:
    """Whose queue this is."""
    if officer.role in WHOLE_CITY or not officer.agency_code:
        return "Seluruh kota"
    agency = city.agencies.get(officer.agency_code)
    return agency.short_name if agency else officer.agency_code


@router.get("")
def queue(
    request: Request, officer: Viewer, asked: Annotated[Asked, Depends()], laporan: str = ""
) -> Response:
    """The queue; `laporan` is the number of the report open beside it."""
    values = _list(officer, asked)
    view = None
    if laporan:
        try:
            view = report_view(officer, laporan)
        except NotFound:
            view = None  # handed on to another dinas meanwhile: the list is still right
    return render(request, "queue/page.html", view=view, chosen=laporan, **values)


@router.get("/daftar")
def rows(request: Request, officer: Viewer, asked: Annotated[Asked, Depends()]) -> Response:
    """The list alone, renewed by filters and by the live line."""
    return render(request, "queue/list.html", chosen="", **_list(officer, asked))
