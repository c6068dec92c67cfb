"""The sender: takes outbox rows, speaks through the channels, writes down what became of each.

Each lease is one call to the platform, made with no transaction open. Leases of calls under way are renewed
every two seconds, so a slow call never runs twice, and a killed sender's rows are free again after eight.
Of several senders one speaks on a channel at a time (`bot.leading`): the pace is counted in its process.
"""

import logging
import math
import os
import random
import socket
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot import leading
from bot.channels.outcomes import Blocked, Channel, Moved, Outcome, Rejected, RetryAfter, Sent, WindowClosed
from bot.dialogue.types import Reply
from bot.messages import render
from bot.rates import Pace
from storage import db, events, moves, outbox
from storage.clock import Clock
from storage.clock import now as now_utc
from storage.event_kinds import EventKind
from storage.models import Outbox, Report
from storage.outbox import GIVE_UP_AFTER, PART_IDS, PARTS_SENT, Leased

RENEW_EVERY = timedelta(seconds=2)  # a quarter of the lease
LONGEST_WAIT = 900.0  # seconds between two tries of one message
# Calls the average of their time goes over. It begins at 0, so a sender that has just started makes few calls
# at once: where one was killed, the next kill may be near, and each call under way would go out twice.
SLOWLY = 50

log = logging.getLogger(__name__)


def back_off(attempts: int, chance: float) -> timedelta:
    """The wait after the `attempts`-th failure (from 0): 2, 4, 8 s … 15 min, each shortened by up to half.

    `chance` in [0, 1) spreads the messages of one outage, so that they do not all come back at once.
    """
    longest = min(2.0 ** min(attempts + 1, 20), LONGEST_WAIT)
    return timedelta(seconds=longest * (1 - chance / 2))


def reply_of(row: Leased) -> Reply:
    """What the row says: its text, or its catalogue key in the person's language. KeyError: no such key."""
    if row.text is not None:
        return Reply.from_row(row.text, row.extras)
    return render(row.locale, row.key or "", row.args)


