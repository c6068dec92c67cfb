"""When a rule holds: fed with readings in the order of their times, asked at any moment."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sensors.domain.alarms.rules import CheckKind, SensorCheck, SensorRule

WHOLE = "semua"  # the subject of a rule of several checks
LOOKS = timedelta(minutes=10)  # of a rule that may change while nothing is measured, in the past


@dataclass(frozen=True)
class AskedStream:
    """A datastream a rule may ask. group: what its thing's property of the rule's `group` says."""

    number: int
    kind: str
    code: str
    group: str = ""


@dataclass
class _CheckWatch:
    check: SensorCheck
    held: bool = False  # of ABOVE and BELOW, which remember
    last_at: datetime | None = None
    readings: deque[tuple[datetime, float]] = field(default_factory=deque)

    def feed(self, at: datetime, value: float) -> None:
        self.last_at, check = at, self.check
        if check.test is CheckKind.ABOVE:
            self.held = value > (check.back if self.held else check.limit)
        elif check.test is CheckKind.BELOW:
            self.held = value < (check.back if self.held else check.limit)
        elif check.test in (CheckKind.RISE, CheckKind.SUM):
            self.readings.append((at, value))

    def holds(self, at: datetime) -> bool:
        check, window = self.check, timedelta(minutes=self.check.minutes)
        if check.test is CheckKind.MISSING:
            return self.last_at is not None and at - self.last_at > window
        while self.readings and self.readings[0][0] <= at - window:
            self.readings.popleft()
        values = [value for _, value in self.readings]
        if check.test is CheckKind.RISE:
            return bool(values) and values[-1] - min(values) >= check.limit
        return sum(values) >= check.limit if check.test is CheckKind.SUM else self.held


class RuleWatch:
    """One rule over its datastreams. `held`: what ABOVE and BELOW remember, by (check, datastream)."""

    def __init__(
        self, rule: SensorRule, streams: Sequence[AskedStream], held: Iterable[tuple[int, int]] = ()
    ) -> None:
        remembered = set(held)
        self.rule = rule
        self._watches = {
            (place, stream.number): _CheckWatch(check, (place, stream.number) in remembered)
            for place, check in enumerate(rule.checks)
            for stream in streams
            if stream.kind == check.kind and (not check.things or stream.code in check.things)
        }
        self._subjects = self._of(streams)

    def _of(self, streams: Sequence[AskedStream]) -> dict[str, list[tuple[int, int]]]:
        """What may be an alarm each for itself, and the watches that decide about it."""
        if len(self.rule.checks) > 1:
            return {WHOLE: list(self._watches)}
        found: dict[str, list[tuple[int, int]]] = {}
        for stream in streams:
            if (key := (0, stream.number)) in self._watches:
                subject = stream.group if self.rule.at_least else str(stream.number)
                if subject:
                    found.setdefault(subject, []).append(key)
        return found

    @property
    def subjects(self) -> Mapping[str, Sequence[int]]:
        """Each with its datastreams."""
        return {subject: [number for _, number in keys] for subject, keys in self._subjects.items()}

    @property
    def held(self) -> list[tuple[int, int]]:
        """What is to be remembered for the next time."""
        return [key for key, watch in self._watches.items() if watch.held]

    def feed(self, number: int, at: datetime, value: float) -> None:
        """One believed reading; each datastream's in the order of their times."""
        for place in range(len(self.rule.checks)):
            if watch := self._watches.get((place, number)):
                watch.feed(at, value)

    def seen(self, number: int, at: datetime) -> None:
        """Its last reading is this old, whatever it said."""
        for place in range(len(self.rule.checks)):
            if watch := self._watches.get((place, number)):
                watch.last_at = at

    def holds(self, subject: str, at: datetime) -> bool:
        """Whether it is so at this moment."""
        rule = self.rule
        if rule.hours is not None and not rule.hours.covers(at):
            return False
        holding = [
            place for place, number in self._subjects[subject] if self._watches[place, number].holds(at)
        ]
        if rule.at_least:
            return len(holding) >= rule.at_least
        if rule.together == "semua":
            return len(set(holding)) == len(rule.checks)
        return bool(holding)


@dataclass(frozen=True)
class RuleStanding:
    """How a subject stands. since: it has held from then on; opened: it is an alarm from then on."""

    since: datetime | None = None
    opened: datetime | None = None


def step(before: RuleStanding, holds: bool, at: datetime, *, hold: int) -> RuleStanding:
    """How it stands at `at`: an alarm after it has held for `hold` minutes, until it holds no more."""
    if not holds:
        return RuleStanding()
    since = before.since or at
    opened = before.opened or (at if at - since >= timedelta(minutes=hold) else None)
    return RuleStanding(since, opened)


@dataclass(frozen=True)
class Episode:
    """An alarm of the past; ended: None while it still holds at the end."""

    subject: str
    opened: datetime
    ended: datetime | None


def episodes(
    rule: SensorRule, streams: Sequence[AskedStream], readings: Iterable[tuple[int, datetime, float]], *,
    until: datetime,
) -> list[Episode]:  # fmt: skip
    """What the rule would have raised. readings: (datastream, time, value), in the order of times."""
    past = _Past(rule, streams)
    next_look: datetime | None = None
    for number, at, value in readings:
        next_look = past.look_around(next_look, at) if next_look else at + LOOKS
        past.take(number, at, value)
    if next_look is not None:
        past.look_around(next_look, until)
    return past.all_found()


class _Past:
    def __init__(self, rule: SensorRule, streams: Sequence[AskedStream]) -> None:
        self.rule, self.watch = rule, RuleWatch(rule, streams)
        self.found: list[Episode] = []
        self.standing = dict.fromkeys(self.watch.subjects, RuleStanding())
        self.by_clock = (
            rule.hours is not None
            or rule.hold > 0
            or any(check.test not in (CheckKind.ABOVE, CheckKind.BELOW) for check in rule.checks)
        )
        self.of_stream: dict[int, list[str]] = {}
        for subject, numbers in self.watch.subjects.items():
            for number in set(numbers):
                self.of_stream.setdefault(number, []).append(subject)

    def take(self, number: int, at: datetime, value: float) -> None:
        self.watch.feed(number, at, value)
        for subject in self.of_stream.get(number, ()):
            self._look(subject, at)

    def look_around(self, next_look: datetime, until: datetime) -> datetime:
        """Ask between two readings, where time alone may change the answer; when to ask next."""
        while self.by_clock and next_look < until:
            for subject in self.standing:
                self._look(subject, next_look)
            next_look += LOOKS
        return next_look

    def _look(self, subject: str, at: datetime) -> None:
        before, holds = self.standing[subject], self.watch.holds(subject, at)
        after = self.standing[subject] = step(before, holds, at, hold=self.rule.hold)
        if before.opened is not None and after.opened is None:
            self.found.append(Episode(subject, before.opened, at))

    def all_found(self) -> list[Episode]:
        still = [
            Episode(subject, last.opened, None) for subject, last in self.standing.items() if last.opened
        ]
        return sorted([*self.found, *still], key=lambda one: one.opened)
