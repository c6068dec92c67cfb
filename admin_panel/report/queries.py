"""What the report page reads beside the report itself."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from routing.reports import reach
from storage.models import Alert, Message, Officer, Outbox, Report, ReportMedia


def stuck_notices(session: Session, report: Report) -> list[Outbox]:
    """Notices about this report that failed or wait; officers' messages show that themselves."""
    said = exists().where(Message.outbox_id == Outbox.id)
    stuck = Outbox.status.in_(("failed", "waiting"))
    found = select(Outbox).where(Outbox.report_id == report.id, stuck, ~said)
    return list(session.scalars(found.order_by(Outbox.id)))


def alert_level(session: Session, report: Report) -> int | None:
    """The Siaga level when the report is a gauge's warning."""
    if report.channel != "sensor":
        return None
    return session.scalar(select(Alert.level).where(Alert.report_id == report.id).order_by(Alert.id.desc()))


def may_see_picture(session: Session, officer: Officer, sha256: str) -> bool:
    """True when the picture belongs to a report within the officer's reach."""
    found = select(ReportMedia.id).join(Report, Report.id == ReportMedia.report_id)
    return session.scalar(found.where(ReportMedia.sha256 == sha256, reach(officer)).limit(1)) is not None
