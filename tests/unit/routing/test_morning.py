"""Which three things need the mayor; what may become of an atensi."""

from hypothesis import given
from hypothesis import strategies as st

from routing.domain.attention import BECOMES, Deed, State, after
from routing.domain.morning import MOST, Card, Need, chosen

EMPTY = st.just("")
CARDS = st.builds(Card, st.sampled_from(Need), st.floats(0, 100), st.text(max_size=3), EMPTY, EMPTY)
    Card, st.sampled_from(Need), st.floats(0, 100), st.text(max_size=3), st.just(""), st.just("")
)


def card(need: Need, weight: float) -> Card:
    return Card(need, weight, f"{need} {weight}", "", "")


@given(st.lists(CARDS, max_size=12))
def test_at_most_three_are_chosen_and_each_kind_before_a_second_of_any(cards: list[Card]) -> None:
    found = chosen(cards)
    kinds = {one.need for one in cards}
    assert len(found) == min(MOST, len(cards))
    assert len({one.need for one in found}) == min(MOST, len(kinds))
    assert [one.need for one in found] == sorted(one.need for one in found)


def test_the_gravest_of_a_kind_is_the_one_shown() -> None:
    many = [card(Need.SILENT, weight) for weight in (3, 9, 5)]
    assert chosen([*many, card(Need.DANGER, 1), card(Need.MANY, 1)]) == [
        card(Need.DANGER, 1), card(Need.MANY, 1), card(Need.SILENT, 9)
    ]  # fmt: skip


def test_an_answer_follows_a_question_and_nothing_follows_the_end() -> None:
    assert after(State.ASKED, Deed.ANSWER) is State.ANSWERED
    assert after(State.ANSWERED, Deed.ANSWER) is None
    assert after(State.ASKED, Deed.AGAIN) is None
    assert {start for start, _ in BECOMES} == {State.ASKED, State.ANSWERED}
