"""/petugas/laporan/{number}/pesan: writing to the resident, and what is looked at again before it goes."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from admin_panel.access import require
from admin_panel.report.routes import Code, Look, Seen, Words, Writing, act
from routing.domain.answers import Concern, Doubt, seal
from routing.domain.lifecycle import Status
from routing.domain.permissions import Action, may
from routing.errors import NotFound
from routing.reports import doubts, held
from routing.reports import officers_work as work
from routing.reports.door import visible_to
from storage import clock
from storage.db import reading
from storage.models import Officer, Report

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
            request, officer, number, said=jenis, alone=True,
            deed=lambda tx, report, now: work.note(tx, officer=officer, report=report, text=text, now=now),
        )  # fmt: skip
    if jenis not in TO_RESIDENT:
        raise HTTPException(422)
    look = _look(officer, text, yakin) if periksa else None
    if status and jenis == "jawab":
        return _change_status(
            request, officer, number, to=status, reason=text, yakin=yakin, versi=versi, kind=jenis,
            promises=janji != NO_PROMISE, look=look,
        )  # fmt: skip
    deed = TO_RESIDENT[jenis]
    if jenis == "jawab" and janji == NO_PROMISE:
        deed = partial(deed, promises=False)
    return act(
        request, officer, number, said=jenis, versi=versi, writing=Writing(jenis, text, to=status), look=look,
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
    refusing = to == Status.DITOLAK and not tolak
    look = _look(officer, reason, yakin, refusing=refusing) if periksa and reason.strip() else None
    return _change_status(
        request, officer, number, to=to, reason=reason, yakin=yakin, tolak=tolak, versi=versi, look=look
    )


def _change_status(  # noqa: PLR0913 - the fields of the form
    request: Request, officer: Officer, number: str, *,
    to: str, reason: str, yakin: str = "", tolak: str = "", versi: str = "",
    kind: str = "status", promises: bool = True, look: Look | None = None,
) -> Response:  # fmt: skip
    if to not in set(Status):
        raise HTTPException(422)
    status = Status(to)
    refusal = tolak if status is Status.DITOLAK else ""  # chosen, and then another status was
    return act(
        request, officer, number, said="status", differently={Status.DIPERIKSA: "diserahkan"}, versi=versi,
        writing=Writing(kind, reason, to=to, refusal=refusal), look=look,
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


def _look(officer: Officer, text: str, sure: str, *, refusing: bool = False) -> Look:
    """What is doubtful about these words and was not read yet; () where they may go."""

    def look(tx: Session, report: Report, now: datetime) -> tuple[Doubt, ...]:
        found = doubts.found(tx, officer, report, text, now=now, refusing=refusing)
        return () if not found or _settled(officer, found, text, sure) else found

    return look


def objections(officer: Officer, number: str, text: str, sure: str) -> tuple[Doubt, ...]:
    """The same, by the report's number."""
    with reading() as session:
        try:
            report = visible_to(session, officer).get(number)
        except NotFound as gone:
            raise HTTPException(404, gone.sentence) from gone
        return _look(officer, text, sure)(session, report, clock.now())


def _settled(officer: Officer, found: tuple[Doubt, ...], text: str, sure: str) -> bool:
    """The officer has read the doubts about just these words, and may send them all the same."""
    held_back = any(doubt.concern is Concern.DISCLOSES for doubt in found)
    return sure == seal(text) and (not held_back or may(officer.role, Action.VOUCH))
