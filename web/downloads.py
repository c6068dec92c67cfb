"""What a person keeps: JSON as a file, a paper to be printed; never cached, never told to another site."""

from typing import Any

from starlette.responses import JSONResponse, Response


def attached(content: Any, name: str) -> JSONResponse:
    """The file; `name` is ours, without quotes."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    return JSONResponse(content, headers=headers)


def paper(content: bytes, name: str) -> Response:
    """A PDF the browser shows, saved as `name`, which is ours and without quotes."""
    headers = {
        "Content-Disposition": f'inline; filename="{name}"',
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    return Response(content, media_type="application/pdf", headers=headers)
