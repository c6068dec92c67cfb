"""What is handed to a sender by the process that wrote it, before the sender begins it.

Only what may go at once is handed over: the sender speaks on the channel for a while yet, the platform's pace
has room, and its last look found nothing that waits. So what waits is never passed by for long, and of two
senders one speaks.
"""

import threading
from collections import deque
from datetime import datetime

from bot.leading import KEPT
from bot.pacing import Pacing
from storage.outbox import LEASE, Leased

MOST = 4  # at once; a sender with more before it looks for the rest itself


class HandedOver:
    """Of one sender. `free_for` and `take` are called by any thread, the others by the sender's own."""

    def __init__(self, owner: str, pacing: Pacing, bell: threading.Event) -> None:
        self.owner, self.pacing, self.bell = owner, pacing, bell
        self.rows: deque[tuple[Leased, datetime]] = deque()
        self.until: dict[str, datetime] = {}  # by channel: how long this sender has the right to speak there
        self.open = False

    def free_for(self, channel: str, address: str, now: datetime) -> bool:
        """Whether a message to this chat would be sent at once."""
        until = self.until.get(channel)
        if not self.open or until is None or not now + KEPT < until <= now + LEASE:
            return False
        return len(self.rows) < MOST and self.pacing.open(channel, address, now)

    def take(self, row: Leased, until: datetime) -> None:
        """Have the row sent; it is leased until then."""
        self.rows.append((row, until))
        self.bell.set()

    def first(self, now: datetime) -> Leased | None:
        """The oldest row; one whose lease is nearly over is let go, and found again when it is."""
        while self.rows:
            row, until = self.rows[0]
            if now + LEASE / 2 < until <= now + LEASE:
                return row
            self.rows.popleft()
        return None

    def begun(self) -> None:
        """The oldest row is no longer here."""
        self.rows.popleft()
