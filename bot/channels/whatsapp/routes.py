"""WhatsApp's webhook: size, then signature, then the inbox; 200 only after the commit.

A delivery that is signed is Meta's, so it is never refused for its shape: Meta would repeat it for days, and
everything else in it with it. What cannot be understood is kept aside, and a person looks at it.
"""

import hashlib
import hmac
import logging

from fastapi import APIRouter, HTTPException, Request
from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response

from bot.channels.payloads import bounded_body, decoded, storable
from bot.channels.whatsapp.receive import Bad, quarantine, store
from bot.channels.whatsapp.statuses import KnownStatus
from storage import clock, db

PATH = "/hook/whatsapp"
SIGNATURE_HEADER = b"x-hub-signature-256"

log = logging.getLogger(__name__)
router = APIRouter()


@router.get(PATH, include_in_schema=False)
def whatsapp_challenge(request: Request) -> Response:
    """Meta asks once, when the webhook is set up, whether we know the agreed word; its number goes back."""
    expected: bytes = getattr(request.app.state, "whatsapp_verify_token", None) or b""
    query = request.query_params
    given = query.get("hub.verify_token", "").encode("utf-8", "replace")
    right = expected and query.get("hub.mode") == "subscribe" and hmac.compare_digest(given, expected)
    if not right:
        raise HTTPException(403, "Kata sandi verifikasi tidak cocok.")
    return PlainTextResponse(query.get("hub.challenge", "")[:200])


def signed(body: bytes, signature: bytes, secret: bytes) -> bool:
    """Whether `signature` is Meta's over exactly these bytes. Compared as bytes: text raises on non-ASCII."""
    expected = "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(signature, expected.encode())


async def whatsapp_hook(request: Request) -> Response:
    """One delivery. Closed to everybody while `app.state.whatsapp_secret` (bytes) is empty."""
    body = await bounded_body(request)
    secret: bytes = getattr(request.app.state, "whatsapp_secret", None) or b""
    headers: list[tuple[bytes, bytes]] = request.scope["headers"]
    signature = next((value for name, value in headers if name == SIGNATURE_HEADER), b"")
    if not secret or not signed(body, signature, secret):
        raise HTTPException(401, "Tanda tangan kiriman tidak cocok.")
    try:
        known = await run_in_threadpool(accept, body)
    except DBAPIError as failure:
        log.error("the inbox could not be written; WhatsApp will deliver again: %s", failure.orig)
        raise HTTPException(503) from None
    if known is KnownStatus.EARLY:
        raise HTTPException(503, "Status ini datang mendahului catatannya; mohon kirim lagi.")
    return Response(status_code=200)


router.add_route(PATH, whatsapp_hook, methods=["POST"])  # without what FastAPI does for each request


def accept(body: bytes) -> KnownStatus:
    """Store a delivery whose signature is right."""
    now = clock.now()
    try:
        delivery = storable(decoded(body))
    except (ValueError, RecursionError):
        delivery = None
    with db.transaction() as tx:
        if delivery is not None:
            return store(tx, delivery, now=now)
        raw = storable(body.decode("utf-8", "replace"))
        for alarm in quarantine(tx, [Bad(raw, "a body that is no JSON")], now=now):
            alarm()
        return KnownStatus.NOTED
