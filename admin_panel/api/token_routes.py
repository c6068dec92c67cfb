"""Tokens by OAuth 2 client credentials, and the API's own documentation."""

import base64
import binascii
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.openapi.utils import get_openapi
from starlette.responses import JSONResponse, Response

from accounts import programs
from accounts.programs import BadScope
from admin_panel.api import routes
from admin_panel.api.access import ProblemRoute
from admin_panel.api.shapes import Problem, TokenOut, TokenRefused
from storage import clock, limits
from storage.db import reading, transaction
from web.templates import render

router = APIRouter(prefix="/api/v1", route_class=ProblemRoute, max_body_size=20_000, tags=["token"])
Line = Annotated[str, Form(max_length=300)]
NO_STORE = {"Cache-Control": "no-store"}
SAID: dict[int | str, dict[str, Any]] = {
    400: {"model": TokenRefused, "description": "RFC 6749, 5.2: `error`"},
    401: {"model": TokenRefused, "description": "RFC 6749, 5.2: `invalid_client`"},
    413: {"model": Problem, "description": "Isinya terlalu besar"},
    422: {"model": Problem, "description": "Isian tidak bisa dipakai"},
    429: {"model": Problem, "description": "Terlalu sering; lihat Retry-After"},
}  # fmt: skip


@router.post(
    "/token", response_model=TokenOut, responses=SAID, summary="Menukar kunci program dengan token sejam"
)
def token(
    request: Request, grant_type: Line = "", scope: Line = "", client_id: Line = "", client_secret: Line = ""
) -> Response:
    """A program's id and key, in the form or as HTTP Basic, against a token that lives an hour."""
    with transaction() as tx:
        limits.take(tx, "key", now=clock.now(), person=None, address=_address(request))
    if grant_type != "client_credentials":
        return _no("unsupported_grant_type", 400)
    name, key = _basic(request) or (client_id, client_secret)
    try:
        with reading() as session:
            made = programs.grant(
                session, name, key, scope.split(), key=request.app.state.secret, now=clock.now()
            )
    except BadScope:
        return _no("invalid_scope", 400)
    if made is None:
        return _no("invalid_client", 401)
    said = TokenOut(access_token=made.token, expires_in=made.seconds, scope=" ".join(made.scopes))
    return JSONResponse(said.model_dump(), headers=NO_STORE)


def _no(error: str, status: int) -> Response:
    """The standard's own refusal."""
    asks = {"WWW-Authenticate": 'Basic realm="sorot"'} if status == 401 else {}
    return JSONResponse({"error": error}, status, headers=NO_STORE | asks)


def _address(request: Request) -> str | None:
    return request.client.host if request.client else None


def _basic(request: Request) -> tuple[str, str] | None:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, key = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return name, key


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document, worked out once."""
    made = get_openapi(
        title="Sorot", version="1", routes=[*routes.router.routes, *router.routes],
        description="Antrean laporan untuk program petugas. Hak dan batasnya sama dengan di panel.",
    )  # fmt: skip
    made["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer"},
        "program": {
            "type": "oauth2",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": "/api/v1/token",
                    "scopes": {
                        "reports:read": "membaca laporan", "reports:write": "menjawab dan mengerjakan laporan"
                    },
                }
            },
        },
    }  # fmt: skip
    for path, deeds in made["paths"].items():
        _as_problems(deeds)
        if path != "/api/v1/token":
            for deed in deeds.values():
                deed["security"] = [{"token": []}, {"program": []}]
    return made


def _as_problems(deeds: dict[str, Any]) -> None:
    """Refusals travel as problem JSON, which FastAPI cannot be told of a model."""
    for deed in deeds.values():
        for told in deed["responses"].values():
            shape = told.get("content", {}).get("application/json", {})
            if shape.get("schema", {}).get("$ref", "").endswith("/Problem"):
                told["content"] = {"application/problem+json": shape}


@router.get("/openapi.json", include_in_schema=False)
def openapi() -> Response:
    """The API, described for programs."""
    return JSONResponse(document(), headers={"Cache-Control": "public, max-age=3600"})


@router.get("", include_in_schema=False)
def page(request: Request) -> Response:
    """The API, described for people."""
    told = document()
    doors = [
        (method.upper(), path, deed)
        for path, deeds in told["paths"].items()
        for method, deed in deeds.items()
    ]
    return render(request, "programs/api.html", doors=doors, shapes=told["components"]["schemas"])
