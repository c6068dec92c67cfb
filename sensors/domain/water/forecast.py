"""How high the water will stand: a gauge's own movement and that of gauges which move before it.

Which gauges those are, how long before, and how much of their movement arrives is learned by regression from
history. Whatever is learned must first prove itself on a week it has not seen: where "unchanged" was as good
there, nothing is forecast.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

STEP = timedelta(minutes=30)
CARRIED = 2  # steps a reading stands for the ones that are missing
LAGS = range(0, 17, 2)  # steps between the movement there and the one here: up to 8 hours
OVER = 4  # steps of a movement that is looked at
MOST_BEFORE = 2  # gauges whose movement is used
ROWS_NEEDED = 200
RIDGE = 3.0
PROOF = timedelta(days=7)  # the last week proves whether it is better than "unchanged"
SURE = 0.8  # share of outcomes its interval should hold


@dataclass(frozen=True)
class Grid:
    """The levels of gauges (cm) at steps of STEP; NaN where none is known."""

    start: datetime
    levels: Mapping[str, Values]

    def step(self, at: datetime) -> int:
        """The number of the step."""
        return int((at - self.start) / STEP)


@dataclass(frozen=True)
class Upstream:
    """A gauge that moves before the one in question, `lag` steps earlier."""

    code: str
    lag: int


@dataclass(frozen=True)
class Model:
    """What was learned for one gauge and one horizon (steps)."""

    code: str
    ahead: int
    before: tuple[Upstream, ...]
    weights: Values
    low: float  # of the error on the week of proof (cm): the interval
    high: float
    better: bool  # than "unchanged", on the week of proof


def grid(readings: Mapping[str, Sequence[tuple[datetime, float]]]) -> Grid:
    """Believed readings (time, cm), each gauge's in order, at equal steps; the last one of a step counts."""
    start = min(mine[0][0] for mine in readings.values() if mine)
    end = max(mine[-1][0] for mine in readings.values() if mine)
    steps = int((end - start) / STEP) + 1
    return Grid(start, {code: _steps(mine, start, steps) for code, mine in readings.items()})


