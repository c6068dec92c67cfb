"""Two signs before residents are woken."""

import pytest

from sensors.domain.water.certainty import is_sure


@pytest.mark.parametrize(
    ("before", "level", "alone"),
    [
        (4, 3, True), (3, 2, True), (2, 1, True),  # step by step
        (4, 2, False), (4, 1, False), (3, 1, False),  # a jump
        (2, 2, True), (1, 1, True), (1, 2, True),  # a second reading there or beyond
    ],
)  # fmt: skip
def test_a_jump_over_a_level_needs_a_second_sign(before: int, level: int, alone: bool) -> None:
    assert is_sure(level, before=before, neighbour=False) is alone
    assert is_sure(level, before=before, neighbour=True)
