"""The drill's residents: who waits in vain is counted once, and has lost their faith."""

import time
from dataclasses import dataclass, field

from drill.clock import DrillClock
from drill.crowd import DrillCrowd
from drill.people import Act, Kind, Neighbour, Place
from tests.crash.doors import Button, Heard

PLACE = Place("32.75.09.1004", "Jatirasa", (-6.3, 106.97))


@dataclass
class Silent:
    """A channel on which nobody answers, except who is listed in `answered`."""

    name: str = "telegram"
    answered: set[str] = field(default_factory=set)
    said_by: list[str] = field(default_factory=list)
    told: list[tuple[str, Heard]] = field(default_factory=list)

    def arrive(self, index: int) -> str:
        return str(index)

    def text(self, who: str, text: str) -> None:
        self.said_by.append(who)
        if who in self.answered:
            number = f"BKS-2612-{len(self.said_by):05}"
            self.told.append((who, Heard(f"Laporan Anda {number} kami terima.")))

    def photo(self, who: str, text: str, image: bytes) -> None:
        self.text(who, text)

    def press(self, who: str, button: Button) -> None:
        self.text(who, button[1])

    def point(self, who: str, lat: float, lon: float) -> None:
        self.text(who, "")

    def news(self) -> list[tuple[str, Heard]]:
        fresh, self.told = self.told, []
        return fresh

    def said(self) -> set[str]:
        return set()

    def accepted(self) -> set[str]:
        return set()

    def waiting(self) -> int:
        return 0

    def close(self) -> None:
        """Nothing to let go of."""


def resident(index: int) -> Neighbour:
    """Tells of a lamp, and of the flood soon after."""
    acts = Act(0, Kind.OTHER, "lampu padam"), Act(1, Kind.FLOOD, "banjir")
    return Neighbour(index, PLACE, PLACE.middle, 0, 1.0, acts)


def test_who_waited_in_vain_is_counted_once_and_tells_nothing_more() -> None:
    door, people = Silent(answered={"1"}), [resident(0), resident(1)]
    clock = DrillClock(begins=0, speed=60)
    crowd = DrillCrowd([door], people, clock, seed=1, patience=2)
    clock.start()
    with crowd:
        until = time.monotonic() + 30
        while crowd.talking and time.monotonic() < until:
            time.sleep(0.05)
    assert crowd.talking == 0
    assert [line.split(" ", 2)[1] for line in crowd.unanswered] == ["0:"]
    assert crowd.wrong == crowd.unanswered
    assert crowd.kept_quiet == 1
    assert {(one.person, one.act.kind, bool(one.number)) for one in crowd.told} == {
        (0, Kind.OTHER, False), (1, Kind.OTHER, True), (1, Kind.FLOOD, True),
    }  # fmt: skip
    assert len(crowd.told) == 3
