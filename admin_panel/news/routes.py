"""/petugas/kabar: what an officer was told. /akun/kabar: on which ways, and when not."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, RedirectResponse, Response

from admin_panel.access import require
from routing.domain.news import NEWS_NAMES, NewsKind, Way, names_for
from routing.domain.permissions import Action
from routing.errors import BadInput
from routing.news import choices, gathering, subscriptions
from routing.news.choices import Wishes
from routing.people import officer_chats
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer
from web import device
from web.templates import render

router = APIRouter()
Anyone = Annotated[Officer, Depends(require(Action.ENTER))]
Hour = Annotated[str, Form(pattern=r"^([01]?\d|2[0-3])?$", max_length=2)]
SAID = {"simpan": "Pilihan kabar disimpan.", "lepas": "Peramban itu tidak menerima kabar lagi."}


class Subscribed(BaseModel):
    """A browser's subscription, as the Push API's JSON has it."""

    endpoint: str = Field(max_length=2000)
    keys: dict[str, str]


@router.get("/petugas/kabar")
def news_page(request: Request, officer: Anyone) -> Response:
    """The newest news; what was not read yet is marked."""
    with reading() as session:
        rows, unread = gathering.of(session, officer), gathering.unread(session, officer)
    return render(request, "news/page.html", rows=rows, unread=unread, names=NEWS_NAMES)


@router.get("/petugas/kabar/jumlah")
def count(
    request: Request, officer: Annotated[Officer, Depends(require(Action.ENTER, piece_of="/petugas/kabar"))]
) -> Response:
    """How many are unread, for the bell."""
    with reading() as session:
        many = gathering.unread(session, officer)
    return render(request, "news/bell.html", many=many)


@router.post("/petugas/kabar/dibaca")
def mark_read(request: Request, officer: Anyone) -> Response:
    """All of it is read; what has not left the panel yet stays there."""
    with transaction() as tx:
        gathering.mark_read(tx, officer, now=clock.now())
    return RedirectResponse("/petugas/kabar", status_code=303)


@router.get("/akun/kabar")
def choices_page(request: Request, officer: Anyone, kabar: str = "") -> Response:
    """What the officer wants to hear of, on which ways."""
    with reading() as session:
        wishes, browsers = choices.of(session, officer.id), subscriptions.of(session, officer.id)
        linked = officer_chats.of_officer(session, officer.id)
    chat = officer_chats.CHANNELS[linked.channel] if linked else ""
    return render(
        request, "news/choices.html", wishes=wishes, browsers=browsers, names=names_for(officer.role),
        ways=list(Way), said=SAID.get(kabar, ""), chat=chat, mail=request.app.state.mail,
        push_key=request.app.state.push_key,
    )  # fmt: skip


@router.post("/akun/kabar")
def keep_choices(
    request: Request, officer: Anyone,
    pilih: Annotated[list[str], Form(max_length=60)] = [],  # noqa: B006 - FastAPI copies it
    ringkas: Annotated[bool, Form()] = False, dari: Hour = "", sampai: Hour = "",
) -> Response:  # fmt: skip
    """Keeps it; `pilih` holds "kind:way" for each box that is ticked."""
    ways = {kind: [way for way in Way if f"{kind}:{way}" in pilih] for kind in NewsKind}
    both = bool(dari and sampai)
    quiet = (int(dari), int(sampai)) if both else (None, None)
    with transaction() as tx:
        choices.keep(tx, officer, Wishes(ways, ringkas, *quiet))
    return RedirectResponse("/akun/kabar?kabar=simpan", status_code=303)


@router.post("/akun/kabar/peramban")
def subscribe(request: Request, officer: Anyone, given: Subscribed) -> Response:
    """This browser takes notifications."""
    name = device.named(request.headers.get("User-Agent", ""))
    p256dh, auth = given.keys.get("p256dh", "")[:200], given.keys.get("auth", "")[:100]
    try:
        with transaction() as tx:
            subscriptions.keep(
                tx, officer, endpoint=given.endpoint, p256dh=p256dh, auth=auth, device=name, now=clock.now()
            )  # fmt: skip
    except BadInput as no:
        return JSONResponse({"detail": no.sentence}, 422)
    return JSONResponse({"to": "/akun/kabar?kabar=simpan"})


@router.post("/akun/kabar/peramban/lepas")
def unsubscribe(
    request: Request, officer: Anyone, endpoint: Annotated[str, Form(max_length=2000)]
) -> Response:
    """One of the officer's browsers takes them no more."""
    with transaction() as tx:
        subscriptions.forget(tx, endpoint, officer=officer)
    return RedirectResponse("/akun/kabar?kabar=lepas", status_code=303)
