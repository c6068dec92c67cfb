"""/cap: an Atom feed of the city's warnings, and each as a CAP 1.2 message."""

from datetime import timedelta

from fastapi import APIRouter
from sqlalchemy import func, select
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal import atom
from portal.atom import NEVER, FeedEntry, FeedHead
from routing.city.catalogue import catalogue
from routing.domain import cap
from routing.domain.cap import Bulletin
from routing.warnings.bulletins import bulletin
from storage import clock
from storage.db import reading
from storage.models import CapBulletin
from web import tagged

router = APIRouter(max_body_size=0)
KEPT = timedelta(days=7)  # in the feed; a message itself stays at its address
MOST = 200
LONGEST = 80  # characters of an identifier
OPEN_TO_ALL = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=30"}


@router.get("/cap")
def feed(request: Request) -> Response:
    """The newest warnings first, as Atom; also those that are over, for a week."""
    site = str(request.app.state.public_url)
    with reading() as session:
        city = catalogue(session).settings.city.name
        since = CapBulletin.sent >= clock.now() - KEPT
        rows = session.scalars(select(CapBulletin).where(since).order_by(CapBulletin.id.desc()).limit(MOST))
        made = [bulletin(row) for row in rows]
        newest = session.scalar(select(func.max(CapBulletin.sent))) or NEVER
    head = FeedHead(f"Peringatan {city}", f"{site}/cap", city, updated=newest)
    return tagged.answer(
        request, atom.feed(head, [_entry(site, one) for one in made]), atom.KIND, OPEN_TO_ALL
    )


@router.get("/cap/{identifier}.xml")
def message(request: Request, identifier: str) -> Response:
    """One warning as it was published."""
    with reading() as session:
        named = select(CapBulletin).where(CapBulletin.identifier == identifier[:LONGEST])
        row = session.scalars(named).one_or_none() if identifier.isprintable() else None
    if row is None:
        raise HTTPException(404)
    kind = f"{cap.MEDIA_TYPE}; charset=utf-8"
    return tagged.answer(request, cap.document(bulletin(row)), kind, OPEN_TO_ALL)


def _entry(site: str, made: Bulletin) -> FeedEntry:
    said = made.said[0]
    return FeedEntry(
        f"{site}/cap/{made.identifier}.xml", said.headline, made.sent, said.description,
        f"msgType={made.kind}", media=cap.MEDIA_TYPE,
    )  # fmt: skip
