"""A field officer takes a report on, or lets it go with a word to colleagues: two steps in one act."""

from datetime import datetime

from sqlalchemy.orm import Session

from routing.domain.lifecycle import Status
from routing.domain.permissions import Action, may
from routing.reports import holding, officers_work
from storage.models import Officer, Report


def accept(tx: Session, *, officer: Officer, report: Report, now: datetime) -> Report:
    """The report is in their hands; one nobody has begun is in work now, and its resident told."""
    report = holding.give(tx, officer=officer, report=report, to=officer.id, now=now)
    if report.status == Status.MENUNGGU and may(officer.role, Action.STATUS):
        report = officers_work.change_status(
            tx, officer=officer, report=report, to=Status.DIPROSES, reason="", now=now
        )
    return report


def let_go(tx: Session, *, officer: Officer, report: Report, reason: str, now: datetime) -> Report:
    """Nobody holds it any more; why stands in a note."""
    report = officers_work.note(tx, officer=officer, report=report, text=reason, now=now)
    return holding.give(tx, officer=officer, report=report, to=None, now=now)
