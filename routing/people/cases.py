"""The register of requests about personal data and of breaches: 72 hours each, an alarm at 48.

UU 27/2022: requests within 3 x 24 hours (articles 30 to 34, 38 to 43), a breach told to the person and to the
authority within 3 x 24 hours (article 46).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from string import Template

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.errors import BadInput, NotFound, Refused
from routing.people import personal_data
from routing.people.personal_data import ERASED
from routing.texts import needed
from storage import events
from storage.clock import LOCAL, ZONE
from storage.event_kinds import EventKind
from storage.models import DataCase, Officer, Person

TERM = timedelta(hours=72)
ALARM = timedelta(hours=48)
LONGEST = 2000
SHOWN = 200


class Kind(StrEnum):
    """What was written down."""

    REQUEST = "permintaan"
    BREACH = "pelanggaran"


# What each kind asks, all of it to be filled in.
FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.REQUEST: ("who", "wanted"),
    Kind.BREACH: ("data", "happened", "affected", "measures"),
}


def open_case(
    tx: Session, *, kind: str, given: Mapping[str, str], found_at: datetime, officer: Officer, now: datetime
) -> DataCase:
    """Write one down; its clock runs from `found_at`. BadInput for a field left out or a time to come."""
    try:
        wanted = Kind(kind)
    except ValueError:
        raise BadInput("teks_kosong", kind) from None
    if not now - timedelta(days=366) <= found_at <= now:
        raise BadInput("waktu_kasus_salah")
    facts = {name: needed(given.get(name, ""), limit=LONGEST) for name in FIELDS[wanted]}
    made = DataCase(
        kind=wanted.value, facts=facts, found_at=found_at, due_at=found_at + TERM, officer_id=officer.id
    )
    tx.add(made)
    tx.flush()
    _record(tx, EventKind.DATA_CASE_OPENED, made, actor=f"petugas:{officer.id}", now=now)
    return made


def close(tx: Session, case_id: int, *, outcome: str, officer: Officer, now: datetime) -> DataCase:
    """It is done, and this is what was done. NotFound, or Refused when it was before."""
    case = tx.get(DataCase, case_id, with_for_update=True)
    if case is None:
        raise NotFound("kasus_data_tidak_ada")
    if case.closed_at is not None:
        raise Refused("kasus_data_selesai")
    case.outcome = needed(outcome, limit=LONGEST)
    case.closed_at, case.closed_by = now, officer.id
    _record(tx, EventKind.DATA_CASE_CLOSED, case, actor=f"petugas:{officer.id}", now=now)
    return case


def erase(tx: Session, case_id: int, *, person_id: int, officer: Officer, now: datetime) -> DataCase:
    """What a request asked for: the person is forgotten and told so, and the request is closed with that.

    NotFound for a request or a person that is not there, Refused for a request that is done. Who asked stands
    in the register without a name afterwards.
    """
    case = tx.get(DataCase, case_id)
    if case is None or case.kind != Kind.REQUEST:
        raise NotFound("kasus_data_tidak_ada")
    person = tx.get(Person, person_id, with_for_update=True)
    if person is None or person.address.startswith(ERASED):
        raise NotFound("warga_tidak_ada")
    outcome = f"Data warga no. {person.id} dihapus, dan warga diberi tahu."
    closed = close(tx, case_id, outcome=outcome, officer=officer, now=now)
    personal_data.farewell(tx, person, personal_data.erase(tx, person, now=now), now=now)
    closed.facts = {**closed.facts, "who": f"Warga no. {person.id}; namanya dihapus bersama datanya."}
    return closed


def alarm(tx: Session, *, now: datetime) -> int:
    """Raise the alarm, once each, for those open 48 hours after they were found; how many."""
    open_ones = select(DataCase).where(DataCase.closed_at.is_(None), DataCase.alarmed_at.is_(None))
    late = open_ones.where(DataCase.found_at <= now - ALARM).with_for_update(skip_locked=True)
    due = tx.scalars(late).all()
    for case in due:
        case.alarmed_at = now
        _record(tx, EventKind.DATA_CASE_LATE, case, actor="sistem", now=now)
    return len(due)


def ringing(session: Session, *, now: datetime) -> Sequence[DataCase]:
    """Those whose alarm rings: open 48 hours after they were found, the nearest deadline first."""
    found = select(DataCase).where(DataCase.closed_at.is_(None), DataCase.found_at <= now - ALARM)
    return session.scalars(found.order_by(DataCase.due_at, DataCase.id).limit(SHOWN)).all()


def register(session: Session) -> Sequence[DataCase]:
    """Open ones by their deadline, then the newest done."""
    order = (DataCase.closed_at.is_not(None), DataCase.due_at, DataCase.id)
    return session.scalars(select(DataCase).order_by(*order).limit(SHOWN)).all()


def is_open_request(case: DataCase) -> bool:
    """Whether somebody asks for something that nobody has done yet."""
    return case.kind == Kind.REQUEST and case.closed_at is None


def number(case: DataCase) -> str:
    """As it is called in letters: PD-7."""
    return f"PD-{case.id}"


def notices(session: Session, case: DataCase) -> dict[str, str]:
    """The two texts of a breach, filled in, by whom they are for; none of a request."""
    if case.kind != Kind.BREACH:
        return {}
    settings = catalogue(session).settings
    found = f"{case.found_at.astimezone(LOCAL):%d-%m-%Y %H.%M} {ZONE}"
    words = {
        **case.facts, "number": number(case), "found": found,
        "controller": settings.privacy.controller, "contact": settings.privacy.contact,
    }  # fmt: skip
    texts = {"person": settings.data_notices.person, "authority": settings.data_notices.authority}
    return {name: Template(text).safe_substitute(words) for name, text in texts.items()}


def _record(tx: Session, kind: EventKind, case: DataCase, *, actor: str, now: datetime) -> None:
    events.record(tx, kind=kind, actor=actor, now=now, data={"case": case.id, "kind": case.kind})
