"""/admin: officers, categories' terms, dead letters."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from accounts import importing, links, notes, officers, second_factor
from admin_panel.access import require
from admin_panel.settings import queries, terms
from routing.city.catalogue import catalogue
from routing.domain.permissions import Action, Role
from routing.people import officer_chats
from routing.reports import trust
from storage import clock, inbox, outbox
from storage.db import reading, transaction
from storage.models import Category, Officer
from web.templates import render

router = APIRouter(prefix="/admin")
Admin = Annotated[Officer, Depends(require(Action.CONFIGURE))]
RowId = Annotated[int, Path(ge=1, le=2**53)]
Words = Annotated[str, Form(max_length=100)]  # by which the officers on the page were found
Caretaker = Annotated[Officer, Depends(require(Action.REPAIR))]

SAID = {
    "status": "Status akun sudah diubah.",
    "ditunjuk": "Penunjukan untuk kategori yang dijaga disimpan.",
    "email": "Alamat e-mail disimpan.",
    "tugas": "Nama dan tugasnya disimpan. Yang berpindah tugas masuk lagi dengan wewenang barunya.",
    "chat": "Chat petugas itu dicabut. Pesan dari sana sekarang dibaca sebagai pesan warga.",
    "langkah": "Langkah kedua dihapus dan orangnya dikeluarkan. Ia masuk lagi dengan kata sandinya.",
    "tenggat": "Tenggat disimpan dan berlaku untuk laporan baru.",
    "diulang": "Dimasukkan lagi ke antrean. Hasilnya terlihat di halaman ini.",
    "tetap": "Tidak ada yang diubah: pesan itu sudah tidak gagal lagi.",
}


def _back(path: str, said: str, *, words: str = "") -> Response:
    query = {"kabar": said, **({"cari": words} if words else {})}
    return RedirectResponse(f"{path}?{urlencode(query)}", status_code=303)


def show_officers(  # noqa: PLR0913 - what stands on the page
    request: Request, *, status: int = 200, error: str = "", kabar: str = "",
    link: str = "", linked: Officer | None = None, typed: Mapping[str, str] = {},
    invited: Sequence[tuple[Officer, str]] = (), faults: Sequence[str] = (), words: str = "", after: int = 0,
) -> Response:  # fmt: skip
    """Who can sign in, a page of them. invited: with links shown this once; faults: why no file was taken.

    words: what all that are shown have; after: the last one of the page before.
    """
    with reading() as session:
        found, agencies = queries.officers(session, words=words, after=after), queries.agencies(session)
        secured, named = second_factor.holders(session), trust.named(session)
        city, unattended = catalogue(session), trust.unattended(session)
        chats = officer_chats.holders(session)
        kept = {code: city.categories[code].name for code in sorted(city.settings.guarded.named)}
    days = links.lifetime(linked).days if linked else 0
    response = render(
        request, "settings/officers.html", status=status, found=found, agencies=agencies, roles=list(Role),
        error=error, said=SAID.get(kabar, ""), page="petugas", link=link, linked=linked, typed=typed,
        secured=secured, days=days, named=named, kept=kept, unattended=unattended, chats=chats,
        CHAT=officer_chats.CHANNELS, invited=invited, faults=faults, columns=importing.COLUMNS, words=words,
        first=not after,
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"  # a link may be on it
    return response


@router.get("")
def officers_page(
    request: Request, officer: Admin, kabar: str = "", cari: Annotated[str, Query(max_length=100)] = "",
    sesudah: Annotated[int, Query(ge=0, le=2**53)] = 0,
) -> Response:  # fmt: skip
    """Everyone who can sign in, or whom the words tell of."""
    return show_officers(request, kabar=kabar, words=cari, after=sesudah)


@router.post("/petugas")
def create_officer(  # noqa: PLR0913 - the fields of the form
    request: Request,
    officer: Admin,
    username: Annotated[str, Form(max_length=100)],
    name: Annotated[str, Form(max_length=200)],
    role: Annotated[str, Form(max_length=20)],
    agency: Annotated[str, Form(max_length=60)] = "",
    email: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """Invites somebody: makes an account, and the link by which its owner chooses a password."""
    typed = {"username": username, "name": name, "role": role, "agency": agency, "email": email}
    try:
        with transaction() as tx:
            made = officers.create(
                tx, username=username, name=name, role=role, agency_code=agency or None, password=None,
                now=clock.now(), by=officer, email=email,
            )  # fmt: skip
            key = officers.make_link(tx, made, by=officer, now=clock.now())
    except officers.OfficerRefused as refused:
        return show_officers(request, status=422, error=str(refused), typed=typed)
    return show_officers(request, status=201, link=link_to(request, key), linked=made)


def _someone(tx: Session, officer_id: int) -> Officer:
    found = tx.get(Officer, officer_id)
    if found is None:
        raise HTTPException(404, "Petugas itu tidak ditemukan.")
    return found


@router.post("/petugas/{officer_id}/tautan")
def make_link(request: Request, officer: Admin, officer_id: RowId, cari: Words = "") -> Response:
    """Makes a one-time link by which an officer chooses a new password; it is shown this once."""
    try:
        with transaction() as tx:
            linked = _someone(tx, officer_id)
            key = officers.make_link(tx, linked, by=officer, now=clock.now())
    except officers.OfficerRefused as refused:
        return show_officers(request, status=422, error=str(refused), words=cari)
    return show_officers(request, status=201, link=link_to(request, key), linked=linked, words=cari)


@router.post("/petugas/{officer_id}/email")
def set_email(
    request: Request, officer: Admin, officer_id: RowId, email: Annotated[str, Form(max_length=300)] = "",
    cari: Words = "",
) -> Response:  # fmt: skip
    """Another address of an officer's mail; empty: none."""
    try:
        with transaction() as tx:
            officers.set_email(tx, _someone(tx, officer_id), email, by=officer, now=clock.now())
    except officers.OfficerRefused as refused:
        return show_officers(request, status=422, error=str(refused), words=cari)
    return _back("/admin", "email", words=cari)


