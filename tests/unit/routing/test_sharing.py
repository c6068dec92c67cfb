"""Fair turns, even loads, and leave that ends somewhere."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from routing.domain.sharing import Hand, Sharing, choose, stand_in

CREW = st.lists(st.integers(1, 50), min_size=1, max_size=8, unique=True)


@given(CREW, st.integers(1, 6), st.integers(0, 60))
def test_in_turn_everybody_gets_as_many(crew: list[int], rounds: int, last: int) -> None:
    got: list[int] = []
    at: int | None = last or None
    for _ in range(rounds * len(crew)):
        at = choose(Sharing.IN_TURN, [Hand(one) for one in crew], last=at)
        assert at is not None
        got.append(at)
    assert set(Counter(got).values()) == {rounds}


@given(st.dictionaries(st.integers(1, 50), st.integers(0, 9), min_size=1, max_size=8), st.integers(1, 40))
def test_by_load_nobody_gets_one_while_another_holds_fewer(loads: dict[int, int], many: int) -> None:
    held, last = dict(loads), None
    for _ in range(many):
        last = choose(Sharing.BY_LOAD, [Hand(*hand) for hand in held.items()], last=last)
        assert last is not None
        assert held[last] == min(held.values())
        held[last] += 1


@given(st.dictionaries(st.integers(1, 6), st.integers(1, 6)), st.integers(1, 6))
def test_a_stand_in_is_at_work_or_it_stays(leave: dict[int, int], officer: int) -> None:
    found = stand_in(officer, leave)
    assert found not in leave or found == officer


def test_by_hand_and_of_nobody_there_is_no_turn() -> None:
    assert choose(Sharing.BY_HAND, [Hand(1)], last=None) is None
    assert choose(Sharing.IN_TURN, [], last=None) is None
