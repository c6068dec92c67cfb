"""/data: the page of open data (and, with a key behind the #, of one's own), files, catalogue, feeds."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from portal.messages import page
from portal.open_data import atom, catalogue
from portal.open_data.catalogue import TYPES
from routing.city.catalogue import Catalogue
from routing.city.catalogue import catalogue as city_of
from routing.domain.publicity import Publicity
from routing.open_data import ALL, CSV, GEOJSON, HEAD, PARQUET, files
from routing.reports import from_programs, public_list
from routing.reports.public_list import Search
from storage import clock, limits
from storage.db import reading, transaction
from storage.media import MediaStore
from storage.models import OpenFile
from web import tagged

router = APIRouter(prefix="/data", max_body_size=10_000)
OPEN_TO_ALL = {"Access-Control-Allow-Origin": "*"}
AROUND = {CSV: (HEAD.encode(), b""), GEOJSON: (b'{"type":"FeatureCollection","features":[\n', b"\n]}\n")}
BETWEEN = {CSV: b"", GEOJSON: b",\n"}
FEED = 50  # entries


@router.get("")
def about(request: Request) -> Response:
    """What there is to take along. Whoever comes with a link to their own data finds that here as well."""
    with reading() as session:
        city, found = city_of(session), files(session)
    months = sorted({file.month for file in found} - {ALL}, reverse=True)
    made = page(
        request, "portal/data.html", months=months, rows=sum(file.rows for file in found if file.form == CSV),
        licence=city.settings.public.licence, sizes={(file.month, file.form): file.size for file in found},
        made_at=max((file.made_at for file in found), default=None),
    )  # fmt: skip
    made.headers["Cache-Control"], made.headers["Referrer-Policy"] = "no-store", "no-referrer"
    return made


@router.get("/laporan.{form}")
def whole(request: Request, form: str) -> Response:
    """Everything in one file: its months one behind the other, the earliest first."""
    with reading() as session:
        found = [file for file in files(session) if file.form == form]
    parts = [file for file in found if (file.month == ALL) == (form == PARQUET)]
    return _file(request, parts[::-1], f"laporan.{form}")


@router.get("/laporan/{month}.{form}")
def one_month(request: Request, month: str, form: str) -> Response:
    """A month."""
    with reading() as session:
        found = [file for file in files(session) if (file.month, file.form) == (month, form)]
    return _file(request, found, f"laporan-{month}.{form}")


def _file(request: Request, parts: Sequence[OpenFile], name: str) -> Response:
    """The parts as one file; 304 for who has it, 404 for none, 429 for who takes too many."""
    if not parts:
        raise HTTPException(404, "Berkas itu belum ada.")
    form = parts[0].form
    tag = tagged.tag_of(part.sha256.encode() for part in parts)
    head = {"ETag": tag, "Cache-Control": "public, max-age=300", **OPEN_TO_ALL}
    if tagged.has(request, tag):
        return Response(status_code=304, headers=head)
    _paced(request)
    body = _streamed(request.app.state.media, parts, form)
    first = next(body)  # a store that is away is told before anything is
    head["Content-Disposition"] = f'attachment; filename="{name}"'
    kind = TYPES[form] if form == PARQUET else f"{TYPES[form]}; charset=utf-8"
    return StreamingResponse(_from(first, body), media_type=kind, headers=head)


def _paced(request: Request) -> None:
    """Count a download: by the program's key where it has one, else by the network it comes from."""
    kind, _, key = request.headers.get("authorization", "").partition(" ")
    with transaction() as tx:
        client = from_programs.client_of(tx, key.strip()) if kind.lower() == "bearer" else None
        address = request.client.host if request.client and client is None else None
        limits.take(tx, "file", now=clock.now(), person=str(client.id) if client else None, address=address)


def _streamed(store: MediaStore, parts: Sequence[OpenFile], form: str) -> Iterator[bytes]:
    if form == PARQUET:  # one file, whole as it is
        yield store.open(parts[0].sha256)
        return
    before, behind = AROUND[form]
    full = [part for part in parts if part.rows]
    for index, part in enumerate(full):
        try:
            content = store.open(part.sha256)
        except KeyError:
            raise HTTPException(503) from None
        if form == GEOJSON:
            content = content.rstrip(b"\n").replace(b"\n", b",\n")
        yield (before if index == 0 else BETWEEN[form]) + content
    yield behind if full else before + behind


def _from(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


@router.get("/kamus.json")
def dictionary(request: Request) -> Response:
    """What the columns mean."""
    with reading() as session:
        content = catalogue.dictionary(city_of(session))
    return _tagged(request, _json(content), "application/json")


@router.get("/catalog.jsonld")
def dcat(request: Request) -> Response:
    """The catalogue other catalogues harvest."""
    with reading() as session:
        content = catalogue.dcat(city_of(session), files(session), site=_site(request))
    return _tagged(request, _json(content), "application/ld+json")


@router.get("/atom.xml")
def newest(request: Request) -> Response:
    """The newest reports of the city."""
    return _feed(request, Search(), "Laporan warga terbaru")


@router.get("/atom/kelurahan/{code}.xml")
def of_area(request: Request, code: str) -> Response:
    """The newest of a kelurahan."""
    with reading() as session:
        area = city_of(session).kelurahan.get(code)
    if area is None:
        raise HTTPException(404)
    return _feed(request, Search(kelurahan=code), f"Laporan warga, Kelurahan {area.name}")


@router.get("/atom/kategori/{code}.xml")
def of_kind(request: Request, code: str) -> Response:
    """The newest of a kind."""
    with reading() as session:
        city: Catalogue = city_of(session)
    if city.settings.public.of(code) == Publicity.NOT or code not in city.categories:
        raise HTTPException(404)
    return _feed(request, Search(categories=(code,)), f"Laporan warga: {city.categories[code].name}")


def _feed(request: Request, search: Search, title: str) -> Response:
    site = _site(request)
    with reading() as session:
        found = public_list.page(session, search, limit=FEED)
        made = atom.of_reports(
            city_of(session), found, title=title, address=f"{site}{request.url.path}", site=site
        )  # fmt: skip
    return _tagged(request, made, "application/atom+xml")


def _site(request: Request) -> str:
    return str(request.app.state.public_url).rstrip("/")


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _tagged(request: Request, body: bytes, kind: str) -> Response:
    """The body with its tag; 304 for who has it already."""
    head = {"Cache-Control": "public, max-age=300", **OPEN_TO_ALL}
    return tagged.answer(request, body, f"{kind}; charset=utf-8", head)
