"""An answer given twice is one answer: neither a second press nor the same place again begins anything anew.

On a flood day the halves of one question arrived apart, somebody answered each, and from then on every
question came twice and was answered twice, with buttons that were told to be old.
"""

from datetime import timedelta

from bot.dialogue.state import Step
from nlu.types import Intent
from tests.unit.bot.dialogue.chat import Chat

JALAN = ("jalan_rusak", 0.9)


def asked_for_a_photo() -> Chat:
    """A complaint whose place was shared; what is asked now is a picture."""
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
    chat.share()
    assert chat.at(Step.PHOTO)
    return chat


def press(chat: Chat, button: str, *, after: float) -> str:
    """Press it so many seconds after the message before; what is said."""
    chat.now += timedelta(seconds=after) - timedelta(minutes=1)
    chat.press_id(button)
    return chat.text


def test_a_second_press_in_a_moment_says_nothing_and_leaves_the_question_that_followed() -> None:
    chat = asked_for_a_photo()
    (skip,) = chat.buttons
    assert "Sudah benar?" in press(chat, skip.id, after=5)
    asked = chat.conversation
    assert press(chat, skip.id, after=2) == ""
    assert chat.conversation == asked


def test_a_press_of_it_later_is_answered_with_the_question_that_stands_open() -> None:
    chat = asked_for_a_photo()
    (skip,) = chat.buttons
    press(chat, skip.id, after=5)
    assert "tekan “Kirim”" in press(chat, skip.id, after=46)


def test_another_button_of_an_answered_question_is_told_to_be_old() -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
    pick, cancel = chat.buttons
    press(chat, pick.id, after=5)
    assert "dari percakapan sebelumnya" in press(chat, cancel.id, after=2)


def test_the_same_place_shared_again_leaves_the_buttons_of_what_is_asked() -> None:
    chat = asked_for_a_photo()
    (skip,) = chat.buttons
    for _ in range(2):
        chat.share()
        assert "Lokasi: Kel. Kranji" in chat.text
        assert [button.id for button in chat.buttons] == [skip.id]
    assert "Sudah benar?" in press(chat, skip.id, after=5)


def test_sending_twice_in_a_moment_names_the_report_once_more() -> None:
    chat = asked_for_a_photo()
    press(chat, chat.buttons[0].id, after=5)
    send = next(button for button in chat.buttons if button.title == "Kirim")
    press(chat, send.id, after=5)
    assert "sudah terkirim dengan nomor BKS-2611-00001" in press(chat, send.id, after=1)
    assert len(chat.reports) == 1
