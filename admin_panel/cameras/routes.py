"""/petugas/kamera: the cameras an officer may see: list, wall, one camera, its pictures; evidence."""

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from admin_panel.access import require
from admin_panel.cameras import beside
from admin_panel.cameras.beside import LookedBeside
from routing.city.catalogue import catalogue
from routing.domain.permissions import Action
from routing.errors import NotFound, Refused
from routing.reports.door import visible_to
from sensors.cameras import looks, seeing, stills
from sensors.cameras.seeing import CameraShown
from sensors.cameras.stills import StillBusy
from sensors.domain.cameras.health import STATES, CameraState
from sensors.domain.cameras.places import compass
from sensors.domain.cameras.rights import Clearness
from storage import clock
from storage.db import reading, transaction
from storage.models import Camera, CameraProof, Officer, Report
from web import times
from web.templates import render

router = APIRouter(prefix="/petugas/kamera")
Looker = Annotated[Officer, Depends(require(Action.VIEW))]
Code = Annotated[str, Path(max_length=63)]
RowId = Annotated[int, Path(ge=1, lt=2**62)]
Number = Annotated[str, Query(max_length=40)]
IncidentId = Annotated[int, Query(ge=0, lt=2**53)]
SIZES = (2, 3, 4)
MOST_TILES = max(SIZES) ** 2
SMALL_FROM = 3  # on a wall of this many a side small pictures will do
JPEG = "image/jpeg"
BUSY = "Wajah di gambar lain sedang dikaburkan. Muat ulang sebentar lagi."
SAID = {"disimpan": "Gambar disimpan sebagai bukti."}


def found(session: Session, officer: Officer, code: str) -> CameraShown:
    """The camera as this officer sees it; 404 where they do not."""
    try:
        return seeing.one(session, officer, code, now=clock.now())
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone


def look(officer: Officer, cameras: Iterable[Camera], **more: Any) -> None:
    """Writes down that this officer sees these cameras now."""
    with transaction() as tx:
        looks.note(tx, officer, cameras, now=clock.now(), **more)


@router.get("")
def listed(request: Request, officer: Looker, keadaan: Annotated[str, Query(max_length=10)] = "") -> Response:
    """All cameras with how each stands; no pictures, so nothing is looked at."""
    with reading() as session:
        shown = seeing.all_shown(session, officer, now=clock.now())
        city = catalogue(session)
    counts = {state: sum(one.state is state for one in shown) for state in CameraState}
    rows = [one for one in shown if not keadaan or one.state == keadaan]
    return render(
        request, "cameras/list.html", rows=rows, counts=counts, states=STATES, chosen=keadaan, city=city,
        total=len(shown), compass=compass,
    )  # fmt: skip


