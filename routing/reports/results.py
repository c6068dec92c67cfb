"""Photos of the work done, for the resident who asked for it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import Media, Report, ReportMedia


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
