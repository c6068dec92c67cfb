"""Handing over everything held about one resident, for the key of their private link."""

from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot import private_links
from bot.channels.web import session
from bot.channels.web.bodies import json_of
from routing.people import personal_data
from storage import clock, limits
from storage.db import reading, transaction
from web.downloads import attached

router = APIRouter()
GONE = "Tautan ini sudah dipakai atau sudah lewat satu jam. Tulis “data saya” di obrolan untuk yang baru."
FORMER = "Tautan lama seperti ini tidak dipakai lagi. Tulis “data saya” di obrolan untuk meminta yang baru."


@router.post(private_links.PAGE)
async def download(request: Request) -> Response:
    """All of it as a JSON file for `{"kunci": …}`; 404 for a key that is not, or no longer, good."""
    body = await json_of(request)
    key = body.get("kunci") if isinstance(body, dict) else None
    held = await run_in_threadpool(_held, key, session.network(request))
    if held is None:
        raise HTTPException(404, GONE)
    return attached(held, "data-saya.json")


def _held(key: Any, network: str) -> dict[str, Any] | None:
    now = clock.now()
    with transaction() as tx:
        limits.take(tx, "key", now=now, address=network)
        person = private_links.redeem(tx, key, now=now)
    if person is None:
        return None
    with reading() as session:
        return personal_data.export(session, person)


@router.get(private_links.PAGE + "/{token}")
def former(token: str) -> Response:
    """Links of former versions carried their secret in the path, and are good no more."""
    raise HTTPException(410, FORMER)
