"""Judging readings: faults of real gauges are seen, real rises come through."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sensors import kinds
from sensors.domain.quality import Previous, follow, judge
from sensors.domain.reading import Measurement, MeasuringFault, Quality

WATER = kinds.limits_of("tinggi_muka_air", {})
assert WATER.leap
assert WATER.stuck_after
LEAP_BASE_CM, LEAP_MOST_CM, STUCK_AFTER = WATER.leap.base, WATER.leap.most, WATER.stuck_after
START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def judged(values: list[float | None], *, minutes: float = 30) -> list[Quality]:
    """The judgement of each of a gauge's readings, sent every so many minutes."""
    previous, found = Previous(), []
    for number, value in enumerate(values):
        reading = Measurement(START + number * timedelta(minutes=minutes), value)
        found.append(judge(previous, reading, WATER))
        previous = follow(previous, reading, found[-1], WATER)
    return found


def doubts(values: list[float | None], *, minutes: float = 30) -> list[set[MeasuringFault]]:
    return [set(quality.doubts) for quality in judged(values, minutes=minutes)]


def test_a_calm_river_raises_no_doubt() -> None:
    assert doubts([100, 104, 98, 110, 150, 190]) == [set()] * 6


def test_a_single_spike_is_doubted_and_forgotten() -> None:
    assert doubts([90, 300, 92, 95]) == [set(), {MeasuringFault.LEAP}, set(), set()]


def test_a_real_rise_counts_with_its_second_reading_and_makes_the_first_true() -> None:
    qualities = judged([90, 300, 320, 330])
    assert [quality.moves_level for quality in qualities] == [True, False, True, True]
    assert qualities[2].confirms


def test_a_spike_before_a_lesser_real_rise_is_not_made_true() -> None:
    qualities = judged([90, 900, 200, 210])
    assert qualities[2].moves_level
    assert not qualities[2].confirms


def test_a_spike_upwards_does_not_confirm_a_leap_downwards() -> None:
    assert doubts([300, 500, 100]) == [set(), {MeasuringFault.LEAP}, {MeasuringFault.LEAP}]


def test_the_leap_believed_at_once_grows_with_the_time_between() -> None:
    rise = 60.0
    assert doubts([100, 100 + rise], minutes=1)[1] == {MeasuringFault.LEAP}
    assert doubts([100, 100 + rise], minutes=30)[1] == set()


def test_a_gauge_with_a_limit_of_its_own_is_judged_by_size_alone() -> None:
    previous = Previous(Measurement(START, 100), newest_at=START)
    soon, own = START + timedelta(seconds=1), kinds.limits_of("tinggi_muka_air", {"leap_cm": 75})
    assert not judge(previous, Measurement(soon, 160), own).doubts
    assert judge(previous, Measurement(soon, 180), own).doubts == {MeasuringFault.LEAP}
    assert judge(previous, Measurement(soon, 160), WATER).doubts == {MeasuringFault.LEAP}


def test_after_a_long_silence_any_level_is_believed() -> None:
    assert doubts([310, 100], minutes=7 * 60) == [set(), set()]


def test_sudden_zeros_stay_doubtful_however_often_they_come() -> None:
    assert doubts([280, 0, 0, 0, 282]) == [
        set(),
        {MeasuringFault.ZERO},
        {MeasuringFault.ZERO},
        {MeasuringFault.ZERO},
        set(),
    ]


def test_zero_is_a_level_like_any_other_where_the_water_is_near_it() -> None:
    assert doubts([-10, 0, 4, 0]) == [set()] * 4


def test_a_dead_zero_does_not_confirm_a_leap() -> None:
    assert doubts([400, 0, 250])[2] == {MeasuringFault.LEAP}


def test_nothing_measured_is_not_stored() -> None:
    for empty in (None, float("nan"), float("inf")):
        assert judged([100, empty])[1] == Quality(frozenset({MeasuringFault.MISSING}))
    assert not judged([100, None])[1].storable


def test_values_no_gauge_can_show_are_not_stored() -> None:
    assert [quality.storable for quality in judged([100, 3_000.5, -1_001, 110])] == [True, False, False, True]


def test_an_implausible_value_does_not_disturb_what_follows() -> None:
    assert doubts([100, 99_999, 104])[2] == set()


def test_a_value_unchanged_for_three_days_is_called_stuck_but_keeps_its_level() -> None:
    count = int(STUCK_AFTER / timedelta(hours=1)) + 2
    qualities = judged([124.0] * count, minutes=60)
    assert {MeasuringFault.STUCK} not in [set(quality.doubts) for quality in qualities[: count - 2]]
    assert qualities[-1].doubts == {MeasuringFault.STUCK}
    assert qualities[-1].moves_level
    assert not qualities[-1].good


def test_any_change_ends_being_stuck() -> None:
    count = int(STUCK_AFTER / timedelta(hours=1)) + 2
    assert doubts([*[124.0] * count, 125, 125], minutes=60)[-2:] == [set(), set()]


def test_an_older_reading_is_late_and_its_value_still_believed() -> None:
    previous = Previous(Measurement(START, 100), newest_at=START)
    quality = judge(previous, Measurement(START - timedelta(minutes=1), 900), WATER)
    assert quality.doubts == {MeasuringFault.LATE}
    assert quality.storable
    assert quality.good
    assert not quality.moves_level


def test_the_same_time_again_is_a_repetition() -> None:
    previous = Previous(Measurement(START, 100), newest_at=START)
    assert judge(previous, Measurement(START, 100), WATER).doubts == {MeasuringFault.REPEATED}
    assert judge(previous, Measurement(START, 300), WATER).doubts == {MeasuringFault.REPEATED}


def test_a_pending_leap_sent_again_does_not_confirm_itself() -> None:
    leap = Measurement(START + timedelta(minutes=30), 300)
    previous = Previous(Measurement(START, 100), leap, leap.at)
    assert judge(previous, leap, WATER).doubts == {MeasuringFault.REPEATED}


values = st.lists(st.floats(-200, 900).map(lambda value: round(value, 1)), min_size=1, max_size=30)


@given(values, st.floats(0.1, 300))
def test_two_readings_on_the_same_side_are_never_both_held_back(levels: list[float], minutes: float) -> None:
    """No real rise waits for more than one reading, whatever the water does."""
    qualities = judged(list(levels), minutes=minutes)
    credible = levels[0]
    held = list(zip(levels, qualities, strict=True))
    for (first, one), (second, two) in pairwise(held[1:]):
        if MeasuringFault.LEAP in one.doubts and MeasuringFault.LEAP in two.doubts:
            assert (first > credible) != (second > credible)
        if one.moves_level:
            credible = first
        if two.moves_level:
            credible = second


@given(st.floats(0, 500), st.floats(LEAP_MOST_CM + 1, 400), st.floats(-LEAP_BASE_CM, LEAP_BASE_CM))
def test_no_single_spike_moves_the_level(level: float, spike: float, after: float) -> None:
    qualities = judged([level, level + spike, level + after])
    assert not qualities[1].moves_level
    assert qualities[2].moves_level
    assert not qualities[2].confirms


@given(st.lists(st.one_of(st.none(), st.floats()), max_size=20))
def test_any_numbers_at_all_are_judged(levels: list[float | None]) -> None:
    assert len(judged(levels)) == len(levels)
    assert all(quality.storable or not quality.moves_level for quality in judged(levels))
