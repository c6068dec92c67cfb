"""The web chat's door: a message is stored before it is acknowledged; nothing is understood or sent here."""

import logging
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

import web
from bot import media_jobs
from bot.channels.web import history, photo_routes, push_routes, session, session_routes
from bot.channels.web.bodies import json_of
from bot.channels.web.keys import Visitor
from bot.channels.web.live import Lines
from bot.channels.web.parse import BadMessage, checked
from bot.channels.web.refusals import refuse, slow_down
from storage import clock, inbox, limits, open_lines, outbox, people
from storage.db import reading, transaction
from storage.models import Inbox
from storage.open_lines import TooManyLines

NO_STORE = {"Cache-Control": "no-store"}
LARGEST_ID = 2**53  # of a row; what is larger is no number of ours, and no database takes it
DIGITS = 15  # of a Last-Event-ID; int() refuses thousands of them
After = Annotated[int, Query(ge=0, le=LARGEST_ID)]

SAID = ("text", "button", "point", "photos")

routes = APIRouter(prefix="/chat")
lines = Lines()
log = logging.getLogger(__name__)


async def receive(request: Request) -> Response:
    """Store one message; 202 once it is safe. A repeated id is the same message, or refused for its words."""
    session.shows_a_key(request)
    body = await json_of(request)
    row_id, created = await run_in_threadpool(_take, request, body)
    return JSONResponse({"n": row_id, "new": created}, status_code=202, headers=NO_STORE)


def _take(request: Request, body: Any) -> tuple[int, bool]:
    """Everything that waits for the database, in one transaction: who it is, what they say, the row."""
    secret, network = request.app.state.secret, session.network(request)
    try:
        with transaction() as tx:
            address = session.known(request, tx).address
            identity, said = checked(
                body, photo=lambda given: session.redeem(given, address=address, secret=secret)
            )
            said["network"] = limits.sealed(network, secret)
            return store(tx, address, identity, said, network)
    except BadMessage as bad:
        raise refuse(413 if bad.key == "web-message-too-big" else 400, bad.key) from None
    except limits.TooMany as refused:
        raise slow_down(refused) from None
    except SaidOtherwise:
        raise refuse(409, "web-same-id") from None
    except DBAPIError as failure:  # the database is away: the browser keeps the message and tries again
        log.error("a message could not be stored: %s", failure.orig)
        raise HTTPException(503, headers={"Retry-After": "5"}) from None


class SaidOtherwise(Exception):
    """Another message of the same sender has this id already: neither may vanish for the other."""


def store(
    tx: Session, address: str, identity: str, said: dict[str, Any], network: str
) -> tuple[int, bool]:  # fmt: skip
    """Put one message into the inbox; (row id, whether it is new). TooMany: roll back, nothing is counted.

    SaidOtherwise: the id is another message's. What has been erased meanwhile is taken for the same.
    """
    now = clock.now()
    payload = {"id": identity, "sender": address, "at": now.isoformat(), **said}
    limits.take(tx, "message", now=now, person=address, address=network)
    row_id, new = inbox.add(
        tx, channel="web", external_id=f"{address[:16]}:{identity}", sender=address, payload=payload, now=now
    )
    before = {} if new else tx.get_one(Inbox, row_id).payload
    if before and any(before.get(part) != said.get(part) for part in SAID):
        raise SaidOtherwise
    if new and said.get("photos"):
        media_jobs.uploads_say_where(tx, said["photos"], address=address, now=now)
    return row_id, new


@routes.get("/messages")
def messages(request: Request, after: After | None = None) -> Response:
    """The conversation so far, or with `after` (an outbox id) only what is new."""
    visitor = session.visitor_of(request)
    said: list[dict[str, Any]] = []
    if visitor is not None:
        with reading() as read:
            address = visitor.address
            said = history.opening(read, address) if after is None else history.news(read, address, after)
    return JSONResponse({"messages": said}, headers=NO_STORE)


@routes.post("/ack", status_code=204)
async def acknowledge(request: Request) -> Response:
    """The browser has shown our messages up to this outbox id."""
    session.shows_a_key(request)
    body = await json_of(request)
    up_to = body.get("up_to") if isinstance(body, dict) else None
    if type(up_to) is not int or not 0 < up_to <= LARGEST_ID:
        raise refuse(400, "web-bad-message")
    await run_in_threadpool(_delivered, request, up_to)
    return Response(status_code=204)


def _delivered(request: Request, up_to: int) -> None:
    address = session.known(request).address
    with transaction() as tx:
        person = history.person_of(tx, address)
        if person is not None:
            people.reachable(person, True, now=clock.now())
            outbox.delivered(tx, person_id=person.id, up_to=up_to, now=clock.now())


@routes.get("/live")
async def live(request: Request, after: After = 0) -> Response:
    """Our messages as they come (server-sent events); a reconnecting browser resumes where it was."""
    visitor = await session.visitor(request)
    last = request.headers.get("last-event-id", "")
    if last and not (last.isascii() and last.isdecimal() and len(last) <= DIGITS):
        raise refuse(400, "web-bad-message")  # no id of ours: a program's slip, which it had better see
    row = await run_in_threadpool(_opened, request, visitor)
    stream = lines.stream(visitor.address, after=max(after, int(last or 0)), session=visitor.session, row=row)
    headers = {**NO_STORE, "X-Accel-Buffering": "no"}
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


def _opened(request: Request, visitor: Visitor) -> int:
    """The line's row in the count over all processes; 429 for one too many."""
    now, network = clock.now(), session.network(request)
    sealed = limits.sealed(network, request.app.state.secret)
    try:
        if lines.full:
            raise TooManyLines
        with transaction() as tx:
            limits.take(tx, "live", now=now, person=visitor.address, address=network)
            return open_lines.opened(tx, visitor.address, sealed, now=now)
    except limits.TooMany as refused:
        raise slow_down(refused) from None
    except TooManyLines:
        raise refuse(429, "web-busy", retry_after=30) from None


router = APIRouter()
router.add_route("/chat/messages", receive, methods=["POST"])  # without what FastAPI does for each request
web.doors(router, session_routes.router, routes, photo_routes.router, push_routes.router)
