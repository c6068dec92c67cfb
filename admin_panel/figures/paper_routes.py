"""/petugas/angka/…pdf: an office's month on paper, and the board of a kelurahan to be hung up."""

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from admin_panel.access import require
from routing import performance, workload
from routing.city.catalogue import Catalogue, catalogue
from routing.domain.permissions import WHOLE_CITY, Action
from routing.reports import public_list
from routing.reports.filters import Filters, start_of
from routing.reports.public_list import Search
from routing.words import STATUS
from routing.workload import Workload
from storage import clock, written
from storage.db import reading
from storage.models import Officer
from web import downloads
from web.documents import pdf
from web.numbers import hours, number
from web.times import date_local

router = APIRouter(prefix="/petugas/angka")
Viewer = Annotated[Officer, Depends(require(Action.READ))]
Month = Annotated[str, Query(pattern=r"^(20[0-9]{2}-(0[1-9]|1[0-2]))?$")]
Code = Annotated[str, Query(max_length=60)]
Rw = Annotated[int, Query(ge=0, le=999)]
HERE = Path(__file__).parent / "documents"
LISTED = 10  # reports on a board
HEAD = ("Kategori", "Masuk", "Jawaban (median)", "Selesai (median)", "Tepat waktu", "Dibuka lagi")


@router.get("/bulanan.pdf")
def monthly(request: Request, officer: Viewer, bulan: Month = "", dinas: Code = "") -> Response:
    """The month (else the last one) of the officer's own office; who sees the whole city names an office, or
    gets the city's."""
    now = clock.now()
    month = bulan or performance.months(now)[-2]
    first, last = _days(month)
    agency = dinas if officer.role in WHOLE_CITY else officer.agency_code or ""
    with reading() as session:
        city = catalogue(session)
        if agency and agency not in city.agencies:
            raise HTTPException(404, "Instansi itu tidak ada.")
        asked = workload.checked(officer, Filters(since=first, until=last, agency=agency), "kategori")
        found = workload.count(session, city, officer, asked, "kategori", now=now)
    office = city.agencies[agency].name if agency else ""
    made = pdf.make(
        HERE / "bulanan.typ", title=f"Laporan bulanan {month}", made=now,
        head=pdf.Letterhead(_government(city), office), data=_month(found, first, last),
    )  # fmt: skip
    return downloads.paper(made, f"bulanan-{agency or 'kota'}-{month}.pdf")


def _days(month: str) -> tuple[date, date]:
    """The first and the last day of "2026-11"."""
    first, after = performance.bounds(month, month)
    return first.date(), after.date() - timedelta(days=1)


def _named(day: date) -> str:
    """ "November 2026"."""
    return written.moment(start_of(day), "MMMM y")


def _government(city: Catalogue) -> str:
    return city.settings.privacy.controller or city.city_name


def _percent(share: float | None) -> str:
    return f"{number(share)}%" if share is not None else "–"


def _month(found: Workload, first: date, last: date) -> dict[str, Any]:
    """What the paper says."""
    now, before, told = found.whole.now, found.whole.before, found.whole.now.promises
    outcomes = (told.kept, told.moved, told.late) if told else (0, 0, 0)
    return {
        "month": _named(first), "span": f"{first:%d/%m/%Y} sampai {last:%d/%m/%Y}",
        "boxes": [
            (number(now.came), f"masuk (bulan sebelumnya {number(before.came)})"),
            (_percent(now.share), f"tepat waktu dari {number(now.ended)} yang selesai"),
            (hours(now.first.median) if now.first else "–", "median jawaban pertama"),
            (number(sum(found.whole.backlog)), "masih terbuka sekarang"),
        ],
        "facts": [
            ("Tepat waktu", number(outcomes[0])), ("Diundur, lalu tepat", number(outcomes[1])),
            ("Lewat tenggat", number(outcomes[2])), ("Dibuka lagi", number(now.again)),
            ("Penilaian warga", f"{number(now.ratings.mean)} dari {number(now.ratings.count)} penilaian"
             if now.ratings else "belum ada"),
            ("Terbuka lebih dari 30 hari", number(found.whole.backlog[-1])),
        ],
        "head": HEAD, "lines": [_category(line) for line in found.lines if line.now.came],
        "note": "Median waktu dinding, dengan banyaknya kasus dalam kurung. Laporan yang digabung dihitung "
        f"pada induknya. Di bawah {workload.LEAST} kasus tidak ada persentase.",
    }  # fmt: skip


def _category(line: workload.WorkLine) -> list[str]:
    facts = line.now
    first = f"{hours(facts.first.median)} ({facts.first.count})" if facts.first else "–"
    end = f"{hours(facts.end.median)} ({facts.end.count})" if facts.end else "–"
    return [line.name, number(facts.came), first, end, _percent(facts.share), number(facts.again)]


@router.get("/papan/{kelurahan}.pdf")
def board(request: Request, officer: Viewer, kelurahan: str, rw: Rw = 0) -> Response:
    """The board of a kelurahan, or of one RW in it: only what everybody may know, whoever prints it."""
    now = clock.now()
    first, _ = performance.bounds(performance.month_of(now), performance.month_of(now))
    with reading() as session:
        city = catalogue(session)
        area = city.kelurahan.get(kelurahan)
        if area is None:
            raise HTTPException(404, "Kelurahan itu tidak ada.")
        asked = Search(kelurahan=kelurahan, since=first)
        shown = public_list.in_rw(session, asked, rw) if rw else public_list.whole(session, asked)
    named = f"RW {rw:02} Kelurahan {area.name}" if rw else f"Kelurahan {area.name}"
    newest = sorted(shown, key=lambda one: one.created_at, reverse=True)[:LISTED]
    site = request.app.state.public_url.rstrip("/")
    data = {
        "area": named, "month": _named(first.date()),
        "qr": pdf.qr_code(f"{site}/kelurahan/{kelurahan}"),
        "boxes": [
            (number(len(shown)), "laporan masuk"),
            (number(sum(one.done_at is not None for one in shown)), "selesai"),
            (number(sum(one.open for one in shown)), "sedang berjalan"),
        ],
        "reports": [
            (one.category_name, date_local(one.created_at), STATUS[one.status].name) for one in newest
        ],
        "note": ("Yang terbaru lebih dulu; hanya laporan yang tampil untuk umum"
                 + (" dan menyebut RW ini." if rw else "."))
        if newest else "Belum ada laporan warga yang tampil untuk umum bulan ini.",
    }  # fmt: skip
    made = pdf.make(
        HERE / "papan.typ", title=f"Papan {named}", made=now,
        head=pdf.Letterhead(_government(city)), data=data,
    )  # fmt: skip
    return downloads.paper(made, f"papan-{kelurahan}{f'-rw{rw:02}' if rw else ''}.pdf")
