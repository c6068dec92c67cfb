"""Thresholds worked out from readings with their official status."""

from hypothesis import given
from hypothesis import strategies as st

from sensors.domain.water.levels import check, level_of
from sensors.domain.water.thresholds import infer

LIMITS = {"siaga_3": 150.0, "siaga_2": 250.0, "siaga_1": 350.0}


def test_the_round_number_in_the_gap_is_found() -> None:
    pairs = [(30.0, 4), (149.0, 4), (152.0, 3), (246.0, 3), (259.0, 2), (342.0, 2), (357.0, 1)]
    assert infer(pairs) == LIMITS


def test_a_level_that_never_occurred_has_no_threshold() -> None:
    assert infer([(90.0, 4), (160.0, 3)]) == {"siaga_3": 150.0}
    assert infer([(90.0, 4)]) == {}
    assert infer([]) == {}


def test_a_few_wrong_statuses_do_not_move_the_threshold() -> None:
    pairs = [(float(value), 3 if value >= 200 else 4) for value in range(100, 300)]
    assert infer([*pairs, (130.0, 3), (260.0, 4)]) == {"siaga_3": 200.0}


def test_a_gauge_that_was_never_normal_gets_a_threshold_below_its_lowest_water() -> None:
    assert infer([(123.0, 3), (140.0, 3)]) == {"siaga_3": 120.0}


@given(st.lists(st.floats(0, 500).map(round), min_size=1))
def test_thresholds_found_give_back_the_statuses_they_came_from(values: list[int]) -> None:
    pairs = [(float(value), level_of(value, LIMITS)) for value in values]
    found = infer(pairs)
    assert all(level_of(value, found) == level for value, level in pairs)


@given(st.lists(st.tuples(st.floats(-300, 900), st.integers(1, 4)), max_size=40))
def test_thresholds_found_always_rise(pairs: list[tuple[float, int]]) -> None:
    check(infer(pairs))
