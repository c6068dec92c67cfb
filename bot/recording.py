"""Writing down what became of a message: sent, put off, given up, and the alarm when nobody will be told."""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.channels.outcomes import Blocked, Channel, Moved, Outcome, RetryAfter, Sent, WindowClosed
from bot.dialogue.types import Reply
from bot.pacing import Pacing
from storage import backoff, counts, db, events, moves, outbox
from storage.clock import Clock
from storage.event_kinds import EventKind
from storage.models import Outbox, Report
from storage.outbox import GIVE_UP_AFTER, PART_IDS, PARTS_SENT, Leased

TRIES = 9  # over most of a minute: as long as a database needs to come back

log = logging.getLogger(__name__)


class Recorder:
    """Records under the leases of one sender, `owner`."""

    def __init__(
        self, channels: Mapping[str, Channel], pacing: Pacing, *, owner: str, clock: Clock,
        chance: Callable[[], float],
    ) -> None:  # fmt: skip
        self.channels, self.pacing, self.owner = channels, pacing, owner
        self.now, self.chance = clock, chance

    def record_surely(self, row: Leased, reply: Reply, outcome: Outcome, parts_sent: int) -> None:
        """A message that went out but is not marked would go out twice: outlast a restart of the database."""
        for failures in range(1, TRIES):
            try:
                return self.record(row, reply, outcome, parts_sent)
            except DBAPIError as failure:
                log.error("outbox row %s could not be marked yet: %s", row.id, failure.orig)
                time.sleep(backoff.wait(failures, first=0.2, longest=20.0))
        return self.record(row, reply, outcome, parts_sent)

    def record(self, row: Leased, reply: Reply, outcome: Outcome, parts_sent: int) -> None:
        """In one transaction. parts_sent: how many of the row's messages are out, 0 when it was the last."""
        now = self.now()
        with db.transaction() as tx:
            held = self._outcome(tx, row, reply, outcome, parts_sent, now)
        counts.count("sent", row.channel, type(outcome).__name__)
        if not held:
            log.warning("outbox row %s: the lease was lost while it was being sent", row.id)

    def _outcome(
        self, tx: Session, row: Leased, reply: Reply, outcome: Outcome, parts_sent: int, now: datetime
    ) -> bool:
        match outcome:
            case Sent():
                return self._sent(tx, row, reply, outcome, parts_sent, now)
            case RetryAfter():
                return self._put_off(tx, row, outcome, now)
            case Moved(address):
                moves.move(tx, channel=row.channel, old=row.address, new=address, now=now)
                return outbox.give_back(tx, row.id, owner=self.owner, at=now)
            case Blocked(reason):
                held = outbox.unreachable(tx, row.id, owner=self.owner, now=now, error=reason)
                self._alarm(tx, row, now)
                return held
            case WindowClosed(reason):
                was_open = self.channels[row.channel].limits.open_to(row.heard_at, now)
                return outbox.window_closed(
                    tx, row, owner=self.owner, now=now, error=reason, was_open=was_open
                )
            case _:
                return self._bury(tx, row, outcome.reason, now)

    def _sent(
        self, tx: Session, row: Leased, reply: Reply, outcome: Sent, parts_sent: int, now: datetime
    ) -> bool:
        if parts_sent:
            ids = [*row.extras.get(PART_IDS, ()), outcome.external_id]
            extras = {**row.extras, PARTS_SENT: parts_sent, PART_IDS: ids}
            return outbox.part_sent(tx, row.id, owner=self.owner, at=now, extras=extras)
        return outbox.sent(
            tx, row.id, owner=self.owner, now=now, external_id=outcome.external_id, text=reply.text
        )

    def _put_off(self, tx: Session, row: Leased, outcome: RetryAfter, now: datetime) -> bool:
        if outcome.seconds is None:
            at = now + timedelta(seconds=backoff.wait(row.attempts + 1, chance=self.chance()))
        else:
            at = now + timedelta(seconds=outcome.seconds)
            self.pacing.close(row.channel, row.address, at)
        if at - row.created_at > GIVE_UP_AFTER:
            return self._bury(tx, row, f"given up after 24 hours: {outcome.reason}", now)
        self.pacing.wake(at)
        return outbox.retry(tx, row.id, owner=self.owner, at=at, error=outcome.reason)

    def _bury(self, tx: Session, row: Leased, reason: str, now: datetime) -> bool:
        """A dead letter, with an alarm: the officer of the report sees that the resident was not told."""
        self._alarm(tx, row, now)
        return outbox.failed(tx, row.id, owner=self.owner, error=reason)

    def _alarm(self, tx: Session, row: Leased, now: datetime) -> None:
        report_id = tx.get_one(Outbox, row.id).report_id
        report = tx.get(Report, report_id) if report_id else None
        data = {"outbox_id": row.id, "channel": row.channel}
        events.record(tx, kind=EventKind.OUTBOX_DEAD, actor="sistem", now=now, report=report, data=data)
