"""An internal note that was spoken: kept as it is, heard by officers only, never by a resident."""

from datetime import datetime

from sqlalchemy.orm import Session

from routing.domain.permissions import Action
from routing.errors import BadInput
from routing.reports.officers_work import actor_of, take
from storage import events, media
from storage.event_kinds import EventKind
from storage.models import Message, NoteVoice, Officer, Report

LONGEST = 120  # seconds
MAX_BYTES = 2_000_000  # two minutes at 128 kbit/s, which no phone's recorder goes beyond
UNWRITTEN = "Catatan suara."  # what is read of it


def add(  # noqa: PLR0913 - what is kept of a recording
    tx: Session, *,
    officer: Officer, report: Report, sha256: str, content_type: str, size: int, seconds: int, now: datetime,
) -> Message:  # fmt: skip
    """Leave a spoken note for colleagues; its bytes are stored already."""
    report = take(tx, officer, report, Action.NOTE)
    if not 1 <= seconds <= LONGEST:
        raise BadInput("suara_terlalu_panjang", str(seconds))
    media.note_voice(tx, sha256, content_type, size, now=now)
    note = Message(
        report_id=report.id, direction="catatan", text=UNWRITTEN, officer_id=officer.id, created_at=now,
    )  # fmt: skip
    tx.add(note)
    tx.flush()
    tx.add(NoteVoice(message_id=note.id, sha256=sha256, seconds=seconds))
    report.updated_at = now
    events.record(tx, kind=EventKind.REPORT_NOTED, actor=actor_of(officer), now=now, report=report)
    return note
