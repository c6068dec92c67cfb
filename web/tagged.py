"""Bodies with their tag, so that who has one already is told so (RFC 9110, 13.1.2)."""

import hashlib
from collections.abc import Iterable, Mapping

from starlette.requests import Request
from starlette.responses import Response


def tag_of(parts: Iterable[bytes]) -> str:
    """The tag of what these bytes make together."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part)
    return f'"{whole.hexdigest()[:32]}"'


def has(request: Request, tag: str) -> bool:
    """Whether the client has what carries this tag; a proxy that pressed it may have made the tag weak."""
    given = (one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(","))
    return any(one in (tag, "*") for one in given)


def answer(request: Request, body: bytes, kind: str, headers: Mapping[str, str]) -> Response:
    """The body with its tag; 304 for who has it."""
    tag = tag_of([body])
    said = {**headers, "ETag": tag}
    if has(request, tag):
        return Response(status_code=304, headers=said)
    return Response(body, headers={**said, "Content-Type": kind})
