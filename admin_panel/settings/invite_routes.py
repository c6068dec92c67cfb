"""/admin/petugas/impor: many officers invited at once, from a table."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from accounts import importing
from admin_panel.access import require
from admin_panel.settings.routes import link_to, show_officers
from admin_panel.uploads import content_of, form_of
from routing.domain.permissions import Action
from storage import clock, csv_files
from storage.csv_files import CsvFault
from storage.db import transaction
from storage.models import Officer

router = APIRouter(prefix="/admin")
Admin = Annotated[Officer, Depends(require(Action.CONFIGURE))]
MOST_BYTES, FAULTS = 500_000, 20  # of the file; faults told at once


@router.post("/petugas/impor", max_body_size=MOST_BYTES + 100_000)
async def take_in(request: Request, officer: Admin) -> Response:
    """Everybody in a CSV file, or nobody and every fault with its line; the links are shown this once."""
    content = await content_of(await form_of(request, fields=4), "berkas", most=MOST_BYTES)
    return await run_in_threadpool(_take_in, request, officer, content)


def _take_in(request: Request, officer: Officer, content: bytes) -> Response:
    if not content or len(content) > MOST_BYTES:
        wrong = "Berkasnya lebih dari 500 KB." if content else "Pilih berkasnya dulu."
        return show_officers(request, status=422, faults=[wrong])
    try:
        lines = csv_files.parse(content, name="petugas.csv", columns=importing.COLUMNS)
        with transaction() as tx:
            made = importing.take_in(tx, lines, now=clock.now(), by=officer)
    except CsvFault as fault:
        wrong = f"Berkas ini tidak terbaca sebagai tabel petugas: {fault.sentence}."
        return show_officers(request, status=422, faults=[wrong])
    except importing.ImportRefused as refused:
        told = [f"Baris {number}: {why}" if number else why for number, why in refused.faults]
        more = [f"Dan {len(told) - FAULTS} baris lain."] if len(told) > FAULTS else []
        return show_officers(request, status=422, faults=[*told[:FAULTS], *more])
    invited = [(one, link_to(request, key)) for one, key in made]
    return show_officers(request, status=201, invited=invited)
