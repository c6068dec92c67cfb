"""Officers whom a colleague's note speaks to: it stands in their view *Disebut* until they open it."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from routing.domain.mentions import named
from routing.reports.door import visible_to
from storage.models import Mention, Message, Officer, Report


def note(tx: Session, *, officer: Officer, report: Report, message: Message, now: datetime) -> None:
    """Keep whom this note speaks to: active officers who may read the report, but not its writer."""
    names = named(message.text)
    if not names:
        return
    tx.flush()
    spoken_to = select(Officer).where(func.lower(Officer.username).in_(names), Officer.active)
    for other in tx.scalars(spoken_to.where(Officer.id != officer.id)):
        reached = visible_to(tx, other).select().where(Report.id == report.id)
        if tx.scalar(reached.with_only_columns(Report.id)) is not None:
            tx.add(Mention(officer_id=other.id, message_id=message.id, report_id=report.id, at=now))


def seen(tx: Session, officer: Officer, report: Report, *, now: datetime) -> None:
    """The officer has opened the report."""
    mine = update(Mention).where(Mention.officer_id == officer.id, Mention.report_id == report.id)
    tx.execute(mine.where(Mention.seen_at.is_(None)).values(seen_at=now))
