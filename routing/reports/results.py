"""The news that work is done, and its photos, for the resident who asked for it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.reports import notices
from routing.reports.around import Surroundings
from storage.models import Media, Report, ReportMedia
from storage.notice_kinds import Notice


def tell_done(
    tx: Session, report: Report, reason: str, *, now: datetime, here: Surroundings | None = None
) -> None:
    """Tell that the work is done, in the doer's words, with the newest photo of it."""
    agency = catalogue(tx).agencies[report.agency_code].name
    shown = newest(tx, report) if here is None or here.photos else {}
    notices.put(tx, report, Notice.DONE, now=now, here=here, agency=agency, reason=reason, **shown)


def newest(session: Session, report: Report) -> dict[str, str]:
    """{"picture": SHA-256} of the newest photo of the result, always the copy without faces and plates;
    {} when there is none.
    """
    found = (
        select(Media)
        .join(ReportMedia, ReportMedia.sha256 == Media.sha256)
        .where(ReportMedia.report_id == report.id, ReportMedia.purpose == "hasil")
        .order_by(ReportMedia.id.desc())
        .limit(1)
    )
    media = session.scalars(found).one_or_none()
    return {"picture": media.public_sha256} if media and media.public_sha256 else {}
