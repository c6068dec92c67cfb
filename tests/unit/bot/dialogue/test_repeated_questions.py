"""A question that is repeated is the same question; leaving a side question is answered."""

from dataclasses import replace

from bot.dialogue.state import Step
from nlu.types import Intent
from tests.unit.bot.dialogue.chat import Chat, understood


def told() -> Chat:
    chat = Chat()
    chat.tell("jalan bolong parah sekali", Intent.LAPOR, ("jalan_rusak", 0.9))
    return chat


def test_a_button_of_an_earlier_copy_of_the_open_question_still_works() -> None:
    chat = told()
    shown_first = next(button for button in chat.buttons if button.id.endswith("pick-kecamatan"))
    chat.press_id("99:skip")  # some old button: the question is asked again
    chat.press_id(shown_first.id)
    assert chat.conversation.step is Step.KECAMATAN


def test_a_button_of_an_answered_question_is_old() -> None:
    chat = told()
    first = next(button for button in chat.buttons if button.id.endswith("pick-kecamatan"))
    chat.press_id(first.id)
    chat.press_id(next(button.id for button in chat.buttons if ":kec:" in button.id))
    before = chat.conversation
    chat.press_id(first.id)
    assert replace(chat.conversation, shown=before.shown, repeats=before.repeats) == before


def test_batal_at_a_side_question_is_answered() -> None:
    chat = Chat()
    chat.say("kucing saya lucu sekali lho", understood("kucing saya lucu sekali lho", Intent.LAPOR, sure=0.0))
    chat.conversation = chat.conversation.from_json({**chat.conversation.to_json(), "step": "maybe"})
    replies = chat.say("batal")
    assert chat.conversation.step is Step.IDLE
    assert [reply.text for reply in replies]
