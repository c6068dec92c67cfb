"""Joining and parting from a report's page; splitting it; work orders and events."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from admin_panel.report.routes import act
from routing.city.catalogue import catalogue
from routing.domain.lifecycle import OPEN, Status, may_move
from routing.domain.permissions import Action
from routing.domain.splitting import pieces
from routing.errors import NotFound, Refused
from routing.incidents.members import of_bundle
from routing.reports import bundling, joining, splitting
from routing.reports.door import visible_to
from routing.reports.splitting import Split
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer
from web.templates import render

router = APIRouter()
Joiner = Annotated[Officer, Depends(require(Action.JOIN))]
Viewer = Annotated[Officer, Depends(require(Action.READ))]
Number = Annotated[str, Form(max_length=40)]
Words = Annotated[str, Form(max_length=8000)]
BundleId = Annotated[int, Path(ge=1, le=2**53)]
NEW = (1, 2, 3)  # new reports one form can make
SAID = {
    "dibuat": "Dibuat. Masukkan laporan lain, kabari pelapornya, atau selesaikan.",
    "masuk": "Laporan dimasukkan.",
    "keluar": "Laporan dikeluarkan. Laporannya sendiri tetap berjalan.",
    "kabar": "Kabar masuk antrean kirim, satu untuk setiap orang.",
    "selesai": "Selesai. Laporan yang dipilih ikut diselesaikan dan warganya diberi tahu.",
}


@router.post("/petugas/laporan/{number}/gabung")
def join(request: Request, officer: Joiner, number: str, into: Number) -> Response:
    """Joins the report to another of the same matter."""
    return act(
        request, officer, number, said="gabung",
        deed=lambda tx, report, now: joining.join(tx, officer=officer, report=report, into=into, now=now),
    )  # fmt: skip


@router.post("/petugas/laporan/{number}/pisahkan")
def part(request: Request, officer: Joiner, number: str) -> Response:
    """Takes a joined report out again, as it was."""
    return act(
        request, officer, number, said="pisahkan",
        deed=lambda tx, report, now: joining.part(tx, officer=officer, report=report, now=now),
    )  # fmt: skip


@router.get("/petugas/laporan/{number}/pecah")
def split_form(request: Request, officer: Joiner, number: str) -> Response:
    """The report's sentences and pictures, each to be given to one report."""
    return _split_page(request, officer, number)


@router.post("/petugas/laporan/{number}/pecah")
async def split(request: Request, officer: Joiner, number: str) -> Response:
    """Files the new reports; the sentence (4xx) and the form again where it cannot be."""
    form = await request.form(max_fields=80)
    chosen = {name: str(value) for name, value in form.items()}
    try:
        plan = _plan(chosen)
        with transaction() as tx:
            report = visible_to(tx, officer).get(number)
            splitting.split(tx, officer=officer, report=report, plan=plan, now=clock.now())
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone
    except Refused as refused:
        return _split_page(
            request, officer, number, bad=refused.sentence, status=refused.status, chosen=chosen
        )
    return RedirectResponse(f"/petugas/laporan/{number}?kabar=pecah", status_code=303)


def _plan(chosen: dict[str, str]) -> Split:
    def whose(value: str) -> int:
        return int(value) if value.isdecimal() and len(value) == 1 else 0

    words = {
        int(name[6:]): whose(value)
        for name, value in chosen.items()
        if name.startswith("bagian") and name[6:].isdecimal() and len(name) < 10
    }
    pictures = {name[4:]: whose(value) for name, value in chosen.items() if name.startswith("foto")}
    used = {*words.values(), *pictures.values()} - {0}
    return Split({number: chosen.get(f"kategori{number}", "") for number in used}, words, pictures)


