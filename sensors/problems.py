"""Refusals of the sensor doors as RFC 9457 problem JSON with a sentence for people."""

from typing import Any

from fastapi.responses import JSONResponse

TITLES = {
    401: "Alat belum dikenal",
    404: "Sensor tidak ditemukan",
    413: "Kiriman terlalu besar",
    422: "Kiriman belum bisa dibaca",
}


def problem(status: int, code: str, detail: str, **more: Any) -> JSONResponse:
    """A problem answer; `code` is for programs, `detail` for people."""
    body = {"type": "about:blank", "title": TITLES[status], "status": status, "code": code, "detail": detail}
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return JSONResponse(body | more, status, headers, media_type="application/problem+json")
