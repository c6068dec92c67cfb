"""/masuk/sso: to the city's provider and back. Without one configured these are no pages."""

import hmac
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from accounts import devices, single_sign_on, tickets
from accounts.single_sign_on import Provider, SignOnRefused
from admin_panel.menu import home
from admin_panel.sign_in.entering import COOKIE_FLAGS, DEVICE_COOKIE, enter, safe_next
from admin_panel.sign_in.routes import sign_in_form
from storage import clock, limits
from storage.db import transaction

router = APIRouter()
STATE_COOKIE = "__Host-sorot-sso"  # the state stays in the browser that began: a forged link opens nothing
Word = Annotated[str, Query(max_length=4000)]


def _provider(request: Request) -> Provider:
    provider: Provider | None = request.app.state.sign_on
    if provider is None:
        raise HTTPException(404)
    return provider


def _back(request: Request) -> str:
    return f"{str(request.base_url).rstrip('/')}/masuk/sso/kembali"


@router.get("/masuk/sso")
def begin(request: Request, lanjut: Annotated[str, Query(max_length=500)] = "") -> Response:
    """Leads to the provider."""
    provider, address = _provider(request), request.client.host if request.client else None
    try:
        with transaction() as tx:
            limits.take(tx, "ticket", now=clock.now(), address=address)
        asked = single_sign_on.ask(provider, back=_back(request), to=lanjut)
        with transaction() as tx:
            tickets.make(tx, single_sign_on.PURPOSE, asked.kept, now=clock.now(), token=asked.state)
    except limits.TooMany:
        return sign_in_form(request, status=429, error="Terlalu banyak permintaan dari jaringan ini.")
    except SignOnRefused as no:
        return sign_in_form(request, status=503, error=str(no), lanjut=lanjut)
    response = RedirectResponse(asked.address, status_code=303)
    response.set_cookie(
        STATE_COOKIE, asked.state, max_age=int(tickets.LIFETIME.total_seconds()), **COOKIE_FLAGS
    )
    return response


@router.get("/masuk/sso/kembali")
def come_back(request: Request, code: Word = "", state: Word = "") -> Response:
    """Lets in who the provider says it is, when it answers what this very browser asked."""
    provider, now = _provider(request), clock.now()
    own = request.cookies.get(STATE_COOKIE, "")
    try:
        if not own or not hmac.compare_digest(own.encode(), state.encode()):
            raise SignOnRefused(single_sign_on.STALE)
        with transaction() as tx:
            kept = tickets.use(tx, single_sign_on.PURPOSE, state, now=now)
        if kept is None or not code:
            raise SignOnRefused(single_sign_on.STALE)
        claims = single_sign_on.who(provider, kept, code=code, back=_back(request), now=now)
        with transaction() as tx:
            officer = single_sign_on.officer_of(tx, claims, now=now)
            device = devices.known(tx, request.cookies.get(DEVICE_COOKIE, ""), officer.username, now=now)
    except SignOnRefused as no:
        response = sign_in_form(request, status=401, error=str(no))
    else:
        response = enter(request, officer, None, device, safe_next(kept["to"], home(officer.role)))
    response.delete_cookie(STATE_COOKIE, **COOKIE_FLAGS)
    return response
