"""Every question is asked, answered and pressed in one place."""

from dataclasses import replace

import pytest

from bot.dialogue.commands import Turn
from bot.dialogue.known import Exported, Known, NeighbourTold, Polled, Receipt, Supported, Watched
from bot.dialogue.registry import STEPS, TOLD, TOPICS, TwiceRegistered, together
from bot.dialogue.state import LONGEST_STORY, Conversation, Draft, Held, Similar, Step
from bot.dialogue.steps import again, ask
from bot.dialogue.turn import closed
from bot.dialogue.types import Reply
from nlu.types import Intent
from routing.texts import RESIDENT_MAX
from tests.unit.bot.dialogue.chat import CITY, NOW, Chat


def test_every_step_has_its_question_and_answer() -> None:
    assert set(STEPS) == set(Step)


def test_nothing_is_answered_by_two_topics() -> None:
    for part in ("steps", "always", "told"):
        keys = [key for topic in TOPICS for key in getattr(topic, part)]
        assert len(keys) == len(set(keys)), part
    phrases = [phrase for topic in TOPICS for phrase in topic.phrases]
    assert len(phrases) == len(set(phrases))


def test_a_second_answer_to_one_button_stops_the_start() -> None:
    assert together([{"st": 1}, {"done": 2}]) == {"st": 1, "done": 2}
    with pytest.raises(TwiceRegistered, match="st"):
        together([{"st": 1}, {"st": 2}])


@pytest.mark.parametrize("step", Step)
def test_every_button_of_a_question_is_answered_there(step: Step) -> None:
    known = Known(now=NOW, catalogue=CITY)
    draft = Draft(
        text="banjir selutut", category="banjir", candidates=("pju", "sampah"), options=("01", "02"),
        outside="Tambun", similar=Similar("BKS-2611-00009", status="diproses"), photo_area="01",
    )  # fmt: skip
    for numbers in (("BKS-2611-00001",), ("BKS-2611-00001", "BKS-2611-00002"), ("01",)):
        for one in (
            draft,
            replace(draft, category="listrik"),
            replace(draft, similar=Similar(own=True, status="diproses")),
        ):
            for misses in (0, 1):
                held = Held(numbers=numbers, draft=draft, parts=(draft, draft))
                c = Conversation(step=step, draft=one, held=held, nonce=7, misses=misses)
                for button in STEPS[step].question(c, known).buttons:
                    head, _, action = button.id.partition(":")
                    assert head != "7" or action.partition(":")[0] in STEPS[step].buttons


def test_whatever_comes_of_a_command_is_told() -> None:
    assert set(TOLD) == {Receipt, Supported, Similar, Watched, Exported, Polled, NeighbourTold}


def test_the_question_stands_last_and_once_however_often_a_step_was_marked() -> None:
    known = Known(now=NOW, catalogue=CITY)
    c = Conversation(draft=Draft(text="jalan bolong"), step=Step.PLACE)
    decided = (
        Turn(c, (Reply("satu"),)).then(ask(c, known, Reply("dua"), step=Step.PHOTO)).then(again(c, known))
    )
    decided = closed(closed(decided, known), known)
    assert [reply.text for reply in decided.replies[:2]] == ["satu", "dua"]
    assert decided.replies[2] == STEPS[decided.conversation.step].question(decided.conversation, known)
    assert len(decided.replies) == 3


def test_a_story_in_four_long_messages_is_kept_whole() -> None:
    chat = Chat()
    chat.complain("jalan bolong di kranji. " + "a" * 3000)
    for letter in "bc":
        chat.tell(letter * 3000, Intent.LAPOR, ("jalan_rusak", 0.9))
    assert chat.conversation.draft is not None
    assert all(letter * 3000 in chat.conversation.draft.text for letter in "abc")
    assert "huruf" not in chat.text


def test_what_does_not_fit_is_told_and_the_report_can_still_be_filed() -> None:
    chat = Chat()
    chat.complain("jalan bolong di kranji. " + "a" * 6000)
    chat.tell("b" * 6000, Intent.LAPOR, ("jalan_rusak", 0.9))
    assert "10.000 huruf" in chat.text
    draft = chat.conversation.draft
    assert draft is not None
    assert len(draft.text) <= LONGEST_STORY <= RESIDENT_MAX
    chat.tell("ya", Intent.YA)
    assert "10.000 huruf" not in chat.text  # told once


def test_an_addition_beyond_the_limit_is_told_too() -> None:
    chat = Chat()
    chat.file()
    chat.tell("c" * 11_000, Intent.TAMBAHAN)
    assert "10.000 huruf" in chat.text
    assert len(chat.done[-1].text) == LONGEST_STORY  # type: ignore[union-attr]
