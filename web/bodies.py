"""How much of a request's body is read: one limit for every door that takes more than a form.

Forms and small JSON have FastAPI's `max_body_size`, which holds a body in memory while it comes in.
"""

from tempfile import SpooledTemporaryFile

from starlette.exceptions import HTTPException
from starlette.requests import Request

MAX_DIGITS = 15  # of a length; int() refuses thousands of them
IN_MEMORY = 64 * 1024  # bytes of one body while it comes in


async def bounded(request: Request, limit: int) -> bytes:
    """The body, read no further than `limit` bytes; 413 beyond."""
    body = await read_up_to(request, limit)
    if body is None:
        raise HTTPException(413)
    return body


async def read_up_to(request: Request, limit: int) -> bytes | None:
    """The body, None as soon as it is longer than `limit` bytes, whatever its header says.

    A long one waits outside the memory until it is known to be short enough: twenty giants at once that did
    not say how long they were had grown the process by 30 MB, and it kept them.
    """
    if says_more(request.headers.get("content-length", ""), limit):
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
