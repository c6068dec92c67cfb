"""A body beyond a door's limit, refused by the framework in plain text: told in our words instead."""

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web import problem

TOO_LARGE = 413


class TooLargeInOurWords:
    """ASGI middleware: a page, or problem JSON, in the place of the framework's plain line."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything else on unchanged."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        ours = False

        async def send_ours(message: Message) -> None:
            nonlocal ours
            if ours:
                return  # the plain line
            if message["type"] == "http.response.start" and message["status"] == TOO_LARGE:
                ours = Headers(raw=message["headers"]).get("content-type", "").startswith("text/plain")
            if ours:
                await problem.respond(Request(scope), TOO_LARGE)(scope, receive, send)
            else:
                await send(message)

        await self.app(scope, receive, send_ours)
