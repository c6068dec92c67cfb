"""Who may open what. Every officer route depends on `require(Action.X)`; a route without it fails a test."""

import hmac
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from accounts import sessions
from routing.domain.permissions import Action, may
from storage import clock
from storage.db import reading
from storage.models import Officer

# Secure, and bound to this host by its name; browsers take it on https and on localhost, on no other http.
COOKIE = "__Host-sorot"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def session_of(token: str) -> tuple[Officer, str] | None:
    """The officer and CSRF token behind a session token, if it is still good."""
    with reading() as session:
        return sessions.find(session, token, now=clock.now())


def _sign_in_first(request: Request) -> HTTPException:
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return HTTPException(401, headers={"Location": f"/masuk?lanjut={quote(wanted)}"})


async def _check_csrf(request: Request, expected: str) -> None:
    given = request.headers.get("X-CSRF-Token")
    if given is None:
        given = str((await request.form()).get("csrf", ""))
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise HTTPException(403, "Formulir ini sudah kedaluwarsa. Muat ulang halaman, lalu kirim lagi.")


class Require:
    """The one dependency that lets an officer in: signed in, in a role that may do this, no forged form.
    """

    def __init__(self, action: Action) -> None:
        self.action = action

    async def __call__(self, request: Request) -> Officer:
        """The signed-in officer; 401 (a page leads to /masuk), 403 for another role or a bad CSRF token."""
        token = request.cookies.get(COOKIE)
        found = await run_in_threadpool(session_of, token) if token else None
        if found is None:
            raise _sign_in_first(request)
        officer, csrf = found
        request.state.officer, request.state.csrf = officer, csrf
        if not may(officer.role, self.action):
            raise HTTPException(403)
        if request.method not in SAFE:
            await _check_csrf(request, csrf)
        return officer


def require(action: Action) -> Require:
    """`officer: Annotated[Officer, Depends(require(Action.READ))]`; who may is in `permissions.MAY`."""
    return Require(action)
