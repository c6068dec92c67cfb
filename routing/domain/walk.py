"""In which order to walk through a few places: nearest next, then without crossings (2-opt).

Pure. For some ten places, over straight lines: streets are not known here.
"""

from collections.abc import Sequence
from itertools import pairwise

from routing.domain.distance import haversine

Point = tuple[float, float]  # latitude, longitude; WGS84 degrees
_LEAST = 1e-6  # metres; less of a gain is rounding, and would turn the way round forever


def in_order(start: Point, places: Sequence[Point]) -> list[int]:
    """Indices of all places in the order to walk them from `start`; the way ends at the last.

    Never longer than always going to the nearest next, and no two legs can be turned round to shorten it.
    """
    return _untangled(start, places, _nearest(start, places))


def length(start: Point, places: Sequence[Point], order: Sequence[int]) -> float:
    """Metres of the way."""
    way = [start, *(places[at] for at in order)]
    return sum(haversine(one, other) for one, other in pairwise(way))


def _nearest(start: Point, places: Sequence[Point]) -> list[int]:
    left, here, order = set(range(len(places))), start, []
    while left:
        at = min(left, key=lambda one: (haversine(here, places[one]), one))
        left.remove(at)
        order.append(at)
        here = places[at]
    return order


def _untangled(start: Point, places: Sequence[Point], order: list[int]) -> list[int]:
    """Turn parts of the way round while that makes it shorter."""
    best, better = length(start, places, order), True
    while better:
        better = False
        for first in range(len(order)):
            for last in range(first + 1, len(order)):
                turned = [*order[:first], *reversed(order[first : last + 1]), *order[last + 1 :]]
                metres = length(start, places, turned)
                if metres < best - _LEAST:
                    order, best, better = turned, metres, True
    return order
