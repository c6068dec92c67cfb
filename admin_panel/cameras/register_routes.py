"""/admin/kamera: the register of cameras: listed, added, changed, taken in as CSV; who looked through one."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from admin_panel.cameras.routes import Code
from admin_panel.remembering import remembered
from admin_panel.uploads import content_of, form_of
from routing.domain.permissions import Action
from routing.errors import NotFound, Refused
from sensors.cameras import looks, register, seeing
from sensors.cameras.register import AddressSeal, CameraSaid, WrongCamera
from sensors.cameras.section import SECTION as CAMERAS
from sensors.domain.cameras import addresses, places
from sensors.domain.cameras.health import STATES
from sensors.domain.cameras.rights import RIGHTS
from storage import clock, csv_files, hidden
from storage.csv_files import CsvFault
from storage.db import reading
from storage.models import Agency, Camera, Officer
from web.templates import render

router = APIRouter(prefix="/admin/kamera")
Admin = Annotated[Officer, Depends(require(Action.CONFIGURE))]
Word = Annotated[str, Form(max_length=500)]
MOST_BYTES = 2 * 1024 * 1024
SAID = {"dibuat": "Kamera didaftarkan.", "disimpan": "Perubahan disimpan."}


def _seal(request: Request) -> AddressSeal:
    return AddressSeal(request.app.state.secret, request.app.state.reach)


@router.get("")
def listed(request: Request, officer: Admin) -> Response:
    """All cameras, a form for a new one, and a file of many."""
    return _list(request, officer)


def _list(request: Request, officer: Officer, *, status: int = 200, **said: Any) -> Response:
    with reading() as session:
        rows = seeing.all_shown(session, officer, now=clock.now())
        agencies = _agencies(session)
    values = {"said": "", "error": "", "taken": None, "form": {}, **said}
    return render(
        request, "cameras/register.html", rows=rows, agencies=agencies, rights=RIGHTS, states=STATES,
        columns=register.ALL_COLUMNS, page="daftar-kamera", status=status, **values,
    )  # fmt: skip


def _agencies(session: Session) -> dict[str, str]:
    found = select(Agency.code, Agency.name).where(Agency.active, Agency.kind != "kelurahan")
    return {row.code: row.name for row in session.execute(found.order_by(Agency.name))}


def _said(  # noqa: PLR0913 - the form's fields
    nama: Word, lat: Word, lon: Word, arah: Word = "", terlihat: Word = "", pemilik: Word = "",
    hak: Word = "poc", jeda: Word = "60", gambar: Word = "", aliran: Word = "",
    dipakai: Annotated[bool, Form()] = False, hapus_gambar: Annotated[bool, Form()] = False,
    hapus_aliran: Annotated[bool, Form()] = False,
) -> dict[str, Any]:  # fmt: skip
    """The form; an empty address leaves the one that is kept, unless it is to end."""
    return {
        "name": nama, "lat": lat, "lon": lon, "direction": arah, "sees": terlihat, "agency": pemilik,
        "rights": hak, "every": jeda, "online": dipakai,
        "snapshot": "" if hapus_gambar else gambar.strip() or None,
        "stream": "" if hapus_aliran else aliran.strip() or None,
    }  # fmt: skip


Form_ = Annotated[dict[str, Any], Depends(_said)]


def _read(form: dict[str, Any]) -> CameraSaid:
    try:
        lat, lon = csv_files.number(form["lat"]), csv_files.number(form["lon"])
        direction, every = places.direction_of(form["direction"]), int(form["every"])
    except ValueError:
        raise WrongCamera(
            "titik, arah, dan jeda ditulis sebagai angka (arah boleh nama mata angin)"
        ) from None
    return CameraSaid(**{**form, "lat": lat, "lon": lon, "direction": direction, "every": every})


@router.post("")
def make(
    request: Request, officer: Admin, kode: Annotated[str, Form(max_length=63)], form: Form_
) -> Response:
    """A new camera."""
    try:
        with remembered(CAMERAS, officer, f"Kamera {kode.strip()} didaftarkan") as tx:
            camera = register.make(
                tx, kode.strip(), _read({**form, "online": True}), _seal(request),
                actor=f"petugas:{officer.id}", now=clock.now(),
            )  # fmt: skip
            code = camera.code
    except Refused as refused:
        kept = {**form, "code": kode, "snapshot": "", "stream": ""}  # a password is not put back on a page
        return _list(request, officer, error=refused.sentence, form=kept, status=refused.status)
    return RedirectResponse(f"/admin/kamera/{code}?kabar=dibuat", status_code=303)


@router.post("/impor", max_body_size=MOST_BYTES + 100_000)
async def take_in(request: Request, officer: Admin) -> Response:
    """Cameras of a CSV file; bad rows are named by their line, good ones are kept."""
    content = await content_of(await form_of(request, fields=4), "berkas", most=MOST_BYTES)
    return await run_in_threadpool(_take_in, request, officer, content)


def _take_in(request: Request, officer: Officer, content: bytes) -> Response:
    if not content or len(content) > MOST_BYTES:
        error = "Berkasnya lebih dari 2 MB." if content else "Pilih berkasnya dulu."
        return _list(request, officer, error=error, status=422)
    try:
        with remembered(CAMERAS, officer, "Kamera dari berkas CSV") as tx:
            taken = register.take_in(
                tx,
                content,
                _seal(request),
                name="kamera.csv",
                actor=f"petugas:{officer.id}",
                now=clock.now(),
            )
    except CsvFault as wrong:
        error = (
            f"Berkas ini tidak bisa dibaca sebagai tabel kamera: {wrong.sentence}. "
            f"Kolom yang wajib: {', '.join(register.COLUMNS)}."
        )
        return _list(request, officer, error=error, status=422)
    said = f"{taken.new} kamera baru, {taken.changed} diubah, {len(taken.bad)} baris tidak diambil."
    return _list(request, officer, said=said, taken=taken)


@router.get("/{code}")
def edit_page(request: Request, officer: Admin, code: Code, kabar: str = "") -> Response:
    """One camera's entry, and who looked through it."""
    return _page(request, officer, code, said=SAID.get(kabar, ""))


