"""The drill's residents at the channels: each begins when their hour comes, and answers what the bot asks."""

import heapq
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from drill.clock import DrillClock
from drill.people import Act, Kind, Neighbour
from tests.crash.doors import Door, Heard
from tests.crash.residents import NUMBER, UNANSWERED, Crowd, Resident

WATER = "air:"  # what the buttons under a flood warning begin with
KNEE = 30.0  # minutes after the water came in, from which it stands to the knee
THINKS = (2.0, 20.0)  # minutes until somebody answers a warning


@dataclass(frozen=True)
class Told:
    """What one act came to. seconds: real ones until the bot had taken it in, None when it never did."""

    person: int
    act: Act
    number: str | None
    seconds: float | None


@dataclass(repr=False)
class Caller(Resident):
    """A resident of the drill; several things may be told one after the other."""

    life: Neighbour | None = None
    act: Act | None = None
    begun_at: float = 0.0
    asked: list[Heard] = field(default_factory=list)  # warnings that ask whether the water has come
    before: set[str] = field(default_factory=set)  # numbers of what was told earlier

    def tell(self, act: Act) -> None:
        """Begin to write."""
        self.before.add(self.number or "")
        self.act, self.number, self.heard, self.trail = act, None, [], []
        self.begun_at = self.spoke_at = time.monotonic()
        self.door.text(self.who, act.text)

    def hear(self, messages: Sequence[Heard], *, now: float) -> None:
        """A warning may come at any time and is no answer to what was told."""
        warnings = [said for said in messages if any(b[0].startswith(WATER) for b in said.buttons)]
        self.asked += warnings
        talk = [said for said in messages if said not in warnings and not self._is_old(said)]
        if self.act is not None and self.act.kind is Kind.FOLLOW and talk:
            self.number = self.number or "ikut"
        super().hear(talk, now=now)

    def _is_old(self, said: Heard) -> bool:
        """News of what was told earlier."""
        named = NUMBER.search(said.text)
        return bool(named and named[0] in self.before and not said.buttons)

    def answer_warning(self, minute: float) -> None:
        """Has the water come in? What it is at the door."""
        said = self.asked.pop()
        self.asked.clear()
        depth = self.depth(minute)
        button = next(b for b in said.buttons if b[0] == f"{WATER}{depth}")
        self.door.press(self.who, button)

    def depth(self, minute: float) -> str:
        """Of the three answers the true one."""
        assert self.life is not None
        if self.life.water is None or minute < self.life.water:
            return "belum"
        return "rendah" if minute < self.life.water + KNEE else "tinggi"


def door_for(one: Neighbour, doors: Sequence[Door]) -> Door:
    """In turn; who asks to be warned has a messenger: a closed browser hears of nothing."""
    chats = [door for door in doors if door.name != "web"]
    mine = chats if chats and one.acts[0].kind is Kind.FOLLOW else doors
    return mine[one.index % len(mine)]


class DrillCrowd(Crowd):
    """Everybody with their acts, in the order of the day."""

    def __init__(
        self,
        doors: Sequence[Door],
        people: Sequence[Neighbour],
        clock: DrillClock,
        *,
        seed: int,
        patience: float,
    ) -> None:
        super().__init__(doors, patience=patience)
        self.clock, self.dice = clock, random.Random(seed)
        self.told: list[Told] = []
        self.kept_quiet = 0  # things nobody told any more, having waited in vain before
        self.open: dict[int, Caller] = {}
        self.callers: dict[int, Caller] = {}
        self.door_of = {one.index: door_for(one, doors) for one in people}
        self.due = [(act.at, one.index, number) for one in people for number, act in enumerate(one.acts)]
        heapq.heapify(self.due)
        self.life = {one.index: one for one in people}
        self.thinking: list[tuple[float, int]] = []

    @property
    def talking(self) -> int:
        """Acts that are due or under way."""
        return len(self.due) + len(self.open)

    @property
    def unanswered(self) -> list[str]:
        """Who stopped waiting; all other lines of `wrong` are the product's faults, or the drill's."""
        return [line for line in self.wrong if UNANSWERED in line]

    def _arrive(self, now: float) -> None:
        minute = self.clock.minute()
        self._note_done(now)
        later = []
        while self.due and self.due[0][0] <= minute:
            _, index, number = heapq.heappop(self.due)
            if index in self.open:  # still busy with what they told before
                later.append((minute + 1, index, number))
            elif index in self.callers and self.callers[index].given_up:
                self.kept_quiet += 1  # they have lost their faith in it
            else:
                self._begin(index, number)
        for item in later:
            heapq.heappush(self.due, item)
        self._answer_warnings(minute)

    def _begin(self, index: int, number: int) -> None:
        life = self.life[index]
        caller = self.callers.get(index)
        if caller is None:
            door = self.door_of[index]
            caller = Caller(door, door.arrive(index), index, spot=life.spot, life=life)
            self.callers[index] = self.by_name[door.name, caller.who] = caller
            self.people.append(caller)
        caller.tell(life.acts[number])
        self.open[index] = caller
        self.waiting.append(caller)

    def _note_done(self, now: float) -> None:
        """Who has a number is free for what comes next."""
        for index, caller in list(self.open.items()):
            lost = caller.given_up
            if caller.number or lost:
                del self.open[index]
                assert caller.act is not None
                number = None if lost else caller.number
                self.told.append(Told(index, caller.act, number, None if lost else now - caller.begun_at))

    def _answer_warnings(self, minute: float) -> None:
        """Some say whether the water has come in, after a while, and not while they tell something else."""
        known = {index for _, index in self.thinking}
        for index, caller in self.callers.items():
            if caller.asked and index not in known and caller.life and caller.life.answers:
                heapq.heappush(self.thinking, (minute + self.dice.uniform(*THINKS), index))
        while self.thinking and self.thinking[0][0] <= minute:
            _, index = heapq.heappop(self.thinking)
            if index not in self.open and self.callers[index].asked:
                self.callers[index].answer_warning(minute)
