"""Asked as a neighbour: what is an answer, and what is not."""

from datetime import timedelta

import pytest

from bot.dialogue.commands import RefuseNeighbours, TellNeighbour
from bot.dialogue.known import AskedBeside
from bot.dialogue.state import Step
from nlu.types import Intent
from tests.unit.bot.dialogue.chat import Chat

NUMBER = "BKS-2611-00077"


@pytest.fixture
def chat() -> Chat:
    """A resident who was asked about somebody else's report."""
    chat = Chat()
    chat.more = {"beside": (AskedBeside(NUMBER, chat.now),)}
    return chat


@pytest.mark.parametrize(
    ("words", "done", "told"),
    [("sudah", True, ""), ("belum", False, ""), ("ya", True, ""), ("sudah diperbaiki pak", True, ""),
     ("belum, masih gelap", False, "belum, masih gelap"),
     ("lampunya masih mati", False, "lampunya masih mati")],
)  # fmt: skip
def test_a_short_answer_is_no_new_report(chat: Chat, words: str, done: bool, told: str) -> None:
    chat.tell(words, Intent.LAPOR, ("pju", 0.6))
    assert chat.done == [TellNeighbour(NUMBER, done, text=told)]
    assert chat.conversation.draft is None
    assert chat.at(Step.IDLE if done or told else Step.NEIGHBOUR_WHY)


def test_what_is_missing_is_told_in_words_or_a_picture(chat: Chat) -> None:
    chat.press_id(f"near-no:{NUMBER}")
    chat.tell("yang kiri masih bolong", Intent.LAPOR, ("jalan_rusak", 0.9))
    assert chat.done[-1] == TellNeighbour(NUMBER, done=False, text="yang kiri masih bolong")
    assert chat.at(Step.IDLE)
    chat.press_id(f"near-no:{NUMBER}")
    chat.photo()
    assert isinstance(chat.done[-1], TellNeighbour)
    assert len(chat.done[-1].files) == 1
    assert chat.conversation.draft is None
    chat.press_id(f"near-no:{NUMBER}")
    chat.press("Lewati")
    assert chat.at(Step.IDLE)


def test_another_matter_and_a_question_are_no_answer(chat: Chat) -> None:
    chat.complain("sampah menumpuk sudah seminggu di kranji bau sekali", "sampah")
    assert not any(isinstance(command, TellNeighbour) for command in chat.done)
    assert chat.conversation.draft is not None


def test_own_work_finished_since_is_what_a_short_answer_means(chat: Chat) -> None:
    number = chat.file()
    chat.set(number, "selesai", resolved_at=chat.now + timedelta(seconds=1))
    chat.say("sudah beres")
    assert not any(isinstance(command, TellNeighbour) for command in chat.done)


@pytest.mark.parametrize("way", ["pressed", "typed"])
def test_nobody_need_be_asked_again(chat: Chat, way: str) -> None:
    chat.press_id(f"near-stop:{NUMBER}") if way == "pressed" else chat.say("Jangan tanya lagi")
    assert chat.done == [RefuseNeighbours()]
    assert "tidak akan ditanya lagi" in chat.text