def _page(
    request: Request, officer: Officer, code: str, *, said: str = "", error: str = "", status: int = 200
) -> Response:  # fmt: skip
    with reading() as session:
        camera = _of(session, code)
        seen = looks.of_camera(session, camera)
        agencies = _agencies(session)
        shown = seeing.all_shown(session, officer, now=clock.now(), codes=[code])[0]
    told = {name: _masked(request, sealed) for name, sealed in _addresses(camera).items()}
    return render(
        request, "cameras/edit.html", camera=camera, shown=shown, seen=seen, agencies=agencies, rights=RIGHTS,
        states=STATES, told=told, what=looks.WHAT, said=said, error=error, page="daftar-kamera",
        status=status,
    )  # fmt: skip


def _addresses(camera: Camera) -> dict[str, str]:
    return {"gambar": camera.snapshot_url or "", "aliran": camera.stream_url}


def _masked(request: Request, sealed: str) -> str:
    address = hidden.tell(request.app.state.secret, sealed)
    return "tidak bisa dibuka lagi; tulis sekali lagi" if address is None else addresses.shown(address)


def _of(session: Session, code: str, *, lock: bool = False) -> Camera:
    try:
        return register.of_code(session, code, lock=lock)
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone


@router.post("/{code}")
def settle(request: Request, officer: Admin, code: Code, form: Form_) -> Response:
    """Change one camera's entry."""
    try:
        with remembered(CAMERAS, officer, f"Kamera {code} diubah") as tx:
            register.settle(
                tx, _of(tx, code, lock=True), _read(form), _seal(request), actor=f"petugas:{officer.id}",
                now=clock.now(),
            )  # fmt: skip
    except Refused as refused:
        return _page(request, officer, code, error=refused.sentence, status=refused.status)
    return RedirectResponse(f"/admin/kamera/{code}?kabar=disimpan", status_code=303)
