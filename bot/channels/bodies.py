"""What the webhooks of every platform do with a body: bound it, decode it strictly, make it storable."""

import json
import math
from tempfile import SpooledTemporaryFile
from typing import Any

from fastapi import HTTPException, Request

MAX_BODY = 3_000_000  # bytes
MAX_DIGITS = 15  # of a length; int() refuses thousands of them
IN_MEMORY = 64 * 1024  # bytes of one body while it comes in


async def bounded_body(request: Request) -> bytes:
    """The body, read no further than `MAX_BODY`; 413 beyond."""
    body = await read_up_to(request, MAX_BODY)
    if body is None:
        raise HTTPException(413)
    return body


async def read_up_to(request: Request, limit: int) -> bytes | None:
    """The body, None as soon as it is longer than `limit` bytes, whatever its header says.

    A long one waits outside the memory until it is known to be short enough: twenty giants at once that did
    not say how long they were had grown the process by 30 MB, and it kept them.
    """
    declared = request.headers.get("content-length", "")
    if says_more(declared, limit):
        return None
    size = 0
    with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
        async for chunk in request.stream():
            size += len(chunk)
            if size > limit:
                return None
            body.write(chunk)
        body.seek(0)
        return body.read()


def says_more(declared: str, limit: int) -> bool:
    """Whether a Content-Length promises more than `limit` bytes, however many digits it has."""
    if not (declared.isascii() and declared.isdecimal()):
        return False
    return len(declared) > MAX_DIGITS or int(declared) > limit


def decoded(body: bytes) -> Any:
    """The JSON of a body; ValueError for what JSON does not allow, NaN included."""

    def refuse(name: str) -> Any:
        raise ValueError(name)

    return json.loads(body, parse_constant=refuse)


def storable(value: Any) -> Any:
    """The same JSON without what PostgreSQL refuses: NUL characters, lone surrogates, endless numbers."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        return [storable(item) for item in value]
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    return value
