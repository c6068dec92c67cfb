"""How long each kind of personal data is kept: a table of deeds, each after its days.

The days stand in the city's settings (`retention`; 0: kept). What goes is blanked or made anonymous; reports,
events and figures stay.

Files are named to the caller, who deletes them once nobody else needs them.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.lifecycle import OPEN
from routing.people import personal_data
from storage import deletions, events
from storage.event_kinds import EventKind
from storage.models import (
    Attention,
    AttentionStep,
    Call,
    CameraLook,
    CameraProof,
    DataCase,
    Event,
    EventReason,
    Inbox,
    Incident,
    KeptConversation,
    Look,
    Media,
    Message,
    NeighbourRefusal,
    NoteVoice,
    Outbox,
    Person,
    Report,
    ReportMedia,
    ShiftHandover,
    ShiftNote,
    Support,
    WarningFollow,
    WarningRefusal,
)
from storage.outbox_states import OPEN as TO_SEND
from storage.trace import admitted

BATCH = 200


@dataclass(frozen=True)
class Went:
    """What one round took: how many rows by kind of data, and files nobody may need now."""

    rows: dict[str, int]
    files: list[str]


@dataclass
class _Round:
    tx: Session
    now: datetime
    files: list[str]


Row = TypeVar("Row")
Deed = Callable[[_Round, datetime], int]


def run(tx: Session, *, now: datetime, kinds: Collection[str] = ()) -> Went:
    """One round, at most BATCH rows of each kind; to be repeated until `rows` is empty. kinds: only those."""
    days = catalogue(tx).settings.retention.model_dump()
    turn, rows = _Round(tx, now, []), {}
    for name, deed in DEEDS.items():
        wanted = days[name] and (not kinds or name in kinds)
        if wanted and (count := deed(turn, now - timedelta(days=days[name]))):
            rows[name] = count
    tx.flush()
    return Went(rows, turn.files)


def _incoming(turn: _Round, before: datetime) -> int:
    """What the platforms brought, word by word: handled long ago."""
    old = select(Inbox).where(Inbox.received_at <= before, Inbox.status != "new", Inbox.sender != "")
    rows = _some(turn, old.order_by(Inbox.id))
    for row in rows:
        row.sender, row.payload, row.error = "", {}, None
        row.external_id = f"{personal_data.ERASED}-{row.id}"  # WhatsApp's ids hold the number
    return len(rows)


def _outgoing(turn: _Round, before: datetime) -> int:
    """What was said to people: it stands in their own chat."""
    kept = or_(Outbox.text.is_(None), Outbox.text != "")
    old = select(Outbox).where(Outbox.created_at <= before, Outbox.status.not_in(TO_SEND), kept)
    farewell = or_(Outbox.key.is_(None), Outbox.key != personal_data.FAREWELL)
    rows = _some(turn, old.where(farewell).order_by(Outbox.id))
    for row in rows:
        row.key, row.text, row.args, row.extras = None, "", {}, {}
        row.external_id, row.error = None, None
    return len(rows)


def _conversations(turn: _Round, before: datetime) -> int:
    """A talk nobody went on with; only the number by which old buttons are told stays."""
    old = select(KeptConversation).where(KeptConversation.updated_at <= before)
    rows = _some(turn, old)
    for row in rows:
        row.state = {name: row.state[name] for name in ("nonce",) if name in row.state}
        row.updated_at = turn.now
    return len(rows)


def _calls(turn: _Round, before: datetime) -> int:
    """What somebody in danger said."""
    rows = _some(turn, select(Call).where(Call.closed_at <= before))
    for row in rows:
        turn.tx.delete(row)
    return len(rows)


def _voices(turn: _Round, before: datetime) -> int:
    """What residents said, and what officers said in notes."""
    mine = select(NoteVoice).join(Message, Message.id == NoteVoice.message_id)
    spoken = _some(turn, mine.join(Report, Report.id == Message.report_id).where(*_ended(before)))
    for row in spoken:
        turn.files.append(row.sha256)
        turn.tx.delete(row)
    return len(spoken) + _media(turn, before, Media.content_type.startswith("audio/"))


def _photos(turn: _Round, before: datetime) -> int:
    """What residents photographed and what cameras proved; photos of the finished work stay."""
    return _media(turn, before, ~Media.content_type.startswith("audio/")) + _proofs(turn, before)


def _proofs(turn: _Round, before: datetime) -> int:
    """Pictures of cameras that were evidence of a report or event long over."""
    ended = and_(CameraProof.report_id.is_not(None), *_ended(before))
    found = select(CameraProof).outerjoin(Report, Report.id == CameraProof.report_id)
    found = found.outerjoin(Incident, Incident.id == CameraProof.incident_id)
    rows = _some(turn, found.where(or_(ended, Incident.closed_at <= before)))
    for row in rows:
        names = [name for name in (row.sha256, row.blurred_sha256) if name]
        deletions.soon(turn.tx, names, now=turn.now)
        turn.tx.delete(row)
    return len(rows)


def _media(turn: _Round, before: datetime, kind: Any) -> int:
    theirs = select(ReportMedia).join(Media, Media.sha256 == ReportMedia.sha256)
    theirs = theirs.join(Report, Report.id == ReportMedia.report_id)
    rows = _some(turn, theirs.where(kind, ReportMedia.purpose == "laporan", *_ended(before)))
    for row in rows:
        turn.files.append(row.sha256)
        turn.tx.delete(row)
    return len(rows)


def _words(turn: _Round, before: datetime) -> int:
    """What was said about ended reports, and officers' reasons beside their events; keys go with them."""
    ids = select(Report.id).where(*_ended(before))
    said = _some(turn, select(Message).where(Message.report_id.in_(ids), Message.text != ""))
    for row in said:
        row.text = ""
    asked = select(AttentionStep).join(Attention, Attention.id == AttentionStep.attention_id)
    steps = _some(turn, asked.where(Attention.report_id.in_(ids), AttentionStep.words != ""))
    for step in steps:
        step.words = ""
    notes = _some(turn, select(ShiftNote).where(ShiftNote.at <= before, ShiftNote.words != ""))
    shifts = _some(
        turn, select(ShiftHandover).where(ShiftHandover.given_at <= before, ShiftHandover.words != "")
    )
    for line in notes:
        line.words = ""
    for shift in shifts:
        shift.words = ""
    theirs = select(Event.seq).where(Event.report_id.in_(ids))
    return len(said) + len(steps) + len(notes) + len(shifts) + _reasons(turn, theirs)


