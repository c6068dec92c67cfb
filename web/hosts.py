"""Under which names the service answers."""

import ipaddress
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from web import problem


class KnownHosts:
    """ASGI middleware: 400 for a Host header that names somebody else's domain.

    A page elsewhere could otherwise have its own name lead to this machine and read what is served here
    (DNS rebinding). Numbers and names without a dot are nobody's domain: health checks, containers, tests.
    """

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self.app = app
        self.own = urlsplit(public_url).hostname or ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what is asked under a name of ours."""
        if scope["type"] == "http" and not self.knows(_host(scope)):
            response = problem.respond(Request(scope), 400, "Layanan ini tidak ada di alamat itu.")
            await response(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def knows(self, host: str) -> bool:
        """Whether `host` (a Host header) is ours or nobody's."""
        try:
            name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
        except ValueError:
            return False
        if name == self.own or "." not in name or name.endswith(".localhost"):
            return ":" not in name or _is_number(name)
        return _is_number(name)


def _host(scope: Scope) -> str:
    given = [str(value.decode("latin-1")) for name, value in scope["headers"] if name == b"host"]
    return ("" if not given else given[0]) if len(given) < 2 else "two.invalid"


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
