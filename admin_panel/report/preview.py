"""/petugas/laporan/{number}/pratinjau: just what the resident will read, before anything is done.

The deed is done and taken back; what it put into the outbox is put into words as the sender would.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from admin_panel.access import require
from admin_panel.report.moving_routes import day_of_form
from admin_panel.report.routes import Code, Words
from routing.domain.answers import seal
from routing.domain.lifecycle import Status
from routing.domain.permissions import Action
from routing.errors import NotFound, Refused
from routing.reports import checking, moving, results
from routing.reports import officers_work as work
from routing.reports.door import visible_to
from storage import clock
from storage.db import rehearsal
from storage.models import Officer, Outbox, Person, Report
from storage.notice_kinds import Notice
from web.templates import render

router = APIRouter()
Worker = Annotated[Officer, Depends(require(Action.ANSWER))]  # which kind of work, the deed asks


@dataclass(frozen=True)
class Shown:
    """A message as its reader will see it. others: how many supporters get it too."""

    channel: str
    text: str
    buttons: Sequence[str]
    others: int = 0


@router.post("/petugas/laporan/{number}/pratinjau")
def preview(  # noqa: PLR0913 - the fields of the forms it is asked from
    request: Request, officer: Worker, number: str, *,
    jenis: Code, text: Words = "", to: Code = "", reason: Words = "", tolak: Code = "", agency: Code = "",
    tanggal: Code = "", sebab: Code = "", status: Code = "",
) -> Response:  # fmt: skip
    """What these words would bring the resident. jenis: jawab | tanya | status | terima | teruskan | mundur.

    Whether somebody will look at the result first is not told: who knew would know when to be careful.
    """
    if jenis == "jawab" and status:
        jenis, to, reason = "status", status, text
    if jenis == "status" and to not in set(Status):
        return render(request, "report/preview.html", messages=(), bad="Pilih status barunya dulu.")
    now, sure = clock.now(), seal(reason or text)
    deeds: dict[str, Callable[[Session, Report], object]] = {
        "jawab": lambda tx, report: work.answer(
            tx, officer=officer, report=report, text=text, now=now, sure=sure
        ),
        "tanya": lambda tx, report: work.ask(
            tx, officer=officer, report=report, text=text, now=now, sure=sure
        ),
        "status": lambda tx, report: _as_if_accepted(
            tx, reason, now,
            work.change_status(
                tx, officer=officer, report=report, to=Status(to), reason=reason, now=now, sure=sure,
                refusal=tolak if to == Status.DITOLAK else "",
            ),
        ),
        "terima": lambda tx, report: checking.accept(tx, officer=officer, report=report, now=now),
        "teruskan": lambda tx, report: work.forward(
            tx, officer=officer, report=report, agency=agency, reason=reason, now=now, sure=sure
        ),
        "mundur": lambda tx, report: moving.move_end(
            tx, officer=officer, report=report, day=day_of_form(tanggal), cause=sebab, words=reason, now=now,
            sure=sure,
        ),
    }  # fmt: skip
    if jenis not in deeds:
        raise HTTPException(422)
    try:
        messages, bad = _rehearsed(request, officer, number, deeds[jenis]), ""
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone
    except Refused as refused:
        messages, bad = (), refused.sentence
    perhaps = jenis == "status" and to == Status.SELESAI and not bad
    return render(request, "report/preview.html", messages=messages, bad=bad, perhaps_checked=perhaps)


def _as_if_accepted(tx: Session, reason: str, now: datetime, report: Report) -> None:
    """What its resident reads when the result is accepted, where it would be looked at first."""
    if report.status == Status.DIPERIKSA:
        results.tell_done(tx, report, reason.strip(), now=now)


def _rehearsed(
    request: Request, officer: Officer, number: str, deed: Callable[[Session, Report], object]
) -> Sequence[Shown]:
    with rehearsal() as tx:
        report = visible_to(tx, officer).get(number)
        before = tx.scalar(select(func.max(Outbox.id))) or 0
        deed(tx, report)
        tx.flush()
        to = select(Outbox, Person.locale).join(Person, Person.id == Outbox.person_id)
        told = to.where(Outbox.id > before, Outbox.key != Notice.NEIGHBOUR)  # who is asked is not told either
        rows = tx.execute(told.order_by(Outbox.id)).all()
        wording = request.app.state.wording
        mine = [_shown(wording, row, locale) for row, locale in rows if row.person_id == report.person_id]
        others = [(row, locale) for row, locale in rows if row.person_id != report.person_id]
        return mine + [_shown(wording, row, locale, others=len(others)) for row, locale in others[:1]]


def _shown(wording: Callable[..., Any], row: Outbox, locale: str, *, others: int = 0) -> Shown:
    said = wording(locale, row.key or "", row.args)
    return Shown(row.channel, said.text, [button.title for button in said.buttons], others)