@router.post("/petugas/{officer_id}/ditunjuk")
def name_officer(
    request: Request, officer: Admin, officer_id: RowId,
    kategori: Annotated[list[str], Form(max_length=50)] = [],  # noqa: B006 - FastAPI copies it
    cari: Words = "",
) -> Response:  # fmt: skip
    """Names somebody for the categories only named officers see, or for none."""
    with transaction() as tx:
        trust.name(tx, _someone(tx, officer_id), kategori, by=officer, now=clock.now())
    return _back("/admin", "ditunjuk", words=cari)


@router.post("/petugas/{officer_id}/langkah-kedua/hapus")
def reset_second_step(request: Request, officer: Admin, officer_id: RowId, cari: Words = "") -> Response:
    """Takes the second step off somebody who lost phone and paper; they are signed out everywhere."""
    now = clock.now()
    with transaction() as tx:
        someone = _someone(tx, officer_id)
        second_factor.take_off(tx, someone, by=officer, now=now)
        notes.write(tx, someone.id, notes.AtAccount.SECOND_RESET, notes.Whence(), now=now)
    return _back("/admin", "langkah", words=cari)


@router.post("/petugas/{officer_id}/chat/cabut")
def revoke_chat(request: Request, officer: Admin, officer_id: RowId, cari: Words = "") -> Response:
    """Takes the chat of somebody whose phone is gone: what comes from there is a resident's."""
    with transaction() as tx:
        officer_chats.end(tx, _someone(tx, officer_id), by=officer, now=clock.now())
    return _back("/admin", "chat", words=cari)


def link_to(request: Request, key: str) -> str:
    """The address of a one-time link."""
    return f"{str(request.base_url).rstrip('/')}/masuk/tautan#{key}"


@router.post("/petugas/{officer_id}/aktif")
def set_active(
    request: Request, officer: Admin, officer_id: RowId, active: Annotated[bool, Form()], cari: Words = ""
) -> Response:
    """Lets an officer go or come back."""
    try:
        with transaction() as tx:
            officers.set_active(tx, _someone(tx, officer_id), active, by=officer, now=clock.now())
    except officers.OfficerRefused as refused:
        return show_officers(request, status=422, error=str(refused), words=cari)
    return _back("/admin", "status", words=cari)


