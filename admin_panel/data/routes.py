"""/petugas/data: what the own office delivers, what came of it, and where a file is handed in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from admin_panel.uploads import form_of
from routing.domain.permissions import Action, may
from routing.errors import SENTENCES, Refused
from routing.warnings.outside import CAP
from sensors.domain.feeds import standing
from sensors.feeds import cap_keeping, describing, files
from storage import clock
from storage.db import reading, transaction
from storage.models import Agency, AgencyFeed, FeedRun, Officer
from web.templates import render

router = APIRouter(prefix="/petugas/data")
Supplier = Annotated[Officer, Depends(require(Action.SUPPLY))]
Code = Annotated[str, Path(max_length=63)]
RUNS = 20
TOO_LARGE = (
    f"Berkasnya lebih besar dari {files.MOST_BYTES // 1024 // 1024} MB. Simpan sebagai CSV, atau bagi dua."
)
SAID = {
    "diterima": "Berkas diterima dan sedang dibaca. Muat ulang halaman ini sebentar lagi.",
}


def of_code(session: Session, officer: Officer, code: str, *, lock: bool = False) -> AgencyFeed:
    """A feed of the officer's own office, any for who looks after the whole city; else 404."""
    found = select(AgencyFeed).where(AgencyFeed.code == code)
    feed = session.scalar(found.with_for_update() if lock else found)
    if feed is None or not (_all(officer) or feed.agency_code == officer.agency_code):
        raise HTTPException(404, SENTENCES["data_tidak_ada"])
    return feed


def _all(officer: Officer) -> bool:
    return may(officer.role, Action.WATCH)


@router.get("")
def feeds_page(request: Request, officer: Supplier) -> Response:
    """The feeds of the own office; of all where the officer looks at the whole city."""
    with reading() as session:
        found = select(AgencyFeed, Agency.short_name).join(Agency, Agency.code == AgencyFeed.agency_code)
        if not _all(officer):
            found = found.where(AgencyFeed.agency_code == officer.agency_code)
        rows = session.execute(found.order_by(Agency.short_name, AgencyFeed.name)).all()
    return render(
        request, "data/office.html", rows=rows, names=standing.NAMES, every=standing.every_words,
        page="kantor",
    )  # fmt: skip


@router.get("/{code}")
def feed_page(
    request: Request, officer: Supplier, code: Code, kabar: str = "",
    berkas: Annotated[int | None, Query(ge=0, lt=2**62)] = None,
) -> Response:  # fmt: skip
    """One feed: how it stands, its last files, and what of one of them was not taken."""
    return _page(request, officer, code, said=SAID.get(kabar, ""), run_id=berkas)


def _page(  # noqa: PLR0913 - a page and what is said on it
    request: Request, officer: Officer, code: str, *, said: str = "", error: str = "", status: int = 200,
    run_id: int | None = None,
) -> Response:  # fmt: skip
    with reading() as session:
        feed = of_code(session, officer, code)
        mine = select(FeedRun).where(FeedRun.feed_id == feed.id).order_by(FeedRun.id.desc())
        runs = session.scalars(mine.limit(RUNS)).all()
        shown = next((run for run in runs if run.id == run_id), None) or (runs[0] if runs else None)
        faults = describing.faults(session, shown.id) if shown else []
        agency = session.get_one(Agency, feed.agency_code)
        heard = cap_keeping.newest(session, feed.id) if feed.source == CAP else []
    return render(
        request, "data/feed.html", feed=feed, agency=agency, runs=runs, shown=shown, faults=faults, said=said,
        error=error, names=standing.NAMES, every=standing.every_words(feed.every_hours), page="kantor",
        heard=heard, due=standing.due(feed.received_at, feed.every_hours), status=status,
    )  # fmt: skip


@router.post("/{code}/berkas", max_body_size=files.MOST_BYTES + 1_000_000)
async def hand_in(request: Request, officer: Supplier, code: Code) -> Response:
    """A file of the feed; read by the worker."""
    content, name = await given(request, most=files.MOST_BYTES)
    return await run_in_threadpool(_hand_in, request, officer, code, content, name)


async def given(request: Request, *, most: int) -> tuple[bytes, str]:
    """The form's file "berkas" and its name; b"" for none. 413 beyond `most` bytes."""
    file = (await form_of(request)).get("berkas")
    if not isinstance(file, UploadFile) or not file.filename:
        return b"", ""
    content = await file.read(most + 1)
    if len(content) > most:
        raise HTTPException(413, TOO_LARGE)
    return content, file.filename


def _hand_in(request: Request, officer: Officer, code: str, content: bytes, name: str) -> Response:
    try:
        with reading() as session:
            of_code(session, officer, code)
        if not content:
            return _page(request, officer, code, error="Pilih berkasnya dulu.", status=422)
        sha256 = request.app.state.media.put(content)
        with transaction() as tx:
            feed = of_code(tx, officer, code, lock=True)
            describing.hand_in(tx, feed, sha256, name, officer=officer, now=clock.now())
    except Refused as refused:
        return _page(request, officer, code, error=refused.sentence, status=refused.status)
    return RedirectResponse(f"/petugas/data/{code}?kabar=diterima", status_code=303)
