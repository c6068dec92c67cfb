"""Kelurahan dulu: what the kelurahan has not taken up in time becomes the dinas's, as the rule said."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue, catalogue
from routing.domain.jurisdiction import POC, is_accused
from routing.domain.lifecycle import Status
from routing.reports import notices
from routing.reports.story import accused_in
from storage import events
from storage.event_kinds import EventKind
from storage.models import Report, RoutingDecision
from storage.notice_kinds import Notice

BATCH = 200


def hand_on(tx: Session, *, now: datetime) -> int:
    """Hand on what is due, at most BATCH at a time and each once; returns how many moved.

    Taken up means: answered, asked, moved on in any way, or given to another office by a person.
    """
    due = (
        select(RoutingDecision).join(Report, Report.id == RoutingDecision.report_id)
        .where(RoutingDecision.next_due <= now).order_by(RoutingDecision.next_due).limit(BATCH)
        .with_for_update(skip_locked=True, key_share=True, of=RoutingDecision)
    )  # fmt: skip
    moved = 0
    for decision in tx.scalars(due).all():
        locked = select(Report).where(Report.id == decision.report_id).with_for_update(key_share=True)
        report = tx.scalars(locked.execution_options(populate_existing=True)).one()
        if _untouched(report, decision):
            moved += _hand_on(tx, report, decision, now=now)
        decision.next_due = None
    return moved


def _untouched(report: Report, decision: RoutingDecision) -> bool:
    return (
        report.status == Status.MENUNGGU
        and report.first_answered_at is None
        and report.agency_code == decision.agency_code
    )


def _hand_on(tx: Session, report: Report, decision: RoutingDecision, *, now: datetime) -> int:
    city = catalogue(tx)
    target, unit = _target(tx, report, decision, city)
    if target == report.agency_code:
        return 0
    source = city.agencies[report.agency_code]
    report.agency_code, report.unit_code, report.updated_at = target, unit or None, now
    report.holder_id = None
    why = f"{source.name} belum menindaklanjuti sampai batas waktunya."
    data = {
        "from_agency": source.code, "to_agency": target, "rule": decision.rule, "version": decision.version
    }  # fmt: skip
    events.record(
        tx, kind=EventKind.REPORT_FORWARDED, actor="sistem", now=now, report=report, reason=why, data=data
    )  # fmt: skip
    notices.put(
        tx, report, Notice.FORWARDED, now=now, from_agency=source.name, agency=city.agencies[target].name,
        reason=why,
    )  # fmt: skip
    return 1


def _target(tx: Session, report: Report, decision: RoutingDecision, city: Catalogue) -> tuple[str, str]:
    """Where it goes now: never to whom it accuses since, and to the POC where the dinas is gone."""
    agency = city.agencies.get(decision.next_agency or "")
    accused = frozenset(accused_in(tx, report))
    if agency is None or not agency.active or is_accused(agency, accused):
        care = city.care(
            report.category_code, accused=accused, privacy=report.privacy, emergency=report.emergency
        )  # fmt: skip
        place = city.jurisdiction(report.category_code, report.kelurahan_code, care).agency
        return (place.code if place.code != report.agency_code else POC), ""
    return agency.code, decision.next_unit or ""
