"""/.well-known/security.txt (RFC 9116): to whom somebody who found a hole tells it."""

from datetime import timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from routing.city.catalogue import catalogue
from storage import clock
from storage.db import reading

router = APIRouter()
GOOD_FOR = timedelta(days=90)  # the standard asks for a date within a year; it moves on by itself
KINDS = ("mailto:", "https:", "tel:")


@router.get("/.well-known/security.txt")
def security(request: Request) -> Response:
    """The city's contact for security (`security.contact` in its settings), else its privacy page."""
    site = str(request.app.state.public_url)
    with reading() as session:
        given = catalogue(session).settings.security.contact.strip()
    contact = given if given.startswith(KINDS) and given.isprintable() else f"{site}/privasi"
    until = (clock.now() + GOOD_FOR).replace(microsecond=0, second=0, minute=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {until.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: id, en",
        f"Canonical: {site}/.well-known/security.txt",
    ]
    return PlainTextResponse("\n".join(lines) + "\n")
