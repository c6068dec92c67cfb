"""Officers join reports that tell of the same matter (gabung) and take them apart again (pisahkan lagi).

A joined report keeps its reporter, channel, words and pictures; what is answered and decided about the one it
is joined to reaches its reporter too, under its own number. Nothing of one reporter is shown to another.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.lifecycle import OPEN
from routing.domain.permissions import Action
from routing.errors import BadInput, NotFound, Refused
from routing.reports import notices, parting
from routing.reports.door import visible_to
from routing.reports.joined import below, head_of
from routing.reports.officers_work import actor_of, take
from routing.reports.public_door import is_open
from routing.reports.status import set_aside
from storage import events
from storage.event_kinds import EventKind
from storage.models import Joined, Officer, Report
from storage.notice_kinds import Notice


def join(tx: Session, *, officer: Officer, report: Report, into: str, now: datetime) -> Report:
    """Join the report to the one numbered `into`, or to what that one is joined to; returns the report.

    The officer must be one to decide about both. Only running reports of one kind that everybody may see are
    joined, and never the more urgent to the less.
    """
    report = take(tx, officer, report, Action.JOIN)
    head = head_of(tx, take(tx, officer, _named(tx, officer, into), Action.JOIN))
    head = take(tx, officer, head, Action.JOIN)
    _allow(tx, report, head)
    for row in below(tx, report):
        row.root_id = head.id
        tx.get_one(Report, row.report_id).agency_code = head.agency_code
    tx.add(
        Joined(
            report_id=report.id, into_id=head.id, root_id=head.id, status=report.status,
            agency_code=report.agency_code, officer_id=officer.id, created_at=now,
        )
    )  # fmt: skip
    data = set_aside(report, now=now)
    report.agency_code, head.updated_at = head.agency_code, now
    tx.flush()
    actor = actor_of(officer)
    events.record(
        tx, kind=EventKind.REPORT_JOINED, actor=actor, now=now, report=report,
        data={**data, "into": head.number},
    )  # fmt: skip
    events.record(
        tx, kind=EventKind.REPORT_GAINED, actor=actor, now=now, report=head, data={"number": report.number}
    )  # fmt: skip
    agency = catalogue(tx).agencies[head.agency_code].name
    notices.put_own(tx, report, Notice.JOINED, now=now, status=head.status, agency=agency)
    return report


def part(tx: Session, *, officer: Officer, report: Report, now: datetime) -> Report:
    """Take a joined report out again, as it was before; Refused where it is not joined."""
    report = take(tx, officer, report, Action.JOIN)
    if not parting.part(tx, report, actor=actor_of(officer), now=now):
        raise Refused("tidak_digabung", report.number)
    return report


def _named(tx: Session, officer: Officer, number: str) -> Report:
    """The report of that number, as people type it; BadInput where this officer sees none."""
    try:
        return visible_to(tx, officer).get(number.strip().upper())
    except NotFound as none:
        raise BadInput("gabung_tidak_ada", number) from none


def _allow(tx: Session, report: Report, head: Report) -> None:
    if report.id == head.id:
        raise BadInput("gabung_diri", report.number)
    if tx.get(Joined, report.id) is not None:
        raise Refused("sudah_digabung", report.number)
    if report.status not in OPEN or head.status not in OPEN:
        raise Refused("sudah_berakhir", f"{report.number} to {head.number}")
    if report.kind != head.kind:
        raise Refused("gabung_lain_jenis", f"{report.kind} to {head.kind}")
    if not (is_open(report) and is_open(head)):
        raise Refused("gabung_rahasia", f"{report.number} to {head.number}")
    if report.priority > head.priority:
        raise Refused("lebih_mendesak", f"{report.number} to {head.number}")
