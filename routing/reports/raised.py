"""A matter that Sorot itself raises at an office: a report in the one queue, with nobody behind it.

It is the office's own (`publicity.INSIDE`): no page for everybody, no figure of residents' reports.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.jurisdiction import POC
from routing.domain.lifecycle import OPEN, Status
from routing.domain.publicity import DATA
from routing.reports import clocks
from routing.reports.filing import UNSORTED, next_number, store
from routing.reports.filters import ALERT
from routing.reports.status import move
from storage import events
from storage.event_kinds import EventKind
from storage.models import Report

WEIGHT = 20  # of 100: below residents' reports of the same age


def raise_at(
    tx: Session, agency: str, text: str, *, facts: dict[str, Any], actor: str, now: datetime
) -> Report:
    """A report at this office (at the POC where there is none such), from now on on its clocks."""
    city = catalogue(tx)
    known = city.agencies.get(agency)
    report = Report(
        number=next_number(tx, city.number_prefix, now), kind=ALERT, channel=DATA, person_id=None, text=text,
        category_code=UNSORTED, category_by=actor, confidence=None, needs_review=False,
        agency_code=known.code if known else POC, status=Status.MENUNGGU.value, urgency=WEIGHT, facts=facts,
        created_at=now, updated_at=now,
    )  # fmt: skip
    terms = clocks.promise(city, report, start=now)
    clocks.set_dates(report, terms)
    store(tx, report, kind=EventKind.DATA_MATTER_RAISED, actor=actor, now=now)
    clocks.begin(tx, report, terms, now=now)
    return report


def is_open(session: Session, report_id: int | None) -> bool:
    """Whether the matter still waits for somebody."""
    if report_id is None:
        return False
    status = session.scalar(select(Report.status).where(Report.id == report_id))
    return status is not None and Status(status) in OPEN


def retell(
    tx: Session, report_id: int, text: str, *, facts: dict[str, Any], actor: str, now: datetime
) -> None:
    """The open matter is another one by now: its report says so."""
    report = _locked(tx, report_id)
    if report.text == text:
        return
    report.text, report.facts, report.updated_at = text, facts, now
    events.record(tx, kind=EventKind.DATA_MATTER_CHANGED, actor=actor, now=now, report=report)


def settle(tx: Session, report_id: int, reason: str, *, actor: str, now: datetime) -> None:
    """What was wrong is over: finish the report, unless somebody has already."""
    report = _locked(tx, report_id)
    if Status(report.status) in OPEN:
        kind = EventKind.DATA_MATTER_OVER
        move(tx, report, Status.SELESAI, actor=actor, now=now, reason=reason, kind=kind)


def _locked(tx: Session, report_id: int) -> Report:
    found = select(Report).where(Report.id == report_id).with_for_update(key_share=True)
    return tx.scalars(found.execution_options(populate_existing=True)).one()
