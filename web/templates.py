"""One Jinja environment for every face."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from storage import clock, drill
from web import assets, numbers, times

HERE = Path(__file__).parent
# Each face keeps its templates beside its routes, in a folder of its own name, so that names never clash.
ROOTS = (
    HERE / "templates",
    *sorted((HERE.parent / "admin_panel").rglob("templates")),
    HERE.parent / "portal" / "templates",
)


def _page(request: Request) -> dict[str, Any]:
    """What every template may use: the moment, the script nonce, the officer and their CSRF token."""
    state = request.state
    streets = getattr(request.app.state, "streets", None)
    return {
        "now": clock.now(),
        "nonce": getattr(state, "csp_nonce", ""),
        "officer": getattr(state, "officer", None),
        "csrf": getattr(state, "csrf", ""),
        "live_after": getattr(state, "live_after", 0),  # the newest event before this page was read
        "streets": streets() if streets else "",  # where the city's street map lies
        "partial": request.headers.get("HX-Request") == "true",
    }


@cache
def make_environment() -> Environment:
    """The environment with our filters, one a process; an undefined name is an error, not an empty place."""
    made = Environment(
        loader=FileSystemLoader(ROOTS), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.globals.update(
        asset=assets.asset, icon=assets.icon, static_url=assets.static_url, font=assets.font,
        drilling=drill.on, zone=clock.ZONE, time_zone=clock.ZONES[clock.ZONE],
        city_name=lambda: "",  # the faces know it, and the words of the domain: see `offer`
    )  # fmt: skip
    made.filters.update(
        date_local=times.date_local, time_local=times.time_local, moment_local=times.moment_local,
        short_moment=times.short_moment, countdown=times.countdown, ago=times.ago,
        number=numbers.number, hours=numbers.hours, metres=numbers.metres,
    )  # fmt: skip
    return made


def offer(**names: Any) -> None:
    """What a face's templates, and the shared ones they include, may use beside the page's own values."""
    make_environment().globals.update(names)


def make_templates() -> Jinja2Templates:
    """Starlette's wrapper around the environment."""
    return Jinja2Templates(env=make_environment(), context_processors=[_page])


def render(request: Request, name: str, *, status: int = 200, **values: Any) -> Response:
    """A page from a template of this application."""
    templates: Jinja2Templates = request.app.state.templates
    return templates.TemplateResponse(request, name, values, status_code=status)