@router.get("/dinding")
def wall(
    request: Request, officer: Looker, ukuran: Annotated[int, Query(ge=2, le=4)] = 3,
    halaman: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> Response:  # fmt: skip
    """Two by two to four by four tiles; a tile loads its picture once it is seen."""
    with reading() as session:
        shown = seeing.all_shown(session, officer, now=clock.now())
    used = [one for one in shown if one.state is not CameraState.OFF]
    tiles = ukuran * ukuran
    pages = max(1, -(-len(used) // tiles))
    halaman = min(halaman, pages)
    return render(
        request, "cameras/wall.html", rows=used[(halaman - 1) * tiles : halaman * tiles], size=ukuran,
        sizes=SIZES, number=halaman, pages=pages, states=STATES, small=ukuran >= SMALL_FROM,
    )  # fmt: skip


@router.get("/petak")
def tiles(officer: Looker, kode: Annotated[list[str], Query(max_length=MOST_TILES)]) -> JSONResponse:
    """How the tiles in sight stand now, and which picture each has; this is a look at them."""
    now = clock.now()
    with reading() as session:
        shown = seeing.all_shown(session, officer, now=now, codes=kode)
    look(officer, [one.camera for one in shown if one.still])
    return JSONResponse({one.camera.code: _tile(one, times.ago(one.taken_at, now)) if one.taken_at
                         else _tile(one, "") for one in shown})  # fmt: skip


def _tile(shown: CameraShown, age: str) -> dict[str, Any]:
    still = shown.still.id if shown.still else None
    return {
        "still": still, "age": age, "live": shown.live, "state": shown.state.value,
        "said": STATES[shown.state], "fault": shown.camera.fault,
    }  # fmt: skip


@router.get("/dekat")
def near(
    request: Request,
    officer: Annotated[Officer, Depends(require(Action.VIEW, piece_of="/petugas/kamera"))],
    laporan: Number = "",
    kejadian: IncidentId = 0,
) -> Response:
    """The cameras nearest to a report or event, without pictures, and what was kept of it as evidence."""
    now = clock.now()
    with reading() as session:
        where = beside.of(session, officer, laporan, kejadian)
        cameras = seeing.near(session, officer, where.place, now=now) if where.place else ()
        kept = _kept(session, where)
    return render(
        request, "cameras/near.html", cameras=cameras, beside=where, kept=kept, states=STATES,
        compass=compass,
    )  # fmt: skip


def _kept(session: Session, where: LookedBeside) -> Any:
    if where.report is not None:
        return stills.kept(session, report_id=where.report.id)
    return stills.kept(session, incident_id=where.incident_id) if where.incident_id else ()


@router.get("/bukti/{proof_id}")
def proof(request: Request, officer: Looker, proof_id: RowId) -> Response:
    """A picture kept as evidence, to who may see what it is evidence of; with faces as the camera's are."""
    now = clock.now()
    with reading() as session:
        row = session.get(CameraProof, proof_id)
        if row is None:
            raise HTTPException(404, "Bukti itu tidak ada.")
        _reached(session, officer, row)
        camera = session.get_one(Camera, row.camera_id)
    how = seeing.how(officer, camera) or Clearness.BLURRED
    look(officer, [camera], about=f"bukti {proof_id}")
    try:
        content = stills.proof_content(request.app.state.media, row, how, now=now)
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone
    except StillBusy:
        raise HTTPException(503, BUSY, {"Retry-After": "5"}) from None
    return Response(content, media_type=JPEG)


def _reached(session: Session, officer: Officer, row: CameraProof) -> None:
    if row.report_id is None:
        beside.of(session, officer, "", row.incident_id or 0)
        return
    report = session.get_one(Report, row.report_id)
    try:
        visible_to(session, officer).get(report.number)
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone


@router.get("/{code}")
def page(  # noqa: PLR0913 - what is looked at, and beside what
    request: Request, officer: Looker, code: Code, laporan: Number = "", kejadian: IncidentId = 0,
    gambar: Annotated[int, Query(ge=0, lt=2**62)] = 0, kabar: str = "",
) -> Response:  # fmt: skip
    """One camera: its newest picture, those before it, and (beside a report or event) keeping one."""
    return _page(request, officer, code, (laporan, kejadian), gambar, good=SAID.get(kabar, ""))


def _page(  # noqa: PLR0913 - a page and what is said on it
    request: Request, officer: Officer, code: str, about: tuple[str, int], still_id: int, *, good: str = "",
    bad: str = "", status: int = 200,
) -> Response:  # fmt: skip
    with reading() as session:
        shown = found(session, officer, code)
        where = beside.of(session, officer, *about)
        earlier = seeing.stills(session, shown.camera)
        city = catalogue(session)
    picked = next((one for one in earlier if one.id == still_id), shown.still)
    if picked is not None:
        look(officer, [shown.camera], about=where.said)
    partial = "HX-Request" in request.headers
    return render(
        request, "cameras/look.html" if partial else "cameras/page.html", shown=shown, picked=picked,
        earlier=earlier, beside=where, states=STATES, compass=compass, city=city, good=good, bad=bad,
        status=status,
    )  # fmt: skip


@router.get("/{code}/gambar/{still_id}")
def picture(request: Request, officer: Looker, code: Code, still_id: RowId, kecil: bool = False) -> Response:
    """One picture, with faces hidden where this officer may not see them."""
    now = clock.now()
    with reading() as session:
        shown = found(session, officer, code)
        going = looks.is_going(session, officer, shown.camera, now=now)
        try:
            still = stills.of_camera(session, shown.camera, still_id)
        except NotFound as gone:
            raise HTTPException(404, gone.sentence) from gone
    if not going:
        look(officer, [shown.camera])
    try:
        content = stills.content(request.app.state.media, still, shown.how, small=kecil, now=now)
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone
    except StillBusy:
        raise HTTPException(503, BUSY, {"Retry-After": "5"}) from None
    return Response(content, media_type=JPEG)


@router.post("/{code}/simpan")
def keep(  # noqa: PLR0913 - the form's fields
    request: Request, officer: Looker, code: Code, gambar: Annotated[int, Form(ge=1, lt=2**62)],
    alasan: Annotated[str, Form(max_length=1000)] = "", laporan: Annotated[str, Form(max_length=40)] = "",
    kejadian: Annotated[int, Form(ge=0, lt=2**53)] = 0,
) -> Response:  # fmt: skip
    """Keeps a picture as evidence of the report or event."""
    if not laporan and not kejadian:
        raise HTTPException(422, "Bukti disimpan untuk satu laporan atau kejadian.")
    try:
        with transaction() as tx:
            camera = found(tx, officer, code).camera
            subject = beside.subject(tx, officer, laporan, kejadian)
            still = stills.of_camera(tx, camera, gambar)
            stills.keep(tx, camera, still, subject, officer=officer, reason=alasan, now=clock.now())
    except Refused as refused:
        return _page(
            request, officer, code, (laporan, kejadian), gambar, bad=refused.sentence, status=refused.status
        )
    with reading() as session:
        where = beside.of(session, officer, laporan, kejadian)
    if "HX-Request" in request.headers:
        return _page(request, officer, code, (laporan, kejadian), gambar, good=SAID["disimpan"])
    query = where.query + "&kabar=disimpan"
    return RedirectResponse(f"/petugas/kamera/{code}{query}", status_code=303)
