"""Doors are put into an application as they are; each is what including its router would make of it."""

from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

import web
from sorot import asgi
from sorot.settings import Settings


def promises(app: FastAPI) -> dict[str, tuple[Any, ...]]:
    """What each door asks for: the size of its bodies, its guards, its fields, what it says of itself."""
    found: dict[str, tuple[Any, ...]] = {}
    for door in iter_route_contexts(app.router.routes):
        if not isinstance(door.original_route, APIRoute):
            continue
        needs = door.dependant
        guards = [str(guard.call) for guard in needs.dependencies]
        fields = [field.alias for field in (*needs.body_params, *needs.query_params, *needs.path_params)]
        said = door.include_in_schema, door.tags, door.name, door.status_code, sorted(door.responses)
        found[f"{sorted(door.methods or ())} {door.path}"] = door.max_body_size, guards, fields, said
    return found


def included(to: FastAPI | APIRouter, *routers: APIRouter) -> None:
    for router in routers:
        to.include_router(router)


def test_every_door_is_what_including_its_router_would_make_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(secret_key="k" * 40)
    ours = promises(asgi.create_app(settings))
    monkeypatch.setattr(web, "doors", included)
    assert len(ours) > 300
    assert promises(asgi.create_app(settings)) == ours


def test_no_door_is_worked_out_again_for_another_application() -> None:
    router = APIRouter(prefix="/a", max_body_size=10)

    @router.post("/b")
    def b() -> None: ...

    app, other = FastAPI(), FastAPI()
    web.doors(app, router)
    web.doors(other, router)
    assert app.router.routes[-1] is other.router.routes[-1] is router.routes[0]
