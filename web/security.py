"""Headers that keep a page to its own scripts, and the nonce its few inline ones carry."""

import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# MapLibre and htmx set styles through the DOM, which needs no allowance; style="" in the page stays blocked.
POLICY = (
    "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'; "
    "script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; font-src 'self'; "
    "manifest-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "connect-src 'self'; worker-src 'self' blob:"
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=(), payment=()",
}


def headers(nonce: str, scheme: str) -> dict[str, str]:
    """The headers of one response."""
    made = {"Content-Security-Policy": POLICY.format(nonce=nonce), **FIXED}
    if scheme == "https":
        made["Strict-Transport-Security"] = "max-age=31536000"
    return made


class SecurityHeaders:
    """ASGI middleware (not Starlette's BaseHTTPMiddleware: that one would hold back the live stream)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Adds the headers to every HTTP response; `request.state.csp_nonce` is the page's nonce."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["csp_nonce"] = nonce

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = MutableHeaders(scope=message)
                for name, value in headers(nonce, scope["scheme"]).items():
                    present.setdefault(name, value)
                if "officer" in scope["state"]:
                    # On an office's computer the next person must find nothing, neither in the browser's
                    # store nor with its back button: pages, fragments, pictures, JSON alike.
                    present["Cache-Control"] = "no-store"
            await send(message)

        await self.app(scope, receive, send_with_headers)
