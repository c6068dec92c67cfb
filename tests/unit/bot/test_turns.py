"""Nobody waits without end: whatever else comes, each kind of message on each platform gets its turn."""

from collections.abc import Set as AbstractSet

from hypothesis import given
from hypothesis import strategies as st

from bot.turns import ROUND, Turns
from storage.outbox import SentAs

PLATFORMS = ("telegram", "whatsapp", "lain")
Waiting = tuple[str, SentAs]
waiting = st.tuples(st.sampled_from(PLATFORMS), st.sampled_from(list(SentAs)))


def sent(turns: Turns, there: AbstractSet[Waiting]) -> Waiting | None:
    """One call at a time, as the sender of quick platforms makes it: what goes of what is there."""
    for platform in turns.channels():
        first = turns.first(platform)
        for kind in (first, *(other for other in SentAs if other is not first)):
            if (platform, kind) in there:
                turns.took(platform)
                return platform, kind
    return None


@given(
    mine=waiting,
    ahead=st.integers(0, 5),
    before=st.lists(st.sets(waiting), max_size=20),
    others=st.lists(st.sets(waiting), min_size=1, max_size=40),
)
def test_what_waits_comes_up_after_as_many_messages_as_stand_before_it_whatever_else_comes(
    mine: Waiting, ahead: int, before: list[set[Waiting]], others: list[set[Waiting]]
) -> None:
    turns = Turns(PLATFORMS)
    for there in before:
        sent(turns, there)
    looks = len(ROUND) * len(PLATFORMS) * (ahead + 1)
    gone = sum(sent(turns, {mine, *others[look % len(others)]}) == mine for look in range(looks))
    assert gone > ahead


@given(st.lists(st.sets(waiting, min_size=1), min_size=1, max_size=60))
def test_no_turn_is_lost_while_anything_waits(days: list[set[Waiting]]) -> None:
    turns = Turns(PLATFORMS)
    assert all(sent(turns, there) in there for there in days)


def test_with_everything_waiting_warnings_have_every_fourth_message_and_answers_more_than_half() -> None:
    turns = Turns(["telegram"])
    went = [sent(turns, {("telegram", kind) for kind in SentAs}) for _ in ROUND * 10]
    of = {kind: went.count(("telegram", kind)) / len(went) for kind in SentAs}
    assert of == {SentAs.ANSWER: 5 / 8, SentAs.WARNING: 1 / 4, SentAs.NEWS: 1 / 8}


def test_platforms_that_share_the_calls_take_turns_and_none_waits_for_one_that_is_silent() -> None:
    turns = Turns(PLATFORMS)
    both = {("telegram", SentAs.ANSWER), ("whatsapp", SentAs.NEWS)}
    assert [sent(turns, both) for _ in range(4)] == [*sorted(both), *sorted(both)]
    assert [sent(turns, {("lain", SentAs.WARNING)}) for _ in range(3)] == [("lain", SentAs.WARNING)] * 3
