"""The public pages' addresses."""

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from portal.counts import counts
from portal.tracking import PATH, tracked, written
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
    if found is None or sha256 not in {part.sha256 for part in found.pictures}:
        raise HTTPException(404)
    try:
        content = request.app.state.media.open(sha256)
    except KeyError:
        raise HTTPException(404) from None
    return Response(content, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"})
