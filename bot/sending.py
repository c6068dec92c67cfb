"""The sender: takes outbox rows, speaks through the channels, writes down what became of each.

Each lease is one call to the platform, made with no transaction open. Leases of calls under way are renewed
every two seconds, so a slow call never runs twice, and a killed sender's rows are free again after eight.
Of several senders one speaks on a channel at a time (`bot.leading`): the pace is counted in its process.
What this process itself writes while nothing waits is handed over as it is committed (`bot.handed`), and
not looked for.
"""

import logging
import math
import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot import leading
from bot.channels.outcomes import Channel, Rejected, Sent, WindowClosed
from bot.dialogue.types import Reply
from bot.handed import HandedOver
from bot.messages import render
from bot.pacing import Pacing
from bot.recording import Recorder
from bot.turns import Turns
from bot.under_way import UnderWay
from storage import db, outbox, outbox_handing
from storage.clock import Clock
from storage.clock import now as now_utc
from storage.outbox import PARTS_SENT, Leased
from storage.spans import span

# Calls the average of their time goes over. It begins at 0, so a sender that has just started makes few calls
# at once: where one was killed, the next kill may be near, and each call under way would go out twice.
SLOWLY = 50
LOOK_EVERY = 0.9  # seconds: bells may be lost

log = logging.getLogger(__name__)


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
        workers: int = 8,  # calls at once to one platform
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.channels = channels
        self.now, self.workers = clock, workers
        self.owner = leading.new_owner()
        self.pacing = Pacing(channels)
        self.recorder = Recorder(channels, self.pacing, owner=self.owner, clock=clock, chance=chance)
        self.under_way = UnderWay(
            workers * max(1, len(channels)), owner=self.owner, clock=clock, ended=self._ended
        )
        self.turns = Turns(channels)
        self.led_at: datetime | None = None  # when this sender last had a channel, until another had it
        self.call_seconds = 0.0  # how long one call to the platform takes of late
        self.bell = threading.Event()
        self.handed = HandedOver(self.owner, self.pacing, self.bell)
        self.more = True  # whether something may wait that no look has found yet
        self.looked_at = 0.0

    def wake(self) -> None:
        """There is something to send: do not wait for the next look."""
        self.more, self.handed.open = True, False
        self.bell.set()

    def leads(self) -> bool:
        """Whether it is this sender that speaks, as far as it knows: then nobody else need be woken."""
        return self.led_at is not None and abs(self.now() - self.led_at) < outbox.LEASE

    def run_once(self, now: datetime | None = None) -> int:
        """Send what may go at this moment and wait for it; returns how many rows were taken up."""
        at = now or self.now()
        started = self._start_handed(at) + self._start(at)
        self.under_way.wait()
        return started

    def run(self, stop: threading.Event) -> None:
        """Send until `stop` is set; calls under way are finished and written down first."""
        outbox_handing.begin(self.handed)
        while not stop.is_set():
            try:
                self.under_way.renew()
                started = self._start_handed(self.now()) + self._look(self.now())
            except DBAPIError as failure:
                log.error("the sender cannot use the database, it keeps trying: %s", failure.orig)
                self.more = True
                stop.wait(1)
                continue
            if not started:
                self.bell.wait(self.pacing.idle_seconds(self.now()))
                self.bell.clear()
        outbox_handing.end(self.handed)
        self.under_way.end()

    def _look(self, now: datetime) -> int:
        """Look for what waits, unless nothing can: who is answered at once is in hand already."""
        late = time.monotonic() - self.looked_at >= LOOK_EVERY
        return self._start(now) if self.more or late or self.pacing.due(now) else 0

    def _start(self, now: datetime) -> int:
        self.more, self.looked_at = False, time.monotonic()
        self.handed.open = False
        self.pacing.forget()
        started = sum(self._start_on(name, now) for name in self._waiting(now))
        # A call under way may hide what waits behind it: the next message to the same person.
        self.more = self.more or started > 0 or bool(self.under_way.calls)
        self.handed.open = not self.more
        return started

    def _start_handed(self, now: datetime) -> int:
        """Send what was handed over, as long as there is room; the rest waits for a call to end."""
        started = 0
        while (row := self.handed.first(now)) is not None and self._room(row.channel, now) > 0:
            self.handed.begun()
            if (rests_until := self.pacing.take(row.channel, row.address, now)) is not None:
                with db.transaction() as tx:
                    outbox.give_back(tx, row.id, owner=self.owner, at=rests_until)
            else:
                self.under_way.begin(self._deliver, row)
                started += 1
        return started

    def _start_on(self, name: str, now: datetime) -> int:
        """Take up what one channel may send now; rows of chats that must rest are given back at once."""
        room = self._room(name, now)
        if room <= 0:  # taken by the one before it
            return 0
        with db.transaction() as tx:
            hold = leading.hold(tx, name, owner=self.owner, now=now)
            self.led_at = now if hold is not None else None
            if hold is None:
                return 0
            leased = outbox.lease(
                tx, owner=self.owner, now=now, channels=(name,), limit=room, first=self.turns.first(name)
            )
            if leased:
                self.turns.took(name)
                self.handed.until[name] = hold.keep(now)
            # A row under way was leased again because the database was away too long to renew it.
            fresh = [row for row in leased if row.id not in self.under_way]
            ready = [row for row in fresh if self._may_go(tx, row, now)]
        for row in ready:
            self.under_way.begin(self._deliver, row)
        return len(fresh)

    def _waiting(self, now: datetime) -> list[str]:
        """Where to look closely: a look with nothing to send locks nothing, and begins no transaction."""
        names = [name for name in self.turns.channels() if self._room(name, now) > 0]
        self.more = self.more or len(names) < len(self.channels)
        if not names:
            return []
        with db.glancing() as session:
            return [name for name in names if outbox.waits(session, name, now=now)]

    def _room(self, name: str, now: datetime) -> int:
        return self.pacing.room(name, now, lanes=self._lanes(name))

    def _lanes(self, name: str) -> int:
        """How many more calls may be made at once: as many as the platform's slowness needs to keep the pace.

        Not more, because each is a message that goes out twice when we are killed before it is noted. So
        platforms that are quick enough for one call at a time take turns, which costs none of them its pace.
        """
        needed = self._needed(name)
        if needed > 1:
            return min(self.workers, needed) - self.under_way.on(name)
        return 1 - sum(self.under_way.on(other) for other in self.channels if self._needed(other) <= 1)

    def _needed(self, name: str) -> int:
        return math.ceil(self.channels[name].limits.overall * self.call_seconds)

    def _may_go(self, tx: Session, row: Leased, now: datetime) -> bool:
        rests_until = self.pacing.take(row.channel, row.address, now)
        if rests_until is not None:
            outbox.give_back(tx, row.id, owner=self.owner, at=rests_until)
        return rests_until is None

    def _deliver(self, row: Leased) -> None:
        """One row's call and its record; runs in a worker thread."""
        channel = self.channels[row.channel]
        try:
            reply, parts = self._said(channel, row)
            number = min(int(row.extras.get(PARTS_SENT, 0)), len(parts) - 1)
            begun = time.monotonic()
            with span("send a message", channel=row.channel) as tell:
                outcome = channel.send(row.address, parts[number]) if parts else WindowClosed()
                tell("outcome", type(outcome).__name__)
            self.call_seconds += (time.monotonic() - begun - self.call_seconds) / SLOWLY
            more = number + 1 < len(parts)
        except Exception as fault:  # noqa: BLE001 - one faulty message must not end the sender or spin in it
            log.exception("outbox row %s could not be sent", row.id)
            reply, outcome, number, more = Reply(row.text or ""), Rejected(f"our fault: {fault!r}"), 0, False
        self.recorder.record_surely(row, reply, outcome, number + 1 if more else 0)
        if more or not isinstance(outcome, Sent):
            self.more, self.handed.open = True, False

    def _ended(self) -> None:
        """A call has ended and is written down: there is room for what waits."""
        if self.more or self.handed.rows:
            self.bell.set()

    def _said(self, channel: Channel, row: Leased) -> tuple[Reply, Sequence[Reply]]:
        """What is said and in which messages: free text, or outside the window a template, or none."""
        reply = reply_of(row)
        if channel.limits.open_to(row.heard_at, self.now()):
            return reply, channel.split(reply)
        template = channel.template(row.key, row.args, reply)
        return (template, [template]) if template else (reply, [])
