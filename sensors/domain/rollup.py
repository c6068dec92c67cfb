"""What many readings come to: how many, how many believed, and of these the lowest, highest and mean."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Self

from storage.clock import LOCAL


class Span(IntEnum):
    """How long a rollup is, in seconds."""

    MINUTE = 60
    HOUR = 3600
    DAY = 86400

    def start_of(self, moment: datetime) -> datetime:
        """When the minute, the hour or the day (by the city's clock) of this moment began."""
        local = moment.astimezone(LOCAL).replace(second=0, microsecond=0)
        if self is not Span.MINUTE:
            local = local.replace(minute=0)
        return local.replace(hour=0) if self is Span.DAY else local

    def number_of(self, moment: datetime) -> int:
        """Which minute or hour it is, counted from 1970 (the zone's hours are whole ones)."""
        return int(moment.timestamp() // self)

    @property
    def length(self) -> timedelta:
        """The same as a time."""
        return timedelta(seconds=int(self))


@dataclass(frozen=True)
class Rolled:
    """Readings from `at` on. low, high, total: of the believed ones; None where none is believed."""

    at: datetime
    count: int
    good: int
    low: float | None
    high: float | None
    total: float | None

    @property
    def mean(self) -> float | None:
        """Of the believed readings."""
        return self.total / self.good if self.total is not None and self.good else None

    @classmethod
    def of(cls, at: datetime, readings: Iterable[tuple[float, bool]]) -> Self:
        """What readings (value, believed) come to."""
        found = list(readings)
        good = [value for value, believed in found if believed]
        low, high = (min(good), max(good)) if good else (None, None)
        return cls(at, len(found), len(good), low, high, sum(good) if good else None)


def together(at: datetime, parts: Iterable[Rolled]) -> Rolled:
    """What parts that share no reading come to."""
    found = list(parts)
    lows = [one.low for one in found if one.low is not None]
    highs = [one.high for one in found if one.high is not None]
    totals = [one.total for one in found if one.total is not None]
    return Rolled(
        at, sum(one.count for one in found), sum(one.good for one in found),
        min(lows, default=None), max(highs, default=None), sum(totals) if totals else None,
    )  # fmt: skip
