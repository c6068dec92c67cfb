"""/petugas/laporan/{number}: reading a report and working on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from admin_panel.report import queries
from admin_panel.report.history import HistoryStep, steps
from admin_panel.report.view import View, is_anonymous, report_view
from routing.domain.answers import Concern, Doubt, seal
from routing.domain.lifecycle import Status
from routing.domain.permissions import Action
from routing.errors import NotAllowed, NotFound, Refused
from routing.people import looks
from routing.reports import officers_work as work
from routing.reports import seen, stale
from routing.reports.door import visible_to
from routing.reports.stale import Version
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer, Report
from storage.trace import evidence, heads
from web.downloads import attached
from web.templates import render

router = APIRouter()
Viewer = Annotated[Officer, Depends(require(Action.READ))]
Sorter = Annotated[Officer, Depends(require(Action.CATEGORY))]
Forwarder = Annotated[Officer, Depends(require(Action.FORWARD))]
Looker = Annotated[Officer, Depends(require(Action.UNMASK))]
Acquitter = Annotated[Officer, Depends(require(Action.ACQUIT))]
Words = Annotated[str, Form(max_length=8000)]
Code = Annotated[str, Form(max_length=60)]
Seen = Annotated[str, Form(max_length=200)]  # the version of the report the form was made from
Deed = Callable[[Session, Report, datetime], object]
Look = Callable[[Session, Report, datetime], tuple[Doubt, ...]]


@dataclass(frozen=True)
class Writing:
    """Words that were typed and is looked at again: jawab | tanya | status, the words, what is doubtful."""

    kind: str = ""
    text: str = ""
    doubts: tuple[Doubt, ...] = ()
    to: str = ""  # the status it goes with
    refusal: str = ""  # and the reason chosen from the city's list

    @property
    def held_back(self) -> bool:
        """It tells who reported."""
        return any(doubt.concern is Concern.DISCLOSES for doubt in self.doubts)

    @property
    def sure(self) -> str:
        """Sent along by who has read the doubts."""
        return seal(self.text)


class Doubtful(Exception):
    """Words that are looked at again before anything is done."""

    def __init__(self, writing: Writing) -> None:
        super().__init__(writing.kind)
        self.writing = writing


@dataclass(frozen=True)
class Since:
    """A save that came too late: the version it was made from, what happened since, and what was sent."""

    version: Version
    steps: list[HistoryStep]
    sent: str


TOLD = " Warga diberi tahu."
SAID = {
    "jawab": "Jawaban disimpan dan masuk antrean kirim.",
    "tanya": "Pertanyaan disimpan dan masuk antrean kirim. Jam penyelesaian berhenti sampai warga membalas.",
    "terjadwal": "Jawaban dijadwalkan. Sampai saat itu bisa dibatalkan, dan warga belum diberi tahu apa-apa.",
    "titip": "Jawaban dititipkan. Warga menerimanya setelah kepala kantor mengirimnya.",
    "dikembalikan": "Jawaban dikembalikan kepada penulisnya sebagai catatan.",
    "catatan": "Catatan disimpan. Hanya petugas yang melihatnya.",
    "status": f"Status diubah.{TOLD}",
    "kategori": f"Kategori diubah.{TOLD}",
    "mundur": f"Tenggat penyelesaian dimundurkan.{TOLD}",
    "teruskan": f"Laporan diteruskan.{TOLD}",
    "hasil": "Foto hasil disimpan.",
    "diserahkan": "Hasilnya diserahkan untuk diperiksa. Warga dikabari setelah diterima.",
    "diterima": f"Hasil diterima, laporan selesai.{TOLD}",
    "hasil-kembali": "Hasil dikembalikan. Alasannya ada di catatan internal; warga tidak dikabari.",
    "pegang": "Laporan ini Anda pegang.",
    "serahkan": "Laporan diserahkan.",
    "lepas": "Laporan dilepas. Rekan lain bisa memegangnya.",
    "gabung": f"Digabung. Mulai sekarang laporan induknya yang dikerjakan.{TOLD}",
    "pisahkan": f"Dipisahkan. Laporan kembali persis seperti sebelum digabung.{TOLD}",
    "pecah": f"Laporan dipecah.{TOLD}",
    "kumpulan": "Laporan dimasukkan.",
    "foto-ditarik": "Foto ditarik. Siapa dan mengapa tercatat di riwayat.",
    "janji-ditepati": "Janji dicatat sudah ditepati.",
    "janji-batal": "Catatan janji dibatalkan.",
    "umum": "Pilihan tampil untuk umum disimpan.",
    "bebaskan": "Tercatat: laporan ini bukan pengaduan tentang kantor, jadi boleh diteruskan ke mana saja.",
}
LOOK_REASONS = ("Perlu menghubungi pelapor langsung", "Memeriksa laporan ganda", "Diminta oleh pelapor")


def show(  # noqa: PLR0913 - what stands on the page beside the report
    request: Request, officer: Officer, number: str, *,
    status: int = 200, good: str = "", bad: str = "", unmasked: bool = False, writing: Writing | None = None,
    late: Version | None = None,
) -> Response:  # fmt: skip
    """The report's page, or its pane; with news above it, and with what was typed and is not sent yet."""
    view = _found(officer, number, unmasked=unmasked)
    return _shown(request, officer, view, status=status, good=good, bad=bad, writing=writing, late=late)


