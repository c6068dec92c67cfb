"""Whose turn it is to be sent: which platform, and which kind of message. Pure.

On a flood day no queue runs out for hours. So nothing may go first because of what it is alone: whoever waits
comes up after a number of messages that is known, however many others wait.
"""

from collections import Counter
from collections.abc import Iterable

from storage.outbox import SentAs

# What goes first, message after message: who has just written mostly, every fourth time a warning, and once a
# round news of reports and all-clears. What has nothing to send leaves its turn to the others.
ROUND = (
    SentAs.ANSWER, SentAs.ANSWER, SentAs.ANSWER, SentAs.WARNING,
    SentAs.ANSWER, SentAs.NEWS, SentAs.ANSWER, SentAs.WARNING,
)  # fmt: skip


class Turns:
    """Of one sender; platforms that share its calls take turns."""

    def __init__(self, channels: Iterable[str]) -> None:
        self._order = list(channels)
        self._looks = Counter[str]()

    def channels(self) -> tuple[str, ...]:
        """In the order in which they may take up messages: whose last one is longest ago first."""
        return tuple(self._order)

    def first(self, channel: str) -> SentAs:
        """What the channel sends first of what waits there."""
        return ROUND[self._looks[channel] % len(ROUND)]

    def took(self, channel: str) -> None:
        """The channel has had its turn."""
        self._looks[channel] += 1
        self._order.remove(channel)
        self._order.append(channel)
