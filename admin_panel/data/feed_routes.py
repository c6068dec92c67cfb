"""/admin/umpan: feeds are made, described by a sample file, tried on it, and then run."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from admin_panel.data.feed_forms import Chosen, chosen_of, document_of
from admin_panel.data.routes import given
from admin_panel.remembering import remembered
from routing.domain.permissions import Action
from routing.errors import SENTENCES, Refused
from sensors import indicators
from sensors.domain.feeds import standing
from sensors.feeds import describing, fetching, taking
from sensors.feeds.describing import FeedSettings, Sight, Tried
from sensors.feeds.fetching import FeedAsked, NotFetched
from sensors.feeds.files import BadFile
from sensors.feeds.places import places
from sensors.feeds.section import SECTION as FEEDS
from storage import clock, hidden
from storage.db import reading, transaction
from storage.models import Agency, AgencyFeed, Officer
from web.templates import render

router = APIRouter(prefix="/admin/umpan")
Admin = Annotated[Officer, Depends(require(Action.CONFIGURE))]
Code = Annotated[str, Path(max_length=63)]
Word = Annotated[str, Form(max_length=200)]
SAID = {
    "dibuat": "Sumber data dibuat. Unggah satu berkas contohnya, lalu pilih kolomnya.",
    "disimpan": "Perubahan disimpan.",
    "contoh": "Berkas contoh dibaca. Pilih kolom-kolomnya, lalu coba.",
    "diuraikan": "Uraian disimpan. Berkas berikutnya dibaca dengan uraian ini.",
}
TOO_LARGE = (
    f"Berkas contoh paling besar {describing.SAMPLE_BYTES // 1024 // 1024} MB; ambil sebagiannya saja."
)


@router.get("")
def feeds_page(request: Request, officer: Admin, kabar: str = "") -> Response:
    """All feeds, and a form for a new one."""
    return _list(request, said=SAID.get(kabar, ""))


def _list(request: Request, *, said: str = "", error: str = "", status: int = 200) -> Response:
    with reading() as session:
        found = select(AgencyFeed, Agency.short_name).join(Agency, Agency.code == AgencyFeed.agency_code)
        rows = session.execute(found.order_by(AgencyFeed.sector, Agency.short_name, AgencyFeed.name)).all()
        agencies = _agencies(session)
    return render(
        request, "data/feeds.html", rows=rows, agencies=agencies, sectors=indicators.definitions().sectors,
        names=standing.NAMES, every=standing.EVERY, every_words=standing.every_words, said=said, error=error,
        page="umpan", status=status,
    )  # fmt: skip


def _agencies(session: Session) -> list[tuple[str, str]]:
    found = select(Agency.code, Agency.name).where(Agency.active, Agency.kind != "kelurahan")
    return [(code, name) for code, name in session.execute(found.order_by(Agency.name))]


@router.post("")
def make(  # noqa: PLR0913 - the form's fields
    request: Request, officer: Admin, kode: Annotated[str, Form(max_length=63)], nama: Word, instansi: Word,
    sektor: Word, jadwal: Word, penanggung: Word = "",
) -> Response:  # fmt: skip
    """A new feed, not connected yet."""
    said = FeedSettings(nama, instansi, sektor, penanggung, standing.EVERY.get(jadwal, 0), "")
    try:
        with remembered(FEEDS, officer, f"Sumber data {kode.strip()} dibuat") as tx:
            feed = describing.make(
                tx, kode.strip(), said, officer=officer, secret=request.app.state.secret, now=clock.now()
            )
    except Refused as refused:
        return _list(request, error=refused.sentence, status=refused.status)
    return RedirectResponse(f"/admin/umpan/{feed.code}?kabar=dibuat", status_code=303)


def _feed(session: Session, code: str, *, lock: bool = False) -> AgencyFeed:
    found = select(AgencyFeed).where(AgencyFeed.code == code)
    feed = session.scalar(found.with_for_update() if lock else found)
    if feed is None:
        raise HTTPException(404, SENTENCES["data_tidak_ada"])
    return feed


@router.get("/{code}")
def feed_page(request: Request, officer: Admin, code: Code, kabar: str = "") -> Response:
    """One feed: from where, by which columns, how often."""
    return _page(request, code, said=SAID.get(kabar, ""))


def _page(  # noqa: PLR0913 - a page and what is said on it
    request: Request, code: str, *, said: str = "", error: str = "", trial: Tried | None = None,
    document: Mapping[str, Any] | None = None, status: int = 200,
) -> Response:  # fmt: skip
    with reading() as session:
        feed, agencies = _feed(session, code), _agencies(session)
    document = feed.description if document is None else document
    chosen = chosen_of(document)
    seen, wrong = _sight(request, feed, chosen)
    return render(
        request, "data/editor.html", feed=feed, agencies=agencies, chosen=chosen, seen=seen, trial=trial,
        wrong=wrong, sectors=indicators.definitions().sectors, page="umpan", status=status,
        indicators=indicators.definitions().from_feeds(), said=said, error=error,
        every=standing.EVERY, names=standing.NAMES, every_words=standing.every_words,
    )  # fmt: skip


def _sight(request: Request, feed: AgencyFeed, chosen: Chosen) -> tuple[Sight | None, str]:
    if not feed.sample_sha256:
        return None, ""
    try:
        return describing.sight(request.app.state.media.open(feed.sample_sha256), sheet=chosen.sheet), ""
    except (BadFile, KeyError) as wrong:
        why = str(wrong) if isinstance(wrong, BadFile) else "sudah tidak ada"
        return None, f"Berkas contohnya tidak bisa dibaca: {why}."


@router.post("/{code}")
def settle(  # noqa: PLR0913 - the form's fields
    request: Request, officer: Admin, code: Code, nama: Word, instansi: Word, sektor: Word, jadwal: Word,
    penanggung: Word = "", sumber: Word = "", alamat: Annotated[str, Form(max_length=2000)] = "",
    tajuk: Annotated[str, Form(max_length=80)] = "", kunci: Annotated[str, Form(max_length=2000)] = "",
    hapus_kunci: Annotated[bool, Form()] = False,
) -> Response:  # fmt: skip
    """Who delivers, how often, from where. An empty key leaves the one that is kept."""
    secret = "" if hapus_kunci else kunci or None
    hours = standing.EVERY.get(jadwal) or (int(jadwal) if jadwal.isdecimal() and len(jadwal) < 5 else 0)
    said = FeedSettings(nama, instansi, sektor, penanggung, hours, sumber, alamat.strip(), tajuk, secret)
    state = request.app.state
    try:
        with remembered(FEEDS, officer, f"Sumber data {code} diubah") as tx:
            describing.settle(
                tx, _feed(tx, code, lock=True), said, officer=officer, secret=state.secret,
                plain=state.reach.plain, now=clock.now(),
            )  # fmt: skip
    except Refused as refused:
        return _page(request, code, error=refused.sentence, status=refused.status)
    return RedirectResponse(f"/admin/umpan/{code}?kabar=disimpan", status_code=303)


@router.post("/{code}/contoh", max_body_size=describing.SAMPLE_BYTES + 1_000_000)
async def upload_sample(request: Request, officer: Admin, code: Code) -> Response:
    """The file by which the feed is described."""
    content, name = await given(request, most=describing.SAMPLE_BYTES)
    if not content:
        return await run_in_threadpool(_page, request, code, error="Pilih berkasnya dulu.", status=422)
    return await run_in_threadpool(_keep_sample, request, code, content, name)


@router.post("/{code}/ambil")
def fetch_sample(request: Request, officer: Admin, code: Code) -> Response:
    """Take the sample from the feed's own address."""
    state = request.app.state
    with reading() as session:
        feed = _feed(session, code)
    secret = hidden.tell(state.secret, feed.secret) or ""
    try:
        with fetching.fetched(
            feed.source, FeedAsked(feed.address, feed.header, secret, {}, state.reach)
        ) as got:
            content = got.content.read(describing.SAMPLE_BYTES + 1) if got.content else b""
    except (NotFetched, BadFile) as wrong:
        return _page(request, code, error=f"Belum bisa diambil: {wrong}.", status=422)
    if not content or len(content) > describing.SAMPLE_BYTES:
        return _page(request, code, error=TOO_LARGE if content else "Sumbernya kosong.", status=422)
    return _keep_sample(request, code, content, got.name)


