"""/api/v1: what a program reads and does as its officer."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from sqlalchemy.orm import Session

from admin_panel.api.access import ProblemRoute, TokenFor, bearer_of
from admin_panel.api.shapes import (
    EventPage,
    ForwardIn,
    Me,
    Problem,
    ReportOut,
    ReportPage,
    StatusIn,
    Steps,
    WordsIn,
)
from routing.city.catalogue import catalogue
from routing.domain.lifecycle import Status
from routing.domain.permissions import Action
from routing.errors import BadInput
from routing.reports import officers_work
from routing.reports.door import visible_to
from routing.reports.filters import Filters
from routing.reports.for_programs import events_after, local, officer_json
from storage import clock
from storage.db import reading, transaction
from storage.event_kinds import EventKind
from storage.models import Officer, Report

REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": said}
    for status, said in (
        (400, "Isinya tidak terbaca"), (401, "Tanpa token yang berlaku"),
        (403, "Cakupan token atau wewenang akunnya tidak cukup"),
        (404, "Tidak ada, atau bukan untuk akun ini"), (413, "Isinya terlalu besar"),
        (422, "Isian tidak bisa dipakai"), (429, "Terlalu sering; lihat Retry-After"),
    )
}  # fmt: skip
CONFLICT: dict[int | str, dict[str, Any]] = {
    409: {"model": Problem, "description": "Aturan tidak membolehkan"}
}
router = APIRouter(
    prefix="/api/v1", route_class=ProblemRoute, max_body_size=100_000, responses=REFUSALS, tags=["laporan"]
)
Anyone = Annotated[Officer, Depends(TokenFor(Action.ENTER))]
Reader = Annotated[Officer, Depends(TokenFor(Action.READ))]
Answerer = Annotated[Officer, Depends(TokenFor(Action.ANSWER))]
Mover = Annotated[Officer, Depends(TokenFor(Action.STATUS))]
Noter = Annotated[Officer, Depends(TokenFor(Action.NOTE))]
Forwarder = Annotated[Officer, Depends(TokenFor(Action.FORWARD))]
Number = Annotated[str, Path(max_length=40)]
Seq = Annotated[int, Query(ge=0, le=2**53)]


@router.get("/me", summary="Sebagai siapa program bekerja")
def me(request: Request, officer: Anyone) -> Me:
    """As whom the program works, and for what its token is good."""
    scopes = sorted(bearer_of(request)[0].scopes)
    return Me(
        username=officer.username, name=officer.name, role=officer.role, agency=officer.agency_code,
        scopes=[str(scope) for scope in scopes],
    )  # fmt: skip


@router.get(
    "/reports",
    response_model=ReportPage,
    summary="Antrean petugas: saringan panel, halaman berikutnya lewat sesudah",
)
def report_list(officer: Reader, asked: Annotated[Filters, Query()]) -> dict[str, Any]:
    """The officer's queue: the panel's own filters, paged by key (`sesudah`)."""
    with reading() as session:
        city, page = catalogue(session), visible_to(session, officer).page(asked, now=clock.now())
    return {"reports": [officer_json(city, one) for one in page.reports], "after": page.after}


@router.get("/reports/{number}", response_model=ReportOut, summary="Satu laporan")
def one_report(officer: Reader, number: Number) -> dict[str, Any]:
    """One report."""
    with reading() as session:
        return officer_json(catalogue(session), visible_to(session, officer).get(number))


@router.get("/reports/{number}/steps", response_model=Steps, summary="Apa yang terjadi pada laporan")
def steps(officer: Reader, number: Number) -> dict[str, Any]:
    """What happened to it, without who did it."""
    with reading() as session:
        history = visible_to(session, officer).detail(number).history
    return {"steps": [_step(one.event.seq, one.event.kind, local(one.event.at)) for one in history]}


def _step(seq: int, kind: str, at: str | None) -> dict[str, Any]:
    return {"event": seq, "type": kind, "words": EventKind.of(kind).history, "at": at}


@router.get(
    "/events", response_model=EventPage, summary="Peristiwa sesudah satu nomor, isinya seperti webhook"
)
def event_list(officer: Reader, after: Seq = 0) -> dict[str, Any]:
    """What happened behind an event's number, to reports the officer may read: what a webhook carries."""
    with reading() as session:
        told, looked = events_after(session, after, officer)
        more = looked > after and bool(events_after(session, looked, officer, looked=1)[0])
    return {"events": told, "after": looked, "more": more}


@router.post(
    "/reports/{number}/answer", response_model=ReportOut, responses=CONFLICT, summary="Menjawab warga"
)
def answer(officer: Answerer, number: Number, given: WordsIn) -> dict[str, Any]:
    """Writes to the resident."""
    return _do(officer, number, lambda tx, report: officers_work.answer(
        tx, officer=officer, report=report, text=given.text, now=clock.now()
    ))  # fmt: skip


@router.post(
    "/reports/{number}/question",
    response_model=ReportOut,
    responses=CONFLICT,
    summary="Bertanya kepada warga; laporan menunggu",
)
def question(officer: Answerer, number: Number, given: WordsIn) -> dict[str, Any]:
    """Asks the resident something; the report waits for them."""
    return _do(officer, number, lambda tx, report: officers_work.ask(
        tx, officer=officer, report=report, text=given.text, now=clock.now()
    ))  # fmt: skip


@router.post(
    "/reports/{number}/note",
    response_model=ReportOut,
    responses=CONFLICT,
    summary="Meninggalkan catatan untuk rekan",
)
def note(officer: Noter, number: Number, given: WordsIn) -> dict[str, Any]:
    """Leaves a note for colleagues."""
    return _do(officer, number, lambda tx, report: officers_work.note(
        tx, officer=officer, report=report, text=given.text, now=clock.now()
    ))  # fmt: skip


@router.post(
    "/reports/{number}/status", response_model=ReportOut, responses=CONFLICT, summary="Mengubah status"
)
def status(officer: Mover, number: Number, given: StatusIn) -> dict[str, Any]:
    """Moves the report on, as far as role and rules let it."""
    if given.to not in set(Status):
        raise BadInput("status_tidak_bisa", given.to)
    return _do(officer, number, lambda tx, report: officers_work.change_status(
        tx, officer=officer, report=report, to=Status(given.to), reason=given.reason, now=clock.now()
    ))  # fmt: skip


@router.post(
    "/reports/{number}/forward",
    response_model=ReportOut,
    responses=CONFLICT,
    summary="Meneruskan ke instansi lain",
)
def forward(officer: Forwarder, number: Number, given: ForwardIn) -> dict[str, Any]:
    """Hands the report to another agency."""
    return _do(officer, number, lambda tx, report: officers_work.forward(
        tx, officer=officer, report=report, agency=given.agency, reason=given.reason, now=clock.now()
    ))  # fmt: skip


def _do(officer: Officer, number: str, deed: Callable[[Session, Report], Report]) -> dict[str, Any]:
    """One deed of the panel's, in one transaction; the report as it stands afterwards."""
    with transaction() as tx:
        return officer_json(catalogue(tx), deed(tx, visible_to(tx, officer).get(number)))
