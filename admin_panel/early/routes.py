"""/petugas/peringatan-dini: drafts of early warnings, what residents would read, two signatures, delivery."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, Path, Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from routing.city.catalogue import catalogue
from routing.domain.early import Depth, WarningState
from routing.domain.permissions import Action
from routing.errors import NotFound, Refused
from routing.warnings import depths, early, follows, reached, withdrawing
from storage import clock
from storage.db import reading, transaction
from storage.models import Datastream, EarlyWarning, Officer, Thing
from storage.models.sensors import WATER_LEVEL
from storage.notice_kinds import Notice
from web.templates import render

router = APIRouter(prefix="/petugas/peringatan-dini")
Warner = Annotated[Officer, Depends(require(Action.WARN))]
WarningId = Annotated[int, Path(ge=1, le=2**53)]
SAID = {
    "tandatangan": "Tanda tangan Anda tersimpan.",
    "batal": "Rancangan dibatalkan.",
    "akhiri": "Kabar latihan selesai masuk antrean kirim.",
    "latihan": "Rancangan latihan dibuat.",
    "ditarik": "Peringatan ditarik. Program lain dan warga yang sudah dikabari menerima alasannya.",
}
LOCALES = {"id": "Bahasa Indonesia", "en": "English"}


@dataclass(frozen=True)
class Sample:
    """What a resident reads. where: language and channel, in words."""

    where: str
    text: str
    buttons: tuple[str, ...]


@router.get("")
def listed(request: Request, officer: Warner, kabar: str = "") -> Response:
    """Drafts first, then the newest of thirty days; what was published for other people's programs."""
    return _list(request, good=SAID.get(kabar, ""))


def _list(request: Request, *, good: str = "", bad: str = "", status: int = 200) -> Response:
    now = clock.now()
    with reading() as session:
        rows = early.listed(session, now=now)
        names = {thing.id: thing.name for thing in session.scalars(select(Thing))}
        streams = session.scalars(select(Datastream).where(Datastream.kind == WATER_LEVEL))
        gauges = [stream.thing for stream in streams if follows.reach(stream.thing)]
        published = withdrawing.published(session)
    return render(
        request, "early/list.html", status=status, rows=rows, names=names, gauges=gauges, bad=bad,
        states=STATES, published=published, good=good,
    )  # fmt: skip


@router.post("")
def drill(
    request: Request, officer: Warner, alat: Annotated[int, Form()], tingkat: Annotated[int, Form()]
) -> Response:
    """A drill for who follows the places below a gauge."""
    try:
        with transaction() as tx:
            made = early.drill(tx, officer=officer, thing_id=alat, level=tingkat, now=clock.now()).id
    except Refused as refused:
        return _list(request, bad=refused.sentence, status=refused.status)
    return RedirectResponse(f"/petugas/peringatan-dini/{made}?kabar=latihan", status_code=303)


@router.post("/terbit/{alert_id}/tarik")
def withdraw(
    request: Request, officer: Warner, alert_id: WarningId, alasan: Annotated[str, Form()] = ""
) -> Response:
    """Take back what other people's programs were told of an alert."""
    try:
        with transaction() as tx:
            withdrawing.withdraw(tx, officer=officer, alert_id=alert_id, reason=alasan, now=clock.now())
    except (NotFound, Refused) as refused:
        return _list(request, bad=refused.sentence, status=refused.status)
    return RedirectResponse("/petugas/peringatan-dini?kabar=ditarik", status_code=303)


@router.get("/{warning_id}")
def page(request: Request, officer: Warner, warning_id: WarningId, kabar: str = "") -> Response:
    """Who, when, which words, what came of it."""
    return _show(request, officer, warning_id, good=SAID.get(kabar, ""))


@router.get("/{warning_id}/terkirim")
def delivery(request: Request, officer: Warner, warning_id: WarningId) -> Response:
    """Delivery counts alone, renewed by the page."""
    with reading() as session:
        warning = _get(session, warning_id)
        return render(request, "early/delivery.html", **_came(session, warning))


def _get(session: Session, warning_id: int) -> EarlyWarning:
    warning = session.get(EarlyWarning, warning_id)
    if warning is None:
        raise HTTPException(404, "Peringatan dini itu tidak ditemukan.")
    return warning


def _came(session: Session, warning: EarlyWarning) -> dict[str, Any]:
    codes = [area["kelurahan"] for area in warning.areas]
    told = reached.delivery(session, warning)
    return {
        "warning": warning, "told": told, "sent_to": sum(told.values()),
        "answers": depths.counts(session, codes, now=clock.now()), "depths": Depth,
    }  # fmt: skip


def _show(
    request: Request, officer: Officer, warning_id: int, *, good: str = "", bad: str = "", status: int = 200
) -> Response:
    with reading() as session:
        warning = _get(session, warning_id)
        names = dict(session.execute(select(Officer.id, Officer.name)).all())
        found = {
            "thing": session.get_one(Thing, warning.thing_id), "coming": early.coming(warning),
            "audience": reached.audience(session, warning), "city": catalogue(session), "names": names,
            "samples": _samples(request.app.state, session, warning), **_came(session, warning),
        }  # fmt: skip
    return render(
        request, "early/page.html", status=status, good=good, bad=bad, states=STATES, state=warning.state,
        waiting=warning.state in early.WAITING, signed_by_me=warning.first_by == officer.id, **found,
    )  # fmt: skip


def _samples(state: Any, session: Session, warning: EarlyWarning) -> list[Sample]:
    """The words in each language, and WhatsApp's approved ones for who wrote long ago."""
    area = warning.areas[0]["kelurahan"]
    args: Mapping[str, Any] = early.args_of(session, warning, area)
    found = []
    for locale, name in LOCALES.items():
        said = state.wording(locale, Notice.EARLY, args)
        titles = tuple(button.title for button in said.buttons)
        found.append(Sample(f"{name}, Telegram dan WhatsApp", said.text, titles))
    said = state.wording("id", Notice.EARLY, args)
    template = state.template(Notice.EARLY, args, said)
    if template is not None and not warning.drill:
        titles = tuple(button.title for button in template.buttons)
        found.append(
            Sample("WhatsApp, lebih dari 24 jam sejak warga terakhir menulis", template.text, titles)
        )
    return found


@router.post("/{warning_id}/{langkah}")
def step(
    request: Request, officer: Warner, warning_id: WarningId,
    langkah: Literal["tandatangan", "batal", "akhiri"],
) -> Response:  # fmt: skip
    """A signature (the second sends it), or it is not sent, or the drill is over."""
    deeds: dict[str, Callable[..., EarlyWarning]] = {
        "tandatangan": early.sign, "batal": early.cancel, "akhiri": early.end_drill,
    }  # fmt: skip
    try:
        with transaction() as tx:
            deeds[langkah](tx, officer=officer, warning_id=warning_id, now=clock.now())
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone
    except Refused as refused:
        return _show(request, officer, warning_id, bad=refused.sentence, status=refused.status)
    return RedirectResponse(f"/petugas/peringatan-dini/{warning_id}?kabar={langkah}", status_code=303)


STATES = {
    WarningState.DRAFT.value: "Rancangan", WarningState.SIGNED.value: "Menunggu orang kedua",
    WarningState.SENT.value: "Terkirim", WarningState.CANCELLED.value: "Dibatalkan",
    WarningState.CLEAR.value: "Sudah aman", WarningState.WITHDRAWN.value: "Ditarik",
}  # fmt: skip
