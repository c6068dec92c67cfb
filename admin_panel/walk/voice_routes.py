"""/petugas/laporan/{number}/suara: an internal note, spoken; it is kept as it is and never decoded here."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response

from admin_panel.access import require
from admin_panel.uploads import content_of, form_of
from routing.domain.permissions import Action
from routing.errors import Refused
from routing.reports import voice_notes
from routing.reports.door import visible_to
from storage import clock, voices
from storage.db import reading, transaction
from storage.models import Officer
from web import problem

router = APIRouter()
Writer = Annotated[Officer, Depends(require(Action.NOTE))]

NOTHING = "Rekam dulu catatannya."
TOO_BIG = "Rekaman ini terlalu besar: paling besar 2 MB dan dua menit."
NO_VOICE = "Berkas ini bukan rekaman suara. Pakai WebM, MP4, Ogg, AAC, AMR atau MP3."
LONGEST = "Catatan suara paling lama dua menit. Rekam lagi lebih pendek."


@router.post("/petugas/laporan/{number}/suara", max_body_size=voice_notes.MAX_BYTES + 100_000)
async def speak(request: Request, officer: Writer, number: str) -> Response:
    """Attaches one recording as a note; 422 with a sentence where it cannot be one."""
    form = await form_of(request, fields=5)
    raw = await content_of(form, "suara", most=voice_notes.MAX_BYTES)
    said = str(form.get("detik") or "")
    seconds = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0
    return await run_in_threadpool(_kept, request, officer, number, raw, seconds)


def _kept(request: Request, officer: Officer, number: str, raw: bytes, seconds: int) -> Response:
    kind, now = voices.kind_of(raw), clock.now()
    bad = _objection(raw, kind, seconds)
    try:
        with reading() as session:  # nothing is stored of who may not write here
            report = visible_to(session, officer, Action.NOTE).get(number)
        if not bad:
            _add(request, officer, report.number, raw, kind, seconds, now)
    except Refused as refused:
        return problem.respond(request, refused.status, refused.sentence)
    if bad:
        return problem.respond(request, 422, bad)
    if not problem.wants_html(request):
        return JSONResponse({}, status_code=201)
    return RedirectResponse(f"/petugas/laporan/{number}?kabar=catatan", status_code=303)


def _objection(raw: bytes, kind: str, seconds: int) -> str:
    """Why this is no note; "" where it is one."""
    if not raw:
        return NOTHING
    if len(raw) > voice_notes.MAX_BYTES:
        return TOO_BIG
    if kind == voices.OTHER:
        return NO_VOICE
    too_long = max(seconds, voices.lasts_at_least(raw)) > voice_notes.LONGEST + 1
    return LONGEST if too_long else ""


def _add(  # noqa: PLR0913 - what is kept of a recording
    request: Request, officer: Officer, number: str, raw: bytes, kind: str, seconds: int, now: datetime
) -> None:  # fmt: skip
    """Stored first, so that no transaction waits for the store."""
    sha256 = request.app.state.media.put(raw)
    length = min(max(1, seconds), voice_notes.LONGEST)
    with transaction() as tx:
        report = visible_to(tx, officer).get(number)
        voice_notes.add(
            tx, officer=officer, report=report, sha256=sha256, content_type=kind, size=len(raw),
            seconds=length, now=now,
        )  # fmt: skip
