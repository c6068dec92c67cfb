"""Telegram's webhook: size, then secret, then shape, then the inbox; 200 only after the commit."""

import hmac
import logging
import re
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from bot.channels.payloads import bounded_body, decoded
from bot.channels.telegram.receive import NotAnUpdate, press_of, store
from storage import clock, db

PATH = "/hook/telegram"
SECRET_HEADER = b"x-telegram-bot-api-secret-token"

log = logging.getLogger(__name__)
router = APIRouter()


class SecretMissing(ValueError):
    """The webhook is wanted but cannot tell Telegram from a stranger: the process must not start."""


def checked_secret(secret: str | None) -> str:
    """The secret when it is one Telegram takes (1 to 256 of A-Z a-z 0-9 _ -), else SecretMissing.

    Shorter than 16 is refused too: it could be guessed.
    """
    if not secret or not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret):
        raise SecretMissing(
            "the Telegram webhook needs a secret of 16 to 256 characters out of A-Z a-z 0-9 _ -"
        )
    return secret


def given_secret(request: Request) -> bytes:
    """The header as bytes: comparing text raises when somebody sends other than ASCII."""
    headers: list[tuple[bytes, bytes]] = request.scope["headers"]
    return next((value for name, value in headers if name == SECRET_HEADER), b"")


async def telegram_hook(request: Request) -> Response:
    """One update. Closed to everybody while `app.state.telegram_secret` (bytes) is empty: then we poll."""
    body = await bounded_body(request)
    expected: bytes = getattr(request.app.state, "telegram_secret", None) or b""
    if not expected or not hmac.compare_digest(given_secret(request), expected):
        raise HTTPException(401, "Kata sandi webhook tidak cocok.")
    return await run_in_threadpool(accept, body)


router.add_route(PATH, telegram_hook, methods=["POST"])  # without what FastAPI does for each request


def accept(body: bytes) -> Response:
    """Store the update in `body` and answer; a pressed button is answered in the same breath."""
    try:
        update = decoded(body)
        with db.transaction() as tx:
            store(tx, update, now=clock.now())
    except (NotAnUpdate, ValueError, RecursionError):
        raise HTTPException(400, "Isi kiriman bukan pembaruan Telegram.") from None
    except DBAPIError as failure:
        log.error("the inbox could not be written, Telegram will send the update again: %s", failure.orig)
        raise HTTPException(503) from None
    query = press_of(update)
    answer: dict[str, Any] = {"method": "answerCallbackQuery", "callback_query_id": query} if query else {}
    return JSONResponse(answer)
