"""Refusals of the web chat: an HTTP status with the sentence a person reads."""

from starlette.exceptions import HTTPException

from bot.messages import DEFAULT, say
from storage.limits import TooMany

# What a person reads when a door grants no more for now; the others say "too fast".
BUSY = {"photo": "web-photos-busy", "session": "web-busy", "adopt": "web-busy"}


def refuse(status: int, key: str, *, retry_after: int | None = None) -> HTTPException:
    """The refusal to raise; the page shell makes problem JSON of it."""
    headers = {"Retry-After": str(retry_after)} if retry_after else None
    return HTTPException(status, say(DEFAULT, key), headers)


def slow_down(refused: TooMany) -> HTTPException:
    """The refusal of a door that grants no more for now."""
    return refuse(429, BUSY.get(refused.door, "web-too-fast"), retry_after=refused.wait)
