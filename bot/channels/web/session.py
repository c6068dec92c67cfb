"""Who is chatting, as seen from a request: the cookie, the header of our own page, the seals of pictures."""

import re

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web import keys
from bot.channels.web.refusals import refuse
from storage import clock, seals
from storage.db import glancing

# Over https the name itself binds the cookie to this host: no other name of the city's domain can plant one.
HOST_COOKIE = "__Host-sorot-chat"
COOKIE = "sorot_chat"  # on http, which is served to this machine only
# A page elsewhere can make a browser post a form to us with its cookie, but not with a header of its own.
HEADER = "X-Sorot-Chat"
_TICKET = re.compile(rf"([0-9a-f]{{64}})\.({seals.SEAL})")


def over_https(request: Request) -> bool:
    """Whether browsers reach us by https, whatever the last stretch is."""
    return request.url.scheme == "https" or str(request.app.state.public_url).startswith("https:")


def holder(session: Session, request: Request) -> tuple[str, keys.Visitor] | None:
    """The browser's key and who holds it; None when it shows none that is good."""
    key, now = request.cookies.get(HOST_COOKIE if over_https(request) else COOKIE), clock.now()
    found = keys.find(session, key, now=now)
    if found is None and over_https(request):
        # The name of former versions: good for a conversation from then, and for no later one.
        key = request.cookies.get(COOKIE)
        old = keys.find(session, key, now=now)
        found = old if old is not None and old.session is None else None
    return (str(key), found) if found is not None else None


def visitor_of(request: Request) -> keys.Visitor | None:
    """Who is chatting, None when the chat has not begun on this browser, or has ended."""
    with glancing() as session:
        return _held(session, request)


def _held(session: Session, request: Request) -> keys.Visitor | None:
    found = holder(session, request)
    return found[1] if found else None


def shows_a_key(request: Request) -> None:
    """401 for who shows nothing that could be a key: of them nothing is read, and no database is asked."""
    shown = (request.cookies.get(HOST_COOKIE), request.cookies.get(COOKIE))
    if not any(keys.well_formed(key) for key in shown):
        raise refuse(401, "web-no-session")


def known(request: Request, within: Session | None = None) -> keys.Visitor:
    """Who is chatting; 401 for nobody. `within`: the transaction that goes on with it, if there is one."""
    found = visitor_of(request) if within is None else _held(within, request)
    if found is None:
        raise refuse(401, "web-no-session")
    return found


async def visitor(request: Request) -> keys.Visitor:
    """The same, from the event loop."""
    return await run_in_threadpool(known, request)


def network(request: Request) -> str:
    """The client's network address, as the proxy in front tells it."""
    return request.client.host if request.client else "unknown"


def remember(request: Request, response: Response, key: str) -> None:
    """Put the key into the browser's cookie; scripts cannot read it."""
    https = over_https(request)
    response.set_cookie(
        HOST_COOKIE if https else COOKIE, key, max_age=int(keys.LIFETIME.total_seconds()), httponly=True,
        samesite="lax", secure=https, path="/",
    )  # fmt: skip


def forget(request: Request, response: Response) -> None:
    """Take the key away from the browser, and the pictures it has kept."""
    https = over_https(request)
    for name in (HOST_COOKIE, COOKIE) if https else (COOKIE,):
        response.delete_cookie(name, httponly=True, samesite="lax", secure=https, path="/")
    response.headers["Clear-Site-Data"] = '"cache"'


def same_origin(request: Request) -> None:
    """Refuse (403) what another site makes a browser send."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    if request.headers.get(HEADER) != "1" or site not in ("same-origin", "none"):
        raise refuse(403, "web-foreign")


def ticket(sha256: str, *, address: str, secret: str) -> str:
    """What the browser shows to send a picture it uploaded: nobody else's picture can be claimed with it."""
    return f"{sha256}.{seals.seal(secret, _said(sha256, address))}"


def redeem(given: str, *, address: str, secret: str) -> str | None:
    """The picture's SHA-256, None when the ticket is not one of this person's."""
    read = _TICKET.fullmatch(given)
    if read is None:
        return None
    sha256, seal = read.groups()
    return sha256 if seals.fits(secret, _said(sha256, address), seal) else None


def _said(sha256: str, address: str) -> str:
    return f"chat-photo:{address}:{sha256}"