def _reasons(turn: _Round, events_: Select[int]) -> int:
    seqs = select(EventReason.event_seq).where(EventReason.event_seq.in_(events_), EventReason.text != "")
    found = turn.tx.scalars(seqs.limit(BATCH)).all()
    admitted.erase_words(turn.tx, dict.fromkeys(found, ""), now=turn.now)
    return len(found)


def _reporters(turn: _Round, before: datetime) -> int:
    """Ended reports no longer say who filed them; a name in their words goes too."""
    rows = _some(turn, select(Report).where(Report.person_id.is_not(None), *_ended(before)))
    for report in rows:
        person = turn.tx.get_one(Person, report.person_id)
        personal_data.unname(turn.tx, report, person)
        events.record(turn.tx, kind=EventKind.REPORT_UNNAMED, actor="sistem", now=turn.now, report=report)
    for support in turn.tx.scalars(
        select(Support).join(Report, Report.id == Support.report_id).where(*_ended(before)).limit(BATCH)
    ):
        turn.tx.delete(support)  # the number of supporters stays with the report
    return len(rows)


def _marks(turn: _Round, before: datetime) -> int:
    """A mark of misuse that led to no block."""
    rows = _some(turn, select(Person).where(Person.flagged_at <= before, Person.blocked_at.is_(None)))
    for person in rows:
        person.flagged_at, person.abuse_count = None, 0
    return len(rows)


def _looks(turn: _Round, before: datetime) -> int:
    """Who looked at whose data, and the words of why."""
    rows = _some(turn, select(Look).where(Look.at <= before))
    through = _some(turn, select(CameraLook).where(CameraLook.last_at <= before))
    for row in (*rows, *through):
        turn.tx.delete(row)
    kinds = (EventKind.PERSON_LOOKED_UP, EventKind.PERSON_SEARCHED, EventKind.CAMERA_STILL_KEPT)
    return (
        len(rows)
        + len(through)
        + _reasons(turn, select(Event.seq).where(Event.kind.in_(kinds), Event.at <= before))
    )


def _people(turn: _Round, before: datetime) -> int:
    """Who has long been silent and stands behind nothing: no report, support, warning, or block."""
    heard = or_(Person.heard_at <= before, Person.heard_at.is_(None))
    tables = (Report, Support, WarningFollow, WarningRefusal, NeighbourRefusal, Call)
    behind = [select(table.person_id).where(table.person_id == Person.id) for table in tables]
    silent = select(Person).where(
        Person.created_at <= before, heard, Person.blocked_at.is_(None),
        ~Person.address.startswith(f"{personal_data.ERASED}-"), *(~one.exists() for one in behind),
    )  # fmt: skip
    rows = _some(turn, silent.order_by(Person.id))
    for person in rows:
        turn.files += personal_data.erase(turn.tx, person, now=turn.now)
        personal_data.empty(turn.tx, person, now=turn.now)
    return len(rows)


def _cases(turn: _Round, before: datetime) -> int:
    """Requests and breaches that were done with."""
    rows = _some(turn, select(DataCase).where(DataCase.closed_at <= before))
    for row in rows:
        turn.tx.delete(row)
    return len(rows)


def _ended(before: datetime) -> tuple[Any, ...]:
    """SQL: said so that SQLite goes by the time, and not through every report that ever ended."""
    return Report.status.not_in(OPEN), Report.updated_at <= before


def _some(turn: _Round, found: Select[Row]) -> Sequence[Row]:
    return turn.tx.scalars(found.limit(BATCH)).all()


# Names as in the settings. What hangs on a person goes before the person.
DEEDS: dict[str, Deed] = {
    "incoming": _incoming,
    "outgoing": _outgoing,
    "conversations": _conversations,
    "calls": _calls,
    "voices": _voices,
    "photos": _photos,
    "words": _words,
    "reporters": _reporters,
    "marks": _marks,
    "looks": _looks,
    "people": _people,
    "cases": _cases,
}