def _found(officer: Officer, number: str, *, unmasked: bool = False) -> View:
    try:
        return report_view(officer, number, unmasked=unmasked)
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone


def _shown(  # noqa: PLR0913 - as `show`
    request: Request, officer: Officer, view: View, *,
    status: int = 200, good: str = "", bad: str = "", writing: Writing | None = None,
    late: Version | None = None,
) -> Response:  # fmt: skip
    if view.reporter is None:
        good = good.removesuffix(TOLD)  # a gauge's warning: there is nobody to tell
    name = "report/fragment.html" if "HX-Request" in request.headers else "report/page.html"
    response = render(
        request, name, status=status, view=view, good=good, bad=bad, look_reasons=LOOK_REASONS,
        writing=writing or Writing(), since=_since(officer, view, late, writing) if late else None,
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "HX-Request"
    return response


def _since(officer: Officer, view: View, late: Version, writing: Writing | None) -> Since:
    mine = f"petugas:{officer.id}"
    news = [h for h in view.detail.history if h.event.seq > late.seq and h.event.actor != mine]
    return Since(late, steps(news, view.city, {}), writing.text if writing else "")


def act(  # noqa: PLR0913 - what a deed is, what is said of it, and what it was made from
    request: Request, officer: Officer, number: str, deed: Deed, *,
    said: str, differently: Mapping[Status, str] = {}, versi: str = "", writing: Writing | None = None,
    look: Look | None = None, alone: bool = False,
) -> Response:  # fmt: skip
    """Runs one use case in a transaction and shows the report as it then is.

    differently: what is said instead where the report then has this status. versi: which version its
    form was made from; where somebody else changed it since, nothing is done, `writing` is shown again.
    look: what is doubtful about the words; where something is, they are shown again with it. alone: the deed
    locks this report and no other.
    """
    now = clock.now()
    try:
        with transaction() as tx:
            report = visible_to(tx, officer).get(number, lock=alone or bool(versi))
            if look and writing and (found := look(tx, report, now)):
                raise Doubtful(replace(writing, doubts=found))
            stale.guard(tx, officer, report, versi, now=now)
            deed(tx, report, now)
            said = differently.get(Status(report.status), said)
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone
    except Doubtful as doubtful:
        return show(request, officer, number, status=409, writing=doubtful.writing)
    except stale.Changed as changed:
        return show(
            request, officer, number, status=changed.status, bad=changed.sentence, writing=writing,
            late=changed.since,
        )  # fmt: skip
    except Refused as refused:
        return show(request, officer, number, status=refused.status, bad=refused.sentence)
    if "HX-Request" not in request.headers:
        return RedirectResponse(f"/petugas/laporan/{number}?kabar={said}", status_code=303)
    try:
        view = report_view(officer, number)
    except NotFound:  # handed on: it is another dinas' now
        return render(request, "report/gone.html", number=number, said=SAID[said])
    return _shown(request, officer, view, good=SAID[said])


@router.get("/petugas/laporan/{number}")
def report_page(request: Request, officer: Viewer, number: str, kabar: str = "") -> Response:
    """The report, as a page or (for htmx) as the pane beside the queue.

    A pane asks again whenever something changed; that the report is another dinas' by then is an ordinary
    answer (204: the page keeps what is written and says so), not an error.
    """
    try:
        view = _found(officer, number)
    except HTTPException:
        if "HX-Request" not in request.headers:
            raise
        return Response(status_code=204, headers={"Cache-Control": "no-store", "Vary": "HX-Request"})
    if view.read != view.version.seq:
        with transaction() as tx:
            seen.opened(tx, officer, view.detail.report, view.version.seq)
    return _shown(request, officer, view, good=SAID.get(kabar, ""))


@router.post("/petugas/laporan/{number}/kategori")
def change_category(
    request: Request, officer: Sorter, number: str, category: Code, versi: Seen = ""
) -> Response:
    """Puts the report into another category, or confirms a doubtful one."""
    return act(
        request, officer, number, said="kategori", versi=versi,
        deed=lambda tx, report, now: work.change_category(
            tx, officer=officer, report=report, category=category, now=now
        ),
    )  # fmt: skip


@router.post("/petugas/laporan/{number}/teruskan")
def forward(
    request: Request, officer: Forwarder, number: str, agency: Code, reason: Words, versi: Seen = ""
) -> Response:
    """Hands the report to another agency, with the reason the resident reads."""
    return act(
        request, officer, number, said="teruskan", versi=versi, writing=Writing("teruskan", reason),
        deed=lambda tx, report, now: work.forward(
            tx, officer=officer, report=report, agency=agency, reason=reason, now=now
        ),
    )  # fmt: skip


@router.post("/petugas/laporan/{number}/bebaskan")
def acquit(request: Request, officer: Acquitter, number: str, reason: Words) -> Response:
    """Says that the report does not complain of an office after all."""
    return act(
        request, officer, number, said="bebaskan",
        deed=lambda tx, report, now: work.acquit(tx, officer=officer, report=report, reason=reason, now=now),
    )  # fmt: skip


@router.post("/petugas/laporan/{number}/tampilkan")
def unmask(request: Request, officer: Looker, number: str, reason: Words) -> Response:
    """Shows the resident's name and address once; who looked, and why, is kept."""
    if not reason.strip():
        return show(request, officer, number, status=422, bad="Pilih alasan membuka data pelapor.")
    now = clock.now()
    try:
        with transaction() as tx:
            report = work.take(tx, officer, visible_to(tx, officer).get(number), Action.UNMASK)
            if is_anonymous(report):
                raise NotAllowed("pelapor_anonim", number)
            if report.person_id is not None:
                looks.note(
                    tx, officer=officer, person_id=report.person_id, reason=reason, now=now, report=report
                )
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone
    except Refused as refused:
        return show(request, officer, number, status=refused.status, bad=refused.sentence)
    return show(request, officer, number, unmasked=True)


@router.get("/petugas/jejak/{number}.json")
def trace(request: Request, officer: Viewer, number: str) -> Response:
    """The report's events with the proof that they stand in the signed log."""
    state, now = request.app.state, clock.now()
    with reading() as session:
        try:
            report = visible_to(session, officer).get(number)
        except NotFound as gone:
            raise HTTPException(404, gone.sentence) from gone
        made = evidence.handed_out(
            session, report.id, number, signer=heads.Signer(state.signing), folder=state.trace, now=now
        )
    if made is None:
        raise HTTPException(503, "Buktinya belum bisa dibuat: rantai peristiwa sedang disusun atau rusak.")
    return attached(made, f"jejak-{number}.json")


@router.get("/media/{sha256}")
def picture(request: Request, officer: Viewer, sha256: str) -> Response:
    """A picture or voice note of a report within the officer's reach."""
    with reading() as session:
        kind = queries.file_kind(session, officer, sha256)
    if kind is None:
        raise HTTPException(404, "Foto itu tidak ditemukan.")
    try:
        content: bytes = request.app.state.media.open(sha256)
    except KeyError:
        raise HTTPException(404, "Berkas foto itu tidak ada di penyimpanan.") from None
    # A stranger's own bytes (a voice note) are played or saved, never opened as a page of ours.
    shown = "inline" if kind == "image/jpeg" else "attachment"
    headers = {"Cache-Control": "private, max-age=86400", "Content-Disposition": shown}
    return Response(content, media_type=kind, headers=headers)
