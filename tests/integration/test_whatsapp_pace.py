"""WhatsApp's pace: 80 a second a number, one person every 6 seconds with 45 ahead of time."""

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.channels.outcomes import Outcome, Sent
from bot.channels.whatsapp.channel import WhatsAppChannel
from bot.dialogue.types import Reply
from bot.sending import Sender
from storage import db, outbox, people
from storage.models import Outbox
from storage.models.base import UtcDateTime
from tests.factories.city import NOW


class Noted(WhatsAppChannel):
    """The real channel but for its network: calls are noted with their moment."""

    def __init__(self, clock: list[datetime]) -> None:
        super().__init__("EAAtoken", "106540352242922")
        self.clock, self.calls = clock, list[tuple[datetime, str]]()

    def send(self, address: str, part: Reply) -> Outcome:
        """Noted, and taken."""
        self.calls.append((self.clock[0], address))
        return Sent(f"wamid.{len(self.calls)}")


def test_notices_keep_eighty_a_second_and_the_pairs_six_seconds(sqlite_url: str) -> None:
    db.configure(sqlite_url)
    clock = [NOW]
    channel = Noted(clock)
    sender = Sender({"whatsapp": channel}, clock=lambda: clock[0])
    with db.transaction() as tx:
        for n in range(5):
            person = people.person_for(tx, channel="whatsapp", address=f"628120000{n}", name=None, now=NOW)
            people.heard(person, at=NOW, now=NOW)
            for number in range(60):
                outbox.put(tx, person=person, now=NOW, text=str(number))
    while waiting():
        if not sender.run_once():
            turns = [at for at in (sender.pacing.wake_at, next_turn()) if at and at > clock[0]]
            clock[0] = min(turns, default=clock[0] + timedelta(milliseconds=50))
        assert clock[0] - NOW < timedelta(seconds=200)
    moments = [at for at, _ in channel.calls]
    assert len(moments) == 300
    assert all(b - a >= timedelta(seconds=1) for a, b in zip(moments, moments[80:], strict=False))
    assert fits_every_pair(channel.calls)
    assert clock[0] - NOW >= timedelta(seconds=(60 - 45) * 6), "the burst is not exceeded"


def fits_every_pair(calls: list[tuple[datetime, str]]) -> bool:
    """Over any span of time no pair has more than 45 and one every 6 seconds."""
    by_chat: dict[str, list[datetime]] = defaultdict(list)
    for at, address in calls:
        by_chat[address].append(at)
    return all(
        last - first + 1 <= 45 + (times[last] - times[first]).total_seconds() / 6
        for times in by_chat.values()
        for first in range(len(times))
        for last in range(first, len(times))
    )


def next_turn() -> datetime | None:
    """When the next row is due."""
    with db.reading() as session:
        soonest = select(func.min(Outbox.next_try_at, type_=UtcDateTime()))
        return session.scalar(soonest.where(Outbox.status == "queued"))


def waiting() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count(Outbox.id)).where(Outbox.status == "queued")) or 0
