"""What every platform's webhook does with a body: bound it, decode it strictly, make it storable."""

import json
import math
from collections.abc import Iterator
from typing import Any

from fastapi import Request

from web import bodies

MAX_BODY = 3_000_000  # bytes
_WORDS = frozenset({"text", "body", "caption"})  # where the platforms' payloads hold what somebody wrote


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


def words_in(payload: Any) -> Iterator[str]:
    """Every string a stored payload holds as somebody's words, at any depth."""
    if isinstance(payload, dict):
        for key, inner in payload.items():
            if key in _WORDS and isinstance(inner, str):
                yield inner
            else:
                yield from words_in(inner)
    elif isinstance(payload, list):
        for inner in payload:
            yield from words_in(inner)
