"""What the report page reads beside the report itself."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue
from routing.reports.door import reach
from routing.reports.story import Happened
from storage.event_kinds import EventKind
from storage.models import Alert, Media, Message, NoteVoice, Officer, Report, ReportMedia


def told(city: Catalogue, report: Report) -> list[tuple[str, str]]:
    """What the resident answered to the category's questions: (question, answer), in the questions' order.

    An answer whose question was removed since stands under its key: what was said is never hidden.
    """
    given = dict(report.facts.get("jawaban") or {})
    labels = {question.key: question.ask for question in city.categories[report.category_code].questions}
    order = [*(key for key in labels if key in given), *(key for key in given if key not in labels)]
    return [(labels.get(key, key.replace("_", " ").capitalize()), str(given[key])) for key in order]


def alert_level(session: Session, report: Report) -> int | None:
    """The Siaga level when the report is a gauge's warning."""
    if report.channel != "sensor":
        return None
    return session.scalar(select(Alert.level).where(Alert.report_id == report.id).order_by(Alert.id.desc()))


def given_to(session: Session, history: Sequence[Happened]) -> dict[int, str]:
    """Names by id of the officers the report was given to; no query where it never was."""
    data = [happened.event.data for happened in history if happened.event.kind == EventKind.REPORT_GIVEN]
    ids = {int(given[who]) for given in data for who in ("to_officer", "for") if given.get(who)}
    found = select(Officer.id, Officer.name).where(Officer.id.in_(ids))
    return dict(list(session.execute(found))) if ids else {}


def file_kind(session: Session, officer: Officer, sha256: str) -> str | None:
    """The content type of a file, or a copy of one, that belongs to a report within the officer's reach."""
    found = select(Media.content_type).join(ReportMedia, ReportMedia.sha256 == Media.sha256)
    names = (Media.sha256, Media.thumb_sha256, Media.public_sha256, Media.public_thumb_sha256)
    named = or_(*[name == sha256 for name in names])
    within = found.join(Report, Report.id == ReportMedia.report_id).where(named, reach(session, officer))
    spoken = (
        select(Media.content_type).join(NoteVoice, NoteVoice.sha256 == Media.sha256)
        .join(Message, Message.id == NoteVoice.message_id).join(Report, Report.id == Message.report_id)
        .where(Media.sha256 == sha256, reach(session, officer))
    )  # fmt: skip
    return session.scalar(within.limit(1)) or session.scalar(spoken.limit(1))
