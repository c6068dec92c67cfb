"""A report that becomes secret after it was filed: who else heard of it hears no more."""

from sqlalchemy.orm import Session

from routing.domain.publicity import at_filing
from storage import outbox
from storage.models import Outbox, Report


def shield(tx: Session, report: Report) -> None:
    """Secret from now on; what still waits to go to anybody but the reporter is not sent."""
    report.privacy, report.shielded = at_filing(report.privacy, shielded=True), True
    if report.supporters:
        others = Outbox.report_id == report.id, Outbox.person_id != report.person_id
        outbox.take_back(tx, *others, fetched=True)
