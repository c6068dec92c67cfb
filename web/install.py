"""Puts the shell around an ASGI application."""

from pathlib import Path

from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from web import problem
from web.head import HeadAnswers
from web.live import Feed
from web.security import SecurityHeaders
from web.templates import make_templates
from web.too_large import TooLargeInOurWords

STATIC = Path(__file__).parent / "static"


class BuiltFiles(StaticFiles):
    """The front end's files; those with a hash in their name may be kept for a year."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        hashed = path.startswith("assets/")
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if hashed else "public, max-age=3600"
        )
        return response


def doors(to: FastAPI | APIRouter, *routers: APIRouter) -> None:
    """Puts the routers' doors behind those there are, just as they are.

    `include_router` works every door out a second time, at each start, and asks each of them twice whether a
    request is for it. So it is for routers whose own limits or guards hold for what they include, only.
    """
    routes = to.router.routes if isinstance(to, FastAPI) else to.routes
    for router in routers:
        routes.extend(router.routes)


def install(app: FastAPI) -> None:
    """Gives `app` its templates (`app.state.templates`), live feed (`app.state.feed`), static files,
    error pages and security headers. Call once, before the first request."""
    app.state.templates = make_templates()
    app.state.feed = Feed()
    app.mount("/static", BuiltFiles(directory=STATIC, check_dir=False), name="static")
    problem.install(app)
    app.add_middleware(TooLargeInOurWords)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=6)
    app.add_middleware(HeadAnswers)
    app.add_middleware(SecurityHeaders)
