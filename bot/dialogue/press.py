"""Pressed buttons. An id is `nonce:action[:value]`, or a global `action:value` that never grows old."""

from bot.dialogue.commands import Turn
from bot.dialogue.hear import Heard, plain
from bot.dialogue.known import Known
from bot.dialogue.registry import ALWAYS, STEPS
from bot.dialogue.state import Conversation, Step
from bot.dialogue.steps import again
from bot.dialogue.types import Reply
from bot.messages import say


def question(c: Conversation, known: Known) -> Reply:
    """The question of the conversation's step."""
    return STEPS[c.step].question(c, known)


def press(c: Conversation, button: str, known: Known) -> Turn:
    """What a pressed button leads to; old, repeated and unknown ones do no harm."""
    head, _, rest = button.partition(":")
    if head in ALWAYS:
        return ALWAYS[head](c, rest, known)
    if head == str(c.nonce) and c.step is not Step.IDLE:
        return act(c, rest, known)
    if head == str(c.sent_nonce) and c.sent_number and rest in ("send", "record"):
        return again(c, known, Reply(say(known.locale, "filed-already", number=c.sent_number)))
    return again(c, known, Reply(say(known.locale, "old-button")))


def act(c: Conversation, action: str, known: Known) -> Turn:
    """Do what a button of the open question stands for, if that question offers it."""
    if f"{c.nonce}:{action}" not in {button.id for button in question(c, known).buttons}:
        return again(c, known, Reply(say(known.locale, "old-button")))
    name, _, value = action.partition(":")
    return STEPS[c.step].buttons[name](c, value, known)


def named(c: Conversation, heard: Heard, known: Known) -> str | None:
    """The action of the shown button whose title or number was typed; None when none was."""
    buttons = question(c, known).buttons
    typed = plain(heard.text)
    numbered = not STEPS[c.step].number_answers or len(buttons) > 1  # several: choices to pick from
    if numbered and typed.isdecimal() and 0 < int(typed) <= len(buttons):
        return buttons[int(typed) - 1].id.partition(":")[2]
    return next((b.id.partition(":")[2] for b in buttons if plain(b.title) == typed), None)
