"""A delivered result becomes the report's end, and its resident is told with the doer's words."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.domain.lifecycle import Status
from routing.reports import results
from routing.reports.status import answered, change
from storage import events
from storage.event_kinds import EventKind
from storage.models import Event, EventReason, Report


def passed(
    tx: Session, report: Report, *, actor: str, now: datetime, data: Mapping[str, str | int] | None = None
) -> Report:  # fmt: skip
    """The (locked) report is done. data: what the event tells beside the change of status."""
    reason = delivered_with(tx, report)
    told = {**change(tx, report, Status.SELESAI, now=now), **(data or {})}
    events.record(tx, kind=EventKind.REPORT_PASSED, actor=actor, now=now, report=report, data=told)
    answered(report, now)
    results.tell_done(tx, report, reason, now=now)
    return report


def delivered_with(tx: Session, report: Report) -> str:
    """The doer's words for the resident, from the newest delivery; "" when they were erased meanwhile."""
    found = (
        select(EventReason.text)
        .join(Event, Event.seq == EventReason.event_seq)
        .where(Event.report_id == report.id, Event.kind == EventKind.REPORT_DELIVERED)
    )
    return tx.scalar(found.order_by(Event.seq.desc()).limit(1)) or ""
