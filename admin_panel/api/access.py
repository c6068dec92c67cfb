"""Who comes by which token, and refusals as problem JSON (RFC 9457)."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from accounts import programs
from accounts.programs import Bearer
from routing.domain.permissions import Action, may
from routing.errors import Refused
from storage import clock, limits
from storage.db import reading, transaction
from storage.limits import TooMany
from storage.models import Officer
from web import problem

WANTED = {"WWW-Authenticate": 'Bearer realm="sorot"'}


def bearer_of(request: Request) -> tuple[Bearer, str]:
    """Who comes, and the token; 401 without a good one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    found = None
    if scheme.lower() == "bearer" and token:
        with reading() as session:
            found = programs.bearer(session, token.strip(), key=request.app.state.secret, now=clock.now())
    if found is None:
        raise HTTPException(401, "Token tidak ada, salah, atau sudah tidak berlaku.", headers=WANTED)
    return found, token.strip()


class TokenFor:
    """The dependency of every door: a token good for this action, of an officer who may do it."""

    def __init__(self, action: Action) -> None:
        self.action = action

    async def __call__(self, request: Request) -> Officer:
        """The officer as whom the program works; 401, or 403 where scope or role are not enough."""
        return await run_in_threadpool(self._officer, request)

    def _officer(self, request: Request) -> Officer:
        found, token = bearer_of(request)
        if not found.lets(self.action):
            raise HTTPException(403, "Token ini tidak punya cakupan untuk itu.")
        if not may(found.officer.role, self.action):
            raise HTTPException(403, "Akun petugas di balik token ini tidak berwenang melakukan itu.")
        now = clock.now()
        with transaction() as tx:
            limits.take(tx, "program", now=now, person=f"officer-{found.officer.id}", address=None)
            programs.note_use(tx, token, now=now)
        return found.officer


class ProblemRoute(APIRoute):
    """Whatever is refused is told as problem JSON, whatever the client says it reads."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's own, with our refusals around it."""
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await inner(request)
            except Refused as no:
                return problem.as_json(no.status, no.sentence, code=no.code)
            except HTTPException as no:
                return problem.as_json(no.status_code, str(no.detail), headers=no.headers)
            except RequestValidationError as bad:
                return problem.as_json(422, fields=[_field(one) for one in bad.errors()])
            except TooMany as much:
                return problem.as_json(429, headers={"Retry-After": str(much.wait)})

        return handle


def _field(error: Any) -> dict[str, str]:
    """Where, and what is wrong there; never what was sent."""
    return {"field": ".".join(str(part) for part in error["loc"]), "detail": str(error["msg"])}
