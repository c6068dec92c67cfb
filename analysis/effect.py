"""What a finished work changed: its kelurahan before and after, against all others in the same weeks."""

import math
from dataclasses import dataclass

SURE = 1.96  # standard deviations: 95 %


@dataclass(frozen=True)
class Effect:
    """ratio: reports after, of what the others' course would have brought (1: no change); low, high: 95 %."""

    ratio: float
    low: float
    high: float


def effect(own_before: int, own_after: int, others_before: int, others_after: int) -> Effect:
    """Ratio of two ratios of counts, each a half more (none is 0), with the interval of its logarithm."""
    counts = [count + 0.5 for count in (own_before, own_after, others_before, others_after)]
    before, after, other_before, other_after = counts
    log = math.log(after / before) - math.log(other_after / other_before)
    wide = SURE * math.sqrt(sum(1 / count for count in counts))
    return Effect(*(round(math.exp(value), 2) for value in (log, log - wide, log + wide)))
