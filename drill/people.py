"""Who lives along the river, when the water is at their door, and what they write when. Pure, and by seed."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from drill.day import Day
from drill.levels import Knots, reaches

Point = tuple[float, float]  # latitude, longitude
DEGREE = 111_200.0  # metres a degree of latitude; near enough for streets at the equator


class Kind(StrEnum):
    """What somebody does."""

    FOLLOW = "ikut"
    OTHER = "lain"
    FLOOD = "banjir"


@dataclass(frozen=True)
class Place:
    """A kelurahan. gauge: whose water comes here, after `lag` minutes; "" where none does."""

    code: str
    name: str
    middle: Point
    gauge: str = ""
    lag: tuple[float, float] = (0.0, 0.0)
    from_cm: float = 0.0  # at the gauge, from which the first doors here are reached


@dataclass(frozen=True)
class Act:
    """At this minute of the day somebody begins to write this."""

    at: float
    kind: Kind
    text: str


@dataclass(frozen=True)
class Neighbour:
    """One resident. water: the minute it is at the door, None: never. street: whose water it is."""

    index: int
    place: Place
    spot: Point
    street: int
    water: float | None
    acts: tuple[Act, ...] = ()
    answers: bool = False


@dataclass
class Town:
    """Draws people; deterministic by its dice. inside: whether a point lies in the kelurahan of that code."""

    day: Day
    places: Sequence[Place]
    curves: Mapping[str, Knots]
    words: Mapping[str, Sequence[str]]
    inside: Callable[[Point, str], bool]
    dice: random.Random
    streets: dict[tuple[str, int], Point] = field(default_factory=dict)

    def people(self, many: int) -> list[Neighbour]:
        """So many residents, in the shares of the day."""
        shares, wet = self.day.shares, [place for place in self.places if place.gauge]
        found = []
        for index in range(many):
            lot = (index * 37 % 100) if many >= 100 else index * 100 // many
            if lot < shares.elsewhere:
                found.append(self._elsewhere(index))
                continue
            who = self._along_the_river(index, wet[index % len(wet)])
            first: tuple[Act, ...] = ()
            if lot < shares.elsewhere + shares.followers:
                first = (self._act(Kind.FOLLOW, who.place, self._before()),)
            elif lot < shares.elsewhere + shares.followers + shares.known:
                first = (self._act(Kind.OTHER, who.place, self._before()),)
            found.append(self._with(who, first))
        return found

    def _with(self, who: Neighbour, first: tuple[Act, ...]) -> Neighbour:
        writes = None if who.water is None else who.water + self.dice.expovariate(1 / self.day.first_writes)
        then: tuple[Act, ...] = ()
        if writes is not None and writes < self.day.ends - 30:
            then = (self._act(Kind.FLOOD, who.place, writes),)
        if not first and not then:  # nobody of the dry street would be heard of: they tell of something else
            then = (self._act(Kind.OTHER, who.place, self._any_time()),)
        answers = self.dice.random() < self.day.answers
        return Neighbour(who.index, who.place, who.spot, who.street, who.water, first + then, answers)

    def _along_the_river(self, index: int, place: Place) -> Neighbour:
        street = self.dice.randrange(self.day.streets)
        spot = self._near(self._street(place, street), place, self.day.street_metres)
        curve = self.curves[place.gauge]
        peak = max(cm for _, cm in curve)
        at = reaches(
            curve,
            self.dice.uniform(place.from_cm, place.from_cm + (peak - place.from_cm) / (1 - self.day.dry)),
        )
        water = None if at is None else at + self.dice.uniform(*place.lag)
        return Neighbour(index, place, spot, street, water)

    def _elsewhere(self, index: int) -> Neighbour:
        place = self.dice.choice(self.places)
        spot = self._near(place.middle, place, 600)
        act = self._act(Kind.OTHER, place, self._any_time())
        return Neighbour(index, place, spot, -1, None, (act,))

    def _street(self, place: Place, street: int) -> Point:
        key = (place.code, street)
        if key not in self.streets:
            self.streets[key] = self._near(place.middle, place, 700)
        return self.streets[key]

    def _near(self, middle: Point, place: Place, metres: float) -> Point:
        for _ in range(60):
            lat, lon = (axis + self.dice.uniform(-metres, metres) / DEGREE for axis in middle)
            if self.inside((lat, lon), place.code):
                return round(lat, 6), round(lon, 6)
        return middle

    def _before(self) -> float:
        return self.dice.uniform(*self.day.before)

    def _any_time(self) -> float:
        return self.dice.uniform(self.day.begins + 10, self.day.ends - 60)

    def _act(self, kind: Kind, place: Place, at: float) -> Act:
        words = {part: self.dice.choice(self.words[part]) for part in ("jalan", "tinggi", "sejak")}
        text = self.dice.choice(self.words[kind.value])
        return Act(at, kind, text.format(kel=place.name, rt=f"{self.dice.randint(1, 12):02}", **words))
