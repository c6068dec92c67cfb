"""Levels: a rise counts at once, a fall only clearly below the threshold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensors.domain.water.levels import MARGIN_CM, NORMAL, check, level_of, thresholds

P2C = {"siaga_3": 350, "siaga_2": 450, "siaga_1": 700, "normal": [200, 350]}
WATER = st.floats(-100, 1000)


@pytest.mark.parametrize(
    ("value", "level"), [(200, 4), (349.9, 4), (350, 3), (449, 3), (450, 2), (699, 2), (700, 1), (900, 1)]
)
def test_each_threshold_begins_its_level(value: float, level: int) -> None:
    assert level_of(value, P2C) == level


def test_a_gauge_without_thresholds_is_never_in_alarm() -> None:
    assert level_of(10_000, {}) == NORMAL


def test_a_level_without_threshold_is_skipped() -> None:
    assert level_of(320, {"siaga_3": 150, "siaga_1": 300, "siaga_2": None}) == 1
    assert level_of(299, {"siaga_3": 150, "siaga_1": 300}) == 3


def test_negative_thresholds_of_a_basin_below_sea_level_work() -> None:
    pluit = {"siaga_3": -50, "siaga_2": 0}
    assert [level_of(value, pluit) for value in (-60, -50, -1, 0)] == [4, 3, 3, 2]


def test_thresholds_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="must rise"):
        check({"siaga_3": 450, "siaga_2": 350})
    with pytest.raises(ValueError, match="must rise"):
        check({"siaga_3": 350, "siaga_1": 350})
    check(P2C)
    check({})


def test_what_is_no_threshold_is_not_taken_for_one() -> None:
    assert thresholds(P2C) == {3: 350, 2: 450, 1: 700}


WAVES = st.lists(st.floats(-MARGIN_CM / 2, MARGIN_CM / 2 - 0.01), min_size=1)


@given(st.sampled_from([350, 450, 700]), WAVES)
def test_water_dancing_on_a_threshold_changes_the_level_at_most_once(limit: int, waves: list[float]) -> None:
    level = level_of(limit - MARGIN_CM / 2, P2C)
    changes = 0
    for wave in waves:
        after = level_of(limit + wave, P2C, current=level)
        changes += after != level
        level = after
    assert changes <= 1


@given(WATER, st.integers(1, 4))
def test_the_kept_level_is_never_milder_than_the_water(value: float, current: int) -> None:
    assert level_of(value, P2C, current=current) <= level_of(value, P2C)


@given(WATER, st.integers(1, 4))
def test_the_kept_level_is_never_more_serious_than_both_water_and_before(value: float, current: int) -> None:
    assert level_of(value, P2C, current=current) >= min(current, level_of(value, P2C))


@given(WATER, st.integers(1, 4))
def test_well_below_a_threshold_the_level_ends(value: float, current: int) -> None:
    assert level_of(value - MARGIN_CM - 0.01, P2C, current=current) >= level_of(value, P2C)


@given(WATER, WATER, st.integers(1, 4))
def test_more_water_is_never_a_milder_level(one: float, other: float, current: int) -> None:
    low, high = sorted((one, other))
    assert level_of(high, P2C, current=current) <= level_of(low, P2C, current=current)
