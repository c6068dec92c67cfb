"""A channel that only notes what it is told to send, a clock that stands still, and rows for a sender."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from bot.channels.outcomes import Outcome, Sent
from bot.dialogue.types import Incoming, Reply
from bot.rates import Limits
from bot.sending import Sender
from storage import db, outbox, people
from storage.models import Outbox
from storage.models.base import UtcDateTime
from storage.notice_kinds import Notice

START = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
Answer = Callable[[str, Reply], Outcome]


@dataclass
class Clock:
    """Stands still until it is told otherwise."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def go(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class FakeChannel:
    """Notes every call with its moment; `answer` decides its outcome."""

    clock: Callable[[], datetime]
    answer: Answer = lambda address, part: Sent("1")
    limits: Limits = field(default_factory=lambda: Limits(overall=30, gap=1.0))
    name: str = "telegram"
    calls: list[tuple[datetime, str, str]] = field(default_factory=list)

    def parse(self, payload: dict[str, Any]) -> Incoming | None:
        return None

    def split(self, reply: Reply) -> Sequence[Reply]:
        return [Reply(text) for text in reply.text.split("|")]

    def template(self, key: str | None, args: Mapping[str, Any], reply: Reply) -> Reply | None:
        return Reply(f"[{key}]") if key else None

    def send(self, address: str, part: Reply) -> Outcome:
        self.calls.append((self.clock(), address, part.text))
        return self.answer(address, part)

    def fetch(self, file_ref: str) -> bytes:
        return b""

    def texts(self) -> list[str]:
        return [text for _, _, text in self.calls]


def queue(
    address: str, *texts: str, key: Notice | None = None, channel: str = "telegram", **args: Any
) -> list[int]:
    """Outbox rows to one person: texts, or one catalogue key."""
    with db.transaction() as tx:
        person = people.person_for(tx, channel=channel, address=address, name=None, now=START)
        if key:
            return [outbox.put(tx, person=person, now=START, key=key, args=args).id]
        return [outbox.put(tx, person=person, now=START, text=text).id for text in texts]


def rows() -> list[Outbox]:
    """The outbox, oldest first."""
    with db.reading() as session:
        return list(session.scalars(select(Outbox).order_by(Outbox.id)))


def pair(answer: Answer | None = None) -> tuple[Clock, FakeChannel, Sender]:
    """A sender on a clock of its own, with one channel that answers as told."""
    clock = Clock()
    channel = FakeChannel(clock)
    channel.answer = answer or channel.answer
    return clock, channel, Sender({"telegram": channel}, clock=clock, chance=lambda: 0.5)


def run_until_empty(clock: Clock, sender: Sender, *, days: float = 1) -> None:
    """Let the sender work, and time pass to the next row's turn whenever it has nothing to do."""
    queued = select(func.count(Outbox.id)).where(Outbox.status == "queued")
    soonest = select(func.min(Outbox.next_try_at, type_=UtcDateTime())).where(Outbox.status == "queued")
    while True:
        busy = sender.run_once()
        with db.reading() as session:
            if not session.scalar(queued):
                return
            if not busy:
                due = session.scalar(soonest.where(Outbox.next_try_at > clock.now))
                turns = [at for at in (due, sender.pacing.wake_at) if at and at > clock.now]
                clock.now = min(turns, default=clock.now + timedelta(seconds=0.05))
        assert clock.now < START + timedelta(days=days), "not sent in time"
