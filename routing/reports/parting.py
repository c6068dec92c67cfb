"""A joined report stands by itself again, as it was before."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.lifecycle import Status
from routing.reports import notices
from routing.reports.joined import below
from routing.reports.public_door import is_open
from routing.reports.status import bring_back
from storage import events
from storage.event_kinds import EventKind
from storage.models import Joined, Report
from storage.notice_kinds import Notice


def part(tx: Session, report: Report, *, actor: str, now: datetime, reason: str = "") -> bool:
    """Bring a joined report back with its status, clocks and office; what hangs on it stays with it.

    False where it was not joined. Its reporter is told, once.
    """
    row = tx.get(Joined, report.id)
    if row is None:
        return False
    head = tx.get_one(Report, row.root_id)
    data = bring_back(tx, report, Status(row.status), now=now)
    _loosen(tx, report, row)
    agency = catalogue(tx).agencies[report.agency_code].name
    events.record(
        tx, kind=EventKind.REPORT_PARTED, actor=actor, now=now, report=report, reason=reason,
        data={**data, "into": head.number},
    )  # fmt: skip
    events.record(
        tx, kind=EventKind.REPORT_LET_GO, actor=actor, now=now, report=head, data={"number": report.number}
    )  # fmt: skip
    notices.put_own(tx, report, Notice.PARTED, now=now, status=report.status, agency=agency)
    return True


def leave(tx: Session, report: Report) -> None:
    """A joined report ends by itself, withdrawn: what hung on it hangs on what it hung on."""
    row = tx.get(Joined, report.id)
    if row is None:
        return
    for other in below(tx, report):
        if other.into_id == report.id:
            other.into_id = row.into_id
    tx.delete(row)
    tx.flush()


def release(tx: Session, report: Report, *, actor: str, now: datetime) -> None:
    """Each report that was joined to this one stands by itself again."""
    direct = select(Report).join(Joined, Joined.report_id == Report.id).where(Joined.into_id == report.id)
    for joined in tx.scalars(direct.order_by(Report.id)).all():
        part(tx, joined, actor=actor, now=now)


def keep_apart(tx: Session, report: Report, *, now: datetime) -> None:
    """What has become secret is joined to nothing, and nothing to it."""
    if is_open(report):
        return
    part(tx, report, actor="sistem", now=now)
    release(tx, report, actor="sistem", now=now)


def _loosen(tx: Session, report: Report, row: Joined) -> None:
    down = below(tx, report)
    report.agency_code = row.agency_code
    tx.delete(row)
    for other in down:
        other.root_id = report.id
        tx.get_one(Report, other.report_id).agency_code = report.agency_code
    tx.flush()
