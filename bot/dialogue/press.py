"""Pressed buttons. An id is `nonce:action[:value]`, or a global `action:value` that never grows old."""

import re
from dataclasses import replace

from bot.dialogue.commands import Turn
from bot.dialogue.hear import Heard, plain
from bot.dialogue.known import Known
from bot.dialogue.registry import ALWAYS, STEPS
from bot.dialogue.state import Conversation, Step
from bot.dialogue.steps import again
from bot.dialogue.types import Reply
from bot.messages import say

# Where a summary's buttons are counted; a number said to an open question throws nothing away.
_CANCELLED_BY_NUMBER = frozenset((Step.CONFIRM, Step.OUTSIDE))
MOMENT = 45.0  # seconds in which a second press is the first one's: a finger's, or a slow network's
_SO_SHORT = 4  # words; in a longer sentence a button's word may stand by chance
# Titles that nobody says of themselves.
_TITLES = ("btn-pick-kecamatan", "btn-other-place", "btn-split", "btn-one-report", "btn-same-report",
           "btn-new-report", "btn-not-this", "btn-yes-report")  # fmt: skip
_WORD = re.compile(r"\w+")
# Words that people put around the title of a button.
_AROUND = frozenset(
    [
        "ya",
        "iya",
        "yang",
        "yg",
        "mau",
        "ubah",
        "ganti",
        "pilih",
        "saja",
        "aja",
        "pak",
        "bu",
        "kak",
        "min",
        "dong",
        "deh",
        "itu",
        "ini",
        "nya",
        "kelurahan",
        "kel",
        "kecamatan",
        "kec",
        "di",
        "soal",
        "masuknya",
        "masuk",
        "sudah",
        "udah",
        "masih",
        "belum",
        "tidak",
        "the",
    ]
)


def question(c: Conversation, known: Known) -> Reply:
    """The question of the conversation's step."""
    return STEPS[c.step].question(c, known)


def press(c: Conversation, button: str, known: Known) -> Turn:
    """What a pressed button leads to; old, repeated and unknown ones do no harm.

    The same one pressed again within a moment is the same answer, and what follows it is on its way: put
    once more, it would have whoever presses twice answer everything twice from then on.
    """
    head, _, rest = button.partition(":")
    if head in ALWAYS:
        return ALWAYS[head](c, rest, known)
    if head == str(c.nonce) and c.step is not Step.IDLE:
        return act(c, rest, known)
    if head == str(c.sent_nonce) and c.sent_number and rest in ("send", "record"):
        return again(c, known, Reply(say(known.locale, "filed-already", number=c.sent_number)))
    if button == c.pressed and known.now.timestamp() - c.pressed_at < MOMENT:
        return Turn(c)
    return again(c, known, Reply(say(known.locale, "old-button")))


def act(c: Conversation, action: str, known: Known) -> Turn:
    """Do what a button of the open question stands for, if that question offers it."""
    if f"{c.nonce}:{action}" not in {button.id for button in question(c, known).buttons}:
        return again(c, known, Reply(say(known.locale, "old-button")))
    name, _, value = action.partition(":")
    done = STEPS[c.step].buttons[name](c, value, known)
    if done.conversation.step is Step.IDLE:  # nothing more is asked, and all may be forgotten
        return done
    pressed = f"{c.nonce}:{action}"
    noted = replace(done.conversation, pressed=pressed, pressed_at=known.now.timestamp())
    return replace(done, conversation=noted)


def named(c: Conversation, heard: Heard, known: Known) -> str | None:
    """The id of the shown button whose title, number, or telling word was typed; None when none was."""
    buttons = question(c, known).buttons
    typed, asked = plain(heard.text), STEPS[c.step]
    numbered = not asked.number_answers or any(":ans:" in b.id for b in buttons)
    if numbered and typed.isdecimal() and 0 < int(typed) <= len(buttons):
        picked = buttons[int(typed) - 1].id
        return None if picked.endswith(":cancel") and c.step not in _CANCELLED_BY_NUMBER else picked
    exact = next((b.id for b in buttons if plain(b.title) == typed), None)
    if exact or asked.own_words or heard.words > _SO_SHORT:
        return exact
    told = {_stem(word) for word in _WORD.findall(typed) if word not in _AROUND}
    meant = [b.id for b in buttons if told and told <= set(_WORD.findall(plain(b.title)))]
    return meant[0] if len(meant) == 1 else None


def strayed(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """The title of a button that is not shown here, typed: no part of the story; None for other words."""
    typed, told = plain(heard.text), c.draft is not None or c.held is not None
    if not told or STEPS[c.step].own_words or typed not in {plain(say(known.locale, key)) for key in _TITLES}:
        return None
    if typed in {plain(button.title) for button in question(c, known).buttons}:
        return None
    return again(c, known, Reply(say(known.locale, "old-button")))


def _stem(word: str) -> str:
    """ "lokasinya" names the button "Lokasi"."""
    return word.removesuffix("nya") if len(word) > len("nya") + 2 else word


def read(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """What a short answer leads to by the button it means here; None when it means none that is shown."""
    action = STEPS[c.step].reads.get(heard.reading) if heard.reading else None
    if action is None:
        return None
    shown = {button.id.partition(":")[2] for button in question(c, known).buttons}
    return STEPS[c.step].buttons[action](c, "", known) if action in shown else None
