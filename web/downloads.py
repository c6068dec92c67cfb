"""JSON a person keeps: offered as a file, never cached, never told to another site."""

from typing import Any

from starlette.responses import JSONResponse


def attached(content: Any, name: str) -> JSONResponse:
    """The file; `name` is ours, without quotes."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    return JSONResponse(content, headers=headers)
