"""Reports, filed through the real use case."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from routing.reports.filing import NewReport, file_report
from storage.models import Media, Person, Report, ReportMedia
from tests.factories import people
from tests.factories.city import KRANJI, NOW


def filed(
    tx: Session,
    *,
    category: str | None = "jalan_rusak",
    kelurahan: str | None = KRANJI,
    by: Person | None = None,
    now: datetime = NOW,
    text: str = "Aspal di tikungan dekat pos ronda amblas.",
    **more: Any,
) -> Report:
    """A resident's report in the queue of its agency. `more`: other fields of `NewReport`."""
    by = by or people.person(tx, now=now)
    draft = NewReport(text=text, category=category, kelurahan=kelurahan, **more)
    return tx.get_one(Report, file_report(tx, draft, person=by, channel=by.channel, now=now).report_id)


def picture(tx: Session, report: Report, sha256: str) -> None:
    """A picture the resident sent with the report."""
    tx.add(
        Media(
            sha256=sha256, content_type="image/jpeg", size=1, width=1, height=1, created_at=report.created_at
        )
    )
    tx.flush()
    tx.add(ReportMedia(report_id=report.id, sha256=sha256, purpose="laporan", created_at=report.created_at))
    tx.flush()
