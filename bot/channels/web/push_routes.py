"""/chat/push: this browser wants to be told of answers while the chat is closed, or no more."""

from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.channels.web import keys, push, session
from bot.channels.web.bodies import json_of
from bot.channels.web.refusals import refuse, slow_down
from storage import clock, limits, web_push
from storage.db import reading, transaction

router = APIRouter(prefix="/chat")
LONGEST_KEY = 200


@router.get("/push")
def state(request: Request) -> Response:
    """The key a browser subscribes with, and whether this one has: `{"key": …, "on": …}`."""
    visitor = session.visitor_of(request)
    with reading() as read:
        on = push.is_told(read, visitor.session if visitor else None)
    said = {"key": web_push.public_key(request.app.state.secret), "on": on}
    return JSONResponse(said, headers={"Cache-Control": "no-store"})


@router.post("/push", status_code=204)
async def subscribe(request: Request) -> Response:
    """A browser's subscription, as the Push API's JSON has it; `{}` ends it."""
    visitor = await session.visitor(request)
    body = await json_of(request)
    if visitor.session is None or not isinstance(body, dict):
        raise refuse(400, "web-bad-message")
    if not await run_in_threadpool(_keep, request, visitor, visitor.session, body):
        raise refuse(422, "web-push-unknown")
    return Response(status_code=204)


def _keep(request: Request, visitor: keys.Visitor, number: int, body: dict[str, Any]) -> bool:
    now, given = clock.now(), body.get("keys")
    try:
        with transaction() as tx:
            limits.take(tx, "link", now=now, person=visitor.address, address=session.network(request))
            if not body:
                push.unsubscribe(tx, number)
                return True
            said = (
                [body.get("endpoint"), *(given.get(name) for name in ("p256dh", "auth"))]
                if isinstance(given, dict)
                else []
            )
            if not said or not all(isinstance(one, str) and one.isascii() for one in said):
                return False
            endpoint, p256dh, auth = (str(one) for one in said)
            if max(len(p256dh), len(auth)) > LONGEST_KEY:
                return False
            return push.subscribe(tx, number, endpoint=endpoint, p256dh=p256dh, auth=auth, now=now)
    except limits.TooMany as refused:
        raise slow_down(refused) from None
