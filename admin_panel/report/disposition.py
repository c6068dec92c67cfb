"""/petugas/laporan/{number}/disposisi.pdf: the paper with which an office gives a report to its crew."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from admin_panel.access import require
from admin_panel.report import queries
from routing.city.catalogue import Catalogue, catalogue
from routing.domain.permissions import Action
from routing.errors import NotFound
from routing.reports.door import visible_to
from routing.reports.story import Detail
from routing.texts import when_local
from routing.words import CHANNEL
from storage import clock
from storage.db import reading
from storage.event_kinds import EventKind
from storage.media import MediaStore, StoreAway
from storage.models import Media, Officer
from web import downloads
from web.documents import pdf
from web.times import date_local

router = APIRouter()
Viewer = Annotated[Officer, Depends(require(Action.READ))]
TEMPLATE = Path(__file__).parent / "documents" / "disposisi.typ"
ORDERS = (
    "Periksa lokasi", "Kerjakan sampai selesai", "Koordinasikan dengan dinas lain", "Jawab warga",
    "Laporkan hasil dengan foto", "Untuk diketahui",
)  # fmt: skip
URGENCY = ("Biasa", "Prioritas tinggi", "Darurat")
BLANK = ". . . . . . . . . . . . . . . . . ."


@router.get("/petugas/laporan/{number}/disposisi.pdf")
def disposition(request: Request, officer: Viewer, number: str) -> Response:
    """The paper. Who wrote the report does not stand on it, whatever the officer may see."""
    now = clock.now()
    with reading() as session:
        city = catalogue(session)
        try:
            detail = visible_to(session, officer).detail(number)
        except NotFound as gone:
            raise HTTPException(404, gone.sentence) from gone
        data = _data(city, detail, now)
    link = f"{request.app.state.public_url.rstrip('/')}/petugas/laporan/{number}"
    pictures = [media for link, media in detail.pictures if link.purpose == "laporan" and _seen(media)]
    shown = _photo(request.app.state.media, pictures[0]) if pictures else None
    made = pdf.make(
        TEMPLATE, title=f"Disposisi {number}", made=now,
        head=pdf.Letterhead(_government(city), city.agencies[detail.report.agency_code].name),
        data={**data, "qr": pdf.qr_code(link), "photo": shown, "more": max(0, len(pictures) - 1)},
    )  # fmt: skip
    return downloads.paper(made, f"disposisi-{number}.pdf")


def _data(city: Catalogue, detail: Detail, now: datetime) -> dict[str, Any]:
    report = detail.report
    kelurahan = city.kelurahan.get(report.kelurahan_code or "")
    where = [f"Kelurahan {kelurahan.name}, Kecamatan {kelurahan.kecamatan}"] if kelurahan else []
    where += [report.place] if report.place else []
    where += (
        [f"{report.lat:.5f}, {report.lon:.5f}"] if report.lat is not None and report.lon is not None else []
    )
    channel = CHANNEL[report.channel].name if report.channel in CHANNEL else report.channel
    return {
        "number": report.number, "kind": city.categories[report.category_code].name,
        "facts": [
            ("Diterima", when_local(report.created_at)), ("Sifat", URGENCY[min(report.priority, 2)]),
            ("Asal", f"{'Alat pantau' if report.channel == 'sensor' else 'Warga'}, lewat {channel}"),
            ("Lokasi", "\n".join(where) or "Belum diketahui; tanyakan lewat obrolan"),
            ("Status", city.status_name(report.status)),
        ],
        "words": report.text or "Tanpa keterangan tertulis.",
        "answers": queries.told(city, report), "reason": _forwarded_because(detail),
        "orders": ORDERS, "holder": detail.holder.name if detail.holder else BLANK,
        "due": when_local(report.resolve_due),
        "place-and-day": (
            f"{city.settings.city.short_name or city.city_name}, {date_local(now).split(', ')[1]}"
        ),
    }  # fmt: skip


def _forwarded_because(detail: Detail) -> str:
    """What stood on the last forwarding, "" where the report was never forwarded."""
    given = [one.reason for one in detail.history if one.event.kind == EventKind.REPORT_FORWARDED]
    return given[-1] if given else ""


def _government(city: Catalogue) -> str:
    return city.settings.privacy.controller or city.city_name


def _seen(media: Media) -> bool:
    return media.content_type.startswith("image/")


def _photo(store: MediaStore, media: Media) -> str | None:
    """The photo for the paper; None where the store has it not, or is away."""
    try:
        content = store.open(media.sha256)
    except (KeyError, StoreAway):
        return None
    return pdf.photo(content, media.width, media.height)
