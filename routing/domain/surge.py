"""More of one kind in one area than this hour of the week usually brings: negative binomial against its base.

Counts of an hour spread wider than Poisson says (rain, holidays); the spread is estimated from the same
hours. How the hours of a week differ is learned from all areas and kinds together: one alone is too quiet to
tell. The threshold follows from how many false alarms a week the city wants, over all of them together.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

HOURS = 168  # of a week
PRIOR = 5.0  # reports: what a quiet hour is pulled to the mean of the week with
LEAST = 3  # reports; fewer are no surge however quiet the hour is
WEEK, HOUR = timedelta(weeks=1), timedelta(hours=1)


@dataclass(frozen=True)
class Usual:
    """What an area usually brings of a kind: `rates` an hour by hour of the week; spread: variance / mean."""

    rates: tuple[float, ...]
    spread: float


def hour_of_week(at: datetime) -> int:
    """0 is Monday 00.00, in the zone `at` has."""
    return at.weekday() * 24 + at.hour


def profile(times: Iterable[datetime]) -> tuple[float, ...]:
    """How much each hour of the week brings, of 1 on average: of all areas and kinds together."""
    counts = Counter(map(hour_of_week, times))
    mean = sum(counts.values()) / HOURS
    return tuple((counts[hour] + PRIOR) / (mean + PRIOR) for hour in range(HOURS))


def usual_of(times: Sequence[datetime], hours: Sequence[float], start: datetime, weeks: int) -> Usual:
    """Learned from one area's reports of one kind in so many whole weeks from `start`."""
    inside = [at for at in times if start <= at < start + weeks * WEEK]
    mean = (len(inside) + 0.5) / (weeks * HOURS)  # half a report: nothing is never
    rates = tuple(mean * share for share in hours)
    counts = Counter((int((at - start) / WEEK), hour_of_week(at)) for at in inside)
    seen = sum((count - rates[hour]) ** 2 / rates[hour] for (_, hour), count in counts.items())
    met = sum(rates[hour] for _, hour in counts)
    unseen = weeks * sum(rates) - met  # an hour without a report differs by its rate
    return Usual(rates, max(1.0, (seen + unseen) / (weeks * HOURS)))


def chance(count: int, expected: float, spread: float) -> float:
    """That `count` or more come where `expected` are usual: the upper tail, Poisson where spread is 1."""
    if count <= 0:
        return 1.0
    if expected <= 0:
        return 0.0
    below = sum(math.exp(_log_mass(k, expected, spread)) for k in range(count))
    return max(0.0, 1.0 - below)


def _log_mass(k: int, mean: float, spread: float) -> float:
    if spread <= 1.0001:
        return k * math.log(mean) - mean - math.lgamma(k + 1)
    size, p = mean / (spread - 1), 1 / spread
    told = math.lgamma(k + size) - math.lgamma(size) - math.lgamma(k + 1)
    return told + size * math.log(p) + k * math.log(1 - p)


def threshold(false_alarms_a_week: float, series: int, looks_a_week: int = HOURS) -> float:
    """The chance below which it is a surge: so many false alarms a week over all series and looks."""
    return false_alarms_a_week / (max(1, series) * looks_a_week)


def expected(base: Usual, at: datetime, window: timedelta) -> float:
    """How many the window that ends at `at` usually brings, each part by its own hour."""
    total, left, cursor = 0.0, window, at
    while left > timedelta(0):
        begun = cursor.replace(minute=0, second=0, microsecond=0)
        if begun == cursor:
            begun -= timedelta(hours=1)
        part = min(left, cursor - begun)
        total += base.rates[hour_of_week(begun)] * (part / timedelta(hours=1))
        cursor, left = cursor - part, left - part
    return total


def is_surge(count: int, usual: float, base: Usual, limit: float) -> bool:
    """Whether so many are too many for chance."""
    return count >= LEAST and chance(count, usual, base.spread) < limit
