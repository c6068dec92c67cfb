"""Who may open what. Every officer route depends on `require(Action.X)`; a route without it fails a test."""

import hmac
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from accounts import sessions, walls
from routing.city import catalogue
from routing.domain.permissions import Action, may
from storage import clock, events
from storage.db import reading
from storage.models import Officer
from web.problem import wants_html

# Secure, and bound to this host by its name; browsers take it on https and on localhost, on no other http.
COOKIE = "__Host-sorot"
WALL_COOKIE = "__Host-sorot-layar"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Within:
    """Who asks, the CSRF token of their forms ("" on a screen, which sends none), and the newest event before
    anything was read for the answer: from there on the page's live line brings what it does not hold yet.
    city: which configuration the city has, "" where nobody looked."""

    officer: Officer
    csrf: str
    live_after: int
    city: str = ""


def session_of(token: str) -> Within | None:
    """Who is behind a session token, if it is still good."""
    with reading() as session:
        found = sessions.find(session, token, now=clock.now())
        return Within(found.officer, found.csrf, found.newest, found.city) if found else None


def wall_of(key: str) -> Within | None:
    """Who watches the wall on a screen with this key, if it is still good."""
    with reading() as session:
        link = walls.find(session, key)
        return Within(walls.watcher(link), "", events.last_seq(session)) if link else None


def _remember(request: Request, within: Within) -> Officer:
    request.state.officer, request.state.csrf = within.officer, within.csrf
    request.state.live_after = within.live_after
    catalogue.told(within.city)
    return within.officer


def still_in(request: Request) -> bool:
    """Whether whoever opened this line would still be let in."""
    token, key = request.cookies.get(COOKIE), request.cookies.get(WALL_COOKIE)
    return bool((token and session_of(token)) or (key and wall_of(key)))


def _with_query(request: Request, path: str) -> str:
    return f"{path}?{request.url.query}" if request.url.query else path


def _sign_in_first(request: Request) -> HTTPException:
    wanted = _with_query(request, request.url.path)
    # A part of a page that is asked for by htmx leads back to the page it stands in, not to the bare part.
    page = urlsplit(request.headers.get("HX-Current-URL", ""))
    if page.path and page.netloc == request.url.netloc:
        wanted = page.path + (f"?{page.query}" if page.query else "")
    return HTTPException(401, headers={"Location": f"/masuk?lanjut={quote(wanted)}"})


async def _check_csrf(request: Request, expected: str) -> None:
    given = request.headers.get("X-CSRF-Token")
    if given is None:
        given = str((await request.form()).get("csrf", ""))
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise HTTPException(403, "Formulir ini sudah kedaluwarsa. Muat ulang halaman, lalu kirim lagi.")


class Require:
    """The one dependency that lets an officer in: signed in, in a role that may do this, no forged form."""

    def __init__(self, action: Action, *, on_screens: bool = False, piece_of: str = "") -> None:
        self.action, self.on_screens, self.piece_of = action, on_screens, piece_of

    async def __call__(self, request: Request) -> Officer:
        """The signed-in officer; 401 (a page leads to /masuk), 403 for another role or a bad CSRF token."""
        token = request.cookies.get(COOKIE)
        found = await run_in_threadpool(session_of, token) if token else None
        if found is None:
            if watcher := await self._on_a_screen(request):
                return watcher
            raise _sign_in_first(request)
        officer = _remember(request, found)
        if not may(officer.role, self.action):
            raise HTTPException(403)
        if request.method not in SAFE:
            await _check_csrf(request, found.csrf)
        elif self.piece_of and wants_html(request) and "HX-Request" not in request.headers:
            raise HTTPException(303, headers={"Location": _with_query(request, self.piece_of)})
        return officer

    async def _on_a_screen(self, request: Request) -> Officer | None:
        """The watcher of a screen with a link of its own: may look at the wall and send nothing."""
        key = request.cookies.get(WALL_COOKIE)
        if not (self.on_screens and key and request.method in SAFE):
            return None
        watching = await run_in_threadpool(wall_of, key)
        return _remember(request, watching) if watching else None


def require(action: Action, *, on_screens: bool = False, piece_of: str = "") -> Require:
    """`officer: Annotated[Officer, Depends(require(Action.READ))]`; who may is in `permissions.MAY`.

    on_screens: screens with a link of their own (`accounts.walls`) get this too.
    piece_of: the page that htmx puts this piece into; a browser that opens the piece by its address is led
    there, with what was asked.
    """
    return Require(action, on_screens=on_screens, piece_of=piece_of)
