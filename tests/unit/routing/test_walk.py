"""The order of a walk: every place once, never worse than the nearest next, nothing left to turn round."""

from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.domain.distance import haversine
from routing.domain.walk import _nearest, in_order, length

POINT = st.tuples(st.floats(-6.4, -6.1), st.floats(106.85, 107.1))
PLACES = st.lists(POINT, max_size=10)


@settings(max_examples=60, deadline=None)
@given(POINT, PLACES)
def test_every_place_once_and_no_longer_than_the_nearest_next(
    start: tuple[float, float], places: list[tuple[float, float]]
) -> None:
    order = in_order(start, places)
    assert sorted(order) == list(range(len(places)))
    assert length(start, places, order) <= length(start, places, _nearest(start, places)) + 1e-6
    assert in_order(start, places) == order


@settings(max_examples=40, deadline=None)
@given(POINT, PLACES)
def test_turning_no_part_of_it_round_makes_it_shorter(
    start: tuple[float, float], places: list[tuple[float, float]]
) -> None:
    order = in_order(start, places)
    best = length(start, places, order)
    for first in range(len(order)):
        for last in range(first + 1, len(order)):
            turned = [*order[:first], *reversed(order[first : last + 1]), *order[last + 1 :]]
            assert length(start, places, turned) >= best - 1e-5


@settings(max_examples=40, deadline=None)
@given(POINT, st.lists(POINT, max_size=5))
def test_of_a_few_places_it_is_hardly_longer_than_the_best_there_is(
    start: tuple[float, float], places: list[tuple[float, float]]
) -> None:
    best = min(length(start, places, order) for order in permutations(range(len(places))))
    assert length(start, places, in_order(start, places)) <= best * 1.5 + 1e-6


def test_a_crossing_way_is_untangled() -> None:
    """The nearest next goes back and forth along a street; the walk goes to one end and then along it."""
    start, street = (-6.23, 107.0), [(-6.23, 107.0 + at / 1000) for at in (1, -2, 4, -8)]
    order = in_order(start, street)
    assert length(start, street, order) < length(start, street, _nearest(start, street))
    legs = [start, *(street[at] for at in order)]
    assert length(start, street, order) == pytest.approx(sum(haversine(a, b) for a, b in pairwise(legs)))


def test_nowhere_to_go() -> None:
    assert in_order((0, 0), []) == []
    assert length((0, 0), [], []) == 0
    assert in_order((0, 0), [(0, 0), (0, 0)]) == [0, 1]
