"""What the queue reads beside the reports themselves."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from routing.reports import bulk, saved_views
from storage.gathered import ListsTogether
from storage.models import BulkAct, Message, Officer, Report, SavedView

_OWN = ListsTogether(saved=saved_views.question, acts=bulk.question)


def own_lists(session: Session, officer: Officer) -> tuple[list[SavedView], list[BulkAct]]:
    """The officer's views and the office's, and the orders for many reports that wait or run; one query."""
    lists = _OWN.ask(session, me=officer.id, office=officer.agency_code)
    return [row[0] for row in lists["saved"]], [row[0] for row in lists["acts"]]


def awaiting_reply(session: Session, reports: Sequence[Report]) -> set[int]:
    """Ids of those reports whose last word is the resident's: someone should look."""
    latest = (
        select(func.max(Message.id))
        .where(Message.report_id.in_([report.id for report in reports]))
        .where(Message.direction.in_(("masuk", "keluar")))
        .group_by(Message.report_id)
    )
    found = select(Message.report_id).where(Message.id.in_(latest), Message.direction == "masuk")
    return set(session.scalars(found))


def holders(session: Session, reports: Sequence[Report]) -> dict[int, str]:
    """Officer id -> name, of those who hold one of these reports; no query where nobody does."""
    ids = {report.holder_id for report in reports if report.holder_id}
    found = select(Officer.id, Officer.name).where(Officer.id.in_(ids))
    return dict(list(session.execute(found))) if ids else {}
