"""When the machine's clock was set back: what waits by the old clock would wait that much longer.

A row written after this moment shows it. Such rows become due now, and as if they had been written now.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from storage.models import Deletion, Inbox, MediaJob, NewsDelivery, OfficerNews, Outbox, Webhook
from storage.outbox import GIVE_UP_AFTER, LEASE

SLACK = timedelta(seconds=5)  # by which the clocks of several machines may differ
TRIED_AGAIN = timedelta(minutes=16)  # longer than officers' mail or a program that fails is left alone
HELD = timedelta(minutes=3)  # longer than anybody holds one of these
LONGEST = GIVE_UP_AFTER  # no try is put off for longer
_WAITING = (
    (Inbox, Inbox.id, Inbox.received_at, Inbox.status == "new"),
    (Outbox, Outbox.id, Outbox.created_at, Outbox.status == "queued"),
    (MediaJob, MediaJob.id, MediaJob.created_at, MediaJob.status == "new"),
    (Deletion, Deletion.sha256, Deletion.created_at, Deletion.sha256 != ""),
)


# What was begun by the old clock is committed, or let go of, a moment after the clock was set back.
AFTERWARDS, EVERY = timedelta(minutes=2), timedelta(seconds=5)


@dataclass
class ClockWatch:
    """Notices that the clock was set back since the last look."""

    latest: datetime | None = None

    def went_back(self, now: datetime) -> bool:
        """False at the first look: nothing is known of before."""
        back = self.latest is not None and now < self.latest - SLACK
        if back or self.latest is None or now > self.latest:
            self.latest = now
        return back


@dataclass
class Mender:
    """Says when to `mend`: as a process begins and when the clock goes back, and for a while after that."""

    watch: ClockWatch = field(default_factory=ClockWatch)
    until: datetime | None = None
    next_at: datetime | None = None

    def due(self, now: datetime) -> bool:
        """Whether it is time to look."""
        if self.watch.went_back(now) or self.until is None or self.next_at is None:
            self.until, self.next_at = now + AFTERWARDS, now
        if not self.next_at <= now <= self.until:
            return False
        self.next_at = now + EVERY
        return True


def mend(tx: Session, *, now: datetime) -> int:
    """Make due what waits by a clock that was ahead of this one; how many rows.

    Rows somebody works on at this moment are left to the next call (`Mender`).
    """
    mended = 0
    for table, key, written, waits in _WAITING:
        ahead = or_(written > now + SLACK, table.next_try_at > now + LONGEST)
        rows = select(key).where(waits, ahead).order_by(key).with_for_update(skip_locked=True)
        if found := tx.scalars(rows).all():
            tx.execute(update(table).where(key.in_(found)).values({"next_try_at": now, written.key: now}))
            mended += len(found)
    held = select(Outbox.id).where(Outbox.status == "queued", Outbox.leased_until > now + LEASE + SLACK)
    if found := tx.scalars(held.with_for_update(skip_locked=True)).all():
        tx.execute(update(Outbox).where(Outbox.id.in_(found)).values(leased_until=now + LEASE))
    return mended + _told_to_others(tx, now)


def _told_to_others(tx: Session, now: datetime) -> int:
    """The same for officers' news, but not what was put off until the morning, and for programs that are
    called. Whoever holds one for longer than anybody may has died."""
    at_once = select(OfficerNews.id).where(
        OfficerNews.id == NewsDelivery.news_id, OfficerNews.at > now + SLACK,
        NewsDelivery.next_try_at <= OfficerNews.at,
    )  # fmt: skip
    again_late = and_(NewsDelivery.attempts > 0, NewsDelivery.next_try_at > now + TRIED_AGAIN)
    waits = and_(NewsDelivery.status == "queued", NewsDelivery.next_try_at > now + SLACK)
    news = update(NewsDelivery).where(waits, or_(at_once.exists(), again_late))
    due = or_(
        and_(Webhook.failures == 0, Webhook.next_try_at > now + SLACK),
        Webhook.next_try_at > now + TRIED_AGAIN,
    )
    ahead = (news, update(Webhook).where(due))
    held = [
        update(table).where(table.leased_until > now + HELD).values(leased_until=now)
        for table in (NewsDelivery, Webhook)
    ]
    mended = [tx.execute(rows.values(next_try_at=now)).rowcount for rows in ahead]  # type: ignore[attr-defined]
    for rows in held:
        tx.execute(rows)
    return sum(mended)
