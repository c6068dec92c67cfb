"""Beginning the web chat on a browser, taking it along to another, seeing where it is open, ending it."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.channels.web import keys, session
from bot.channels.web.bodies import json_of
from bot.channels.web.refusals import refuse, slow_down
from storage import clock, limits
from storage.db import reading, transaction
from web import device

router = APIRouter(prefix="/chat")
NO_STORE = {"Cache-Control": "no-store"}


@router.post("/session")
async def begin(request: Request) -> Response:
    """Give this browser a key of its own, or, with a link's `key`, one to that link's conversation.

    A conversation that is open here is never replaced by another: 409, and the link stays good.
    """
    body = await json_of(request)
    given = body.get("key") if isinstance(body, dict) else None
    made = await run_in_threadpool(_begin, request, given)
    response = JSONResponse({"ok": True}, headers=NO_STORE)
    session.remember(request, response, made)
    return response


def _begin(request: Request, given: Any) -> str:
    now, called = clock.now(), device.named(request.headers.get("user-agent", ""))
    try:
        with transaction() as tx:
            held = session.holder(tx, request)
            if given is None and held is not None:
                return keys.seen(tx, held[0], device=called, now=now) or held[0]
            door = "session" if given is None else "adopt"
            limits.take(tx, door, now=now, address=session.network(request))
            if given is None:
                return keys.begin(tx, device=called, now=now)
            made = _adopted(tx, held, given, device=called, now=now)
    except limits.TooMany as refused:
        raise slow_down(refused) from None
    if made is None:  # outside the transaction: a wrong guess is counted
        raise refuse(404, "web-bad-link")
    return made


def _adopted(
    tx: Session, held: tuple[str, keys.Visitor] | None, given: Any, *, device: str, now: datetime
) -> str | None:
    """The browser's key to the conversation that the link `given` leads to; None for a bad link."""
    found = keys.leads_to(tx, given, now=now)
    if found is None:
        return None
    if held is not None:
        key, visitor = held
        if visitor.address == found:
            return key  # it is in there already; the link stays good for the other device
        if keys.spoke(tx, visitor.address):
            raise refuse(409, "web-chat-here")
        keys.end(tx, visitor, number=None, now=now)  # begun, and nothing said
    return keys.begin(tx, device=device, now=now, address=found) if keys.use_up(tx, given) else None


@router.post("/link")
async def link(request: Request) -> Response:
    """A link to this chat for one other device. The key stands behind the #: no log sees it."""
    session.same_origin(request)
    visitor = await session.visitor(request)
    key = await run_in_threadpool(_link, request, visitor)
    url = f"{request.app.state.public_url}/#lanjut={key}"
    return JSONResponse({"url": url, "minutes": keys.LINK_LIFETIME.seconds // 60}, headers=NO_STORE)


def _link(request: Request, visitor: keys.Visitor) -> str:
    now = clock.now()
    try:
        with transaction() as tx:
            network = session.network(request)
            limits.take(tx, "link", now=now, person=visitor.address, address=network)
            return keys.link(tx, visitor.address, now=now)
    except limits.TooMany as refused:
        raise slow_down(refused) from None


@router.get("/devices")
def devices(request: Request) -> Response:
    """Where this chat is open: `{"devices": [{id, name, seen_at, here}, …]}`, latest first."""
    visitor = session.visitor_of(request)
    if visitor is None:
        raise refuse(401, "web-no-session")
    with reading() as read:
        rows = keys.devices(read, visitor.address, now=clock.now())
    found = [
        {"id": row.id, "name": row.device, "seen_at": row.seen_at.isoformat(),
         "here": row.id == visitor.session}
        for row in rows
    ]  # fmt: skip
    return JSONResponse({"devices": found}, headers=NO_STORE)


@router.post("/end", status_code=204)
async def end(request: Request) -> Response:
    """Close the chat on this browser, or, with `id`, on another one; open lines end with it."""
    session.same_origin(request)
    visitor = await session.visitor(request)
    body = await json_of(request)
    number = body.get("id") if isinstance(body, dict) else None
    if number is not None and (type(number) is not int or not 0 < number < 2**53):
        raise refuse(400, "web-bad-message")
    if not await run_in_threadpool(_end, visitor, number) and number is not None:
        raise refuse(404, "web-no-device")
    response = Response(status_code=204, headers=NO_STORE)
    if number in (None, visitor.session):
        session.forget(request, response)
    return response


def _end(visitor: keys.Visitor, number: int | None) -> bool:
    with transaction() as tx:
        return keys.end(tx, visitor, number=number, now=clock.now())
