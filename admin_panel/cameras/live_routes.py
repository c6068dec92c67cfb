"""/petugas/kamera/CODE/langsung: a camera's stream, by tickets; never its address."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from admin_panel.access import require
from admin_panel.cameras.routes import Code, Looker, found, look
from routing.domain.permissions import Action
from sensors.cameras import looks, seeing, streams
from sensors.cameras.fetching import CameraAway
from sensors.cameras.seeing import CameraShown
from sensors.cameras.streams import Crowded, TicketOver
from sensors.domain.cameras.rights import Clearness
from storage import clock
from storage.db import reading
from storage.models import Camera, Officer
from web.templates import render

router = APIRouter(prefix="/petugas/kamera")
RANGE = re.compile(r"bytes=\d{1,12}-\d{0,12}")
OVER = "Waktu menonton habis. Tekan Lanjutkan menonton."
NOT_YOURS = "Tayangan langsung menampilkan wajah, dan akun Anda tidak berwenang melihatnya."


def _watched(officer: Officer, code: str) -> CameraShown:
    with reading() as session:
        shown = found(session, officer, code)
    if not shown.clear:
        raise HTTPException(403, NOT_YOURS)
    if not shown.streams:
        raise HTTPException(404, "Kamera ini tidak punya tayangan langsung.")
    return shown


@router.get("/{code}/langsung")
def live_page(request: Request, officer: Looker, code: Code) -> Response:
    """The stream on a page of its own; what opens it is asked for by the page."""
    shown = _watched(officer, code)
    return render(request, "cameras/live.html", shown=shown, minutes=streams.WATCHED // 60)


@router.post("/{code}/tiket")
def ticket(request: Request, officer: Looker, code: Code) -> JSONResponse:
    """A ticket for some minutes; taking one is looking."""
    shown, state = _watched(officer, code), request.app.state
    address = streams.begin(state.secret, shown.camera, officer, now=clock.now())
    if not address:
        raise HTTPException(503, "Alamat aliran kamera ini tidak bisa dibuka lagi. Beri tahu admin.")
    look(officer, [shown.camera], what=looks.LIVE)
    return JSONResponse({"src": address, "seconds": streams.WATCHED})


@router.get("/aliran/{ticket}")
def piece(
    request: Request, officer: Annotated[Officer, Depends(require(Action.VIEW))],
    ticket: Annotated[str, Path(max_length=4000)],
) -> Response:  # fmt: skip
    """A playlist or a piece of the stream."""
    state, now = request.app.state, clock.now()
    try:
        read = streams.read(state.secret, ticket, officer, now=now)
        camera = _still_seen(officer, read.camera)
        wanted = request.headers.get("Range", "")
        handed = streams.hand(
            state.secret, read, camera, state.reach, wanted=wanted if RANGE.fullmatch(wanted) else "", now=now
        )
    except TicketOver:
        raise HTTPException(410, OVER) from None
    except Crowded:
        raise HTTPException(503, "Terlalu banyak tayangan dibuka sekaligus.", {"Retry-After": "2"}) from None
    except CameraAway as away:
        sentence = str(away)
        raise HTTPException(502, f"{sentence[0].upper()}{sentence[1:]}.") from None
    headers = {"Content-Range": handed.content_range} if handed.content_range else {}
    return Response(handed.content, status_code=handed.status, media_type=handed.kind, headers=headers)


def _still_seen(officer: Officer, camera_id: int) -> Camera:
    """The ticket's camera, where the officer still may watch it: rights end at once."""
    with reading() as session:
        camera = session.get(Camera, camera_id)
        if camera is None or not camera.online or seeing.how(officer, camera) is not Clearness.CLEAR:
            raise TicketOver
        return camera
