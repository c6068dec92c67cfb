"""Refusals of the web chat: an HTTP status with the sentence a person reads."""

from starlette.exceptions import HTTPException

from bot.messages import DEFAULT, say


def refuse(status: int, key: str, *, retry_after: int | None = None) -> HTTPException:
    """The refusal to raise; the page shell makes problem JSON of it."""
    headers = {"Retry-After": str(retry_after)} if retry_after else None
    return HTTPException(status, say(DEFAULT, key), headers)
