"""Who may read a report's page: whoever showed one of its keys, for a day, by a sealed cookie.

The key travels behind the # of the link in the chat, where no server, proxy or log sees it, or is typed; the
page hands it in once and gets this cookie instead. The cookie names a few reports, each with a seal over the
key that was shown, so that a new key (or an erased one) ends it.
"""

import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from routing.domain.tracking_keys import short_of
from storage import seals

HOST_COOKIE, COOKIE = "__Host-sorot-lacak", "sorot_lacak"  # the latter on http, on this machine only
DAY = 24 * 3600  # seconds
MOST = 8  # reports a browser has open at once
_HELD = re.compile(rf"([A-Z]{{1,8}}-[0-9]{{4}}-[0-9]{{1,9}})~({seals.SEAL})")


def _https(request: Request) -> bool:
    return request.url.scheme == "https" or str(request.app.state.public_url).startswith("https:")


def _said(number: str, key: str) -> str:
    return f"report:{number}:{key}"


def held(request: Request) -> Mapping[str, str]:
    """The reports this browser may read, each with its seal."""
    given = request.cookies.get(HOST_COOKIE if _https(request) else COOKIE, "")
    found = (_HELD.fullmatch(part) for part in given.split("!")[:MOST])
    return {match[1]: match[2] for match in found if match}


def shown(request: Request, number: str, key: str | None) -> str | None:
    """Which key of this report the browser has shown: its long one, its short one, or None."""
    seal = held(request).get(number)
    if not seal or not key:
        return None
    secret = str(request.app.state.secret)
    found = (one for one in (key, short_of(key)) if seals.fits(secret, _said(number, one), seal))
    return next(found, None)


def give(request: Request, response: Response, number: str, key: str) -> None:
    """Let this browser read with this key (long or short, as they are written) until tomorrow."""
    others = {name: seal for name, seal in held(request).items() if name != number}
    kept = {number: seals.seal(str(request.app.state.secret), _said(number, key)), **others}
    value = "!".join(f"{name}~{seal}" for name, seal in list(kept.items())[:MOST])
    https = _https(request)
    response.set_cookie(
        HOST_COOKIE if https else COOKIE, value, max_age=DAY, httponly=True, samesite="lax", secure=https,
        path="/",
    )  # fmt: skip
