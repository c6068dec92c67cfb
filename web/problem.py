"""Errors as people and programs read them: a kind page in Indonesian, or problem JSON (RFC 9457)."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, cast

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from storage.limits import TooMany
from web import security
from web.templates import render

log = logging.getLogger(__name__)

SENTENCES = {
    400: ("Permintaan tidak terbaca", "Ada isian yang tidak terbaca. Periksa lagi, lalu kirim ulang."),
    401: ("Masuk dulu, ya", "Halaman ini untuk petugas. Silakan masuk terlebih dahulu."),
    403: ("Bukan wewenang akun ini", "Akun Anda tidak berwenang membuka atau mengubah bagian ini."),
    404: ("Halaman tidak ditemukan", "Alamat ini tidak ada, atau isinya bukan untuk akun Anda."),
    405: ("Cara ini tidak didukung", "Alamat ini ada, tetapi tidak dapat dipakai dengan cara itu."),
    409: ("Sudah berubah", "Data ini baru saja diubah orang lain. Muat ulang, lalu coba lagi."),
    413: ("Kiriman terlalu besar", "Ukuran kiriman melewati batas. Kirim berkas yang lebih kecil."),
    422: ("Isian belum lengkap", "Ada isian yang kosong atau tidak sesuai. Periksa lagi, lalu kirim ulang."),
    429: ("Terlalu sering", "Terlalu banyak percobaan. Tunggu sebentar, lalu coba lagi."),
    500: ("Sistem sedang bermasalah", "Kesalahan ada pada kami dan sudah dicatat. Coba lagi nanti."),
    503: ("Sedang tidak tersedia", "Layanan sedang dipulihkan. Coba lagi beberapa saat lagi."),
}


def sentences(status: int) -> tuple[str, str]:
    """Title and sentence for an HTTP status, in Indonesian."""
    return SENTENCES.get(status) or SENTENCES[500 if status >= 500 else 400]


def wants_html(request: Request) -> bool:
    """True for a browser's page load or htmx, false for programs."""
    return "text/html" in request.headers.get("accept", "") or "HX-Request" in request.headers


def respond(request: Request, status: int, detail: str | None = None) -> Response:
    """The error as a page, a fragment for htmx, or problem JSON, whichever the client asked for."""
    if not wants_html(request):
        return as_json(status, detail, instance=request.url.path)
    title, sentence = sentences(status)
    name = "errors/fragment.html" if "HX-Request" in request.headers else "errors/page.html"
    return render(request, name, status=status, title=title, detail=detail or sentence, code=status)


def as_json(
    status: int,
    detail: str | None = None,
    *,
    title: str | None = None,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    """The error as problem JSON: title and detail in place of the usual sentences, more for programs."""
    usual, sentence = sentences(status)
    body = {"type": "about:blank", "title": title or usual, "status": status, "detail": detail or sentence}
    return JSONResponse(body | more, status, headers, media_type="application/problem+json")


def _standard(status: int) -> str:
    return HTTPStatus(status).phrase


def _on_http(request: Request, error: Exception) -> Response:
    refused = cast(HTTPException, error)
    headers = refused.headers or {}
    if refused.status_code == 303:
        return RedirectResponse(headers["Location"], status_code=303)
    # A page asked for by someone not signed in leads to the sign-in page; all else gets the plain refusal.
    leads_on = refused.status_code == 401 and request.method == "GET" and "Location" in headers
    if leads_on and wants_html(request):
        if "HX-Request" in request.headers:
            return Response(status_code=401, headers={"HX-Redirect": headers["Location"]})
        return RedirectResponse(headers["Location"], status_code=303)
    ours = refused.detail if refused.detail != _standard(refused.status_code) else None
    response = respond(request, refused.status_code, ours)
    response.headers.update({name: value for name, value in headers.items() if name != "Location"})
    return response


def _on_invalid(request: Request, error: Exception) -> Response:
    return respond(request, 422)


def _on_unstorable(request: Request, error: Exception) -> Response:
    log.warning("%s took a value no database takes: %s", request.url.path, type(error).__name__)
    return respond(request, 422)


def _on_no_database(request: Request, error: Exception) -> Response:
    log.warning("the database does not answer: %s", getattr(error, "orig", error))
    response = respond(request, 503)
    response.headers["Retry-After"] = "5"
    return response


def _on_too_many(request: Request, error: Exception) -> Response:
    response = respond(request, 429)
    response.headers["Retry-After"] = str(cast(TooMany, error).wait)
    return response


def _on_crash(request: Request, error: Exception) -> Response:
    # Starlette answers crashes outside our middleware, so the headers come from here; the server logs them.
    response = respond(request, 500)
    response.headers.update(security.headers(request.state.csp_nonce, request.url.scheme))
    return response


def install(app: FastAPI) -> None:
    """Registers the error pages."""
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    # A value no database takes, such as text with a NUL in it: hostile input, not a fault of ours.
    app.add_exception_handler(DataError, _on_invalid)
    # The drivers' own words for the same: a number larger than a column, half a character pair. Doors bound
    # what they take; this is the floor below them.
    app.add_exception_handler(OverflowError, _on_unstorable)
    app.add_exception_handler(UnicodeEncodeError, _on_unstorable)
    app.add_exception_handler(OperationalError, _on_no_database)
    app.add_exception_handler(TooMany, _on_too_many)
    app.add_exception_handler(Exception, _on_crash)
