"""What somebody who was hurt says beside the story."""

import pytest

from bot.dialogue.commands import FileReport, TellOperator
from bot.dialogue.state import Step
from tests.unit.bot.dialogue.test_danger import Resident


def hurt() -> Resident:
    chat = Resident().write("suami saya mukulin saya semalam").write("iya")
    assert chat.at(Step.CONFIRM)
    return chat


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("jangan bawa bawa polisi ya", "polisi dilibatkan"),
        ("embung ka pulisi", "polisi dilibatkan"),
        ("saya ga punya siapa siapa di sini", "tidak sendirian"),
        ("malam ini tidur dimana ya", "tempat yang aman"),
        ("ada yang bisa jemput saya ga", "tempat yang aman"),
        ("dp3a itu apa", "mendampingi korban"),
    ],
)
def test_it_is_answered_kindly(text: str, told: str) -> None:
    chat = hurt().write(text)
    assert told in chat.spoken
    assert chat.at(Step.CONFIRM)


def test_what_was_said_reaches_who_helps() -> None:
    chat = hurt().write("saya ga berani pulang")
    assert chat.did(TellOperator)[-1] == TellOperator("saya ga berani pulang")
    assert chat.conversation.draft is not None
    assert "ga berani pulang" in chat.conversation.draft.text


@pytest.mark.parametrize("text", ["gausah, nanti dia makin ngamuk", "dia udah minta maaf", "saya masih ragu"])
def test_nothing_goes_out_against_anybodys_will(text: str) -> None:
    chat = hurt().write(text)
    assert chat.at(Step.DROP)
    assert "Anda yang memutuskan" in chat.spoken
    assert not chat.did(FileReport)
