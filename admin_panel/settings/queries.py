"""What the configuration pages read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import Agency, Category, Inbox, Officer, Outbox, Report

SHOWN = 200  # dead letters a page; the rest stay counted


@dataclass(frozen=True)
class DeadLetter:
    """Something that could not be handled or sent. `direction`: masuk | keluar."""

    direction: str
    id: int
    channel: str
    at: datetime
    attempts: int
    error: str
    report_number: str | None


def officers(session: Session) -> list[tuple[Officer, str]]:
    """Every officer with the agency's short name, active ones first."""
    found = (
        select(Officer, Agency.short_name)
        .outerjoin(Agency, Agency.code == Officer.agency_code)
        .order_by(Officer.active.desc(), Officer.role, Officer.name)
    )
    return [(officer, short or "") for officer, short in session.execute(found)]


def agencies(session: Session) -> Sequence[Agency]:
    """Agencies that may have officers or categories, dinas first."""
    return session.scalars(select(Agency).order_by(Agency.kind, Agency.name)).all()


def categories(session: Session) -> Sequence[Category]:
    """Categories in the panel's order."""
    return session.scalars(select(Category).order_by(Category.group, Category.position, Category.name)).all()


def dead_letters(session: Session) -> list[DeadLetter]:
    """What came in and could not be handled, then what could not be sent; newest first in each."""
    came = session.scalars(select(Inbox).where(Inbox.status == "dead").order_by(Inbox.id.desc()).limit(SHOWN))
    went = session.execute(
        select(Outbox, Report.number)
        .outerjoin(Report, Report.id == Outbox.report_id)
        .where(Outbox.status == "failed")
        .order_by(Outbox.id.desc())
        .limit(SHOWN)
    )
    return [
        *(DeadLetter("masuk", r.id, r.channel, r.received_at, r.attempts, r.error or "", None) for r in came),
        *(
            DeadLetter("keluar", r.id, r.channel, r.created_at, r.attempts, r.error or "", number)
            for r, number in went
        ),
    ]
