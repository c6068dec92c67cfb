"""How many reports will come in the next weeks, by category, tried on past weeks before it is told.

Two ways are tried against "as in the same week of last year" (as last week, where there is none): the mean of
the last four weeks, and a Poisson regression on season, trend and those four weeks. Each forecasts the last
BACK weeks from what was known before each. A way is used only where its MASE is below 1: its mean error, over
that of "as last year" on the same weeks. Intervals are of a negative binomial as wide as the way's own errors
were; how often they held on those weeks is told.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

BACK, AHEAD, YEAR, LEAST = 26, 4, 52, 40  # weeks
FEWEST = 1.0  # reports a week below which nothing is forecast
SURE = 0.8  # of an interval
Counts = np.ndarray[tuple[int], np.dtype[np.float64]]
Way = Callable[[Counts, int], float]


@dataclass(frozen=True)
class Forecast:
    """way: what is used, "" where none beats the naive one. mase, held: on past weeks.

    weeks: of each to come the low end, the mean and the high end.
    """

    way: str
    mase: Mapping[str, float]
    held: float
    weeks: Sequence[tuple[int, float, int]]


@contextmanager
def one_thread() -> Iterator[None]:
    """Linear algebra by one thread: on so few numbers several only wait for one another, and a forecast takes
    seventy times as long. What does it is loaded here, for a limit does not hold for what is loaded later.
    """
    import scipy.stats  # noqa: F401
    import sklearn.linear_model  # noqa: F401 - a second to load
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield


def naive(past: Counts, ahead: int) -> float:
    """As in the same week of last year; as last week where there is no year before."""
    at = len(past) + ahead - 1 - YEAR
    return float(past[at] if at >= 0 else past[-1])


def mean_of_four(past: Counts, ahead: int) -> float:
    """The mean of the last four weeks."""
    return float(past[-4:].mean())


def regression(past: Counts, ahead: int) -> float:
    """Poisson regression on the season, the trend and the mean of four weeks, as long before as it now is."""
    from sklearn.linear_model import PoissonRegressor

    start = 3 + ahead
    rows = np.array([_known(past, week, ahead) for week in range(start, len(past))])
    fitted = PoissonRegressor(alpha=1.0, max_iter=200).fit(rows, past[start:])
    told = fitted.predict(np.array([_known(past, len(past) + ahead - 1, ahead)]))[0]
    return float(min(told, 3 * past.max() + 1))


def _known(counts: Counts, week: int, ahead: int) -> list[float]:
    last = week - ahead
    angle = 2 * np.pi * week / YEAR
    return [np.log1p(counts[last - 3 : last + 1].mean()), np.sin(angle), np.cos(angle), week / YEAR]


WAYS: Mapping[str, Way] = {"rata-rata empat minggu": mean_of_four, "regresi Poisson": regression}


def forecast(counts: Sequence[int]) -> Forecast | None:
    """Of weekly counts without gaps, oldest first; None where there are too few to try anything on."""
    past = np.asarray(counts, dtype=np.float64)
    if len(past) < LEAST or past[-BACK:].mean() < FEWEST:
        return None
    first = len(past) - BACK
    true = past[first:]
    usual = _on_past(naive, past, first)
    scale = float(np.abs(true - usual).mean()) or 1.0
    tried = {name: _on_past(way, past, first) for name, way in WAYS.items()}
    mase = {name: round(float(np.abs(true - told).mean()) / scale, 3) for name, told in tried.items()}
    best = min(mase, key=lambda name: mase[name])
    used = best if mase[best] < 1 else ""
    told, way = (tried[best], WAYS[best]) if used else (usual, naive)
    spread = _spread(true, told)
    ends = [_between(one, spread) for one in told]
    inside = [low <= value <= high for value, (low, high) in zip(true, ends, strict=True)]
    weeks = [(mean := way(past, ahead), _between(mean, spread)) for ahead in range(1, AHEAD + 1)]
    return Forecast(
        used, mase, round(float(np.mean(inside)), 3),
        [(low, round(mean, 1), high) for mean, (low, high) in weeks],
    )  # fmt: skip


def _on_past(way: Way, past: Counts, first: int) -> Counts:
    return np.array([way(past[:week], 1) for week in range(first, len(past))])


def _spread(true: Counts, told: Counts) -> float:
    """Variance beyond a Poisson's, as a share of the mean squared."""
    beyond = ((true - told) ** 2 - told).sum()
    return max(0.0, float(beyond / max(1e-9, (told**2).sum())))


def _between(mean: float, spread: float) -> tuple[int, int]:
    from scipy.stats import nbinom, poisson

    mean, tail = max(mean, 0.1), (1 - SURE) / 2
    if spread < 1e-6:
        return int(poisson.ppf(tail, mean)), int(poisson.ppf(1 - tail, mean))
    size = 1 / spread
    share = size / (size + mean)
    return int(nbinom.ppf(tail, size, share)), int(nbinom.ppf(1 - tail, size, share))
