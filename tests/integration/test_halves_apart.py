"""Messages of one answer that arrive far apart: who answers each of them comes to a number all the same."""

import heapq
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.channels.whatsapp.compose import split
from bot.dialogue.types import Reply
from storage import db
from storage.db import transaction
from tests.crash.doors import Button, Heard
from tests.crash.residents import MOST_ANSWERS
from tests.crash.residents import Resident as Impatient
from tests.factories import city
from tests.factories.city import KRANJI_POINT, NOW
from tests.fakes.resident import Resident

APART = 3.0  # seconds between two messages of an answer, on average
TOLD = (
    "Rambu di pertigaan Gang Dahlia tertutup daun",
    "Lampu jalan di Jalan Kenanga mati sudah empat malam",
    "Sampah belum diangkut seminggu",
    "Jalan berlubang di Jalan Melati, kemarin ada motor jatuh",
)


@dataclass
class SlowDoor:
    """WhatsApp as it is when everybody writes: in order, each message when its turn comes. at: seconds."""

    dice: random.Random
    name: str = "whatsapp"
    person: Resident = field(default_factory=lambda: Resident(newcomer=True))
    at: float = 0.0
    last: float = 0.0
    under_way: list[tuple[float, int, Heard]] = field(default_factory=list)
    count: int = 0

    def text(self, who: str, text: str) -> None:
        self._answered(self._now().say(text))

    def press(self, who: str, button: Button) -> None:
        self._answered(self._now().press_id(button[0]))

    def point(self, who: str, lat: float, lon: float) -> None:
        self._answered(self._now().share(lat, lon))

    def _now(self) -> Resident:
        self.person.now, self.person.gap = NOW + timedelta(seconds=self.at), timedelta(0)
        return self.person

    def _answered(self, replies: Sequence[Reply]) -> None:
        for part in (part for reply in replies for part in split(reply, site=None)):
            self.last = max(self.at, self.last) + self.dice.expovariate(1 / APART)
            self.count += 1
            buttons = tuple((button.id, button.title) for button in part.buttons)
            heapq.heappush(
                self.under_way, (self.last, self.count, Heard(part.text, buttons, part.ask_location))
            )

    def news(self) -> list[Heard]:
        """What has arrived by now."""
        found = []
        while self.under_way and self.under_way[0][0] <= self.at:
            found.append(heapq.heappop(self.under_way)[2])
        return found


@pytest.mark.parametrize("seed", range(12))
def test_who_answers_every_half_of_a_question_files_one_report(sqlite_url: str, seed: int) -> None:
    db.configure(sqlite_url)
    with transaction() as tx:
        city.load(tx)
    door = SlowDoor(random.Random(seed))
    somebody = Impatient(door, "x", seed, spot=KRANJI_POINT)  # type: ignore[arg-type]
    door.text("x", TOLD[seed % len(TOLD)])
    while not somebody.number and len(somebody.trail) <= MOST_ANSWERS and door.at < 900:
        door.at += 0.1
        if fresh := door.news():
            somebody.hear(fresh, now=door.at)
        somebody.answer_when_read(now=door.at)
    assert somebody.number, somebody.trail
    assert len(door.person.reports()) == 1
