"""Photos of finished work: taken on the spot, made safe, attached; the resident gets them with the news.

Photos, words and the end may come in one act: `selesai=ya` with the same form.
"""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from admin_panel.access import require
from admin_panel.report.messages import change_status
from admin_panel.report.view import MOST_RESULTS, results_left
from admin_panel.uploads import form_of
from routing.domain.lifecycle import Status
from routing.domain.permissions import Action
from routing.errors import Refused
from routing.reports import handing_in
from routing.reports.door import visible_to
from storage import clock, media
from storage.db import reading, transaction
from storage.models import Officer, Report
from storage.pictures import MAX_BYTES, Picture, PictureRefused, blurred, sanitise
from web import problem
from web.pool import Busy, Pool

router = APIRouter()
Worker = Annotated[Officer, Depends(require(Action.STATUS))]

SENTENCES = {
    "terlalu_besar": "Foto ini terlalu besar: paling besar 20 MB dan 60 megapiksel.",
    "bukan_gambar": "Berkas ini bukan foto. Pakai JPEG, PNG, WebP atau HEIC.",
    "bergerak": "Gambar bergerak tidak bisa dipakai. Pilih foto biasa.",
    "rusak": "Foto ini tidak bisa dibuka. Coba ambil ulang.",
}
TOO_MANY = f"Paling banyak {MOST_RESULTS} foto hasil untuk satu laporan."
LONGEST = 4000  # letters of what the resident reads
NOTHING = "Pilih fotonya dulu."
BUSY = "Foto dari petugas lain sedang diproses. Coba lagi sebentar lagi; foto Anda belum terkirim."
NOT_NOW = "Foto hasil hanya bisa ditambahkan selama laporan masih ditangani atau baru selesai."

# Threads and a decoder of the officers' own: they wait neither behind residents' pictures nor before a page.
decoding = Pool("results", workers=1, queue=8)


# Officers' other forms are words; this one brings up to five pictures.
@router.post("/petugas/laporan/{number}/hasil", max_body_size=MOST_RESULTS * MAX_BYTES + 1_000_000)
async def add_results(request: Request, officer: Worker, number: str) -> Response:
    """Attaches the pictures that are good; the first that is not is told in a sentence (422)."""
    if decoding.full:
        raise _busy(decoding.wait)
    form = await form_of(request, files=MOST_RESULTS + 1)
    given = [file for file in form.getlist("foto") if isinstance(file, UploadFile) and file.filename]
    try:
        decoding.enter()
    except Busy as busy:
        raise _busy(busy.wait) from None
    typed = {name: value for name, value in form.items() if isinstance(value, str)}
    return await decoding.run(_results, request, officer, number, given, typed)


def _busy(wait: int) -> HTTPException:
    return HTTPException(429, BUSY, {"Retry-After": str(wait)})


def _results(
    request: Request, officer: Officer, number: str, given: list[UploadFile], typed: dict[str, str]
) -> Response:
    now = clock.now()
    try:
        with reading() as session:
            detail = visible_to(session, officer).detail(number)
        report = detail.report
        left = results_left(detail.may, report, sum(link.purpose == "hasil" for link, _ in detail.pictures))
        finishing = typed.get("selesai") == "ya"
        bad = "" if finishing and not given else _objection(len(given), left, report)
        kept = 0
        for file in given if not bad else []:
            try:
                picture = sanitise(file.file.read(MAX_BYTES + 1), "officers")
                _add(request.app.state.media, officer, report, picture, now)
                kept += 1
            except PictureRefused as refused:
                bad = SENTENCES[refused.code]
    except Refused as refused_rule:
        return _answer(request, number, refused_rule.status, refused_rule.sentence)
    if finishing and not bad:
        return change_status(
            request, officer, number, to=Status.SELESAI.value, reason=typed.get("reason", "")[:LONGEST],
            periksa="1",
        )  # fmt: skip
    return _answer(request, number, 422 if bad else 201, bad)


def _objection(given: int, left: int, report: Report) -> str:
    if not given:
        return NOTHING
    if left == 0 and report.status in ("ditutup", "dirujuk", "ditolak", "ditarik"):
        return NOT_NOW
    return TOO_MANY if given > left else ""


def _add(store: media.MediaStore, officer: Officer, report: Report, picture: Picture, now: datetime) -> None:
    """One picture: stored first, so that no transaction waits for the store."""
    # Blurred at once: residents are sent this copy with the news, and no other.
    picture = replace(picture, public=blurred(picture.jpeg, "officers"))
    sha256 = media.put(store, picture)
    with transaction() as tx:
        media.note(tx, sha256, picture, now=now)
        taken = media.Taken(picture.lat, picture.lon, picture.taken_at, picture.direction)
        handing_in.add_result(tx, officer=officer, report=report, sha256=sha256, now=now, taken=taken)


def _answer(request: Request, number: str, status: int, bad: str) -> Response:
    """JSON for the page's own script, else back to the page (its form also works without script)."""
    if not problem.wants_html(request):
        return problem.respond(request, status, bad) if bad else JSONResponse({}, status_code=201)
    if bad:
        return problem.respond(request, status, bad)
    return RedirectResponse(f"/petugas/laporan/{number}?kabar=hasil", status_code=303)
