"""Who is answered: the blocked are told so once a day, and whoever writes too much is told once a while.

What a person sent is counted in the inbox, so every worker counts the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.dialogue.collect import warning
from bot.dialogue.hear import Heard
from bot.dialogue.known import Known
from routing import misuse
from storage import outbox
from storage.models import Inbox, Person


@dataclass(frozen=True)
class Limits:
    """At most `messages` in any `minutes` minutes; 0: as many as they like."""

    messages: int = 30
    minutes: int = 10
    reports_per_day: int = 10


def limits_of(settings: Mapping[str, Any]) -> Limits:
    """The city's limits (`misuse` in its settings)."""
    given = settings.get("misuse", {})
    usual = Limits()
    return Limits(
        int(given.get("messages", usual.messages)),
        max(1, int(given.get("within_minutes", usual.minutes))),
        int(given.get("reports_per_day", usual.reports_per_day)),
    )


def excess(tx: Session, row: Inbox, limits: Limits, *, now: datetime) -> float:
    """This and earlier messages of the row's sender within the window, as a share of the limit.

    Counted up to twice the limit and one more.
    """
    if not limits.messages:
        return 0.0
    since = now - timedelta(minutes=limits.minutes)
    mine = select(Inbox.received_at).where(
        Inbox.channel == row.channel, Inbox.sender == row.sender, Inbox.id <= row.id
    )
    newest = mine.order_by(Inbox.id.desc())
    over = tx.scalar(newest.offset(limits.messages).limit(1))
    if over is None or over <= since:
        return 0.0
    counted = newest.limit(2 * limits.messages + 1).subquery()
    count = tx.scalar(select(func.count()).select_from(counted).where(counted.c.received_at > since)) or 0
    return count / limits.messages


def slow_down(tx: Session, person: Person, limits: Limits, *, now: datetime) -> None:
    """Ask for patience, once a window."""
    window = timedelta(minutes=limits.minutes)
    if not misuse.told_since(tx, person, misuse.TOO_FAST, now - window):
        args = {"minutes": limits.minutes}
        outbox.put(tx, person=person, now=now, key=misuse.TOO_FAST, args=args)


def turn_away(tx: Session, person: Person, heard: Heard, facts: Known, *, now: datetime) -> None:
    """A blocked person wrote: the number to call if lives are at stake, and why they are not answered."""
    if heard.emergency:
        said = warning(heard, facts)
        outbox.put(tx, person=person, now=now, text=said.text, extras=said.extras())
    misuse.tell_blocked(tx, person, now=now)
