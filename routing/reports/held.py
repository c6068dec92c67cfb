"""An answer that waits for the head of its office, because it tells who reported.

It is a message of the report (`titip`, `titip_tanya`) that nobody is sent. The head sends it in the name of
its author, or gives it back as a note.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from routing.domain.answers import seal
from routing.domain.permissions import Action
from routing.errors import NotFound
from routing.reports import officers_work as work
from routing.texts import OFFICER_MAX, needed
from storage import events
from storage.event_kinds import EventKind
from storage.models import Message, Officer, Report

KINDS = {"jawab": "titip", "tanya": "titip_tanya"}
HELD = frozenset(KINDS.values())


def hold(tx: Session, *, officer: Officer, report: Report, text: str, kind: str, now: datetime) -> Report:
    """Leave words for the head. kind: jawab | tanya."""
    report = work.take(tx, officer, report, Action.ANSWER)
    text = needed(text, limit=OFFICER_MAX)
    held = Message(
        report_id=report.id, direction=KINDS[kind], text=text, officer_id=officer.id, created_at=now
    )  # fmt: skip
    tx.add(held)
    events.record(tx, kind=EventKind.ANSWER_HELD, actor=work.actor_of(officer), now=now, report=report)
    return report


def send(tx: Session, *, officer: Officer, report: Report, message: int, now: datetime) -> Report:
    """The head sends held words, and answers for them. NotFound when they wait no longer."""
    report = work.take(tx, officer, report, Action.VOUCH)
    held = _waiting(tx, report, message)
    text, deed = held.text, work.ask if held.direction == KINDS["tanya"] else work.answer
    tx.delete(held)
    deed(tx, officer=officer, report=report, text=text, now=now, sure=seal(text))
    return report


def give_back(
    tx: Session, *, officer: Officer, report: Report, message: int, reason: str, now: datetime
) -> Report:
    """The head does not send held words: they stay as a note, with why."""
    report = work.take(tx, officer, report, Action.VOUCH)
    reason = needed(reason, limit=OFFICER_MAX, code="perlu_alasan")
    held = _waiting(tx, report, message)
    held.direction = "catatan"
    actor = work.actor_of(officer)
    events.record(
        tx, kind=EventKind.ANSWER_GIVEN_BACK, actor=actor, now=now, report=report, reason=reason
    )  # fmt: skip
    return report


def _waiting(tx: Session, report: Report, message: int) -> Message:
    held = tx.get(Message, message)
    if held is None or held.report_id != report.id or held.direction not in HELD:
        raise NotFound("jawaban_tidak_menunggu", report.number)
    return held
