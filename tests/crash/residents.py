"""Residents who hold a whole conversation with the bot on any channel, and outlast its being killed."""

import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from sorot.web_resident import EAGER
from tests.crash.doors import Door, Heard
from tests.fakes.drawings import encoded, plain

NUMBER = re.compile(r"BKS-\d{4}-\d{5}")
PLACES = (
    "Kranji",
    "Pejuang",
    "Jatiasih",
    "Pengasinan",
    "Mustikasari",
    "Duren Jaya",
    "Jatiwaringin",
    "Aren Jaya",
)
MATTERS = (
    "Lampu jalan di {} padam sejak tiga malam lalu, ini laporan warga nomor {}",
    "Sampah di {} belum diangkut empat hari, ini laporan warga nomor {}",
    "Jalan berlubang besar di {}, ini laporan warga nomor {}",
)
KRANJI = (-6.2266, 106.9790)
MOST_ANSWERS = 14
TICK = 0.02  # seconds
UNANSWERED = "no answer after"
READS = 0.3  # seconds a resident looks at the newest message before they answer


@dataclass(repr=False)
class Resident:
    """One person: tells, answers what the bot asks, and is content with a report number."""

    door: Door
    who: str
    index: int
    spot: tuple[float, float] = KRANJI
    number: str | None = None
    given_up: bool = False  # waited longer than their patience, or was led in circles
    spoke_at: float = 0.0
    answer_at: float = 0.0
    heard: list[Heard] = field(default_factory=list)  # since they last spoke
    trail: list[str] = field(default_factory=list)

    def begin(self, image: bytes | None = None) -> None:
        """Say what is wrong, with a picture of it or without."""
        place = PLACES[self.index % len(PLACES)]
        words = MATTERS[self.index % len(MATTERS)].format(place, self.index)
        if image is None:
            self.door.text(self.who, words)
        else:
            self.door.photo(self.who, words, image)
        self.spoke_at = time.monotonic()

    def hear(self, messages: Sequence[Heard], *, now: float) -> None:
        """Read, and for a moment wait whether more comes: one answer may be several messages."""
        self.heard += [said for said in messages if _wants_answer(said)]
        self.answer_at = now + READS

    def answer_when_read(self, *, now: float) -> None:
        """Like a person, take the newest that can be answered: one message may have come twice."""
        if not self.heard or self.number or now < self.answer_at:
            return
        self.trail.append(self.heard[-1].text)
        self._answer(self.heard[::-1])
        self.heard, self.spoke_at = [], now

    def _answer(self, newest_first: Sequence[Heard]) -> None:
        for said in newest_first:
            actions = {button[0].partition(":")[2]: button for button in said.buttons}
            if chosen := next((actions[action] for action in EAGER if action in actions), None):
                self.door.press(self.who, chosen)
                return
            if found := NUMBER.search(said.text):
                self.number = found[0]
                return
        if any(said.asks_place for said in newest_first):
            self.door.point(self.who, *self.spot)
        else:
            self.door.press(self.who, newest_first[0].buttons[0])


def _wants_answer(said: Heard) -> bool:
    return bool(said.buttons or said.asks_place or NUMBER.search(said.text))


class Crowd:
    """All residents of a run, spread over the doors in turn, in one thread. Nobody comes before `invite`."""

    def __init__(
        self, doors: Sequence[Door], *, rate: float = 25, patience: float = 120, photo_of: int = 0
    ) -> None:
        """photo_of: one in so many begins with a picture, each with one of their own; 0: nobody."""
        self.photo_of, self.photos = photo_of, 0
        self.doors, self.rate, self.patience = doors, rate, patience
        self.people: list[Resident] = []
        self.by_name: dict[tuple[str, str], Resident] = {}
        self.invited, self.next_at = 0, time.monotonic()
        self.waiting: list[Resident] = []  # those not yet content, nor given up
        self.wrong: list[str] = []
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._run, name="crowd", daemon=True)

    def __enter__(self) -> "Crowd":
        self.thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stopping.set()
        self.thread.join(10)
        for door in self.doors:
            door.close()

    def invite(self, more: int) -> None:
        """So many more come, at the crowd's rate a second."""
        self.invited += more

    def finished(self) -> bool:
        """Everybody invited came, and has a number or was given up."""
        if not self.thread.is_alive():
            return True
        return not self.talking

    @property
    def talking(self) -> int:
        """How many were invited and are neither content nor given up."""
        return self.invited - len(self.people) + len(self.waiting)

    def _give_up(self, person: Resident, why: str) -> None:
        if not person.given_up:
            person.given_up = True
            self.wrong.append(f"{person.door.name} {person.index}: {why} {person.trail}")

    def _run(self) -> None:
        try:
            self._live()
        except Exception as fault:  # in a thread it would be silence, and the test would wait in vain
            self.wrong.append(f"the crowd itself: {fault!r}")
            raise

    def _live(self) -> None:
        while not self.stopping.wait(TICK):
            now = time.monotonic()
            self._arrive(now)
            for door in self.doors:
                self._spread_news(door, now)
            for person in self.waiting:
                person.answer_when_read(now=now)
            self._miss(now)
            # Looking at everybody who ever came would slow a long run down.
            self.waiting = [p for p in self.waiting if not p.number and not p.given_up]

    def _arrive(self, now: float) -> None:
        """Let those come whose moment it is."""
        if len(self.people) == self.invited:
            self.next_at = now
        while len(self.people) < self.invited and self.next_at <= now:
            self.next_at += 1 / self.rate
            self._admit()

    def _admit(self) -> None:
        index = len(self.people)
        door = self.doors[index % len(self.doors)]
        person = Resident(door, door.arrive(index), index)
        self.by_name[door.name, person.who] = person
        image = None
        if self.photo_of and index % self.photo_of == 0:
            image = encoded(plain((32, 24), colour=f"#{index * 37 % 2**24:06x}"))
            self.photos += 1
        person.begin(image)
        self.waiting.append(person)
        self.people.append(person)

    def _spread_news(self, door: Door, now: float) -> None:
        heard: dict[str, list[Heard]] = {}
        for who, said in door.news():
            heard.setdefault(who, []).append(said)
        for who, messages in heard.items():
            person = self.by_name.get((door.name, who))
            if person is None:
                self.wrong.append(f"{door.name} {who!r}: {messages}")
                continue
            person.hear(messages, now=now)
            if len(person.trail) > MOST_ANSWERS:
                self._give_up(person, "no number after all this:")

    def _miss(self, now: float) -> None:
        for person in self.waiting:
            if not person.number and now - person.spoke_at > self.patience:
                self._give_up(person, UNANSWERED)
