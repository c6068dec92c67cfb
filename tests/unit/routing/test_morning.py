"""Which three things need the mayor; what may become of an atensi."""

from hypothesis import given
from hypothesis import strategies as st

from routing.domain.attention import BECOMES, AskState, StepKind, after
from routing.domain.morning import MOST, Concern, Need, chosen

EMPTY = st.just("")
CARDS = st.builds(Concern, st.sampled_from(Need), st.floats(0, 100), st.text(max_size=3), EMPTY, EMPTY)


def card(need: Need, weight: float) -> Concern:
    return Concern(need, weight, f"{need} {weight}", "", "")


@given(st.lists(CARDS, max_size=12))
def test_at_most_three_are_chosen_and_each_kind_before_a_second_of_any(cards: list[Concern]) -> None:
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
    assert after(AskState.ASKED, StepKind.ANSWER) is AskState.ANSWERED
    assert after(AskState.ANSWERED, StepKind.ANSWER) is None
    assert after(AskState.ASKED, StepKind.AGAIN) is None
    assert {start for start, _ in BECOMES} == {AskState.ASKED, AskState.ANSWERED}
