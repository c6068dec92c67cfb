"""A gauge's thresholds, worked out from readings whose official status is known."""

import math
from collections.abc import Iterable
from itertools import pairwise

STATUS_LEVEL = {"Normal": 4, "Siaga 4": 4, "Siaga 3": 3, "Siaga 2": 2, "Siaga 1": 1}
ROUND_CM = (50, 10, 5)


def infer(pairs: Iterable[tuple[float, int]]) -> dict[str, float]:
    """{"siaga_3": cm, …} for the levels that occur in (value in cm, official level 4 to 1).

    Each threshold is the cut that disagrees with the fewest readings; within the gap it is free to move, it
    takes the highest round number (services publish 150, 250, 350 and the like). A level that never occurs
    has no threshold: the readings cannot tell it.
    """
    known = sorted(pairs)
    found: dict[str, float] = {}
    ceiling = math.inf  # where statuses contradict one another, the more serious threshold stands
    for level in (1, 2, 3):
        if any(status == level for _, status in known):
            limit = _rounded(*_best_gap(known, level))
            if limit < ceiling:
                found[f"siaga_{level}"] = ceiling = limit
    return dict(reversed(found.items()))


def _best_gap(known: list[tuple[float, int]], level: int) -> tuple[float | None, float]:
    """(highest value below the cut, lowest value at or above it) of the cut with the fewest errors."""
    values = sorted({value for value, _ in known})
    errors = sum(status > level for _, status in known)  # cutting below everything calls all of them alarmed
    by_value: dict[float, int] = {}
    for value, status in known:
        by_value[value] = by_value.get(value, 0) + (1 if status <= level else -1)
    best: tuple[int, float | None, float] = (errors, None, values[0])
    for below, above in pairwise(values):
        errors += by_value[below]
        if errors < best[0]:
            best = (errors, below, above)
    return best[1], best[2]


def _rounded(below: float | None, above: float) -> float:
    if below is None:
        return float(above // 10 * 10)
    for step in ROUND_CM:
        candidate = above // step * step
        if candidate > below:
            return float(candidate)
    return float(above)
