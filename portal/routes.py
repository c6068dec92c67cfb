"""The public pages' addresses."""

import json
from typing import Any

from fastapi import APIRouter
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from portal import keys
from portal.counts import counts
from portal.tracking import PATH, copies, tracked, written
from routing.city.catalogue import catalogue
from storage import clock, limits
from storage.db import reading, transaction
from storage.models import Report
from storage.trace import evidence, heads
from web.downloads import attached
from web.templates import render

router = APIRouter(max_body_size=10_000)
LONGEST_NUMBER = 40  # characters of what somebody types as a number


@router.get("/")
def home(request: Request) -> Response:
    """What this is, the chat, and where else to turn."""
    with reading() as session:
        figures = counts(session, now=clock.now())
    return render(request, "portal/home.html", figures=figures)


@router.get("/lacak")
def look_for(request: Request, nomor: str = "") -> Response:
    """The form to find a report; a good number leads to its page."""
    given = nomor.strip()[:LONGEST_NUMBER]
    if not given:
        return render(request, "portal/track.html", given="", problem="")
    counted(request)
    with reading() as session:
        number = written(session, given)
        found = tracked(session, number, None) if number else None
    if found is not None:
        return RedirectResponse(f"/lacak/{found.report.number}", status_code=303)
    problem = "Tidak ada laporan dengan nomor itu. Contoh nomor yang benar: BKS-2611-00042."
    return render(request, "portal/track.html", status=404, given=given, problem=problem)


@router.get("/lacak/{number}")
def follow(request: Request, number: str, kunci: str | None = None) -> Response:
    """One report: its state for anybody, its story for whoever has shown the private key.

    `kunci` stands in links of former versions: taken once, and out of the address at once.
    """
    with reading() as session:
        proper = written(session, number[:LONGEST_NUMBER])
        key = known_key(session, request, proper) if proper else None
    if kunci and proper and right_key(request, proper, kunci):
        response: Response = RedirectResponse(f"/lacak/{proper}", status_code=303)
        keys.give(request, response, proper, kunci)
        return response
    if key is None:
        counted(request)
    with reading() as session:
        found = tracked(session, proper, key) if proper else None
    if found is None:
        problem = "Tidak ada laporan dengan nomor itu. Periksa lagi nomornya."
        given = number[:LONGEST_NUMBER]
        response = render(request, "portal/track.html", status=404, given=given, problem=problem)
    else:
        response = render(request, "portal/report.html", tracked=found, path=PATH)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@router.post("/lacak/{number}/kunci", status_code=204)
async def unlock(request: Request, number: str) -> Response:
    """The page hands in the key that stood behind the #: `{"kunci": …}`; 404 for a wrong one."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403)
    body = await request.body()
    try:
        given = json.loads(body)["kunci"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise HTTPException(400) from None
    proper = await run_in_threadpool(_unlocked, request, number, given)
    response = Response(status_code=204, headers={"Cache-Control": "no-store"})
    keys.give(request, response, proper, given)
    return response


def _unlocked(request: Request, number: str, given: Any) -> str:
    with reading() as session:
        proper = written(session, number[:LONGEST_NUMBER])
    if proper is None or not isinstance(given, str) or not right_key(request, proper, given):
        raise HTTPException(404)
    return proper


def counted(request: Request, door: str = "track") -> None:
    """Count a look by number, or a try of a key; TooMany (429) for who goes through them all."""
    with transaction() as tx:
        address = request.client.host if request.client else None
        limits.take(tx, door, now=clock.now(), address=address)


def right_key(request: Request, number: str, given: str) -> bool:
    """Whether this is the report's private key; the try is counted."""
    counted(request, "key")
    with reading() as session:
        found = tracked(session, number, given)
    return found is not None and found.private


def known_key(session: Session, request: Request, number: str) -> str | None:
    """The report's private key, when this browser has shown it."""
    key = session.scalar(select(Report.track_key).where(Report.number == number))
    return key if keys.opens(request, number, key) else None


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
    """A photo of the finished work for everybody: the blurred copy alone; 404 for any other file."""
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
    return render(request, "portal/privacy.html", city=city, settings=city.settings.privacy)