@router.post("/petugas/{officer_id}/tugas")
def set_post(  # noqa: PLR0913 - the fields of the form
    request: Request, officer: Admin, officer_id: RowId, name: Annotated[str, Form(max_length=200)],
    role: Annotated[str, Form(max_length=20)], agency: Annotated[str, Form(max_length=60)] = "",
    cari: Words = "",
) -> Response:  # fmt: skip
    """Another name, role or office of somebody; who moves is named for nothing any more."""
    now = clock.now()
    try:
        with transaction() as tx:
            someone = _someone(tx, officer_id)
            moved = officers.set_post(
                tx, someone, name=name, role=role, agency_code=agency or None, by=officer, now=now
            )
            if moved:
                trust.name(tx, someone, (), by=officer, now=now)
    except officers.OfficerRefused as refused:
        return show_officers(request, status=422, error=str(refused), words=cari)
    return _back("/admin", "tugas", words=cari)


def _terms_page(
    request: Request, *, status: int = 200, error: str = "", kabar: str = "",
    typed: Mapping[str, str | int] | None = None, only: str = "",
) -> Response:  # fmt: skip
    """The whole table, or for htmx the row of the category `only`."""
    with reading() as session:
        categories, agencies = queries.categories(session), queries.agencies(session)
        sample = catalogue(session).settings.proof.sample_percent
    row = next((category for category in categories if category.code == only), None)
    return render(
        request, "settings/term_row.html" if row else "settings/terms.html", status=status,
        categories=categories, category=row, agencies=agencies, error=error, said=SAID.get(kabar, ""),
        typed=typed, page="tenggat", sample=sample,
    )  # fmt: skip


@router.get("/tenggat")
def terms_page(request: Request, officer: Admin, kabar: str = "") -> Response:
    """Every category, who answers for it and by when."""
    return _terms_page(request, kabar=kabar)


@router.post("/tenggat/{code}")
def set_terms(  # noqa: PLR0913 - the fields of the form
    request: Request,
    officer: Admin,
    code: str,
    agency: Annotated[str, Form(max_length=60)],
    first: Annotated[int, Form()],
    resolve: Annotated[int, Form()],
    unit: Annotated[str, Form(max_length=20)],
    proof: Annotated[str, Form(max_length=20)],
    checking: Annotated[str, Form(max_length=20)],
) -> Response:
    """Changes one category."""
    part, wanted = (
        "HX-Request" in request.headers,
        terms.CategoryTerms(agency, first, resolve, unit, proof, checking),
    )
    try:
        with transaction() as tx:
            category = tx.get(Category, code)
            if category is None:
                raise HTTPException(404, "Kategori itu tidak ditemukan.")
            terms.set_terms(tx, category, wanted, by=officer, now=clock.now())
    except terms.TermRefused as refused:
        typed = {"code": code, **asdict(wanted)}
        return _terms_page(request, status=422, error=str(refused), typed=typed, only=code if part else "")
    if part:
        return _terms_page(request, kabar="tenggat", only=code)
    return _back("/admin/tenggat", "tenggat")


@router.get("/gagal")
def dead_letters_page(request: Request, officer: Caretaker, kabar: str = "") -> Response:
    """Messages that could not be handled or sent."""
    with reading() as session:
        letters = queries.dead_letters(session)
    said = SAID.get(kabar, "")
    return render(request, "settings/dead_letters.html", letters=letters, said=said, page="gagal")


@router.post("/gagal/masuk/{row_id}")
def retry_incoming(request: Request, officer: Caretaker, row_id: RowId) -> Response:
    """Another five tries for an incoming message."""
    with transaction() as tx:
        revived = inbox.revive(tx, row_id, now=clock.now())
    return _back("/admin/gagal", "diulang" if revived else "tetap")


@router.post("/gagal/keluar/{row_id}")
def retry_outgoing(request: Request, officer: Caretaker, row_id: RowId) -> Response:
    """Another try for an outgoing message."""
    with transaction() as tx:
        revived = outbox.revive(tx, row_id, now=clock.now())
    return _back("/admin/gagal", "diulang" if revived else "tetap")
