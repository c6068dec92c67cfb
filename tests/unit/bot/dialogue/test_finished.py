"""What residents say of reports that have ended, or were finished, in their own words."""

import pytest

from bot.dialogue.commands import Accept, AddToReport, Reopen
from nlu.types import Intent
from tests.unit.bot.dialogue.chat import NOW, Chat


@pytest.mark.parametrize("status", ["ditolak", "ditarik"])
def test_an_ended_report_takes_no_more_and_says_why(status: str) -> None:
    chat = Chat()
    number = chat.file()
    chat.set(number, status, resolved_at=NOW)
    chat.tell(f"tambahan untuk {number} masih rusak parah", Intent.TAMBAHAN, number=number)
    assert "tidak bisa ditambah" in chat.text
    assert not any(isinstance(command, AddToReport) for command in chat.done)


def test_more_for_a_referred_report_is_kept_and_told_whose_it_is() -> None:
    chat = Chat()
    number = chat.file()
    chat.set(number, "dirujuk")
    chat.tell(f"tambahan untuk {number} masih rusak parah", Intent.TAMBAHAN, number=number)
    assert isinstance(chat.done[-1], AddToReport)
    assert "sampaikan juga ke sana" in chat.text


@pytest.mark.parametrize(
    "said",
    [
        "belum bener pak masih meluap",
        "kok mampet lagi ya",
        "maaf pak di rumah saya belum ngalir juga",
        "cuma ditutup sebelah doang itu",
        "bohong ah belum dikerjain",
    ],
)
def test_finished_work_that_is_said_to_be_undone_is_opened_again(said: str) -> None:
    chat = Chat()
    number = chat.file()
    chat.set(number, "selesai", resolved_at=NOW)
    chat.tell(said)
    assert chat.done[-1] == Reopen(number, said)


@pytest.mark.parametrize(
    "said",
    [
        "mantap udah bersih",
        "wah udah kinclong makasih pak",
        "alhamdulillah udah nyala lagi makasih",
        "it's fixed now",
    ],
)
def test_finished_work_that_is_praised_is_accepted(said: str) -> None:
    chat = Chat()
    number = chat.file()
    chat.set(number, "selesai", resolved_at=NOW)
    chat.tell(said)
    assert chat.done[-1] == Accept(number)


def test_a_question_about_finished_work_opens_nothing() -> None:
    chat = Chat()
    number = chat.file()
    chat.set(number, "selesai", resolved_at=NOW)
    chat.tell("kalau rusak lagi lapor kemana?")
    assert not any(isinstance(command, Accept | Reopen) for command in chat.done)
