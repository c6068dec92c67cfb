"""Calls to platforms that are under way, and the leases they are made under."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta

from storage import db, outbox
from storage.clock import Clock
from storage.outbox import Leased

RENEW_EVERY = timedelta(seconds=2)  # a quarter of the lease


class UnderWay:
    """A pool of threads that call; a slow call's lease is renewed, so that it never runs twice."""

    def __init__(self, workers: int, *, owner: str, clock: Clock, ended: Callable[[], None]) -> None:
        self.ended = ended  # called in a call's thread when it is over
        self.pool = ThreadPoolExecutor(workers, thread_name_prefix="sender")
        self.owner, self.now = owner, clock
        self.calls: dict[Future[None], Leased] = {}
        self.renewed_at = clock()

    def on(self, channel: str) -> int:
        """How many calls go to this platform."""
        return sum(row.channel == channel for row in self.calls.values())

    def __contains__(self, row_id: int) -> bool:
        return any(row.id == row_id for row in self.calls.values())

    def begin(self, call: Callable[[Leased], None], row: Leased) -> None:
        """Make the call in a thread."""
        made = self.pool.submit(call, row)
        self.calls[made] = row
        made.add_done_callback(lambda _: self.ended())

    def reap(self) -> None:
        """Forget the calls that ended; a fault of ours while recording ends the process loudly."""
        for future in [future for future in self.calls if future.done()]:
            del self.calls[future]
            future.result()

    def renew(self) -> None:
        """Hold on to the leases of calls that go on."""
        self.reap()
        now: datetime = self.now()
        if self.calls and abs(now - self.renewed_at) >= RENEW_EVERY:  # a clock may be set back
            self.renewed_at = now
            with db.transaction() as tx:
                for row in self.calls.values():
                    outbox.renew(tx, row.id, owner=self.owner, now=now)

    def wait(self) -> None:
        """Until all have ended."""
        wait(self.calls)
        self.reap()

    def end(self) -> None:
        """Let them finish and be written down, then let the threads go."""
        while self.calls:
            wait(self.calls, timeout=RENEW_EVERY.total_seconds())
            self.renew()
        self.pool.shutdown()
