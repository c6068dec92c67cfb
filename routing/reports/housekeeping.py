"""What time alone does to reports: finished ones are closed, residents reminded of a question, what a
kelurahan left lying handed to the dinas, and what no neighbour found undone said to be done.

All of it sends a message, so it happens only while people are awake.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue, catalogue
from routing.domain.lifecycle import Status
from routing.reports import neighbours, notices, urgency
from routing.reports.handing_on import hand_on
from routing.reports.status import move
from storage import events
from storage.clock import LOCAL
from storage.event_kinds import EventKind
from storage.models import Message, Report
from storage.notice_kinds import Notice

BATCH = 200


@dataclass(frozen=True)
class Manners:
    """When the city may be the first to speak (hours, local), and when it reminds of a question."""

    first: timedelta
    second: timedelta
    wakes: int
    sleeps: int

    def reminds(self, asked_at: datetime, reminded_at: datetime | None, now: datetime) -> bool:
        """Whether a reminder is due: one after each of the two terms; a late first one serves as both."""
        if reminded_at is None or reminded_at < asked_at:
            return now >= asked_at + self.first
        return reminded_at < asked_at + self.second <= now

    def awake(self, now: datetime) -> bool:
        """Whether a message disturbs nobody."""
        return self.wakes <= now.astimezone(LOCAL).hour < self.sleeps


def manners(city: Catalogue) -> Manners:
    """The city's own (`reminders` in its settings)."""
    given = city.settings.reminders
    first, second = timedelta(hours=given.first_after_hours), timedelta(hours=given.second_after_hours)
    return Manners(first, second, given.from_hour, given.until_hour)


def run(tx: Session, *, now: datetime) -> int:
    """Close finished reports nobody reopened in time, remind of open questions and hand on what nobody took
    up, at most BATCH of each at a time; likewise what waits for its neighbours.

    Returns how many reports were touched; 0 outside the civil hours. What is open is weighed anew all day.
    """
    urgency.refresh_old(tx, now=now)
    rules = manners(catalogue(tx))
    if not rules.awake(now):
        return 0
    quiet = neighbours.run_out(tx, now=now)
    return quiet + _close(tx, now=now) + _remind(tx, rules, now=now) + hand_on(tx, now=now)


def _locked(found: Select[Report]) -> Select[Report]:
    return found.order_by(Report.id).limit(BATCH).with_for_update(skip_locked=True, key_share=True)


def _close(tx: Session, *, now: datetime) -> int:
    ended = now - timedelta(days=catalogue(tx).settings.afterwards.reopen_days)
    found = select(Report).where(Report.status == Status.SELESAI, Report.resolved_at < ended)
    reports = tx.scalars(_locked(found)).all()
    for report in reports:
        move(tx, report, Status.DITUTUP, actor="sistem", now=now)
        notices.put(tx, report, Notice.CLOSED, now=now)
    return len(reports)


def _remind(tx: Session, rules: Manners, *, now: datetime) -> int:
    waiting = select(Report.id, Report.paused_at, Report.reminded_at).where(
        Report.status == Status.MENUNGGU_WARGA,
        Report.person_id.is_not(None),
        Report.paused_at <= now - rules.first,
    )
    due = [row.id for row in tx.execute(waiting) if rules.reminds(row.paused_at, row.reminded_at, now)]
    reports = tx.scalars(_locked(select(Report).where(Report.id.in_(due[:BATCH])))).all()
    for report in reports:
        _remind_of(tx, report, now=now)
    return len(reports)


def _remind_of(tx: Session, report: Report, *, now: datetime) -> None:
    said = select(Message.text).where(Message.report_id == report.id, Message.direction == "keluar")
    question = tx.scalars(said.order_by(Message.id.desc()).limit(1)).one_or_none() or ""
    agency = catalogue(tx).agencies[report.agency_code].name
    notices.put(tx, report, Notice.REMINDER, now=now, agency=agency, text=question)
    report.reminded_at = now
    events.record(tx, kind=EventKind.REPORT_REMINDED, actor="sistem", now=now, report=report)
