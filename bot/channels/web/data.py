"""The private link to everything held about one resident."""

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot import private_links
from routing.people import personal_data
from storage import clock
from storage.db import reading
from web.downloads import attached

router = APIRouter()
GONE = "Tautan ini tidak berlaku lagi. Tulis “data saya” di obrolan untuk meminta yang baru."


@router.get(private_links.PATH + "{token}")
def download(request: Request, token: str) -> Response:
    """All of it as a JSON file; 404 for a link that is not ours, or older than a day."""
    with reading() as session:
        person = private_links.holder(session, token, now=clock.now())
        if person is None:
            raise HTTPException(404, GONE)
        held = personal_data.export(session, person)
    return attached(held, "data-saya.json")
