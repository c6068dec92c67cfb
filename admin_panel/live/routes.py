"""/live: server-sent events, resumable by Last-Event-ID."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request
from starlette.responses import StreamingResponse

from admin_panel.access import require, still_in
from routing.domain.permissions import WHOLE_CITY, Action, Role, may
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
    ends when the session does."""
    feed: Feed = request.app.state.feed
    stream = feed.stream(
        after=after if last_event_id is None else last_event_id,
        wanted=lambda event: concerns(officer, event),
        alive=lambda: still_in(request),
    )
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)
