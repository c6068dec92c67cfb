"""The web chat's door: a message is stored before it is acknowledged; nothing is understood or sent here."""

import json
import logging
from typing import Any

from fastapi import APIRouter
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from bot import media_jobs
from bot.channels.bodies import read_up_to
from bot.channels.web import history, session
from bot.channels.web.live import Lines
from bot.channels.web.parse import BadMessage, checked
from bot.channels.web.problems import refuse
from bot.channels.web.throttle import Throttle
from storage import clock, inbox, media, outbox, people
from storage.db import reading, transaction
from storage.models import Inbox
from storage.pictures import PictureRefused, sanitise

MAX_JSON = 64 * 1024  # bytes; 4,000 characters fit in any script
MAX_PHOTO = 10 * 1024 * 1024
REFUSED = {
    "terlalu_besar": (413, "web-too-big"),
    "bukan_gambar": (400, "web-not-picture"),
    "bergerak": (400, "web-moving-picture"),
    "rusak": (400, "web-broken-picture"),
}

router = APIRouter(prefix="/chat")
lines = Lines()
# A person types one message a second at the very most; a burst is what was written while offline.
messages_pace = Throttle(rate=1.0, burst=40)
photos_pace = Throttle(rate=0.2, burst=10)
log = logging.getLogger(__name__)


async def _body(request: Request, limit: int, key: str) -> bytes:
    """The request's body; 413 as soon as it is longer than `limit` bytes, whatever its header says."""
    try:
        body = await read_up_to(request, limit)
    except ClientDisconnect:
        raise refuse(400, "web-bad-message") from None
    if body is None:
        raise refuse(413, key)
    return body


async def _json(request: Request) -> Any:
    session.same_origin(request)
    raw = await _body(request, MAX_JSON, "web-message-too-big")
    try:
        return json.loads(raw or b"{}")
    except (ValueError, RecursionError):
        raise refuse(400, "web-bad-message") from None


def _paced(pace: Throttle, address: str) -> None:
    if wait := pace.wait(address):
        raise refuse(429, "web-too-fast", retry_after=wait)


@router.post("/session")
async def begin(request: Request) -> Response:
    """Give this browser a private key, or take the one of a private link; the cookie lasts a year."""
    body = await _json(request)
    given = body.get("key") if isinstance(body, dict) else None
    if given is not None:
        known = isinstance(given, str) and session.well_formed(given)
        if not known or not await run_in_threadpool(_exists, session.address_of(given)):
            raise refuse(404, "web-bad-link")
    key = given or session.key_of(request) or session.new_key()
    response = JSONResponse({"ok": True})
    https = request.url.scheme == "https" or request.app.state.public_url.startswith("https:")
    session.remember(response, key, secure=https)
    return response


def _exists(address: str) -> bool:
    with reading() as read:
        mine = select(Inbox.id).where(Inbox.channel == "web", Inbox.sender == address)
        return read.scalar(mine.limit(1)) is not None


@router.post("/link")
async def link(request: Request) -> Response:
    """The private link to this chat, for another device. The key stands behind the #: no log sees it."""
    session.same_origin(request)
    key = session.key_of(request)
    if key is None:
        raise refuse(401, "web-no-session")
    return JSONResponse({"url": f"{request.app.state.public_url}/#lanjut={key}"})


@router.post("/messages", status_code=202)
async def receive(request: Request) -> Response:
    """Store one message; a repeated id is the same message. 202 once it is safe."""
    body = await _json(request)
    address = session.sender(request)
    _paced(messages_pace, address)
    secret = request.app.state.secret
    try:
        identity, said = checked(
            body, photo=lambda given: session.redeem(given, address=address, secret=secret)
        )
    except BadMessage as bad:
        raise refuse(413 if bad.key == "web-message-too-big" else 400, bad.key) from None
    try:
        row_id, created = await run_in_threadpool(store, address, identity, said)
    except DBAPIError:  # the database is away: the browser keeps the message and tries again
        log.exception("a message could not be stored")
        raise HTTPException(503, headers={"Retry-After": "5"}) from None
    return JSONResponse({"n": row_id, "new": created}, status_code=202)