def _keep_sample(request: Request, code: str, content: bytes, name: str) -> Response:
    try:
        describing.sight(content)
    except BadFile as wrong:
        return _page(request, code, error=f"Berkas ini tidak bisa dibaca: {wrong}.", status=422)
    sha256 = request.app.state.media.put(content)
    with transaction() as tx:
        describing.show_sample(tx, _feed(tx, code, lock=True), sha256, name, now=clock.now())
    return RedirectResponse(f"/admin/umpan/{code}?kabar=contoh#uraian", status_code=303)


@router.post("/{code}/coba")
async def try_out(request: Request, officer: Admin, code: Code) -> Response:
    """What this description makes of the sample; nothing is kept."""
    form = await request.form(max_files=0, max_fields=200)
    return await run_in_threadpool(_try_out, request, code, form)


def _try_out(request: Request, code: str, form: FormData) -> Response:
    document = document_of(form)
    try:
        with reading() as session:
            feed, where = _feed(session, code), places(session)
        description = describing.checked(document)
        content = request.app.state.media.open(feed.sample_sha256 or "")
        found = describing.tried(content, description, where, now=clock.now())
    except KeyError:
        return _page(request, code, error="Unggah berkas contohnya dulu.", document=document, status=422)
    except taking.ColumnsChanged as missing:
        error = f"Kolom {missing} tidak ada di berkas contoh."
        return _page(request, code, error=error, document=document, status=422)
    except (BadFile, Refused) as wrong:
        error = wrong.sentence if isinstance(wrong, Refused) else f"Berkas contoh tidak bisa dibaca: {wrong}."
        return _page(request, code, error=error, document=document, status=422)
    return _page(request, code, document=document, trial=found)


@router.post("/{code}/uraian")
async def describe(request: Request, officer: Admin, code: Code) -> Response:
    """From now on the feed is read so."""
    form = await request.form(max_files=0, max_fields=200)
    return await run_in_threadpool(_describe, request, officer, code, form)


def _describe(request: Request, officer: Officer, code: str, form: FormData) -> Response:
    document = document_of(form)
    try:
        description = describing.checked(document)
        with remembered(FEEDS, officer, f"Sumber data {code} diuraikan") as tx:
            describing.describe(tx, _feed(tx, code, lock=True), description, officer=officer, now=clock.now())
    except Refused as refused:
        return _page(request, code, error=refused.sentence, document=document, status=refused.status)
    return RedirectResponse(f"/admin/umpan/{code}?kabar=diuraikan", status_code=303)
