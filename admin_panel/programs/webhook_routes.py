"""/admin/webhook: programs that are called when something happens, and what they did not take."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from routing.city.catalogue import catalogue
from routing.domain.permissions import Action
from routing.domain.webhooks import as_told, key
from routing.errors import NotFound, Refused
from routing.news import webhooks
from routing.news.webhooks import Wanted
from storage import clock, events
from storage.db import reading, transaction
from storage.event_kinds import EventKind
from storage.models import Officer, Webhook
from web.templates import render

router = APIRouter(prefix="/admin/webhook")
Admin = Annotated[Officer, Depends(require(Action.CONFIGURE))]
RowId = Annotated[int, Path(ge=1, le=2**53)]
Some = Annotated[list[str], Form(max_length=100)]

SAID = {
    "dicabut": "Webhook sudah dicabut. Program itu tidak dihubungi lagi.",
    "ulang": "Kiriman dimulai lagi dari peristiwa itu.",
}


@contextmanager
def _there() -> Iterator[None]:
    """404 for a webhook that is not."""
    try:
        yield
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from None


def _page(
    request: Request, *, said: str = "", error: str = "", made: Webhook | None = None, status: int = 200
) -> Response:
    with reading() as session:
        rows, deaths, city = webhooks.living(session), webhooks.deaths(session), catalogue(session)
        officers = _officers(session)
    page = render(
        request, "programs/webhooks.html", rows=rows, deaths=deaths, officers=officers, made=made,
        told=_told(request, made) if made else "", kinds=[EventKind.of(kind) for kind in webhooks.KINDS],
        agencies=sorted(city.agencies.values(), key=lambda one: one.name), said=said, error=error,
        page="webhook", status=status,
    )  # fmt: skip
    page.headers["Cache-Control"] = "no-store"  # a key may be on it
    return page


def _told(request: Request, row: Webhook) -> str:
    return as_told(key(request.app.state.secret, row.id, row.salt))


def _officers(session: Session) -> dict[int, Officer]:
    """As whom a program may see reports."""
    active = select(Officer).where(Officer.active).order_by(Officer.name)
    return {officer.id: officer for officer in session.scalars(active)}


@router.get("")
def webhooks_page(request: Request, officer: Admin, kabar: str = "") -> Response:
    """All that are not revoked."""
    return _page(request, said=SAID.get(kabar, ""))


@router.post("")
def make_webhook(
    request: Request, officer: Admin, nama: Annotated[str, Form(max_length=200)],
    url: Annotated[str, Form(max_length=2000)],
    peristiwa: Some = [], dinas: Some = [],  # noqa: B006 - FastAPI copies them
    sebagai: Annotated[str, Form(max_length=20)] = "",
) -> Response:  # fmt: skip
    """A new one; its key stands on this answer alone."""
    try:
        with transaction() as tx:
            known = set(catalogue(tx).agencies)
            acts_as = _officers(tx).get(int(sebagai)) if sebagai.isdecimal() else None
            wanted = Wanted(nama, url.strip(), peristiwa, [code for code in dinas if code in known], acts_as)
            trusted = request.app.state.trusted_hosts
            made = webhooks.make(tx, wanted, by=officer, trusted=trusted, now=clock.now())
    except Refused as no:
        return _page(request, error=no.sentence, status=no.status)
    return _page(request, made=made)


@router.get("/{webhook_id}")
def one_webhook(request: Request, officer: Admin, webhook_id: RowId) -> Response:
    """How it stands, and what it did not take."""
    return _one(request, webhook_id)


def _one(request: Request, webhook_id: int, *, error: str = "", told: str = "") -> Response:
    with _there(), reading() as session:
        row, dead = webhooks.get(session, webhook_id), webhooks.dead(session, webhook_id)
        newest, deaths = events.last_seq(session), webhooks.deaths(session).get(webhook_id, 0)
        names = {code: one.name for code, one in catalogue(session).agencies.items()}
        acts_as = session.get(Officer, row.officer_id) if row.officer_id else None
    shown = [(one, event, EventKind.of(event.kind)) for one, event in dead]
    page = render(
        request, "programs/webhook.html", row=row, dead=shown, deaths=deaths, newest=newest, names=names,
        acts_as=acts_as, kinds=[EventKind.of(kind) for kind in row.kinds], told=told, said="", error=error,
        page="webhook", status=422 if error else 200,
    )  # fmt: skip
    page.headers["Cache-Control"] = "no-store"
    return page


@router.post("/{webhook_id}/ulang")
def resume(
    request: Request, officer: Admin, webhook_id: RowId, nomor: Annotated[int, Form(ge=0, le=2**53)]
) -> Response:
    """Sends again from an event on."""
    try:
        with _there(), transaction() as tx:
            webhooks.resume(tx, webhook_id, first=nomor, by=officer, now=clock.now())
    except Refused as no:
        return _one(request, webhook_id, error=no.sentence)
    return RedirectResponse(f"/admin/webhook/{webhook_id}", status_code=303)


@router.post("/{webhook_id}/kunci")
def renew_key(request: Request, officer: Admin, webhook_id: RowId) -> Response:
    """Another key; the one before signs nothing any more."""
    with _there(), transaction() as tx:
        row = webhooks.renew(tx, webhook_id, by=officer, now=clock.now())
    return _one(request, webhook_id, told=_told(request, row))


@router.post("/{webhook_id}/cabut")
def revoke(request: Request, officer: Admin, webhook_id: RowId) -> Response:
    """It is called no more."""
    with _there(), transaction() as tx:
        webhooks.revoke(tx, webhook_id, by=officer, now=clock.now())
    return RedirectResponse("/admin/webhook?kabar=dicabut", status_code=303)
