"""Calls to the operator: somebody is in danger or asks for a human. Told at once, closed by a person.

Events name a call by number and kind only: what was said, and by whom, stays out of the log.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session

from routing.domain.permissions import Action, may
from routing.errors import NotAllowed, NotFound, Refused
from routing.texts import clean, needed
from storage import events, outbox
from storage.event_kinds import EventKind
from storage.models import Call, Officer, Person
from storage.models.base import table_of
from storage.notice_kinds import Notice
from storage.statements import Statement

HUMAN = "petugas"  # the kind of who only asks for a human; any danger weighs more
SAME_CALL = timedelta(hours=6)  # of silence; after that the same person's words are a call of their own
KEPT = 60  # utterances of one call; older ones in the middle give way
SAID_MAX = 1000  # characters of one
ANSWER_MAX = 1000


class CallState(StrEnum):
    """Where a call stands."""

    OPEN = "terbuka"
    TAKEN = "diambil"
    DONE = "selesai"
    CANCELLED = "dibatalkan"


LIVING = (CallState.OPEN, CallState.TAKEN)


@cache
def _living() -> Select[Call]:
    """The person's call that is under way."""
    mine = select(Call).where(Call.person_id == bindparam("person"), Call.status.in_(LIVING))
    return mine.order_by(Call.id.desc()).limit(1)


def living(session: Session, person: Person, *, now: datetime) -> Call | None:
    """The person's call that is under way and not forgotten."""
    found = session.scalars(_living(), {"person": person.id}).one_or_none()
    return found if found is not None and now - found.updated_at <= SAME_CALL else None


_call = table_of(Call)
ANSWERED = Statement(  # when; of the call under way, if it is not forgotten
    lambda _: (
        select(_call.c.answered_at)
        .where(_call.c.person_id == bindparam("person_id"), _call.c.updated_at >= bindparam("since"))
        .where(or_(*(_call.c.status == one for one in LIVING)))
        .order_by(_call.c.id.desc())
        .limit(1)
    )
)


def is_answered(session: Session, person: Person, *, now: datetime) -> bool:
    """Whether somebody has answered the person's call that is under way; asked at every turn."""
    return ANSWERED.value(session, person_id=person.id, since=now - SAME_CALL) is not None


def place(
    tx: Session, person: Person, *, kind: str, text: str = "", of_another: bool = False, now: datetime
) -> Call:
    """Tell the operators; with a call under way it becomes more of that one, and rings again."""
    call = living(tx, person, now=now)
    if call is None:
        call = Call(
            person_id=person.id, kind=kind, of_another=of_another, status=CallState.OPEN, said=[],
            opened_at=now, updated_at=now, demo=person.demo,
        )  # fmt: skip
        tx.add(call)
    elif call.kind == HUMAN or kind != HUMAN:
        call.kind, call.of_another = kind, of_another
    _say(call, text, by="warga", now=now)
    tx.flush()
    _record(tx, EventKind.CALL_PLACED, call, actor="warga", now=now)
    return call


def tell(tx: Session, person: Person, *, text: str, now: datetime) -> None:
    """More words for the call under way, if there is one."""
    call = living(tx, person, now=now)
    if call is not None and text.strip():
        _say(call, text, by="warga", now=now)
        _record(tx, EventKind.CALL_MORE, call, actor="warga", now=now)


def cancel(tx: Session, person: Person, *, now: datetime) -> None:
    """The person does not want to be spoken to: their call is no longer shown."""
    call = living(tx, person, now=now)
    if call is not None:
        call.status, call.closed_at, call.updated_at = CallState.CANCELLED, now, now
        _record(tx, EventKind.CALL_CANCELLED, call, actor="warga", now=now)


def shown(session: Session, officer: Officer) -> Sequence[tuple[Call, Person]]:
    """The calls under way as this officer may see them, who waits longest first; none for other roles."""
    if not officer.active or not may(officer.role, Action.RESCUE):
        return ()
    found = select(Call, Person).join(Person, Person.id == Call.person_id).where(Call.status.in_(LIVING))
    return [(call, person) for call, person in session.execute(found.order_by(Call.status.desc(), Call.id))]


def take(tx: Session, call_id: int, *, officer: Officer, now: datetime) -> Call:
    """An operator has seen it; Refused when somebody else has taken it already."""
    call = _locked(tx, call_id, officer)
    if call.officer_id not in (None, officer.id):
        raise Refused("panggilan_sudah_diambil")
    call.officer_id, call.status, call.taken_at = officer.id, CallState.TAKEN, call.taken_at or now
    call.updated_at = now
    _record(tx, EventKind.CALL_TAKEN, call, actor=f"petugas:{officer.id}", now=now)
    return call


def answer(tx: Session, call_id: int, *, officer: Officer, text: str, now: datetime) -> Call:
    """A human's words to the person, at once; the call is then that operator's. BadInput without words."""
    text = needed(text, limit=ANSWER_MAX)
    call = take(tx, call_id, officer=officer, now=now)
    call.answered_at = now
    _say(call, text, by="petugas", now=now)
    person = tx.get_one(Person, call.person_id)
    outbox.put(
        tx, person=person, now=now, key=Notice.OPERATOR, args={"name": officer.name, "text": text}
    )  # fmt: skip
    return call


@dataclass(frozen=True)
class Handover:
    """What is told to 112. callback: a number to call, or ""; taken_by: who took it there."""

    what: str
    where: str
    callback: str
    taken_by: str
    reference: str


def hand_over(tx: Session, call_id: int, told: Handover, *, officer: Officer, now: datetime) -> Call:
    """Keep what 112 was told, who took it and under which number; the call stays until a person closes it.

    BadInput without what, where, who took it or the number. Told again, the newest stands.
    """
    words = {name: needed(text, limit=SAID_MAX) for name, text in asdict(told).items() if name != "callback"}
    call = take(tx, call_id, officer=officer, now=now)
    callback = clean(told.callback, limit=60)
    call.handover = {**words, "callback": callback, "officer": officer.id, "at": now.isoformat()}
    _record(tx, EventKind.CALL_HANDED_OVER, call, actor=f"petugas:{officer.id}", now=now)
    return call


def close(tx: Session, call_id: int, *, officer: Officer, now: datetime) -> Call:
    """Only a person closes a call."""
    call = _locked(tx, call_id, officer)
    call.status, call.closed_at, call.updated_at = CallState.DONE, now, now
    call.officer_id = call.officer_id or officer.id
    _record(tx, EventKind.CALL_CLOSED, call, actor=f"petugas:{officer.id}", now=now)
    return call


def _locked(tx: Session, call_id: int, officer: Officer) -> Call:
    if not officer.active or not may(officer.role, Action.RESCUE):
        raise NotAllowed("perlu_operator")
    call = tx.get(Call, call_id, with_for_update=True, populate_existing=True)
    if call is None:
        raise NotFound("panggilan_tidak_ada", str(call_id))
    if call.status not in LIVING:
        raise Refused("panggilan_sudah_selesai")
    return call


def _say(call: Call, text: str, *, by: str, now: datetime) -> None:
    call.updated_at = now
    if not text.strip():
        return
    said = [*call.said, {"at": now.isoformat(), "text": text.strip()[:SAID_MAX], "by": by}]
    call.said = said if len(said) <= KEPT else [said[0], *said[-KEPT + 1 :]]


def _record(tx: Session, kind: EventKind, call: Call, *, actor: str, now: datetime) -> None:
    events.record(tx, kind=kind, actor=actor, now=now, data={"call": call.id, "danger": call.kind})
