"""What the webhooks of every platform do with a body: bound it, decode it strictly, make it storable."""

import json
import math
from typing import Any

from fastapi import HTTPException, Request

MAX_BODY = 3_000_000  # bytes


async def bounded_body(request: Request) -> bytes:
    """The body, read no further than `MAX_BODY`; 413 beyond."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > MAX_BODY:
        raise HTTPException(413)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise HTTPException(413)
    return bytes(body)


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
