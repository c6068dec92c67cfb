"""Answers an office has ready: written by its officers, filled in with what is true of a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue
from routing.domain.jurisdiction import POC
from routing.domain.permissions import Action, may
from routing.domain.placeholders import fill, unknown
from routing.errors import BadInput, NotAllowed, NotFound
from routing.texts import OFFICER_MAX, needed, when_wib
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
    found = select(ReadyAnswer).where(ReadyAnswer.agency_code == _office(officer))
    return session.scalars(found.order_by(ReadyAnswer.name, ReadyAnswer.id)).all()


def offered(session: Session, officer: Officer, report: Report, city: Catalogue) -> list[Ready]:
    """The same, filled in for this report."""
    values = _values(report, city)
    return [Ready(ready.name, fill(ready.text, values)) for ready in of_office(session, officer)]


def save(
    tx: Session, *, officer: Officer, name: str, text: str, now: datetime, ready_id: int | None = None
) -> ReadyAnswer:
    """Keep a new answer, or change the one with this id. BadInput: nothing in it, a strange sign."""
    _allow(officer)
    name, text = needed(name, limit=NAME_MAX), needed(text, limit=OFFICER_MAX)
    if strange := unknown(text):
        raise BadInput("tanda_tidak_dikenal", strange[0])
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
    tx.delete(ready)
    _note(tx, EventKind.READY_ANSWER_REMOVED, ready, officer, now)


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
        "tenggat": when_wib(report.resolve_due),
    }
