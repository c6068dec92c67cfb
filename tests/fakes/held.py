"""What the inbox holds back for a moment, so that a test's clock can be put forward to it."""

from datetime import datetime

from sqlalchemy import func, select

from storage import db
from storage.models import Inbox


def due_at(now: datetime) -> datetime | None:
    """When the next message put off to be gathered is due; None when none is."""
    held = select(func.min(Inbox.next_try_at)).where(
        Inbox.status == "new", Inbox.attempts == 0, Inbox.next_try_at > now
    )
    with db.reading() as session:
        return session.scalar(held)
