"""In a talk with somebody who wishes to die: what is about to happen, who does not answer, who we are."""

import pytest

from bot.dialogue.commands import TellOperator
from bot.dialogue.state import Step
from tests.unit.bot.dialogue.test_danger import Resident


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("udah minum obatnya tadi", "sekarang juga"),
        ("aku udah di atas jembatan", "sekarang juga"),
        ("silet nya di tangan aku", "sekarang juga"),
        ("119 nya ga diangkat", "tidak tersambung"),
        ("kamu robot ya", "asisten otomatis"),
    ],
)
def test_what_cannot_wait_is_answered_at_once(text: str, told: str) -> None:
    chat = Resident().write("aku pengen mati").write(text)
    assert told in chat.spoken
    assert "112" in chat.spoken
    assert chat.at(Step.LISTEN)
    assert TellOperator(text) in chat.did(TellOperator)


def test_what_is_told_of_another_is_met_as_such() -> None:
    chat = Resident().write("adik saya mau bunuh diri").write("dia udah minum racun")
    assert "jangan tinggalkan dia" in chat.spoken


def test_who_mourns_is_not_told_what_we_are_there_for() -> None:
    chat = Resident().write("bapak saya meninggal semalam")
    assert "berduka" in chat.spoken
    assert "Tugas saya" not in chat.spoken