def store(address: str, identity: str, said: dict[str, Any]) -> tuple[int, bool]:
    """Put one message into the inbox; (row id, whether it is new)."""
    now = clock.now()
    payload = {"id": identity, "sender": address, "at": now.isoformat(), **said}
    with transaction() as tx:
        row_id, new = inbox.add(
            tx,
            channel="web",
            external_id=f"{address[:16]}:{identity}",
            sender=address,
            payload=payload,
            now=now,
        )
        if new and said.get("photos"):
            media_jobs.uploads_say_where(tx, said["photos"], address=address, now=now)
    return row_id, new


@router.post("/photos", status_code=201)
async def photo(request: Request) -> Response:
    """Take one picture (the raw file as the body) and answer with the ticket that sends it."""
    session.same_origin(request)
    address = session.sender(request)
    _paced(photos_pace, address)
    raw = await _body(request, MAX_PHOTO, "web-too-big")
    sha256 = await run_in_threadpool(_keep, request.app.state.media, raw, address)
    made = session.ticket(sha256, address=address, secret=request.app.state.secret)
    return JSONResponse({"photo": made, "sha256": sha256}, status_code=201)


def _keep(store: media.MediaStore, raw: bytes, address: str) -> str:
    try:
        picture = sanitise(raw)  # in a process of its own, one after another
    except PictureRefused as refused:
        raise refuse(*REFUSED[refused.code]) from None
    sha256, now = media.put(store, picture), clock.now()
    taken = media.Taken(picture.lat, picture.lon, picture.taken_at)
    with transaction() as tx:
        media.note(tx, sha256, picture, now=now)
        person = people.person_for(tx, channel="web", address=address, name=None, now=now)
        media_jobs.uploaded(tx, sha256, taken, person=person, now=now)
    return sha256


@router.get("/photos/{sha256}")
def shown(sha256: str, request: Request) -> Response:
    """A picture this person sent or was sent, for their own chat only."""
    address = session.sender(request)
    with reading() as read:
        mine = read.scalars(select(Inbox.payload).where(Inbox.channel == "web", Inbox.sender == address))
        sent = any(sha256 in payload.get("photos", ()) for payload in mine)
        if not sent and sha256 not in history.pictures(read, address):
            raise HTTPException(404)
    try:
        content = request.app.state.media.open(sha256)
    except KeyError:
        raise HTTPException(404) from None
    return Response(content, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"})


@router.get("/messages")
def messages(request: Request, after: int | None = None) -> Response:
    """The conversation so far, or with `after` (an outbox id) only what is new."""
    key = session.key_of(request)
    if key is None:
        return JSONResponse({"messages": []})
    address = session.address_of(key)
    with reading() as read:
        said = history.opening(read, address) if after is None else history.news(read, address, after)
    return JSONResponse({"messages": said}, headers={"Cache-Control": "no-store"})


@router.post("/ack", status_code=204)
async def acknowledge(request: Request) -> Response:
    """The browser has shown our messages up to this outbox id."""
    body = await _json(request)
    address = session.sender(request)
    up_to = body.get("up_to") if isinstance(body, dict) else None
    if type(up_to) is not int or not 0 < up_to < 2**62:
        raise refuse(400, "web-bad-message")
    await run_in_threadpool(_delivered, address, up_to)
    return Response(status_code=204)


def _delivered(address: str, up_to: int) -> None:
    with transaction() as tx:
        person = history.person_of(tx, address)
        if person is not None:
            outbox.delivered(tx, person_id=person.id, up_to=up_to, now=clock.now())


@router.get("/live")
async def live(request: Request, after: int = 0) -> Response:
    """Our messages as they come (server-sent events); a reconnecting browser resumes where it was."""
    address = session.sender(request)
    last = request.headers.get("last-event-id", "")
    seen = max(after, int(last)) if last.isdecimal() else after
    return StreamingResponse(
        lines.stream(address, after=seen), media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )  # fmt: skip