class Sender:
    """Sends what is due on its channels. Other processes may run one too."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        *,
        clock: Clock = now_utc,
        workers: int = 8,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.channels = channels
        self.now, self.workers, self.chance = clock, workers, chance
        self.owner = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.pace = {name: Pace(channel.limits) for name, channel in channels.items()}
        self.pool = ThreadPoolExecutor(workers, thread_name_prefix="sender")
        self.under_way: dict[Future[None], int] = {}
        self.call_seconds = 0.0  # how long one call to the platform takes of late
        self.bell = threading.Event()
        self.wake_at: datetime | None = None
        self.renewed_at = clock()
        self.lock = threading.Lock()  # guards pace and wake_at

    def wake(self) -> None:
        """There is something to send: do not wait for the next look."""
        self.bell.set()

    def run_once(self, now: datetime | None = None) -> int:
        """Send what may go at this moment and wait for it; returns how many rows were taken up."""
        started = self._start(now or self.now())
        wait(self.under_way)
        self._reap()
        return started

    def run(self, stop: threading.Event) -> None:
        """Send until `stop` is set; calls under way are finished and written down first."""
        while not stop.is_set():
            try:
                self._renew()
                started = self._start(self.now())
            except DBAPIError as failure:
                log.error("the sender cannot use the database, it keeps trying: %s", failure.orig)
                stop.wait(1)
                continue
            if not started:
                self.bell.wait(self._idle_seconds())
                self.bell.clear()
        while self.under_way:
            wait(self.under_way, timeout=RENEW_EVERY.total_seconds())
            self._renew()
        self.pool.shutdown()

    def _idle_seconds(self) -> float:
        with self.lock:
            if self.wake_at is None:
                return 1.0
            return min(1.0, max(0.005, (self.wake_at - self.now()).total_seconds()))

    def _wake(self, at: datetime) -> None:
        self.wake_at = at if self.wake_at is None else min(at, self.wake_at)

    def _reap(self) -> None:
        for future in [future for future in self.under_way if future.done()]:
            del self.under_way[future]
            future.result()  # a fault of ours while recording ends the process loudly

    def _renew(self) -> None:
        self._reap()
        now = self.now()
        if self.under_way and now - self.renewed_at >= RENEW_EVERY:
            self.renewed_at = now
            with db.transaction() as tx:
                for row_id in self.under_way.values():
                    outbox.renew(tx, row_id, owner=self.owner, now=now)

    def _start(self, now: datetime) -> int:
        with self.lock:
            self.wake_at = None
        return sum(self._start_on(name, now) for name in self.channels)

    def _start_on(self, name: str, now: datetime) -> int:
        """Take up what one channel may send now; rows of chats that must rest are given back at once."""
        pace = self.pace[name]
        with self.lock:
            room = min(pace.room(now), self._lanes(pace) - len(self.under_way))
            if room <= 0:
                self._wake(pace.next_room(now))
                return 0
        with db.transaction() as tx:
            if not leading.may_speak(tx, name, owner=self.owner, now=now):
                return 0
            leased = outbox.lease(tx, owner=self.owner, now=now, channels=(name,), limit=room)
            if leased:
                leading.keep(tx, name, owner=self.owner, now=now)
            # A row under way was leased again because the database was away too long to renew it.
            fresh = [row for row in leased if row.id not in self.under_way.values()]
            ready = [row for row in fresh if self._may_go(tx, row, now)]
        for row in ready:
            self.under_way[self.pool.submit(self._deliver, row)] = row.id
        return len(fresh)

    def _lanes(self, pace: Pace) -> int:
        """How many calls may be under way at once: as many as the platform's slowness needs to keep the pace.

        Not more, because each is a message that goes out twice when we are killed before it is noted.
        """
        return max(1, min(self.workers, math.ceil(pace.limits.overall * self.call_seconds)))

    def _may_go(self, tx: Session, row: Leased, now: datetime) -> bool:
        with self.lock:
            pace = self.pace[row.channel]
            at = pace.open_at(row.address, now)
            if at <= now:
                pace.take(row.address, now)
                return True
            self._wake(at)
        outbox.give_back(tx, row.id, owner=self.owner, at=at)
        return False

    def _deliver(self, row: Leased) -> None:
        """One row's call and its record; runs in a worker thread."""
        channel = self.channels[row.channel]
        try:
            reply, parts = self._said(channel, row)
            number = min(int(row.extras.get(PARTS_SENT, 0)), len(parts) - 1)
            begun = time.monotonic()
            outcome = channel.send(row.address, parts[number]) if parts else WindowClosed()
            self.call_seconds += (time.monotonic() - begun - self.call_seconds) / SLOWLY
            more = number + 1 < len(parts)
        except Exception as fault:  # noqa: BLE001 - one faulty message must not end the sender or spin in it
            log.exception("outbox row %s could not be sent", row.id)
            reply, outcome, number, more = Reply(row.text or ""), Rejected(f"our fault: {fault!r}"), 0, False
        self._record_surely(row, reply, outcome, number + 1 if more else 0)
        self.bell.set()

    def _said(self, channel: Channel, row: Leased) -> tuple[Reply, Sequence[Reply]]:
        """What is said and in which messages: free text, or outside the window a template, or none."""
        reply = reply_of(row)
        if channel.limits.open_to(row.heard_at, self.now()):
            return reply, channel.split(reply)
        template = channel.template(row.key, row.args, reply)
        return (template, [template]) if template else (reply, [])

    def _record_surely(self, row: Leased, reply: Reply, outcome: Outcome, parts_sent: int) -> None:
        """A message that went out but is not marked would go out twice: outlast a restart of the database."""
        for pause in (0.2, 0.5, 1, 2, 5, 10, 20, 20):
            try:
                return self._record(row, reply, outcome, parts_sent)
            except DBAPIError as failure:
                log.error("outbox row %s could not be marked yet: %s", row.id, failure.orig)
                time.sleep(pause)
        return self._record(row, reply, outcome, parts_sent)

    def _record(self, row: Leased, reply: Reply, outcome: Outcome, parts_sent: int) -> None:
        now = self.now()
        with db.transaction() as tx:
            if isinstance(outcome, Sent):
                held = self._record_sent(tx, row, reply, outcome, parts_sent, now)
            elif isinstance(outcome, RetryAfter):
                held = self._put_off(tx, row, outcome, now)
            elif isinstance(outcome, Moved):
                moves.move(tx, channel=row.channel, old=row.address, new=outcome.address, now=now)
                held = outbox.give_back(tx, row.id, owner=self.owner, at=now)
            elif isinstance(outcome, Blocked):
                held = outbox.unreachable(tx, row.id, owner=self.owner, now=now, error=outcome.reason)
                self._alarm(tx, row, now)
            elif isinstance(outcome, WindowClosed):
                held = self._wait_for_person(tx, row, outcome, now)
            else:
                held = self._bury(tx, row, outcome.reason, now)
        if not held:
            log.warning("outbox row %s: the lease was lost while it was being sent", row.id)

    def _record_sent(
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
            at = now + back_off(row.attempts, self.chance())
        else:
            at = now + timedelta(seconds=outcome.seconds)
            with self.lock:
                self.pace[row.channel].close(row.address, at)
        if at - row.created_at > GIVE_UP_AFTER:
            return self._bury(tx, row, f"given up after 24 hours: {outcome.reason}", now)
        with self.lock:
            self._wake(at)
        return outbox.retry(tx, row.id, owner=self.owner, at=at, error=outcome.reason)

    def _wait_for_person(self, tx: Session, row: Leased, outcome: WindowClosed, now: datetime) -> bool:
        was_open = self.channels[row.channel].limits.open_to(row.heard_at, now)
        return outbox.window_closed(
            tx, row, owner=self.owner, now=now, error=outcome.reason, was_open=was_open
        )

    def _bury(self, tx: Session, row: Leased, reason: str, now: datetime) -> bool:
        """A dead letter, with an alarm: the officer of the report sees that the resident was not told."""
        self._alarm(tx, row, now)
        return outbox.failed(tx, row.id, owner=self.owner, error=reason)

    def _alarm(self, tx: Session, row: Leased, now: datetime) -> None:
        report_id = tx.get_one(Outbox, row.id).report_id
        report = tx.get(Report, report_id) if report_id else None
        data = {"outbox_id": row.id, "channel": row.channel}
        events.record(tx, kind=EventKind.OUTBOX_DEAD, actor="sistem", now=now, report=report, data=data)
