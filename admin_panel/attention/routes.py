"""/petugas/atensi: the mayor asks from any page, the head answers, the mayor reads it and closes it."""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from routing.city.catalogue import catalogue
from routing.domain.attention import AskState, StepKind, after
from routing.domain.permissions import Action, may
from routing.errors import NotFound, Refused
from routing.people import attention
from routing.people.attention import Subject, Told
from storage import clock
from storage.db import reading, transaction
from storage.models import Attention, Officer
from web.templates import render

router = APIRouter(prefix="/petugas/atensi")
Asker = Annotated[Officer, Depends(require(Action.ATTEND))]
Head = Annotated[Officer, Depends(require(Action.HEED))]
Viewer = Annotated[Officer, Depends(require(Action.READ))]
AttentionId = Annotated[int, Path(ge=1, le=2**53)]
Words = Annotated[str, Form(max_length=8000)]
Number = Annotated[str, Query(max_length=40)]
Code = Annotated[str, Query(max_length=60)]
EventNumber = Annotated[int | None, Query(ge=1, le=2**53)]
SAID = {
    "diminta": "Atensi terkirim. Jam menjawabnya sudah berjalan.",
    "dijawab": "Jawaban Anda terkirim ke pimpinan.",
    "ulang": "Pertanyaan baru terkirim. Jam menjawabnya mulai lagi.",
    "ditutup": "Atensi ditutup.",
}
DEED_NAMES = {
    StepKind.ASK: "meminta atensi", StepKind.READ: "membaca", StepKind.ANSWER: "menjawab",
    StepKind.AGAIN: "bertanya lagi",
    StepKind.CLOSE: "menutup",
}  # fmt: skip


@router.get("")
def listed(request: Request, officer: Viewer) -> Response:
    """The open ones, whose turn it is and till when; those that are over below."""
    with reading() as session:
        open_, over = (attention.listed(session, officer, ended=ended) for ended in (False, True))
        city = catalogue(session)
    return render(request, "attention/list.html", open=open_, over=over, city=city, states=AskState)


@router.get("/baru")
def ask_form(
    request: Request, officer: Asker, laporan: Number = "", kejadian: EventNumber = None, dinas: Code = ""
) -> Response:
    """What the mayor wants to know; of a report, an event or an office."""
    return _form(request, officer, Subject(laporan, kejadian, dinas))


@router.post("/baru")
def ask(
    request: Request, officer: Asker, text: Words, laporan: Number = "", kejadian: EventNumber = None,
    dinas: Code = "",
) -> Response:  # fmt: skip
    """Sends it to the head."""
    subject = Subject(laporan, kejadian, dinas)
    try:
        with transaction() as tx:
            row = attention.ask(tx, officer=officer, subject=subject, words=text, now=clock.now())
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone
    except Refused as refused:
        return _form(request, officer, subject, bad=refused.sentence, status=refused.status, text=text)
    return RedirectResponse(f"/petugas/atensi/{row.id}?kabar=diminta", status_code=303)


def _form(
    request: Request, officer: Officer, subject: Subject, *, bad: str = "", status: int = 200, text: str = ""
) -> Response:
    try:
        with reading() as session:
            city, (report, event, office) = catalogue(session), attention.about(session, officer, subject)
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone
    named = {"laporan": subject.number, "kejadian": subject.event, "dinas": subject.agency}
    query = urlencode({name: value for name, value in named.items() if value})
    return render(
        request, "attention/ask.html", status=status, report=report, event=event, office=office, city=city,
        bad=bad, query=query, text=text,
    )  # fmt: skip


@router.get("/{attention_id}")
def one(
    request: Request, officer: Viewer, attention_id: AttentionId,
    kabar: Annotated[str, Query(max_length=20)] = "",
) -> Response:  # fmt: skip
    """One atensi with its steps."""
    return _page(request, officer, attention_id, good=SAID.get(kabar, ""))


@router.post("/{attention_id}/dibaca")
def read(officer: Head, attention_id: AttentionId) -> Response:
    """The head has it open; the page says so by itself."""
    with transaction() as tx:
        try:
            attention.read(tx, attention_id, officer=officer, now=clock.now())
        except NotFound as gone:
            raise HTTPException(404, gone.sentence) from gone
    return Response(status_code=204)


@router.post("/{attention_id}/jawab")
def answer(request: Request, officer: Head, attention_id: AttentionId, text: Words) -> Response:
    """The head's answer."""
    return _do(request, officer, attention_id, attention.answer, text, said="dijawab")


@router.post("/{attention_id}/lagi")
def again(request: Request, officer: Asker, attention_id: AttentionId, text: Words) -> Response:
    """Not enough: a new question and a new clock."""
    return _do(request, officer, attention_id, attention.again, text, said="ulang")


@router.post("/{attention_id}/tutup")
def close(request: Request, officer: Asker, attention_id: AttentionId, text: Words = "") -> Response:
    """The mayor needs no more of it."""
    return _do(request, officer, attention_id, attention.close, text, said="ditutup")


def _do(
    request: Request, officer: Officer, attention_id: int, deed: Callable[..., Attention], text: str, *,
    said: str,
) -> Response:  # fmt: skip
    try:
        with transaction() as tx:
            deed(tx, attention_id, officer=officer, words=text, now=clock.now())
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone
    except Refused as refused:
        return _page(request, officer, attention_id, bad=refused.sentence, status=refused.status, text=text)
    return RedirectResponse(f"/petugas/atensi/{attention_id}?kabar={said}", status_code=303)


def _page(  # noqa: PLR0913 - what stands on the page beside the atensi
    request: Request, officer: Officer, attention_id: int, *, good: str = "", bad: str = "",
    status: int = 200, text: str = "",
) -> Response:  # fmt: skip
    with reading() as session:
        city = catalogue(session)
        try:
            told = attention.one(session, attention_id, officer)
        except NotFound as gone:
            raise HTTPException(404, gone.sentence) from gone
    return render(
        request, "attention/page.html", status=status, told=told, city=city, good=good, bad=bad, text=text,
        deeds=DEED_NAMES, can=_can(officer, told), unread=_is_unread(officer, told),
    )  # fmt: skip


def _can(officer: Officer, told: Told) -> frozenset[str]:
    """Which forms stand on the page: those whose turn it is and that the role may send."""
    needs = {
        StepKind.ANSWER: Action.HEED,
        StepKind.AGAIN: Action.ATTEND,
        StepKind.CLOSE: Action.ATTEND,
    }
    state = AskState(told.row.status)
    return frozenset(
        deed.value for deed, action in needs.items() if after(state, deed) and may(officer.role, action)
    )


def _is_unread(officer: Officer, told: Told) -> bool:
    reads = [step for step, _ in told.steps if step.deed == StepKind.READ]
    return may(officer.role, Action.HEED) and told.row.status == AskState.ASKED and not reads
