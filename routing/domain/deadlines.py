"""By when a report must be answered and resolved.

Working days follow SP4N-LAPOR!: Monday to Friday without national holidays and cuti bersama. A working day
closes at 16.00 WIB where an office has no hours of its own. The day a report arrives is day nought; what
arrives after closing, or on a free day, counts as arrived on the next working day. "3 hari kerja" is
therefore the third closing after the arrival day's own. Hours (jam) run round the clock: a fallen tree does
not wait for Monday. Office hours (jam kerja) run only while the office works.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from itertools import islice, takewhile

from storage.clock import AHEAD, ZONE

LOCAL = timezone(AHEAD[ZONE], ZONE)  # Indonesia has no daylight saving time
NOTHING = timedelta(0)


class Unit(StrEnum):
    """What a term is counted in."""

    HARI_KERJA = "hari_kerja"
    JAM = "jam"
    JAM_KERJA = "jam_kerja"


@dataclass(frozen=True)
class Term:
    """An amount of working days, of hours round the clock, or of office hours."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError(f"a term of {self.amount} {self.unit} leaves nobody any time")


@dataclass(frozen=True)
class Hours:
    """When an office works.

    days: of the week, Monday is 0. opens, closes: minutes of the day, local, 1440 is midnight. holidays: on
    days off as well.
    """

    days: frozenset[int] = frozenset(range(5))
    opens: int = 7 * 60 + 30
    closes: int = 16 * 60
    holidays: bool = False

    def __post_init__(self) -> None:
        if not self.days or not 0 <= self.opens < self.closes <= 24 * 60:
            raise ValueError(f"an office that never works: {self}")


ALWAYS = Hours(frozenset(range(7)), 0, 24 * 60, holidays=True)


@dataclass(frozen=True)
class Calendar:
    """The days off beyond Saturday and Sunday, and the hours of the office that is meant."""

    holidays: frozenset[date] = frozenset()
    hours: Hours = Hours()

    def is_working(self, day: date) -> bool:
        """True when the office works on this day (a date by the city's clock)."""
        return day.weekday() in self.hours.days and (self.hours.holidays or day not in self.holidays)

    def shifts(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Opening and closing (UTC) of every working day that closes after a moment, without end."""
        day = since.astimezone(LOCAL).date()
        while True:
            if self.is_working(day):
                midnight = datetime.combine(day, time(0), LOCAL).astimezone(UTC)
                closes = midnight + timedelta(minutes=self.hours.closes)
                if closes > since:
                    yield midnight + timedelta(minutes=self.hours.opens), closes
            day += timedelta(days=1)


def due(term: Term, start: datetime, calendar: Calendar) -> datetime:
    """The moment (UTC) a matter that started at `start` is late."""
    if term.unit is Unit.HARI_KERJA:
        return _closing(start, term.amount, calendar)
    return advanced(start, timedelta(hours=term.amount), unit=term.unit, calendar=calendar)


def advanced(start: datetime, by: timedelta, *, unit: Unit, calendar: Calendar) -> datetime:
    """The first moment (UTC) at which so much time that counts has gone since `start`.

    Round the clock for hours; for working days and office hours, the time the office works.
    """
    if unit is Unit.JAM or by <= NOTHING:
        return (start + by).astimezone(UTC)
    for opens, closes in calendar.shifts(start):
        since = max(opens, start)
        if closes - since >= by:
            return (since + by).astimezone(UTC)
        by -= closes - since
    raise AssertionError("shifts never end")


def counted(start: datetime, end: datetime, *, unit: Unit, calendar: Calendar) -> timedelta:
    """How much time that counts lies between two moments; none where `end` is the earlier."""
    if end <= start:
        return NOTHING
    if unit is Unit.JAM:
        return end - start
    days = takewhile(lambda shift: shift[0] < end, calendar.shifts(start))
    return sum((min(closes, end) - max(opens, start) for opens, closes in days), NOTHING)


def resumed(
    due_at: datetime, *, paused_at: datetime, now: datetime, unit: Unit, calendar: Calendar
) -> datetime:
    """The new due moment (UTC) after the clock stood still from `paused_at` to `now`.

    As much time remains at `now` as remained at `paused_at`: hours as hours, working days as closings
    still to come. What was late when the clock stopped stays late.
    """
    if due_at <= paused_at or now <= paused_at:
        return due_at
    if unit is not Unit.HARI_KERJA:
        left = counted(paused_at, due_at, unit=unit, calendar=calendar)
        return max(due_at, advanced(now, left, unit=unit, calendar=calendar))
    before_due = takewhile(lambda closing: closing < due_at, _closings(paused_at, calendar))
    return _closing(now, sum(1 for _ in before_due), calendar)


def _closing(after: datetime, index: int, calendar: Calendar) -> datetime:
    """The closing of a working day that follows `after`; index 0 is the first one."""
    return next(islice(_closings(after, calendar), index, None))


def _closings(after: datetime, calendar: Calendar) -> Iterator[datetime]:
    """Every closing of a working day strictly after a moment, in UTC, without end."""
    return (closes for _, closes in calendar.shifts(after))
