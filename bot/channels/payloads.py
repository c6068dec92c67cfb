"""What the webhooks of every platform do with a body: bound it, decode it strictly, make it storable."""

import json
import math
from typing import Any

from fastapi import Request

from web import bodies

MAX_BODY = 3_000_000  # bytes


async def bounded_body(request: Request) -> bytes:
    """The body, read no further than `MAX_BODY`; 413 beyond."""
    return await bodies.bounded(request, MAX_BODY)


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
