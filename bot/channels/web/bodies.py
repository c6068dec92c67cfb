"""Bodies that come to the web chat's doors: bounded, and of our own page only."""

import json
from typing import Any

from starlette.requests import ClientDisconnect, Request

from bot.channels.web import session
from bot.channels.web.refusals import refuse
from web.bodies import read_up_to

MAX_JSON = 64 * 1024  # bytes; 4,000 characters fit in any script


async def body_of(request: Request, limit: int, key: str) -> bytes:
    """The request's body; 413 as soon as it is longer than `limit` bytes, whatever its header says."""
    try:
        body = await read_up_to(request, limit)
    except ClientDisconnect:
        raise refuse(400, "web-bad-message") from None
    if body is None:
        raise refuse(413, key)
    return body


async def json_of(request: Request) -> Any:
    """The request's JSON, `{}` for nothing; 403 when another site made the browser send it."""
    session.same_origin(request)
    raw = await body_of(request, MAX_JSON, "web-message-too-big")
    try:
        return json.loads(raw or b"{}")
    except (ValueError, RecursionError):
        raise refuse(400, "web-bad-message") from None
