"""Words that come later may accuse an office too: the report is then kept from it from that moment on."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from routing.city import offices
from routing.city.catalogue import catalogue
from routing.domain.attention import OPEN
from routing.reports import deciding, parting
from routing.reports.shielding import shield
from routing.reports.story import accused_in
from storage import events
from storage.event_kinds import EventKind
from storage.models import Accusation, Attention, Report


def listen(tx: Session, report: Report, text: str, *, now: datetime) -> None:
    """Note whom added words accuse, make the report secret, and take it away from an accused office."""
    city, before = catalogue(tx), frozenset(accused_in(tx, report))
    accused = before | offices.accused(text, report.category_code, report.kelurahan_code, city)
    if accused == before:
        return
    tx.add_all(Accusation(report_id=report.id, agency_code=code) for code in sorted(accused - before))
    shield(tx, report)
    source = report.agency_code
    decided = deciding.of_report(city, report, accused=accused)
    report.agency_code, report.holder_id = decided.decision.agency.code, None
    deciding.keep(tx, report, decided, city=city, now=now)
    if source != report.agency_code:
        _ask_who_has_it(tx, report, source)
    moved = {"from_agency": source, "to_agency": report.agency_code} if source != report.agency_code else {}
    data = {"accused": sorted(accused), **moved}
    parting.keep_apart(tx, report, now=now)
    events.record(tx, kind=EventKind.REPORT_ACCUSES, actor="sistem", now=now, report=report, data=data)


def _ask_who_has_it(tx: Session, report: Report, source: str) -> None:
    """What the mayor asked about it waits for the office that has it now."""
    asked = update(Attention).where(Attention.report_id == report.id, Attention.agency_code == source)
    tx.execute(asked.where(Attention.status.in_(sorted(OPEN))).values(agency_code=report.agency_code))
