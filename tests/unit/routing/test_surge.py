"""A surge: more than this hour of the week usually brings, with the false alarms a city wants."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.surge import HOURS, chance, expected, is_surge, profile, threshold, usual_of

START = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday
FLAT = (1.0,) * HOURS


def test_the_tail_is_poissons_and_wider_with_spread() -> None:
    assert chance(3, 1.0, 1.0) == pytest.approx(0.0803, abs=1e-4)
    assert chance(3, 1.0, 2.0) == pytest.approx(0.125, abs=1e-6)  # geometric: 0.5 ** 3
    assert chance(0, 1.0, 1.0) == 1.0


@given(st.integers(1, 40), st.floats(0.01, 20), st.floats(1, 5))
def test_more_is_never_likelier(count: int, usual: float, spread: float) -> None:
    assert 0 <= chance(count + 1, usual, spread) <= chance(count, usual, spread) + 1e-9 <= 1 + 1e-9


def test_a_busy_hour_is_told_from_a_quiet_one() -> None:
    busy = [START + timedelta(weeks=week, hours=8, minutes=m) for week in range(20) for m in (5, 20, 35, 50)]
    usual = usual_of(busy, profile(busy), START, 20)
    morning, night = START + timedelta(weeks=20, hours=9), START + timedelta(weeks=20, hours=3)
    hour, limit = timedelta(hours=1), threshold(2, 500, 672)
    assert expected(usual, morning, hour) > 10 * expected(usual, night, hour)
    assert not is_surge(4, expected(usual, morning, hour), usual, limit)
    assert is_surge(8, expected(usual, night, hour), usual, limit)
    assert not is_surge(2, 0.0001, usual, 1.0)


def test_a_window_over_two_hours_takes_of_each_its_part() -> None:
    usual = usual_of([START + timedelta(hours=n) for n in range(HOURS)], FLAT, START, 1)
    at = START + timedelta(hours=10, minutes=30)
    assert expected(usual, at, timedelta(hours=1)) == pytest.approx(usual.rates[0], rel=1e-6)
    assert threshold(7, 10, 70) == 0.01
