"""What the misuse page reads."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from admin_panel.masks import mask_address, mask_name
from routing.people import misuse
from routing.people.abuse_words import RudeWords, WordsIn, words_of
from storage.event_kinds import EventKind
from storage.models import Event, Officer, Person

SHOWN = 40  # lines of the log
LOG = (
    EventKind.PERSON_FLAGGED,
    EventKind.PERSON_BLOCKED,
    EventKind.PERSON_UNBLOCKED,
    EventKind.PERSON_UNFLAGGED,
)


@dataclass(frozen=True)
class Resident:
    """One person as the page shows them: never by name. words: masked unless this officer asked for them."""

    person: Person
    name: str
    address: str
    words: list[RudeWords]
    opened: bool


@dataclass(frozen=True)
class LogLine:
    """One line of the log; the person stands by number."""

    at: datetime
    who: str
    what: str
    person_id: int


def residents(session: Session, *, words_in: WordsIn, opened: int | None = None) -> list[Resident]:
    """Flagged and blocked persons; the words of `opened` (a person's id) can be read."""
    return [_resident(session, person, words_in, person.id == opened) for person in misuse.flagged(session)]


def _resident(session: Session, person: Person, words_in: WordsIn, opened: bool) -> Resident:
    said = words_of(session, person, words_in=words_in)
    words = said if opened else [RudeWords(word.at, mask_name(word.text)) for word in said]
    name = mask_name(person.called or person.name)
    return Resident(person, name, mask_address(person.address), words, opened)


def log(session: Session) -> list[LogLine]:
    """What happened to such persons, newest first. Looks into a report's reporter stand at that report."""
    named = "petugas:" + func.cast(Officer.id, Event.actor.type)
    looked = and_(Event.kind == EventKind.PERSON_LOOKED_UP, Event.report_id.is_(None))
    kinds = Event.kind.in_(LOG)
    found = (
        select(Event, Officer.name)
        .outerjoin(Officer, Event.actor == named)
        .where(or_(kinds, looked))
        .order_by(Event.seq.desc())
        .limit(SHOWN)
    )
    return [
        LogLine(
            event.at, officer or "Sistem", EventKind.of(event.kind).history, event.data.get("person_id", 0)
        )
        for event, officer in session.execute(found)
    ]
