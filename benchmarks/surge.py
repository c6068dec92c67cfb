"""How well a surge is found: python -m benchmarks.surge [--years 5] [--false-alarms 2]

Synthetic years (seeded): 56 kelurahan x 6 kinds, each with a rate of its own by hour and weekday, counts that
spread twice as wide as Poisson's, a base learned from the year before. In each year 60 events are planted: 6
to 40 extra reports over half an hour to three hours. Every 15 minutes each series is looked at over the last
hour. Prints recall by size, minutes from the event's begin to the first alarm, false alarms a week.
"""

import argparse
import random
import statistics
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from routing.domain.surge import LEAST, Usual, chance, expected, profile, threshold, usual_of

AREAS, KINDS, EVENTS = 56, 6, 60
LOOK, WINDOW = timedelta(minutes=15), timedelta(hours=1)
YEAR = timedelta(weeks=52)
START = datetime(2025, 1, 6, tzinfo=UTC)
BY_DAY = (
    *[0.2] * 6, 1.2, 1.6, 1.8, 1.7, 1.5, 1.3, 1.2, 1.2, 1.3, 1.4, 1.5, 1.4, 1.2, 1.0, 0.8, 0.6, 0.4, 0.3,
)  # fmt: skip
SIZES = ((6, 9), (10, 19), (20, 40))


def ordinary(dice: random.Random, rate: float, start: datetime) -> Iterator[datetime]:
    """A year of reports of one series: gamma-mixed Poisson by the hour, so the variance is twice the mean."""
    for hour in range(52 * 168):
        mean = rate * BY_DAY[hour % 24] * (0.8 if (hour // 24) % 7 >= 5 else 1.08)
        if mean <= 0:
            continue
        mixed = dice.gammavariate(mean, 1.0)
        for _ in range(_poisson(dice, mixed)):
            yield start + timedelta(hours=hour + dice.random())


def _poisson(dice: random.Random, mean: float) -> int:
    limit, count, product = 2.718281828459045**-mean, 0, dice.random()
    while product > limit:
        count, product = count + 1, product * dice.random()
    return count


def year(seed: int, false_alarms: float) -> tuple[dict[tuple[int, int], list[float | None]], float]:
    """Minutes to detection by size (None: missed), and false alarms a week."""
    dice, series = random.Random(seed), AREAS * KINDS
    rates = [dice.choice((0.005, 0.01, 0.02, 0.05)) for _ in range(series)]
    planted = defaultdict(list)
    for number in range(EVENTS):
        low, high = SIZES[number % len(SIZES)]
        begins = START + YEAR + timedelta(hours=dice.uniform(24, 52 * 168 - 24))
        lasts = timedelta(minutes=dice.uniform(30, 180))
        planted[dice.randrange(series)].append((begins, lasts, dice.randint(low, high), (low, high)))
    limit = threshold(false_alarms, series, int(timedelta(weeks=1) / LOOK))
    found: dict[tuple[int, int], list[float | None]] = {size: [] for size in SIZES}
    false = 0
    before = [list(ordinary(dice, rate, START)) for rate in rates]
    hours = profile(at for times in before for at in times)
    for one in range(series):
        base = usual_of(before[one], hours, START, 52)
        times = list(ordinary(dice, rates[one], START + YEAR))
        for begins, lasts, many, _ in planted[one]:
            times += [begins + lasts * dice.random() for _ in range(many)]
        alarms = _alarms(sorted(times), base, limit)
        spans = [(begins, begins + lasts + WINDOW) for begins, lasts, _, _ in planted[one]]
        false += sum(not any(a <= at <= b for a, b in spans) for at in alarms)
        for (begins, _, _, size), (a, b) in zip(planted[one], spans, strict=True):
            first = min((at for at in alarms if a <= at <= b), default=None)
            found[size].append(None if first is None else (first - begins).total_seconds() / 60)
    return found, false / 52


def _alarms(times: list[datetime], base: Usual, limit: float) -> list[datetime]:
    """The looks at which it rings; within an hour of the last ring it is the same alarm."""
    alarms: list[datetime] = []
    for index in range(LEAST - 1, len(times)):
        look = START + (int((times[index] - START) / LOOK) + 1) * LOOK
        count = sum(look - WINDOW < at <= look for at in times[max(0, index - 60) : index + 60])
        if count < LEAST or chance(count, expected(base, look, WINDOW), base.spread) >= limit:
            continue
        if not alarms or look - alarms[-1] > WINDOW:
            alarms.append(look)
    return alarms


def main() -> None:
    """Years, one after another."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--years", type=int, default=5)
    asked.add_argument("--false-alarms", type=float, default=2.0)
    given = asked.parse_args()
    all_found: dict[tuple[int, int], list[float | None]] = {size: [] for size in SIZES}
    weekly = []
    for seed in range(given.years):
        found, false = year(seed, given.false_alarms)
        weekly.append(false)
        for size, minutes in found.items():
            all_found[size] += minutes
    for (low, high), minutes in all_found.items():
        seen = [one for one in minutes if one is not None]
        told = f"median {statistics.median(seen):.0f} minutes" if seen else "never"
        share = f"{len(seen)}/{len(minutes)} ({len(seen) / len(minutes):.0%})"
        print(f"{low}-{high} extra reports: recall {share}, {told}")
    print(f"false alarms a week: {statistics.mean(weekly):.2f} (asked for {given.false_alarms:g})")


if __name__ == "__main__":
    main()