def _steps(mine: Sequence[tuple[datetime, float]], start: datetime, steps: int) -> Values:
    levels = np.full(steps, np.nan)
    for at, value in mine:
        # What was measured within a step is known at its end.
        number = -int(-(at - start) // STEP)
        if number < steps:
            levels[number] = value
    for number in range(1, CARRIED + 1):
        gaps = np.isnan(levels)
        gaps[:number] = False
        levels[gaps] = np.roll(levels, 1)[gaps]
    return levels


def learn(known: Grid, code: str, *, ahead: int, until: int) -> Model | None:
    """What the steps before `until` teach; None where they are too few."""
    proof = until - int(PROOF / STEP)
    tried = _fit(known, code, ahead, proof)
    if tried is None:
        return None
    before, weights = tried
    errors, unchanged = _errors(known, code, ahead, before, weights, proof, until)
    if len(errors) < ROWS_NEEDED // 4:
        return None
    better = bool(np.mean(np.abs(errors)) < np.mean(np.abs(unchanged)))
    low, high = np.quantile(errors, [(1 - SURE) / 2, (1 + SURE) / 2])
    final = _fit(known, code, ahead, until) or tried
    return Model(code, ahead, final[0], final[1], float(low), float(high), better)


def forecast(known: Grid, model: Model, now: Values) -> Values:
    """The levels (cm) `model.ahead` steps after the steps `now`; NaN where the gauge itself is silent."""
    rows = _features(known, model.code, model.before)[now.astype(int)]
    return np.asarray(known.levels[model.code][now.astype(int)] + np.nan_to_num(rows) @ model.weights)


def _fit(known: Grid, code: str, ahead: int, until: int) -> tuple[tuple[Upstream, ...], Values] | None:
    change = _change(known, code, ahead)[: max(0, until - ahead)]
    own = _features(known, code, ())[: len(change)]
    usable = ~np.isnan(change) & ~np.isnan(own).any(axis=1)
    if usable.sum() < ROWS_NEEDED:
        return None
    before: tuple[Upstream, ...] = ()
    weights = _regress(own[usable], change[usable])
    for _ in range(MOST_BEFORE):
        rest = change - np.nan_to_num(_features(known, code, before)[: len(change)]) @ weights
        found = _leader(known, code, rest, usable, {one.code for one in before})
        if found is None:
            break
        before = (*before, found)
        weights = _regress(
            np.nan_to_num(_features(known, code, before)[: len(change)][usable]), change[usable]
        )
    return before, weights


def _leader(
    known: Grid, code: str, rest: Values, usable: NDArray[np.bool_], used: set[str]
) -> Upstream | None:
    """The gauge and the lag whose movement explains most of what is left."""
    best, found = 0.1, None  # a correlation below it is chance
    for other in known.levels.keys() - used - {code}:
        moved = _moved(known.levels[other], OVER)
        for lag in LAGS:
            earlier = _later(moved, lag)[: len(rest)]
            both = usable & ~np.isnan(earlier)
            if both.sum() < ROWS_NEEDED:
                continue
            strength = _correlation(earlier[both], rest[both])
            if strength > best:
                best, found = strength, Upstream(other, lag)
    return found


def _correlation(one: Values, other: Values) -> float:
    spread = float(np.std(one) * np.std(other))
    return abs(float(np.mean((one - one.mean()) * (other - other.mean()))) / spread) if spread > 0 else 0.0


def _regress(rows: Values, wanted: Values) -> Values:
    """Ridge regression through the origin: no movement anywhere means none here."""
    scale = np.sqrt(np.mean(rows**2, axis=0)) + 1e-9
    even = rows / scale
    square = even.T @ even + RIDGE * np.eye(rows.shape[1])
    return np.asarray(np.linalg.solve(square, even.T @ wanted) / scale)


def _features(known: Grid, code: str, before: Sequence[Upstream]) -> Values:
    """Own movement over one and three hours, how far from the day's mean, and the others' movement."""
    own = known.levels[code]
    columns = [_moved(own, 2), _moved(own, 6), own - _mean(own, 48)]
    columns += [_later(_moved(known.levels[one.code], OVER), one.lag) for one in before]
    return np.stack(columns, axis=1)


def _moved(levels: Values, steps: int) -> Values:
    return levels - _later(levels, steps)


def _later(levels: Values, steps: int) -> Values:
    """The values of `steps` earlier, at each step."""
    return levels if steps == 0 else np.concatenate([np.full(steps, np.nan), levels[:-steps]])


def _mean(levels: Values, steps: int) -> Values:
    """The mean of the last `steps` known values."""
    there = ~np.isnan(levels)
    sums, counts = np.cumsum(np.where(there, levels, 0)), np.cumsum(there)
    sums, counts = sums - _zero(sums, steps), counts - _zero(counts, steps)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def _zero(sums: Values | NDArray[np.int_], steps: int) -> Values:
    return np.concatenate([np.zeros(steps), sums[:-steps]]) if len(sums) > steps else np.zeros(len(sums))


def _change(known: Grid, code: str, ahead: int) -> Values:
    own = known.levels[code]
    return np.concatenate([own[ahead:], np.full(ahead, np.nan)]) - own


def _errors(
    known: Grid, code: str, ahead: int, before: Sequence[Upstream], weights: Values, start: int, end: int
) -> tuple[Values, Values]:
    """What came less what was forecast, and less "unchanged", for forecasts of what came in [start, end)."""
    change = _change(known, code, ahead)[start : max(start, end - ahead)]
    told = np.nan_to_num(_features(known, code, before)[start : start + len(change)]) @ weights
    there = ~np.isnan(change)
    return (change - told)[there], change[there]


def judged(known: Grid, model: Model, start: int, end: int) -> tuple[Values, Values]:
    """As `_errors`, of what was learned."""
    return _errors(known, model.code, model.ahead, model.before, model.weights, start, end)
