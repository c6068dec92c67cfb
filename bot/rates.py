"""How fast we may speak: pure counting, the moment comes in.

Telegram's limits (its FAQ for bots): about 30 messages a second overall, one a second to one chat, and always
the `retry_after` of a refusal. WhatsApp's (its throughput page): 80 a second a number, and to one person one
every 6 seconds, of which up to 45 may go at once and are then waited for.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Limits:
    """At most `overall` messages in any one second, and one every `gap` seconds to one chat.

    burst: so many to one chat may go ahead of their time. window: free text is taken only so long after the
    person's last message; None: always.
    """

    overall: int
    gap: float
    burst: int = 1
    window: timedelta | None = None

    def open_to(self, heard_at: datetime | None, now: datetime) -> bool:
        """Whether free text may go to somebody whose last message is of `heard_at` (None: none known)."""
        return self.window is None or (heard_at is not None and now - heard_at < self.window)


@dataclass
class SendingPace:
    """What was sent lately on one channel. Not for several threads at once."""

    limits: Limits
    recent: deque[datetime] = field(default_factory=deque)
    closed_until: dict[str, datetime] = field(default_factory=dict)
    spent_until: dict[str, datetime] = field(default_factory=dict)  # what was sent fills the time until then

    def room(self, now: datetime) -> int:
        """How many messages may go out at this moment, all chats together."""
        while self.recent and self.recent[0] <= now - SECOND:
            self.recent.popleft()
        return self.limits.overall - len(self.recent)

    def next_room(self, now: datetime) -> datetime:
        """When there is room for one more message."""
        return now if self.room(now) > 0 else self.recent[0] + SECOND

    def open_at(self, chat: str, now: datetime) -> datetime:
        """When this chat may be written to; `now` when it may at once."""
        ahead = timedelta(seconds=self.limits.gap * (self.limits.burst - 1))
        return max(now, self.spent_until.get(chat, now) - ahead, self.closed_until.get(chat, now))

    def take(self, chat: str, now: datetime) -> None:
        """Count one message to a chat."""
        self._forget(now)
        self.recent.append(now)
        spent = max(now, self.spent_until.get(chat, now))
        self.spent_until[chat] = spent + timedelta(seconds=self.limits.gap)

    def close(self, chat: str, until: datetime) -> None:
        """The platform says to leave this chat alone until then; an earlier, longer wait stays."""
        self.closed_until[chat] = max(until, self.closed_until.get(chat, until))

    def _forget(self, now: datetime) -> None:
        for waits in (self.closed_until, self.spent_until):
            if len(waits) > 10_000:
                for chat in [chat for chat, until in waits.items() if until <= now]:
                    del waits[chat]
