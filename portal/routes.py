"""The public pages' addresses."""

import json
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from portal import keys
from portal.counts import counts
from portal.tracking import PATH, copies, tracked, written
from routing.city import naming
from routing.city.catalogue import catalogue
from routing.domain.tracking_keys import short_of
from storage import clock, limits
from storage.db import reading, transaction
from storage.models import Report
from storage.trace import evidence, heads
from web.downloads import attached
from web.templates import render

router = APIRouter(max_body_size=10_000)
LONGEST_NUMBER, LONGEST_KEY = 40, 200  # characters of what somebody types
NO_MATCH = "Nomor dan kunci itu tidak cocok. Periksa lagi keduanya, atau buka tautannya dari obrolan Anda."


def _no_number() -> str:
    return f"Itu bukan nomor laporan. Contoh nomor yang benar: {naming.example_number()}."


@router.get("/")
def home(request: Request, cerita: Annotated[str, Query(max_length=2000)] = "") -> Response:
    """What this is, the chat, and where else to turn. cerita: what the reader may go on writing."""
    with reading() as session:
        figures = counts(session, now=clock.now())
    return render(request, "portal/home.html", figures=figures, begun=cerita[:500])


@router.get("/lacak")
def look_for(request: Request, nomor: str = "") -> Response:
    """The form to find a report; what can be a number leads to its page, whether it exists or not."""
    given = nomor.strip()[:LONGEST_NUMBER]
    if not given:
        return _form(request, given="")
    with reading() as session:
        number = written(session, given)
    if number is not None:
        return RedirectResponse(f"/lacak/{number}", status_code=303)
    return _form(request, status=404, given=given, problem=_no_number())


@router.post("/lacak")
async def open_with_key(request: Request) -> Response:
    """A number and a key typed into the form: leads to the report's page, or back to the form."""
    own_pages_only(request)
    form = await request.form()
    typed = {name: value if isinstance(value := form.get(name), str) else "" for name in ("nomor", "kunci")}
    given, key = typed["nomor"].strip()[:LONGEST_NUMBER], typed["kunci"].strip()[:LONGEST_KEY]
    opened = await run_in_threadpool(_opened, request, given, key)
    if opened is None:
        return await run_in_threadpool(_form, request, status=404, given=given, problem=NO_MATCH)
    response: Response = RedirectResponse(f"/lacak/{opened[0]}", status_code=303)
    keys.give(request, response, *opened)
    return response


def _form(
    request: Request, *, given: str, status: int = 200, problem: str = "", number: str = ""
) -> Response:
    """number: the report that a key is asked for, as somebody wrote it."""
    page = render(request, "portal/track.html", status=status, given=given, problem=problem, number=number)
    return _unseen(page)


