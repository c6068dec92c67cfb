"""Pictures of the web chat: taken from who has begun a chat, one after another, shown to their own chat."""

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot import media_jobs
from bot.channels.web import history, session
from bot.channels.web.bodies import body_of
from bot.channels.web.keys import Visitor
from bot.channels.web.refusals import refuse, slow_down
from storage import clock, limits, media, people
from storage.db import reading, transaction
from storage.pictures import PictureRefused, sanitise
from web.pool import Busy, Pool

MAX_PHOTO = 10 * 1024 * 1024
REFUSED = {
    "terlalu_besar": (413, "web-too-big"),
    "bukan_gambar": (400, "web-not-picture"),
    "bergerak": (400, "web-moving-picture"),
    "rusak": (400, "web-broken-picture"),
}

router = APIRouter(prefix="/chat")
# A picture takes a second or two; four waiting ones are ten seconds, and more had better come again later.
decoding = Pool("photos", workers=1, queue=4)


@router.post("/photos", status_code=201)
async def photo(request: Request) -> Response:
    """Take one picture (the raw file as the body) and answer with the ticket that sends it.

    Who sends, and whether they may now, is known before a byte is read.
    """
    session.same_origin(request)
    visitor = await session.visitor(request)
    if decoding.full:
        raise refuse(429, "web-photos-busy", retry_after=decoding.wait)
    await run_in_threadpool(_paced, request, visitor)
    raw = await body_of(request, MAX_PHOTO, "web-too-big")
    sha256 = await _in_turn(request, raw, visitor)
    made = session.ticket(sha256, address=visitor.address, secret=request.app.state.secret)
    return JSONResponse({"photo": made, "sha256": sha256}, status_code=201)


def _paced(request: Request, visitor: Visitor) -> None:
    try:
        with transaction() as tx:
            network = session.network(request)
            limits.take(tx, "photo", now=clock.now(), person=visitor.address, address=network)
    except limits.TooMany as refused:
        raise slow_down(refused) from None


async def _in_turn(request: Request, raw: bytes, visitor: Visitor) -> str:
    try:
        decoding.enter()
    except Busy as busy:
        raise refuse(429, "web-photos-busy", retry_after=busy.wait) from None
    return await decoding.run(_keep, request.app.state.media, raw, visitor.address)


def _keep(store: media.MediaStore, raw: bytes, address: str) -> str:
    try:
        picture = sanitise(raw)  # in a process of its own, one after another
    except PictureRefused as refused:
        raise refuse(*REFUSED[refused.code]) from None
    sha256, now = media.put(store, picture), clock.now()
    taken = media.Taken(picture.lat, picture.lon, picture.taken_at, picture.direction)
    with transaction() as tx:
        media.note(tx, sha256, picture, now=now)
        person = people.person_for(tx, channel="web", address=address, name=None, now=now)
        media_jobs.uploaded(tx, sha256, taken, person=person, now=now)
    return sha256


@router.get("/photos/{sha256}")
def shown(sha256: str, request: Request) -> Response:
    """A picture this person sent or was sent, for their own chat only."""
    visitor = session.visitor_of(request)
    if visitor is None:
        raise refuse(401, "web-no-session")
    with reading() as read:
        if sha256 not in history.all_pictures(read, visitor.address):
            raise HTTPException(404)
    try:
        content = request.app.state.media.open(sha256)
    except KeyError:
        raise HTTPException(404) from None
    # The browser may keep it: a chat is opened often, and ending it clears what was kept.
    return Response(content, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"})
