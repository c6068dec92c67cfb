"""/admin/data-pribadi: requests about personal data, breaches, and finding the person a request is about."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from admin_panel.masks import mask_address, mask_name
from routing.domain.permissions import Action
from routing.errors import BadInput, Refused
from routing.people import cases, looks, personal_data
from storage import clock, events
from storage.clock import LOCAL
from storage.db import reading, transaction
from storage.event_kinds import EventKind
from storage.models import Officer, Person
from web.downloads import attached
from web.templates import render

router = APIRouter(prefix="/admin/data-pribadi")
Admin = Annotated[Officer, Depends(require(Action.CONFIGURE))]
RowId = Annotated[int, Path(ge=1, le=2**53)]
Words = Annotated[str, Form(max_length=4000)]
Short = Annotated[str, Form(max_length=600)]
RowForm = Annotated[int, Form(ge=1, le=2**53)]
NOT_SURE = "Belum dihapus: centang dulu bahwa Anda yakin. Penghapusan tidak bisa dibatalkan."

SAID = {
    "dicatat": "Sudah dicatat. Batasnya 72 jam sejak diketahui; alarm berbunyi setelah 48 jam.",
    "selesai": "Sudah selesai.",
    "dihapus": "Data warga itu dihapus, warganya diberi tahu, dan permintaannya ditutup.",
}
REASONS = (
    "Permintaan salinan data", "Permintaan perbaikan data", "Permintaan penghapusan data", "Pelanggaran data"
)  # fmt: skip


def _page(
    request: Request, *, said: str = "", error: str = "", status: int = 200, found: list[Person] | None = None
) -> Response:
    with reading() as session:
        rows = [(case, cases.number(case), cases.notices(session, case)) for case in cases.register(session)]
    people = None if found is None else [
        (person.id, mask_name(person.called or person.name), mask_address(person.address), person.channel)
        for person in found
    ]  # fmt: skip
    page = render(
        request, "trust/data.html", status=status, rows=rows, said=said, error=error, people=people,
        reasons=REASONS, page="data-pribadi", alarm_after=cases.ALARM,
        requests=[(case, name) for case, name, _ in rows if cases.is_open_request(case)],
    )  # fmt: skip
    page.headers["Cache-Control"] = "no-store"
    return page


def _do(request: Request, deed: Callable[[Session], object], *, said: str) -> Response:
    try:
        with transaction() as tx:
            deed(tx)
    except Refused as refused:
        return _page(request, error=refused.sentence, status=refused.status)
    return RedirectResponse(f"/admin/data-pribadi?kabar={said}", status_code=303)


@router.get("")
def data_page(request: Request, officer: Admin, kabar: str = "") -> Response:
    """The register."""
    return _page(request, said=SAID.get(kabar, ""))


@router.post("")
def open_case(  # noqa: PLR0913 - the fields of the form
    request: Request, officer: Admin, kind: Short = "", found_at: Short = "", who: Words = "",
    wanted: Words = "", data: Words = "", happened: Words = "", affected: Words = "", measures: Words = "",
) -> Response:  # fmt: skip
    """Writes a request or a breach down."""
    given = {
        "who": who, "wanted": wanted, "data": data, "happened": happened, "affected": affected,
        "measures": measures,
    }  # fmt: skip
    now = clock.now()

    def deed(tx: Session) -> object:
        at = _moment(found_at) or now
        return cases.open_case(tx, kind=kind, given=given, found_at=at, officer=officer, now=now)

    return _do(request, deed, said="dicatat")


def _moment(given: str) -> datetime | None:
    """What a field of date and time says, local; None when it is empty. BadInput for anything else."""
    if not given.strip():
        return None
    try:
        return datetime.fromisoformat(given.strip()).replace(tzinfo=LOCAL)
    except (ValueError, OverflowError):
        raise BadInput("waktu_kasus_salah", given[:40]) from None


@router.post("/{case_id}/selesai")
def close_case(request: Request, officer: Admin, case_id: RowId, outcome: Words = "") -> Response:
    """Ends one, with what was done."""
    return _do(
        request, said="selesai",
        deed=lambda tx: cases.close(tx, case_id, outcome=outcome, officer=officer, now=clock.now()),
    )  # fmt: skip


@router.post("/cari")
def search(request: Request, officer: Admin, words: Short = "", reason: Short = "") -> Response:
    """Finds persons by name or number; who searched, and why, is kept and told to each of them."""
    try:
        with transaction() as tx:
            found = looks.search(tx, officer=officer, words=words, reason=reason, now=clock.now())
    except Refused as refused:
        return _page(request, error=refused.sentence, status=refused.status)
    return _page(request, found=list(found))


@router.post("/warga/{person_id}/hapus")
def erase(request: Request, officer: Admin, person_id: RowId, kasus: RowForm, yakin: Short = "") -> Response:
    """Does what a request asked for: forgets the person, and closes the request."""
    if yakin != "ya":
        return _page(request, error=NOT_SURE, status=422)
    return _do(
        request, said="dihapus",
        deed=lambda tx: cases.erase(tx, kasus, person_id=person_id, officer=officer, now=clock.now()),
    )  # fmt: skip


@router.post("/warga/{person_id}/unduh")
def export(request: Request, officer: Admin, person_id: RowId, reason: Short = "") -> Response:
    """All that is held about a person, to be handed to them; kept, with the reason, and told to them."""
    now = clock.now()
    try:
        with transaction() as tx:
            person = tx.get(Person, person_id)
            if person is None:
                raise HTTPException(404, "Warga itu tidak ditemukan.")
            looks.note(tx, officer=officer, person_id=person.id, reason=reason, now=now)
            actor, data = f"petugas:{officer.id}", {"person_id": person.id, "what": "data_warga"}
            events.record(tx, kind=EventKind.DATA_EXPORTED, actor=actor, now=now, reason=reason, data=data)
    except Refused as refused:
        return _page(request, error=refused.sentence, status=refused.status)
    with reading() as session:
        held = personal_data.export(session, session.get_one(Person, person_id))
    return attached(held, f"data-warga-{person_id}.json")
