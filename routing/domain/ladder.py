"""The ladder of warnings: at 75 % of its time the officer hears of a report, at 200 % the mayor does.

Pure. Only time that counts is counted: not while the resident is asked, and for working days and office
hours not while the office is closed. A step is told once for each promise; where the promise changes, the
steps that are passed under the new date stay told, and the others come again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from routing.domain.deadlines import Calendar, Unit, advanced, counted

WHO = ("petugas", "kepala", "operator", "pimpinan")  # whom a step may warn, the lowest first


@dataclass(frozen=True)
class Rung:
    """At so many percent of the time, `who` is told in these words."""

    at: int
    who: str
    words: str


@dataclass(frozen=True)
class Run:
    """How far one promise has run.

    since: from when it counts; spent: what counted before that; whole: from 0 to 100 %. told: percent of
    the last step that was told under this promise, 0 for none.
    """

    due: datetime
    unit: Unit
    since: datetime
    whole: timedelta
    spent: timedelta = timedelta(0)
    told: int = 0

    def used(self, at: datetime, calendar: Calendar) -> timedelta:
        """What has counted until then."""
        return self.spent + counted(self.since, at, unit=self.unit, calendar=calendar)

    def share(self, at: datetime, calendar: Calendar) -> float:
        """The same as a share of the whole, 1.0 at the deadline."""
        return self.used(at, calendar) / self.whole if self.whole else 1.0

    def moment(self, percent: int, calendar: Calendar) -> datetime:
        """When so much of the time is over (UTC); at 100 % that is the deadline itself."""
        left = self.whole * percent / 100 - self.spent
        if left <= timedelta(0):
            return self.since
        if self.due <= self.since:  # it was late before the resident was asked
            return advanced(self.since, left, unit=self.unit, calendar=calendar)
        if percent >= 100:
            over = self.whole * (percent - 100) / 100
            return advanced(self.due, over, unit=self.unit, calendar=calendar)
        return min(self.due, advanced(self.since, left, unit=self.unit, calendar=calendar))


@dataclass(frozen=True)
class RungsDue:
    """What is to be told now, in order, and when to look again (UTC); None when nothing more comes."""

    steps: tuple[Rung, ...]
    next_at: datetime | None


def begin(
    start: datetime, due: datetime, unit: Unit, calendar: Calendar, *, told: int = 0
) -> Run:  # fmt: skip
    """A promise that counts from `start`."""
    return Run(due, unit, start, counted(start, due, unit=unit, calendar=calendar), told=told)


def look(run: Run, steps: Sequence[Rung], now: datetime, calendar: Calendar) -> RungsDue:
    """The steps that have come and are not told yet."""
    ahead = sorted((step for step in steps if step.at > run.told), key=lambda step: step.at)
    moments = [(run.moment(step.at, calendar), step) for step in ahead]
    come = tuple(step for at, step in moments if at <= now)
    return RungsDue(come, next((at for at, _ in moments if at > now), None))


def resume(run: Run, *, paused_at: datetime, now: datetime, due: datetime, calendar: Calendar) -> Run:
    """The clock runs again: what counted until the pause stays, the pause itself does not count."""
    spent = run.used(paused_at, calendar)
    left = counted(now, due, unit=run.unit, calendar=calendar)
    whole = spent + left if due > now else run.whole
    return replace(run, due=due, since=max(now, paused_at), spent=spent, whole=whole)


def promise_again(run: Run, *, due: datetime, unit: Unit, now: datetime, calendar: Calendar) -> Run:
    """Another date for the same work. In another unit the time counts from now."""
    spent = run.used(now, calendar) if unit is run.unit else timedelta(0)
    whole = spent + counted(now, due, unit=unit, calendar=calendar)
    return still_told(Run(due, unit, now, whole, spent, run.told), now, calendar)


def still_told(run: Run, now: datetime, calendar: Calendar) -> Run:
    """Of the steps told before, only those that are passed under this promise too stay told."""
    passed = int(run.share(now, calendar) * 100) if run.whole else run.told
    return replace(run, told=min(run.told, passed))


@dataclass(frozen=True)
class Watcher:
    """An officer as the ladder knows them. kind: of their office (dinas, kelurahan …), "" for none."""

    id: int
    role: str
    agency: str
    kind: str = ""


# Whom a rung means, and who hears instead where nobody of them is there: no rung is lost.
_INSTEAD = {
    "petugas": ("petugas", "kepala", "operator", "admin"),
    "kepala": ("kepala", "operator", "admin"),
    "operator": ("operator", "admin"),
    "pimpinan": ("pimpinan", "operator", "admin"),
}
_ROLES = {"kepala": frozenset({"kepala", "lurah"})}  # whoever heads an office
_OF_THE_OFFICE = frozenset({"petugas", "kepala"})


def recipients(
    who: str, *, agency: str, holder: int | None, accused: frozenset[str], watchers: Sequence[Watcher]
) -> list[int]:
    """Ids of the officers a rung is told to; never one whose own office the report complains of.

    agency: where the report lies; holder: in whose hands it is, who alone hears of the officers' rung.
    """
    for group in _INSTEAD[who]:
        found = [one for one in watchers if _meant(one, group, agency) and not _is_accused(one, accused)]
        mine = [one.id for one in found if one.id == holder] if group == "petugas" else []
        if mine or found:
            return mine or [one.id for one in found]
    return []


def _meant(one: Watcher, group: str, agency: str) -> bool:
    here = group not in _OF_THE_OFFICE or one.agency == agency
    return here and one.role in _ROLES.get(group, {group})


def _is_accused(one: Watcher, accused: frozenset[str]) -> bool:
    return bool(one.agency) and (one.agency in accused or one.kind in accused)
