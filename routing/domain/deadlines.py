"""By when a report must be answered and resolved.

Working days follow SP4N-LAPOR!: Monday to Friday without national holidays and cuti bersama. A working day
closes at 16.00 WIB. The day a report arrives is day nought; what arrives after closing, or on a free
day, counts as arrived on the next working day. "3 hari kerja" is therefore the third closing after the
arrival day's own. Hours run round the clock: a fallen tree does not wait for Monday.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from itertools import islice, takewhile

WIB = timezone(timedelta(hours=7), "WIB")  # Indonesia has no daylight saving time
CLOSING = time(16, 0, tzinfo=WIB)


class Unit(StrEnum):
    """What a term is counted in."""

    HARI_KERJA = "hari_kerja"
    JAM = "jam"


@dataclass(frozen=True)
class Term:
    """An amount of working days or of hours round the clock."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError(f"a term of {self.amount} {self.unit} leaves nobody any time")


@dataclass(frozen=True)
class Calendar:
    """The days off beyond Saturday and Sunday."""

    holidays: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """True when the agencies work on this day (a date in WIB)."""
        return day.weekday() < 5 and day not in self.holidays


def due(term: Term, start: datetime, calendar: Calendar) -> datetime:
    """The moment (UTC) a matter that started at `start` is late."""
    if term.unit is Unit.JAM:
        return (start + timedelta(hours=term.amount)).astimezone(UTC)
    return _closing(start, term.amount, calendar)


def resumed(
    due_at: datetime, *, paused_at: datetime, now: datetime, unit: Unit, calendar: Calendar
) -> datetime:
    """The new due moment (UTC) after the clock stood still from `paused_at` to `now`.

    As much time remains at `now` as remained at `paused_at`: hours as hours, working days as closings
    still to come. What was late when the clock stopped stays late.
    """
    if due_at <= paused_at or now <= paused_at:
        return due_at
    if unit is Unit.JAM:
        return due_at + (now - paused_at)
    before_due = takewhile(lambda closing: closing < due_at, _closings(paused_at, calendar))
    return _closing(now, sum(1 for _ in before_due), calendar)


def _closing(after: datetime, index: int, calendar: Calendar) -> datetime:
    """The closing of a working day that follows `after`; index 0 is the first one."""
    return next(islice(_closings(after, calendar), index, None))


def _closings(after: datetime, calendar: Calendar) -> Iterator[datetime]:
    """Every closing of a working day strictly after a moment, in UTC, without end."""
    day = after.astimezone(WIB).date()
    if datetime.combine(day, CLOSING) <= after:
        day += timedelta(days=1)
    while True:
        if calendar.is_working(day):
            yield datetime.combine(day, CLOSING).astimezone(UTC)
        day += timedelta(days=1)