def _unseen(response: Response) -> Response:
    """Kept by no browser, told to no other site."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@router.get("/lacak/{number}")
def follow(request: Request, number: str, kunci: str | None = None) -> Response:
    """One report, for whoever has shown a key of it; for everybody else the same question for every number.

    `kunci` stands in links of former versions: taken once, and out of the address at once.
    """
    with reading() as session:
        proper = written(session, number[:LONGEST_NUMBER])
        key = known_key(session, request, proper) if proper else None
    if proper is None:
        return _form(request, status=404, given=number[:LONGEST_NUMBER], problem=_no_number())
    if kunci and (opened := _opened(request, proper, kunci)):
        response: Response = RedirectResponse(f"/lacak/{proper}", status_code=303)
        keys.give(request, response, *opened)
        return response
    if key is None:
        counted(request)
        return _form(request, given=proper, number=proper)
    with reading() as session:
        found = tracked(session, proper, key)
    if found is None:  # it became secret meanwhile
        return _form(request, given=proper, number=proper)
    return _unseen(render(request, "portal/report.html", tracked=found, path=PATH))


@router.post("/lacak/{number}/kunci", status_code=204)
async def unlock(request: Request, number: str) -> Response:
    """The page hands in the key that stood behind the #: `{"kunci": …}`; 404 for a wrong one."""
    own_pages_only(request)
    body = await request.body()
    try:
        given = json.loads(body)["kunci"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise HTTPException(400) from None
    key = given[:LONGEST_KEY] if isinstance(given, str) else ""
    opened = await run_in_threadpool(_opened, request, number[:LONGEST_NUMBER], key)
    if opened is None:
        raise HTTPException(404)
    response = Response(status_code=204, headers={"Cache-Control": "no-store"})
    keys.give(request, response, *opened)
    return response


def own_pages_only(request: Request) -> None:
    """Refuse (403) what another site makes a browser send."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403)


def _opened(request: Request, given: str, key: str) -> tuple[str, str] | None:
    """(number, key) as they are written, when this key opens this report. The try is counted."""
    counted(request, "key")
    with reading() as session:
        number = written(session, given)
        found = tracked(session, number, key) if number else None
        if number is None or found is None or found.report.track_key is None:
            return None
        return number, found.report.track_key if found.private else short_of(found.report.track_key)


def counted(request: Request, door: str = "track") -> None:
    """Count a look by number, or a try of a key; TooMany (429) for who goes through them all."""
    with transaction() as tx:
        address = request.client.host if request.client else None
        limits.take(tx, door, now=clock.now(), address=address)


def known_key(session: Session, request: Request, number: str) -> str | None:
    """The key of the report that this browser has shown."""
    key = session.scalar(select(Report.track_key).where(Report.number == number))
    return keys.shown(request, number, key)


@router.get("/lacak/{number}/foto/{sha256}")
def picture(request: Request, number: str, sha256: str) -> Response:
    """A picture of a report, for whoever has shown its private key; 404 for everybody else."""
    with reading() as session:
        found = tracked(session, number, known_key(session, request, number))
    own = [media for _, media in found.pictures] if found else []
    kinds = {name: media.content_type for media in own for name in (media.sha256, media.thumb_sha256)}
    if sha256 not in kinds:
        raise HTTPException(404)
    return _file(request, sha256, kinds[sha256], cache="no-store")


@router.get("/lacak/{number}/hasil/{sha256}")
def result(request: Request, number: str, sha256: str) -> Response:
    """A photo of the finished work for whoever has a key: the blurred copy alone; 404 for any other file."""
    with reading() as session:
        found = tracked(session, number, known_key(session, request, number))
    public = {name for media in found.results for name in copies(media)} if found else set()
    if sha256 not in public:
        raise HTTPException(404)
    return _file(request, sha256, "image/jpeg", cache="no-store")


@router.get("/lacak/{number}/jejak.json")
def trace(request: Request, number: str) -> Response:
    """Bukti jejak: the report's events and their proof, for whoever has shown its private key; else 404."""
    now = clock.now()
    with reading() as session:
        found = tracked(session, number, known_key(session, request, number))
        if found is None or not found.private:
            raise HTTPException(404)
        made = evidence.handed_out(
            session, found.report.id, found.report.number, signer=heads.Signer(request.app.state.signing),
            folder=request.app.state.trace, now=now,
        )  # fmt: skip
    if made is None:
        raise HTTPException(503, "Buktinya belum bisa dibuat sekarang. Coba lagi nanti.")
    return attached(made, f"jejak-{found.report.number}.json")


def _file(request: Request, sha256: str, kind: str, *, cache: str) -> Response:
    try:
        content = request.app.state.media.open(sha256)
    except KeyError:
        raise HTTPException(404) from None
    # A voice note is played or saved, never opened as a page of ours.
    shown = "inline" if kind == "image/jpeg" else "attachment"
    return Response(content, media_type=kind, headers={"Cache-Control": cache, "Content-Disposition": shown})


@router.get("/privasi")
def privacy(request: Request) -> Response:
    """What is kept about a resident, why, how long, and what they can ask for."""
    with reading() as session:
        city = catalogue(session)
    settings = city.settings
    return render(
        request, "portal/privacy.html", city=city, settings=settings.privacy, keep=settings.retention
    )
