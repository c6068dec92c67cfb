"""HEAD, everywhere: answered as GET would be, without the body."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class _Answered(Exception):
    """The headers are out, which is all that was asked for."""


class HeadAnswers:
    """ASGI middleware: asks the application with GET and lets it go once the headers are known.

    A link checker's or a chat program's preview asks so; an open line would otherwise never end.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything but HEAD on unchanged."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            await send({**message, "body": b"", "more_body": False} if _is_body(message) else message)
            if _is_body(message):
                raise _Answered

        try:
            await self.app({**scope, "method": "GET"}, receive, send_head)
        except _Answered:
            return


def _is_body(message: Message) -> bool:
    return str(message["type"]) == "http.response.body"
