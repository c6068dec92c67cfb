"""/layar: a screen takes up its link. The key comes behind the # of the address, which no server logs."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from accounts import walls
from admin_panel.access import WALL_COOKIE, wall_of
from storage import clock
from storage.db import transaction
from web.templates import render

router = APIRouter(prefix="/layar")

LASTS = 400 * 24 * 3600  # seconds: the longest that browsers keep a cookie
FLAGS: dict[str, Any] = {"secure": True, "httponly": True, "samesite": "lax", "path": "/"}


def _page(request: Request, *, status: int = 200, error: str = "") -> Response:
    page = render(request, "poc/screen.html", status=status, error=error)
    page.headers["Cache-Control"] = "no-store"
    return page


@router.get("")
def screen(request: Request) -> Response:
    """Asks before this browser becomes a screen; one that is goes on to the wall."""
    key = request.cookies.get(WALL_COOKIE)
    if key and wall_of(key):
        return RedirectResponse("/poc/dinding", status_code=303)
    return _page(request)


@router.post("")
def take_up(request: Request, key: Annotated[str, Form(max_length=100)]) -> Response:
    """This browser shows the wall from now on."""
    with transaction() as tx:
        known = walls.open_link(tx, key.strip(), now=clock.now())
    if not known:
        error = "Kunci layar ini tidak berlaku lagi. Minta tautan baru kepada admin."
        return _page(request, status=403, error=error)
    response = RedirectResponse("/poc/dinding", status_code=303)
    response.set_cookie(WALL_COOKIE, key.strip(), max_age=LASTS, **FLAGS)
    return response
