"""What the report page reads beside the report itself."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.reports import reach
from storage.models import Alert, Category, Officer, Report, ReportMedia


def told(session: Session, report: Report) -> list[tuple[str, str]]:
    """What the resident answered to the category's questions: (question, answer), in the questions' order.

    An answer whose question was removed since stands under its key: what was said is never hidden.
    """
    given = dict(report.facts.get("jawaban") or {})
    if not given:
        return []
    asked = session.scalar(select(Category.questions).where(Category.code == report.category_code)) or []
    labels = {question["key"]: str(question["ask"]) for question in asked}
    order = [*(key for key in labels if key in given), *(key for key in given if key not in labels)]
    return [(labels.get(key, key.replace("_", " ").capitalize()), str(given[key])) for key in order]


def alert_level(session: Session, report: Report) -> int | None:
    """The Siaga level when the report is a gauge's warning."""
    if report.channel != "sensor":
        return None
    return session.scalar(select(Alert.level).where(Alert.report_id == report.id).order_by(Alert.id.desc()))


def may_see_picture(session: Session, officer: Officer, sha256: str) -> bool:
    """True when the picture belongs to a report within the officer's reach."""
    found = select(ReportMedia.id).join(Report, Report.id == ReportMedia.report_id)
    return session.scalar(found.where(ReportMedia.sha256 == sha256, reach(officer)).limit(1)) is not None
