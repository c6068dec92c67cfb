"""/petugas/laporan/{number}/pesan: writing to the resident, and what is looked at again before it goes."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from admin_panel.access import require
from admin_panel.report.routes import Code, Seen, Words, Writing, act, show
from routing.domain.answers import Concern, Doubt, seal
from routing.domain.lifecycle import Status
from routing.domain.permissions import Action, may
from routing.errors import NotFound
from routing.reports import doubts, held
from routing.reports import officers_work as work
from routing.reports.door import visible_to
from storage import clock
from storage.db import reading
from storage.models import Officer

router = APIRouter()
Mover = Annotated[Officer, Depends(require(Action.STATUS))]
Writer = Annotated[Officer, Depends(require(Action.NOTE))]  # which kind of writing, the deed asks
Answerer = Annotated[Officer, Depends(require(Action.ANSWER))]
Voucher = Annotated[Officer, Depends(require(Action.VOUCH))]
RowId = Annotated[int, Path(ge=1, le=2**53)]
TO_RESIDENT: dict[str, Callable[..., object]] = {"jawab": work.answer, "tanya": work.ask}
NO_PROMISE = "tidak"


@router.post("/petugas/laporan/{number}/pesan")
def write(  # noqa: PLR0913 - the fields of the form
    request: Request, officer: Writer, number: str,
    text: Words, jenis: Code, periksa: Code = "", yakin: Code = "", status: Code = "", versi: Seen = "",
    janji: Code = "",
) -> Response:  # fmt: skip
    """Answers, asks (the report then waits for the resident), or leaves an internal note.

    periksa: the words are looked at first, unless `yakin` is the seal of just these words. status: an answer
    moves the report there in the same act, and is what the resident reads with the news. janji: "tidak" where
    a moment in the words is no promise.
    """
    if jenis == "catatan":
        return act(
            request, officer, number, said=jenis,
            deed=lambda tx, report, now: work.note(tx, officer=officer, report=report, text=text, now=now),
        )  # fmt: skip
    if jenis not in TO_RESIDENT:
        raise HTTPException(422)
    if periksa and (found := _doubts(officer, number, text)) and not _settled(officer, found, text, yakin):
        return show(request, officer, number, status=409, writing=Writing(jenis, text, found, status))
    if status and jenis == "jawab":
        return _change_status(
            request, officer, number, to=status, reason=text, yakin=yakin, versi=versi, kind=jenis,
            promises=janji != NO_PROMISE,
        )  # fmt: skip
    deed = TO_RESIDENT[jenis]
    if jenis == "jawab" and janji == NO_PROMISE:
        deed = partial(deed, promises=False)
    return act(
        request, officer, number, said=jenis, versi=versi, writing=Writing(jenis, text),
        deed=lambda tx, report, now: deed(
            tx, officer=officer, report=report, text=text, now=now, sure=yakin
        ),
    )  # fmt: skip


@router.post("/petugas/laporan/{number}/status")
def change_status(  # noqa: PLR0913 - the fields of the form
    request: Request, officer: Mover, number: str,
    to: Code, reason: Words = "", periksa: Code = "", yakin: Code = "", tolak: Code = "", versi: Seen = "",
) -> Response:  # fmt: skip
    """Moves the report to one of the allowed statuses; the reason is looked at as an answer is."""
    return _change_status(
        request, officer, number, to=to, reason=reason, periksa=periksa, yakin=yakin, tolak=tolak, versi=versi
    )


def _change_status(  # noqa: PLR0913 - the fields of the form
    request: Request, officer: Officer, number: str, *,
    to: str, reason: str, periksa: str = "", yakin: str = "", tolak: str = "", versi: str = "",
    kind: str = "status", promises: bool = True,
) -> Response:  # fmt: skip
    if to not in set(Status):
        raise HTTPException(422)
    status = Status(to)
    refusal = tolak if status is Status.DITOLAK else ""  # chosen, and then another status was
    if periksa and reason.strip():
        refusing = status is Status.DITOLAK and not refusal
        found = _doubts(officer, number, reason, refusing=refusing)
        if found and not _settled(officer, found, reason, yakin):
            writing = Writing("status", reason, found, to, tolak)
            return show(request, officer, number, status=409, writing=writing)
    return act(
        request, officer, number, said="status", differently={Status.DIPERIKSA: "diserahkan"}, versi=versi,
        writing=Writing(kind, reason, to=to, refusal=refusal),
        deed=lambda tx, report, now: work.change_status(
            tx, officer=officer, report=report, to=status, reason=reason, now=now,
            sure=yakin, refusal=refusal, promises=promises,
        ),
    )  # fmt: skip


@router.post("/petugas/laporan/{number}/titip")
def leave(request: Request, officer: Answerer, number: str, text: Words, jenis: Code) -> Response:
    """Leaves an answer for the head of the office to send."""
    if jenis not in held.KINDS:
        raise HTTPException(422)
    return act(
        request, officer, number, said="titip",
        deed=lambda tx, report, now: held.hold(
            tx, officer=officer, report=report, text=text, kind=jenis, now=now
        ),
    )  # fmt: skip


@router.post("/petugas/laporan/{number}/titip/{message_id}/kirim")
def send(request: Request, officer: Voucher, number: str, message_id: RowId) -> Response:
    """Sends an answer that was left; who sends it vouches for it."""
    return act(
        request, officer, number, said="jawab",
        deed=lambda tx, report, now: held.send(
            tx, officer=officer, report=report, message=message_id, now=now
        ),
    )  # fmt: skip


@router.post("/petugas/laporan/{number}/titip/{message_id}/kembalikan")
def give_back(
    request: Request, officer: Voucher, number: str, message_id: RowId, reason: Words = ""
) -> Response:
    """Gives a left answer back to its author as a note."""
    return act(
        request, officer, number, said="dikembalikan",
        deed=lambda tx, report, now: held.give_back(
            tx, officer=officer, report=report, message=message_id, reason=reason, now=now
        ),
    )  # fmt: skip


def _doubts(officer: Officer, number: str, text: str, *, refusing: bool = False) -> tuple[Doubt, ...]:
    with reading() as session:
        try:
            report = visible_to(session, officer).get(number)
        except NotFound as gone:
            raise HTTPException(404, gone.sentence) from gone
        return doubts.found(session, officer, report, text, now=clock.now(), refusing=refusing)


def objections(officer: Officer, number: str, text: str, sure: str) -> tuple[Doubt, ...]:
    """What is doubtful about these words and was not read yet; () where they may go."""
    found = _doubts(officer, number, text)
    return () if not found or _settled(officer, found, text, sure) else found


def _settled(officer: Officer, found: tuple[Doubt, ...], text: str, sure: str) -> bool:
    """The officer has read the doubts about just these words, and may send them all the same."""
    held_back = any(doubt.concern is Concern.DISCLOSES for doubt in found)
    return sure == seal(text) and (not held_back or may(officer.role, Action.VOUCH))
