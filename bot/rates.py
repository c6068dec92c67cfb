"""How fast we may speak: pure counting, the moment comes in.

Telegram's limits (its FAQ for bots): about 30 messages a second overall, one a second to one chat, and always
the `retry_after` of a refusal.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Limits:
    """At most `overall` messages in any one second, and at least `gap` seconds between two to one chat."""

    overall: int
    gap: float


@dataclass
class Pace:
    """What was sent lately on one channel. Not for several threads at once."""

    limits: Limits
    recent: deque[datetime] = field(default_factory=deque)
    closed_until: dict[str, datetime] = field(default_factory=dict)

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
        return max(now, self.closed_until.get(chat, now))

    def take(self, chat: str, now: datetime) -> None:
        """Count one message to a chat."""
        self._forget(now)
        self.recent.append(now)
        self.close(chat, now + timedelta(seconds=self.limits.gap))

    def close(self, chat: str, until: datetime) -> None:
        """The platform says to leave this chat alone until then; an earlier, longer wait stays."""
        self.closed_until[chat] = max(until, self.closed_until.get(chat, until))

    def _forget(self, now: datetime) -> None:
        if len(self.closed_until) > 10_000:
            self.closed_until = {chat: until for chat, until in self.closed_until.items() if until > now}
