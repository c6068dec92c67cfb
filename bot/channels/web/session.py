"""Who is chatting: a random key in the browser's cookie. Only its hash is kept, as the person's address."""

import hashlib
import hmac
import re
import secrets

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web.problems import refuse

COOKIE = "sorot_chat"
YEAR = 365 * 24 * 3600  # seconds
# A page elsewhere can make a browser post a form to us with its cookie, but not with a header of its own.
HEADER = "X-Sorot-Chat"
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")


def new_key() -> str:
    """A fresh private key, 256 bits."""
    return secrets.token_urlsafe(32)


def well_formed(key: str | None) -> bool:
    """Whether this can be a key of ours."""
    return bool(key and _KEY.fullmatch(key))


def address_of(key: str) -> str:
    """The person's address: the key's hash, so that a look into the database opens nobody's chat."""
    return hashlib.sha256(key.encode()).hexdigest()


def key_of(request: Request) -> str | None:
    """The private key of this browser, None when it has none."""
    key = request.cookies.get(COOKIE)
    return key if well_formed(key) else None


def sender(request: Request) -> str:
    """The address of whoever is chatting; 401 when the chat has not begun on this browser."""
    key = key_of(request)
    if key is None:
        raise refuse(401, "web-no-session")
    return address_of(key)


def remember(response: Response, key: str, *, secure: bool) -> None:
    """Put the key into the browser's cookie; scripts cannot read it."""
    response.set_cookie(COOKIE, key, max_age=YEAR, httponly=True, samesite="lax", secure=secure, path="/")


def same_origin(request: Request) -> None:
    """Refuse (403) what another site makes a browser send."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    if request.headers.get(HEADER) != "1" or site not in ("same-origin", "none"):
        raise refuse(403, "web-foreign")


def ticket(sha256: str, *, address: str, secret: str) -> str:
    """What the browser shows to send a picture it uploaded: nobody else's picture can be claimed with it."""
    return f"{sha256}.{_seal(sha256, address, secret)}"


def redeem(given: str, *, address: str, secret: str) -> str | None:
    """The picture's SHA-256, None when the ticket is not one of this person's."""
    sha256, _, seal = given.partition(".")
    honest = hmac.compare_digest(seal.encode(), _seal(sha256, address, secret).encode())
    return sha256 if honest else None


def _seal(sha256: str, address: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"chat-photo:{address}:{sha256}".encode(), "sha256").hexdigest()[:32]
