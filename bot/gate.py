"""Who is answered: the blocked are told so once a day, and whoever writes too much is told once a while.

What a person sent is counted in the inbox, so every worker counts the same.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from bot.dialogue.hear import Heard
from bot.dialogue.known import Known
from bot.dialogue.topics.danger import warning
from bot.dialogue.types import Incoming
from routing.city.settings import Misuse
from routing.people import misuse
from storage import outbox
from storage.models import Inbox, Person
from storage.models.base import table_of
from storage.notice_kinds import Notice
from storage.statements import Statement

_inbox = table_of(Inbox).c
_NEWEST = (
    select(_inbox.received_at)
    .where(_inbox.channel == bindparam("channel"), _inbox.sender == bindparam("sender"))
    .where(_inbox.id <= bindparam("row_id"))
    .order_by(_inbox.id.desc())
)
PAST = Statement(lambda _: _NEWEST.offset(bindparam("past")).limit(1))


def excess(tx: Session, message: Incoming, limits: Misuse, *, row_id: int, now: datetime) -> float:
    """The message in inbox row `row_id` and its sender's earlier ones in the window, as a share of the limit.

    Counted up to twice the limit and one more.
    """
    if not limits.messages:
        return 0.0
    since = now - timedelta(minutes=limits.within_minutes)
    asked = {"channel": message.channel, "sender": message.sender, "row_id": row_id}
    over = PAST.value(tx, **asked, past=limits.messages)
    if over is None or over <= since:
        return 0.0
    counted = _NEWEST.limit(2 * limits.messages + 1).subquery()
    among = select(func.count()).select_from(counted).where(counted.c.received_at > since)
    count = tx.scalar(among, asked) or 0
    return count / limits.messages


def slow_down(tx: Session, person: Person, limits: Misuse, *, now: datetime) -> None:
    """Ask for patience, once a window."""
    window = timedelta(minutes=limits.within_minutes)
    if not misuse.told_since(tx, person, Notice.TOO_FAST, now - window):
        args = {"minutes": limits.within_minutes}
        outbox.put(tx, person=person, now=now, key=Notice.TOO_FAST, args=args)


def turn_away(tx: Session, person: Person, heard: Heard, facts: Known, *, now: datetime) -> None:
    """A blocked person wrote: the number to call if lives are at stake, and why they are not answered."""
    if heard.emergency or heard.doubt:
        said = warning(replace(heard, emergency=heard.emergency or heard.doubt), facts)
        outbox.put(tx, person=person, now=now, text=said.text, extras=said.extras())
    misuse.tell_blocked(tx, person, now=now)