def _split_page(
    request: Request, officer: Officer, number: str, *,
    bad: str = "", status: int = 200, chosen: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    with reading() as session:
        try:
            detail = visible_to(session, officer, Action.JOIN).detail(number)
        except NotFound as gone:
            raise HTTPException(404, gone.sentence) from gone
        pictures = [media for link, media in detail.pictures if link.purpose == "laporan" and media.width]
        return render(
            request, "together/split.html", status=status, report=detail.report, bad=bad, chosen=chosen or {},
            pieces=pieces(detail.report.text), pictures=pictures, city=catalogue(session), new=NEW,
        )  # fmt: skip


@router.get("/petugas/kumpulan")
def bundles(request: Request, officer: Viewer) -> Response:
    """The work orders and events the officer may see."""
    with reading() as session:
        return render(request, "together/list.html", bundles=bundling.listed(session, officer), bad="")


@router.post("/petugas/kumpulan")
def make(
    request: Request, officer: Joiner, title: Words, kind: Number = "", laporan: Number = ""
) -> Response:  # fmt: skip
    """Makes one, with the report it was begun from."""
    try:
        with transaction() as tx:
            numbers = [laporan] if laporan else []
            bundle = bundling.make(
                tx, officer=officer, kind=kind, title=title, numbers=numbers, now=clock.now()
            ).id
    except Refused as refused:
        with reading() as session:
            rows = bundling.listed(session, officer)
            return render(
                request, "together/list.html", status=refused.status, bundles=rows, bad=refused.sentence
            )
    return RedirectResponse(f"/petugas/kumpulan/{bundle}?kabar=dibuat", status_code=303)


@router.get("/petugas/kumpulan/{bundle_id}")
def bundle_page(request: Request, officer: Viewer, bundle_id: BundleId, kabar: str = "") -> Response:
    """One, with its reports."""
    return _show(request, officer, bundle_id, good=SAID.get(kabar, ""))


def _show(
    request: Request, officer: Officer, bundle_id: int, *, good: str = "", bad: str = "", status: int = 200
) -> Response:
    with reading() as session:
        try:
            bundle = bundling.get(session, officer, bundle_id)
        except NotFound as gone:
            raise HTTPException(404, gone.sentence) from gone
        if (event := of_bundle(session, bundle.id)) is not None:  # it has a page of its own
            return RedirectResponse(f"/petugas/kejadian/{event.id}", status_code=303)
        rows = bundling.members(session, officer, bundle)
        ready = [row.number for row in rows if may_move(Status(row.status), Status.SELESAI)]
        return render(
            request, "together/bundle.html", status=status, bundle=bundle, rows=rows, ready=ready,
            city=catalogue(session), open_now=[row for row in rows if row.status in OPEN], good=good, bad=bad,
        )  # fmt: skip


def _do(
    request: Request, officer: Officer, bundle_id: int, deed: Callable[[Session], object], said: str
) -> Response:
    try:
        with transaction() as tx:
            deed(tx)
    except Refused as refused:
        return _show(request, officer, bundle_id, bad=refused.sentence, status=refused.status)
    return RedirectResponse(f"/petugas/kumpulan/{bundle_id}?kabar={said}", status_code=303)


@router.post("/petugas/kumpulan/{bundle_id}/masuk")
def add(request: Request, officer: Joiner, bundle_id: BundleId, number: Number) -> Response:
    """Puts a report in."""
    now = clock.now()
    return _do(
        request, officer, bundle_id, said="masuk",
        deed=lambda tx: bundling.add(tx, officer=officer, bundle_id=bundle_id, number=number, now=now),
    )  # fmt: skip


@router.post("/petugas/laporan/{number}/kumpulan")
def add_from_report(request: Request, officer: Joiner, number: str, bundle: Number) -> Response:
    """Puts this report into one that goes on."""
    chosen = int(bundle) if bundle.isdecimal() and len(bundle) < 16 else 0
    return act(
        request, officer, number, said="kumpulan",
        deed=lambda tx, report, now: bundling.add(
            tx, officer=officer, bundle_id=chosen, number=report.number, now=now
        ),
    )  # fmt: skip


@router.post("/petugas/kumpulan/{bundle_id}/keluar")
def remove(request: Request, officer: Joiner, bundle_id: BundleId, number: Number) -> Response:
    """Takes a report out."""
    now = clock.now()
    return _do(
        request, officer, bundle_id, said="keluar",
        deed=lambda tx: bundling.remove(tx, officer=officer, bundle_id=bundle_id, number=number, now=now),
    )  # fmt: skip


@router.post("/petugas/kumpulan/{bundle_id}/kabari")
def tell(request: Request, officer: Joiner, bundle_id: BundleId, text: Words) -> Response:
    """One message to everybody whose report is in it."""
    now = clock.now()
    return _do(
        request, officer, bundle_id, said="kabar",
        deed=lambda tx: bundling.tell(tx, officer=officer, bundle_id=bundle_id, text=text, now=now),
    )  # fmt: skip


@router.post("/petugas/kumpulan/{bundle_id}/selesai")
def finish(
    request: Request, officer: Joiner, bundle_id: BundleId, reason: Words = "",
    laporan: Annotated[list[str] | None, Form(max_length=500)] = None,
) -> Response:  # fmt: skip
    """Ends it, and with it the reports that were ticked."""
    now = clock.now()
    return _do(
        request, officer, bundle_id, said="selesai",
        deed=lambda tx: bundling.finish(
            tx, officer=officer, bundle_id=bundle_id, reason=reason, numbers=laporan or [], now=now
        ),
    )  # fmt: skip
