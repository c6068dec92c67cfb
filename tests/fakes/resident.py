"""A resident on the web chat: each message goes through the inbox and the real handling."""

import hashlib
import io
import itertools
from datetime import datetime, timedelta
from typing import Any

from PIL import Image
from sqlalchemy import select

from bot.dialogue.types import Button, Reply
from bot.handle import handle
from bot.messages import render
from nlu.types import Engine
from storage import inbox, media, people
from storage.db import reading, transaction
from storage.models import Outbox, Person, Report
from storage.pictures import Picture
from tests.factories.city import NOW
from tests.fakes.engines import KeywordEngine

_number = itertools.count(1)


def picture(colour: str = "grey") -> bytes:
    """A small JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (32, 24), colour).save(out, "JPEG")
    return out.getvalue()


class Resident:
    """One person. `now` moves on by a minute a message; `seen` counts the outbox rows already read."""

    def __init__(
        self, engine: Engine | None = None, *, channel: str = "web", now: datetime = NOW,
        newcomer: bool = False,
    ) -> None:  # fmt: skip
        self.engine = engine or KeywordEngine()
        self.channel, self.now = channel, now
        self.gap = timedelta(minutes=1)  # between two messages
        self.address = hashlib.sha256(str(next(_number)).encode()).hexdigest()
        self.introduced = newcomer  # others were told long ago what becomes of their data
        self.seen = 0
        self.last: tuple[Reply, ...] = ()
        self.offered: list[Button] = []
        self._count = itertools.count(1)

    def store(self, **said: Any) -> int:
        """Put one message into the inbox without handling it; returns the row's id."""
        self.now += self.gap
        payload = {
            "id": f"pesan-{next(self._count):04}", "sender": self.address, "at": self.now.isoformat(), **said
        }  # fmt: skip
        with transaction() as tx:
            if not self.introduced:
                person = people.person_for(tx, channel="web", address=self.address, name=None, now=NOW)
                person.consented_at, self.introduced = NOW, True
            external_id = f"{self.address[:16]}:{payload['id']}"
            return inbox.add(
                tx, channel="web", external_id=external_id, sender=self.address, payload=payload, now=self.now
            )[0]

    def say(self, text: str = "", **said: Any) -> tuple[Reply, ...]:
        """Send one message and return what is answered."""
        row = self.store(**({"text": text} if text else {}), **said)
        assert handle(row, engine=self.engine, clock=lambda: self.now), "the message was not handled"
        return self.read()

    def burst(self, *said: dict[str, Any]) -> tuple[Reply, ...]:
        """Send several messages a second apart, and return what is answered once that is over."""
        usual, self.gap = self.gap, timedelta(seconds=1)
        for number, each in enumerate(said):
            if number == 0:
                self.now += usual
            row = self.store(**each)
            handle(row, engine=self.engine, clock=lambda: self.now)
        self.gap = usual
        self.now += timedelta(seconds=6)
        self.work()
        return self.read()

    def work(self) -> None:
        """Handle what waits, as the sweeper would."""
        while True:
            with reading() as session:
                waiting = [row.id for row in inbox.pending(session, now=self.now)]
            if sum(handle(row, engine=self.engine, clock=lambda: self.now) for row in waiting) == 0:
                return

    def press(self, title: str) -> tuple[Reply, ...]:
        """Press the newest button with this title, however far up in the chat it stands."""
        found = [button for button in self.offered if button.title == title]
        assert found, f"no button {title!r} was ever offered"
        return self.say(button=found[-1].id)

    def press_id(self, identity: str) -> tuple[Reply, ...]:
        """Press a button by its id, as an old message's would be."""
        return self.say(button=identity)

    def send_photo(self, text: str = "", colour: str = "grey") -> tuple[Reply, ...]:
        """Send one picture that the web door has already stored."""
        content = picture(colour)
        sha256 = hashlib.sha256(content).hexdigest()
        with transaction() as tx:
            media.note(tx, sha256, Picture(content, 32, 24), now=self.now)
        return self.say(text, photos=[sha256])

    def share(self, lat: float, lon: float) -> tuple[Reply, ...]:
        """Share a location."""
        return self.say(point={"lat": lat, "lon": lon})

    def read(self) -> tuple[Reply, ...]:
        """Everything queued to this person since the last look."""
        with reading() as session:
            rows = session.scalars(
                select(Outbox)
                .join(Person, Person.id == Outbox.person_id)
                .where(Person.address == self.address, Outbox.id > self.seen)
                .order_by(Outbox.id)
            ).all()
        self.seen = rows[-1].id if rows else self.seen
        self.last = tuple(
            Reply.from_row(row.text, row.extras) if row.text else render("id", row.key or "", row.args)
            for row in rows
        )
        self.offered += self.buttons()
        return self.last

    def buttons(self) -> tuple[Button, ...]:
        """The buttons of the last answers."""
        return tuple(button for reply in self.last for button in reply.buttons)

    def reports(self) -> list[Report]:
        """This person's reports, oldest first."""
        with reading() as session:
            return list(
                session.scalars(
                    select(Report)
                    .join(Person, Person.id == Report.person_id)
                    .where(Person.address == self.address)
                    .order_by(Report.id)
                )
            )
