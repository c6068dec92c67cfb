"""Whose turn it is: the pace of each channel, shared by the threads of one sender, and when to look again."""

import threading
from collections.abc import Mapping
from datetime import datetime

from bot.channels.outcomes import Channel
from bot.rates import SendingPace
from storage.set_back import ClockWatch


class Pacing:
    """The platforms' limits as this process has used them up; safe between threads."""

    def __init__(self, channels: Mapping[str, Channel]) -> None:
        self.channels = channels
        self.pace = self._fresh()
        self.watch = ClockWatch()
        self.wake_at: datetime | None = None
        self.lock = threading.Lock()

    def _fresh(self) -> dict[str, SendingPace]:
        return {name: SendingPace(channel.limits) for name, channel in self.channels.items()}

    def forget(self) -> None:
        """A new look begins: what it finds decides when the next one is."""
        with self.lock:
            self.wake_at = None

    def wake(self, at: datetime) -> None:
        """Look again at `at`, unless that is to be sooner."""
        with self.lock:
            self._wake(at)

    def _wake(self, at: datetime) -> None:
        self.wake_at = at if self.wake_at is None else min(at, self.wake_at)

    def room(self, channel: str, now: datetime, *, lanes: int) -> int:
        """How many messages may be begun now, with so many lanes free."""
        with self.lock:
            if self.watch.went_back(now):  # what was sent "later" would silence us until then
                self.pace = self._fresh()
            pace = self.pace[channel]
            room = min(pace.room(now), lanes)
            if room <= 0:
                self._wake(pace.next_room(now))
            return room

    def take(self, channel: str, chat: str, now: datetime) -> datetime | None:
        """Count a message to the chat; or, when it must rest, from when on it may be written to."""
        with self.lock:
            pace = self.pace[channel]
            at = pace.open_at(chat, now)
            if at <= now:
                pace.take(chat, now)
                return None
            self._wake(at)
            return at

    def open(self, channel: str, chat: str, now: datetime) -> bool:
        """Whether a message to the chat may go at once. Counts nothing."""
        with self.lock:
            pace = self.pace[channel]
            return pace.room(now) > 0 and pace.open_at(chat, now) <= now

    def due(self, now: datetime) -> bool:
        """Whether it is time to look again."""
        with self.lock:
            return self.wake_at is not None and self.wake_at <= now

    def close(self, channel: str, chat: str, until: datetime) -> None:
        """The platform says to leave this chat alone until then."""
        with self.lock:
            self.pace[channel].close(chat, until)

    def idle_seconds(self, now: datetime) -> float:
        """How long nothing will be due, a second at most."""
        with self.lock:
            if self.wake_at is None:
                return 1.0
            return min(1.0, max(0.005, (self.wake_at - now).total_seconds()))
