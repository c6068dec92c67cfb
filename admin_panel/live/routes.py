"""/live: server-sent events, resumable by Last-Event-ID."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse

from admin_panel.access import WALL_COOKIE, require, still_in
from routing.domain.permissions import WHOLE_CITY, Action, Role, may
from storage import clock, limits, open_lines
from storage.db import transaction
from storage.models import Event, Officer
from web.live import Feed

router = APIRouter()
OF_ACCOUNTS = ("officer_", "sign_in_")  # change nothing on any screen
OF_CALLS = "call_"
MANY_QUEUES = WHOLE_CITY | {Role.LURAH}


def concerns(officer: Officer, event: Event) -> bool:
    """A petugas hears of the own dinas' queue and of what has just left it.

    The others look at more than one queue and hear all. An event names no person and no words: only that a
    report or gauge changed.
    """
    if event.kind.startswith(OF_ACCOUNTS):
        return False
    if event.kind.startswith(OF_CALLS):
        return may(officer.role, Action.RESCUE)
    if officer.role in MANY_QUEUES:
        return True
    queues = (event.agency_code, event.data.get("from_agency"))
    return officer.agency_code in queues or event.agency_code is None


@router.get("/live")
async def live(
    request: Request,
    officer: Annotated[Officer, Depends(require(Action.ENTER, on_screens=True))],
    last_event_id: Annotated[int | None, Header(ge=0, le=2**53)] = None,
    after: Annotated[int | None, Query(ge=0, le=2**53)] = None,
) -> StreamingResponse:
    """What changes from now on, or since Last-Event-ID (`after`, where a page connects anew by itself);
    ends when the session does. 429 for one line too many."""
    feed: Feed = request.app.state.feed
    row = await run_in_threadpool(_opened, _who(request, officer))
    stream = feed.stream(
        after=after if last_event_id is None else last_event_id,
        wanted=lambda event: concerns(officer, event),
        alive=lambda: still_in(request),
        row=row,
    )
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


def _who(request: Request, officer: Officer) -> str:
    """Whose line it is in the count: the officer's, or that of a wall's link."""
    if officer.id:
        return f"petugas:{officer.id}"
    return f"layar:{hashlib.sha256(request.cookies.get(WALL_COOKIE, '').encode()).hexdigest()[:32]}"


def _opened(who: str) -> int:
    """The line's row in the count over all processes; 429 for one too many."""
    now = clock.now()
    try:
        with transaction() as tx:
            limits.take(tx, "screen", now=now, person=who)
            return open_lines.opened_by_officer(tx, who, now=now)
    except limits.TooMany as refused:
        raise _too_many(refused.wait) from None
    except open_lines.TooManyLines:
        raise _too_many(30) from None


def _too_many(wait: int) -> HTTPException:
    said = "Terlalu banyak layar terbuka dengan akun ini. Tutup sebagian, lalu muat ulang."
    return HTTPException(429, said, {"Retry-After": str(wait)})
