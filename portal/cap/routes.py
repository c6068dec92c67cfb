"""/cap: an Atom feed of the city's warnings, and each as a CAP 1.2 message."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import APIRouter
from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from routing.city.catalogue import catalogue
from routing.domain import cap
from routing.domain.cap import Bulletin
from routing.warnings.bulletins import bulletin
from storage import clock
from storage.db import reading
from storage.models import CapBulletin

router = APIRouter(max_body_size=0)
ATOM = "http://www.w3.org/2005/Atom"
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
    return _answer(request, _atom(site, city, made), "application/atom+xml; charset=utf-8")


@router.get("/cap/{identifier}.xml")
def message(request: Request, identifier: str) -> Response:
    """One warning as it was published."""
    with reading() as session:
        named = select(CapBulletin).where(CapBulletin.identifier == identifier[:LONGEST])
        row = session.scalars(named).one_or_none() if identifier.isprintable() else None
    if row is None:
        raise HTTPException(404)
    return _answer(request, cap.document(bulletin(row)), f"{cap.MEDIA_TYPE}; charset=utf-8")


def _answer(request: Request, body: bytes, kind: str) -> Response:
    """The document; the same bytes as before answer 304."""
    tag = f'"{sha256(body).hexdigest()[:16]}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={**OPEN_TO_ALL, "ETag": tag})
    return Response(body, headers={**OPEN_TO_ALL, "ETag": tag, "Content-Type": kind})


def _atom(site: str, city: str, made: Sequence[Bulletin]) -> bytes:
    root = Element("feed", {"xmlns": ATOM})
    SubElement(root, "id").text = f"{site}/cap"
    SubElement(root, "title").text = f"Peringatan {city}"
    SubElement(root, "updated").text = cap.time_of(made[0].sent if made else clock.now())
    SubElement(SubElement(root, "author"), "name").text = city
    SubElement(root, "link", {"rel": "self", "href": f"{site}/cap"})
    for one in made:
        _entry(SubElement(root, "entry"), site, one)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _entry(entry: Element, site: str, made: Bulletin) -> None:
    address, said = f"{site}/cap/{made.identifier}.xml", made.said[0]
    SubElement(entry, "id").text = address
    SubElement(entry, "title").text = said.headline
    SubElement(entry, "updated").text = cap.time_of(made.sent)
    SubElement(entry, "summary").text = said.description
    SubElement(entry, "category", {"term": f"msgType={made.kind}"})
    SubElement(entry, "link", {"rel": "alternate", "type": cap.MEDIA_TYPE, "href": address})
