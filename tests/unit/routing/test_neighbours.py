"""Whom to ask, and what the answers come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.neighbours import Neighbour, Said, all_say_done, chosen, stands_against

PEOPLE = st.lists(
    st.builds(
        Neighbour, st.integers(1, 9), st.integers(1, 9), st.none() | st.floats(0, 9000), st.booleans(),
        st.booleans(),
    )
)  # fmt: skip


@given(PEOPLE, st.integers(-1, 5))
def test_each_once_and_no_more_than_wanted_whatever_the_order(found: list[Neighbour], most: int) -> None:
    picked = chosen(found, most)
    assert len({one.person_id for one in picked}) == len(picked) <= max(0, most)
    assert chosen(list(reversed(found)), most) == picked
    assert set(picked) <= set(found)


@given(PEOPLE)
def test_a_chat_that_rings_goes_before_one_that_does_not_and_near_before_far(found: list[Neighbour]) -> None:
    picked = chosen(found, 9)
    assert [one.rings for one in picked] == sorted((one.rings for one in picked), reverse=True)
    near = [one.metres for one in picked if one.rings and one.metres is not None]
    assert near == sorted(near)


@pytest.mark.parametrize(
    ("answers", "done", "against"),
    [([], False, False), ([""], False, False), ([Said.DONE, ""], False, False), ([Said.DONE], True, False),
     ([Said.DONE, Said.DONE], True, False), ([Said.DONE, Said.NOT_DONE], False, True)],
)  # fmt: skip
def test_what_answers_come_to(answers: list[str], done: bool, against: bool) -> None:
    assert (all_say_done(answers), stands_against(answers)) == (done, against)
