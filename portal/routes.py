"""The public pages' addresses."""

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from portal.counts import counts
from portal.tracking import PATH, copies, tracked, written
from routing.city.catalogue import catalogue
from storage import clock
from storage.db import reading
from web.templates import render

router = APIRouter()
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
    with reading() as session:
        number = written(session, given)
        found = tracked(session, number, None) if number else None
    if found is not None:
        return RedirectResponse(f"/lacak/{found.report.number}", status_code=303)
    problem = "Tidak ada laporan dengan nomor itu. Contoh nomor yang benar: BKS-2611-00042."
    return render(request, "portal/track.html", status=404, given=given, problem=problem)


@router.get("/lacak/{number}")
def follow(request: Request, number: str, kunci: str | None = None) -> Response:
    """One report: its state for anybody, its story with the private key."""
    with reading() as session:
        proper = written(session, number[:LONGEST_NUMBER])
        found = tracked(session, proper, kunci) if proper else None
    if found is None:
        problem = "Tidak ada laporan dengan nomor itu. Periksa lagi nomornya."
        given = number[:LONGEST_NUMBER]
        return render(request, "portal/track.html", status=404, given=given, problem=problem)
    response = render(request, "portal/report.html", tracked=found, path=PATH, key=kunci)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"  # the private key stands in the address
    return response


@router.get("/lacak/{number}/foto/{sha256}")
def picture(request: Request, number: str, sha256: str, kunci: str) -> Response:
    """A picture of a report, for whoever holds its private key; 404 for everybody else."""
    with reading() as session:
        found = tracked(session, number, kunci)
    own = [media for _, media in found.pictures] if found else []
    kinds = {name: media.content_type for media in own for name in (media.sha256, media.thumb_sha256)}
    if sha256 not in kinds:
        raise HTTPException(404)
    return _file(request, sha256, kinds[sha256], cache="private, max-age=86400")


@router.get("/lacak/{number}/hasil/{sha256}")
def result(request: Request, number: str, sha256: str, kunci: str | None = None) -> Response:
    """A photo of the finished work for everybody: the blurred copy alone; 404 for any other file."""
    with reading() as session:
        found = tracked(session, number, kunci)
    public = {name for media in found.results for name in copies(media)} if found else set()
    if sha256 not in public:
        raise HTTPException(404)
    return _file(request, sha256, "image/jpeg", cache="no-store")


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
