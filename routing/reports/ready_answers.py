"""Answers an office has ready: written by its officers, filled in with what is true of a report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, String, bindparam, select
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue
from routing.domain.jurisdiction import POC
from routing.domain.permissions import Action, may
from routing.domain.placeholders import fill, unknown
from routing.errors import BadInput, NotAllowed, NotFound
from routing.reports import ready_history
from routing.texts import OFFICER_MAX, needed, when_local
from storage import events
from storage.event_kinds import EventKind
from storage.models import Officer, ReadyAnswer, Report

NAME_MAX, MOST = 60, 100  # characters of a name; answers of one office


@dataclass(frozen=True)
class Ready:
    """An answer ready to be looked at, changed and sent."""

    name: str
    text: str


def of_office(session: Session, officer: Officer) -> Sequence[ReadyAnswer]:
    """What the officer's office has ready, by name."""
    return session.scalars(question(), asked_with(officer)).all()


def question() -> Select[ReadyAnswer]:
    """SQL: `of_office`. Its values: `asked_with`."""
    found = select(ReadyAnswer).where(ReadyAnswer.agency_code == bindparam("ready_at", type_=String))
    return found.order_by(ReadyAnswer.name, ReadyAnswer.id)


def asked_with(officer: Officer) -> dict[str, str]:
    """The values of `question`."""
    return {"ready_at": _office(officer)}


def offered(ready: Iterable[ReadyAnswer], report: Report, city: Catalogue) -> list[Ready]:
    """What an office has ready, filled in for this report."""
    values = _values(report, city)
    return [Ready(one.name, fill(one.text, values)) for one in ready]


def save(
    tx: Session, *, officer: Officer, name: str, text: str, now: datetime, ready_id: int | None = None
) -> ReadyAnswer:
    """Keep a new answer, or change the one with this id. BadInput: nothing in it, a strange sign."""
    _allow(officer)
    name, text = needed(name, limit=NAME_MAX), needed(text, limit=OFFICER_MAX)
    if strange := unknown(text):
        raise BadInput("tanda_tidak_dikenal", strange[0])
    with ready_history.remembered(tx, _office(officer), why="Disimpan", officer=officer, now=now):
        ready = _own(tx, officer, ready_id) if ready_id else _new(tx, officer)
        ready.name, ready.text, ready.officer_id, ready.updated_at = name, text, officer.id, now
        tx.add(ready)
        tx.flush()
    _note(tx, EventKind.READY_ANSWER_SAVED, ready, officer, now)
    return ready


def remove(tx: Session, *, officer: Officer, ready_id: int, now: datetime) -> None:
    """Take an answer away; what was sent of it stays sent."""
    _allow(officer)
    ready = _own(tx, officer, ready_id)
    with ready_history.remembered(tx, _office(officer), why="Dihapus", officer=officer, now=now):
        tx.delete(ready)
    _note(tx, EventKind.READY_ANSWER_REMOVED, ready, officer, now)


def earlier(session: Session, officer: Officer) -> Sequence[ready_history.PastAnswers]:
    """What the officer's office had ready before, newest first."""
    return ready_history.steps(session, _office(officer))


def restore(tx: Session, *, officer: Officer, version: int, now: datetime) -> None:
    """The office has ready again what it had then."""
    _allow(officer)
    ready_history.restore(tx, _office(officer), version, officer=officer, now=now)
    data = {"agency": _office(officer), "version": version}
    events.record(
        tx, kind=EventKind.READY_ANSWER_SAVED, actor=f"petugas:{officer.id}", now=now, data=data
    )  # fmt: skip


def _office(officer: Officer) -> str:
    return officer.agency_code or POC


def _allow(officer: Officer) -> None:
    if not may(officer.role, Action.ANSWER):
        raise NotAllowed("tidak_berwenang", f"{officer.role} answers nobody")


def _own(tx: Session, officer: Officer, ready_id: int) -> ReadyAnswer:
    ready = tx.get(ReadyAnswer, ready_id, with_for_update=True)
    if ready is None or ready.agency_code != _office(officer):
        raise NotFound("jawaban_siap_tidak_ada", str(ready_id))
    return ready


def _new(tx: Session, officer: Officer) -> ReadyAnswer:
    if len(of_office(tx, officer)) >= MOST:
        raise BadInput("jawaban_siap_penuh")
    return ReadyAnswer(agency_code=_office(officer))


def _note(tx: Session, kind: EventKind, ready: ReadyAnswer, officer: Officer, now: datetime) -> None:
    data = {"agency": ready.agency_code, "ready": ready.id}
    events.record(tx, kind=kind, actor=f"petugas:{officer.id}", now=now, data=data)


def _values(report: Report, city: Catalogue) -> dict[str, str]:
    area = city.kelurahan.get(report.kelurahan_code or "")
    return {
        "nomor": report.number,
        "kategori": city.categories[report.category_code].name,
        "tempat": report.place or (f"Kelurahan {area.name}" if area else "lokasi yang Anda laporkan"),
        "kelurahan": area.name if area else "",
        "instansi": city.agencies[report.agency_code].name,
        "tenggat": when_local(report.resolve_due),
    }
