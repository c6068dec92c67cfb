"""/live: server-sent events, resumable by Last-Event-ID."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request
from starlette.responses import StreamingResponse

from admin_panel.access import COOKIE, EVERY_ROLE, require, session_of
from storage.models import Event, Officer
from web.live import Feed

router = APIRouter()


def concerns(officer: Officer, event: Event) -> bool:
    """A petugas hears of the own dinas' queue; the others look at more than one queue and hear all.

    An event names no person and no words: only that a report or gauge changed.
    """
    return officer.role != "petugas" or event.agency_code in (officer.agency_code, None)


@router.get("/live")
async def live(
    request: Request,
    officer: Annotated[Officer, Depends(require(*EVERY_ROLE))],
    last_event_id: Annotated[int | None, Header(ge=0, le=2**53)] = None,
    after: Annotated[int | None, Query(ge=0, le=2**53)] = None,
) -> StreamingResponse:
    """What changes from now on, or since Last-Event-ID (`after`, where a page connects anew by itself);
    ends when the session does."""
    feed: Feed = request.app.state.feed
    token = request.cookies[COOKIE]
    stream = feed.stream(
        after=after if last_event_id is None else last_event_id,
        wanted=lambda event: concerns(officer, event),
        alive=lambda: session_of(token) is not None,
    )
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)
