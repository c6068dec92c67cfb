"""Who has a report open right now, and who is writing: their pages say so, silence means that they left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.models import Officer, Presence

SAID_EVERY = timedelta(seconds=15)
GONE_AFTER = timedelta(seconds=40)  # of silence: two that were missed, and some


@dataclass(frozen=True)
class Present:
    """A colleague who has the report open."""

    name: str
    writing: bool


def here(tx: Session, officer_id: int, report_id: int, *, writing: bool, now: datetime) -> None:
    """The officer has the report open."""
    row = tx.get(Presence, (officer_id, report_id))
    if row is None:
        row = Presence(officer_id=officer_id, report_id=report_id, writing=writing, at=now, changed_at=now)
        tx.add(row)
    if row.writing != writing or now - row.at > GONE_AFTER:
        row.changed_at = now
    row.writing, row.at = writing, now


def gone(tx: Session, officer_id: int, report_id: int, *, now: datetime) -> None:
    """The officer no longer has it open."""
    row = tx.get(Presence, (officer_id, report_id))
    if row is not None:
        row.writing, row.at, row.changed_at = False, now - GONE_AFTER, now


def others(session: Session, officer_id: int, report_id: int, *, now: datetime) -> Sequence[Present]:
    """Who else has it open, those who write first."""
    found = (
        select(Officer.name, Presence.writing)
        .join(Officer, Officer.id == Presence.officer_id)
        .where(Presence.report_id == report_id, Presence.officer_id != officer_id, Officer.active)
        .where(Presence.at > now - GONE_AFTER)
        .order_by(Presence.writing.desc(), Officer.name)
    )
    return [Present(name, writing) for name, writing in session.execute(found)]


def changed(session: Session, since: datetime) -> list[tuple[int, datetime]]:
    """(report, when) of all that is news since then, oldest first."""
    news = select(Presence.report_id, Presence.changed_at).where(Presence.changed_at > since)
    return [(report, at) for report, at in session.execute(news.order_by(Presence.changed_at))]


def forget(tx: Session, now: datetime) -> None:
    """What nobody asks about any more."""
    tx.execute(delete(Presence).where(Presence.at < now - timedelta(hours=1)))
