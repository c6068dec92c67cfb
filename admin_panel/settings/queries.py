"""What the configuration pages read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, tuple_
from sqlalchemy.orm import Session

from storage.models import Agency, Category, Inbox, Officer, Outbox, Report

OFFICERS = 50  # a page
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


@dataclass(frozen=True)
class OfficerPage:
    """Officers, each with the agency's short name. after: where the next page goes on, 0 behind the last."""

    rows: Sequence[tuple[Officer, str]]
    after: int


def officers(session: Session, *, words: str = "", after: int = 0) -> OfficerPage:
    """Who has each of the words in name, user name, address, role or agency: active ones first, by name.

    after: the id of the last one already seen.
    """
    found = select(Officer, Agency.short_name).outerjoin(Agency, Agency.code == Officer.agency_code)
    said = (Officer.name, Officer.username, Officer.email, Officer.role, Agency.name, Agency.short_name)
    for word in words.casefold().split():
        found = found.where(or_(*(func.lower(one).contains(word, autoescape=True) for one in said)))
    if last := session.get(Officer, after):
        behind = tuple_(Officer.name, Officer.id) > (last.name, last.id)
        lower = ~Officer.active & behind
        found = found.where(or_(Officer.active & behind, ~Officer.active) if last.active else lower)
    order = (Officer.active.desc(), Officer.name, Officer.id)
    rows = [(one, short or "") for one, short in session.execute(found.order_by(*order).limit(OFFICERS + 1))]
    shown = rows[:OFFICERS]
    return OfficerPage(shown, shown[-1][0].id if len(rows) > OFFICERS else 0)


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
