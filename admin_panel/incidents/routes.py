"""/petugas/kejadian: the events an officer may see; one with its reports, map, timeline and steps."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, Path, Request
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from admin_panel.access import require
from routing.city.catalogue import catalogue
from routing.city.incident_kinds import incident_rules
from routing.domain.incidents import LIVING, IncidentState
from routing.domain.permissions import Action
from routing.errors import NotFound, Refused
from routing.incidents import checklist, surging, timeline, working
from routing.incidents import reading as events
from routing.incidents.reading import Happening
from routing.reports import bundling
from routing.warnings import early, outside
from storage import clock
from storage.db import reading, transaction
from storage.models import Incident, Officer
from web.templates import render

router = APIRouter(prefix="/petugas/kejadian")
Joiner = Annotated[Officer, Depends(require(Action.JOIN))]
Viewer = Annotated[Officer, Depends(require(Action.READ))]
IncidentId = Annotated[int, Path(ge=1, le=2**53)]
Number = Annotated[str, Form(max_length=40)]
Words = Annotated[str, Form(max_length=8000)]
Numbers = Annotated[list[str] | None, Form(max_length=500)]
Step = Literal[
    "pastikan", "tolak", "kembalikan", "selesai", "buka", "masuk", "keluar", "gabung", "pisah", "pecah",
    "batas", "kabari", "centang", "hapus-centang",
]  # fmt: skip
SAID = {
    "dibuat": "Kejadian dibuat.",
    "pastikan": "Kejadian dipastikan. Laporan berikutnya yang sesuai masuk sendiri.",
    "tolak": "Usulan ditolak. Laporannya bebas lagi.",
    "kembalikan": "Usulan dikembalikan.",
    "selesai": "Kejadian selesai. Laporan di dalamnya tetap berjalan sendiri.",
    "buka": "Kejadian dibuka lagi.",
    "masuk": "Laporan dimasukkan.",
    "keluar": "Laporan dikeluarkan dan tidak diusulkan lagi untuk kejadian ini.",
    "gabung": "Kejadian digabung ke sini.",
    "pisah": "Gabungan dipisahkan lagi.",
    "pecah": "Kejadian baru dibuat dari laporan yang dipilih.",
    "batas": "Batas wilayah disimpan.",
    "centang": "Langkah dicentang.",
    "hapus-centang": "Centang dibatalkan.",
    "kabari": "Kabar masuk antrean kirim, satu untuk setiap orang.",
}
ENDED = (IncidentState.CLOSED, IncidentState.DISMISSED, IncidentState.JOINED)


@router.get("")
def listed(request: Request, officer: Viewer) -> Response:
    """The events under way, then those of the last thirty days that are over."""
    return _list(request, officer)


def _list(request: Request, officer: Officer, *, bad: str = "", status: int = 200) -> Response:
    now = clock.now()
    with reading() as session:
        living = events.listed(session, officer, now=now, states=LIVING)
        over = events.listed(session, officer, now=now, states=ENDED)
        city = catalogue(session)
        drafts = early.waiting(session)
        false_alarms = surging.false_alarms_a_week(session, now=now)
    return render(
        request, "incidents/list.html", status=status, living=living, over=over, city=city, bad=bad,
        kinds=incident_rules().kinds, surge=incident_rules().surge, false_alarms=false_alarms, drafts=drafts,
    )  # fmt: skip


@router.post("")
def make(
    request: Request, officer: Joiner, kind: Number = "", title: Words = "", laporan: Words = "",
    latihan: Annotated[bool, Form()] = False,
) -> Response:  # fmt: skip
    """An event an officer knows of, with the reports named."""
    try:
        with transaction() as tx:
            made = working.make(
                tx, officer=officer, kind=kind, title=title, numbers=laporan.split(), now=clock.now(),
                drill=latihan,
            ).id  # fmt: skip
    except Refused as refused:
        return _list(request, officer, bad=refused.sentence, status=refused.status)
    return RedirectResponse(f"/petugas/kejadian/{made}?kabar=dibuat", status_code=303)


@router.get("/{incident_id}")
def page(request: Request, officer: Viewer, incident_id: IncidentId, kabar: str = "") -> Response:
    """One, with all that is known of it."""
    return _show(request, officer, incident_id, good=SAID.get(kabar, ""))


def _show(
    request: Request, officer: Officer, incident_id: int, *, good: str = "", bad: str = "", status: int = 200
) -> Response:
    now = clock.now()
    with reading() as session:
        found = _one(session, officer, incident_id)
        row = session.get_one(Incident, incident_id)
        reports = timeline.reports(session, officer, row)
        moments = timeline.timeline(session, officer, row)
        steps = checklist.checklist(session, row)
        others = [one for one in events.listed(session, officer, now=now) if one.kind == found.kind]
        city = catalogue(session)
        official = outside.beside(
            session, found.kelurahan, since=found.first_seen, until=row.closed_at or now
        )
    return render(
        request, "incidents/page.html", status=status, event=found, reports=reports, city=city, good=good,
        moments=list(reversed(moments)), others=[one for one in others if one.id != found.id], bad=bad,
        official=official, steps=steps,
        corners="\n".join(f"{lat:.5f}, {lon:.5f}" for lon, lat in found.outline[:-1]),
    )  # fmt: skip


def _one(session: Session, officer: Officer, incident_id: int) -> Happening:
    found = events.one(session, officer, incident_id, now=clock.now())
    if found is None:
        raise HTTPException(404, "Kejadian itu tidak ditemukan.")
    return found


@router.get("/{incident_id}/peta.json")
def map_data(officer: Viewer, incident_id: IncidentId) -> JSONResponse:
    """Its reports with a point and its gauges, for the map of its page."""
    with reading() as session:
        found = _one(session, officer, incident_id)
        rows = timeline.reports(session, officer, session.get_one(Incident, incident_id))
        city = catalogue(session)
    points = [_feature(one, city.categories) for one in rows if one.report.lat is not None and one.sure]
    features = {"type": "FeatureCollection", "features": points}
    return JSONResponse({"areas": {code: {} for code in found.kelurahan}, "reports": features})


def _feature(one: timeline.Inside, categories: Any) -> dict[str, Any]:
    report = one.report
    told = {
        "number": report.number, "category": categories[report.category_code].name, "late": False,
        "status": report.status, "priority": report.priority, "due": "",
    }  # fmt: skip
    point = {"type": "Point", "coordinates": [report.lon, report.lat]}
    return {"type": "Feature", "geometry": point, "properties": told}


@router.post("/{incident_id}/{langkah}")
def step(  # noqa: PLR0913 - the fields of the forms on the page
    request: Request, officer: Joiner, incident_id: IncidentId, langkah: Step, *,
    number: Number = "", reason: Words = "", text: Words = "", title: Words = "",
    ke: Annotated[int, Form(ge=0, le=2**53)] = 0,
    corners: Words = "", laporan: Numbers = None, butir: Number = "",
) -> Response:  # fmt: skip
    """One step of an event; the sentence (4xx) on its page where it cannot be."""
    now = clock.now()
    whom: dict[str, Any] = {"officer": officer, "incident_id": incident_id, "now": now}
    deeds: dict[str, Callable[[Session], Any]] = {
        "pastikan": lambda tx: working.confirm(tx, **whom),
        "tolak": lambda tx: working.dismiss(tx, **whom, reason=reason),
        "kembalikan": lambda tx: working.restore(tx, **whom),
        "selesai": lambda tx: working.close(tx, **whom, reason=reason),
        "buka": lambda tx: working.reopen(tx, **whom),
        "masuk": lambda tx: working.put_in(tx, **whom, number=number),
        "keluar": lambda tx: working.take_out(tx, **whom, number=number),
        "gabung": lambda tx: working.join(tx, **whom, into_id=ke),
        "pisah": lambda tx: working.part(tx, **whom),
        "pecah": lambda tx: working.split(tx, **whom, numbers=laporan or [], title=title),
        "batas": lambda tx: working.draw(tx, **whom, ring=_ring(corners)),
        "centang": lambda tx: checklist.tick(tx, **whom, step=butir, done=True),
        "hapus-centang": lambda tx: checklist.tick(tx, **whom, step=butir, done=False),
        "kabari": lambda tx: _tell(tx, officer, incident_id, text),
    }
    try:
        with transaction() as tx:
            done = deeds[langkah](tx)
            there = done.id if isinstance(done, Incident) else incident_id
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone
    except Refused as refused:
        return _show(request, officer, incident_id, bad=refused.sentence, status=refused.status)
    return RedirectResponse(f"/petugas/kejadian/{there}?kabar={langkah}", status_code=303)


def _tell(tx: Session, officer: Officer, incident_id: int, text: str) -> int:
    """One message to everybody whose report is in it and may be answered by this officer."""
    incident = working.get(tx, officer, incident_id)
    if incident.bundle_id is None:
        raise Refused("kejadian_langkah", incident.state)
    return bundling.tell_of_event(
        tx, officer=officer, bundle_id=incident.bundle_id, text=text, now=clock.now()
    )


def _ring(text: str) -> list[list[float]] | None:
    """Corners, a line each ("-6.23, 106.97"), as a closed ring of [lon, lat]; None of an empty field."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return None
    try:
        found = [[float(part) for part in reversed(line.split(","))] for line in lines]
    except ValueError:
        return []
    return [*found, found[0]]
