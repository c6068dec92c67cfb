"""The tests on another day: SOROT_TEST_DAY moves the product's one clock (storage/clock.py) first.

"+400d" is so many days from now, "2028-02-29T10:00" a moment in WIB at which the run begins. Processes of
their own keep the machine's time, so they are left to `faketime` (./dev other-days).
"""

import os
from datetime import datetime, timedelta, tzinfo

from storage import clock
from storage.clock import LOCAL


def shift_of(day: str, now: datetime) -> timedelta:
    """How far the clock is moved for this day."""
    if day.startswith("+") and day.endswith("d"):
        return timedelta(days=int(day[1:-1]))
    return datetime.fromisoformat(day).replace(tzinfo=LOCAL) - now


def move(day: str) -> None:
    """From now on the product's clock tells this day."""
    shift = shift_of(day, clock.now())

    class Moved(datetime):
        """`datetime`, except that it is another day."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Moved":
            later = datetime.now(tz) + shift
            return cls.fromtimestamp(later.timestamp(), tz)

    clock.datetime = Moved  # type: ignore[misc]


if moved := os.environ.get("SOROT_TEST_DAY"):
    move(moved)
