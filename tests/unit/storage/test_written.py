"""Numbers as people read them: what was written before changes nothing, and nothing is less than nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.written import number


@pytest.mark.parametrize("nothing", [-0.0, 0, 0.0, -0.04, Decimal("-0.0")])
def test_what_rounds_to_nothing_has_no_minus(nothing: float | Decimal) -> None:
    assert number(nothing) == "0"


@pytest.mark.parametrize(
    ("value", "shown"), [(-0.05, "-0,1"), (1234.55, "1.234,6"), (Decimal("2.50"), "2,5"), (7, "7")]
)
def test_a_number_is_rounded_half_up_as_indonesians_write_it(value: float | Decimal, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize("digits", [0, 1, 6])
@given(value=st.floats() | st.integers(-(10**300), 10**300))
def test_every_number_there_is_can_be_written(digits: int, value: float) -> None:
    assert len(number(value, digits)) < 60


@pytest.mark.parametrize(
    ("value", "shown"), [(1.7e308, "1,7E308"), (-2e18, "-2,0E18"), (float("nan"), "–"), (float("-inf"), "–")]
)
def test_what_nobody_reads_is_told_by_its_power_and_what_is_no_number_is_none(
    value: float, shown: str
) -> None:
    assert number(value) == shown
