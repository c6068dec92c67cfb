"""What others passed on ("sebarkan ke semua grup"): nobody's danger now, and nothing we can confirm."""

from dataclasses import replace

from bot.dialogue.commands import Turn
from bot.dialogue.hear import Heard
from bot.dialogue.known import Known
from bot.dialogue.questions_asked import passed_on
from bot.dialogue.readings import Reading
from bot.dialogue.state import Conversation, Step
from bot.dialogue.types import Reply
from bot.messages import say
from nlu.on_screen import seen_on_screen

_POLICE = "kejahatan"


def said(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """A chain message, or a question whether one is true; None for what somebody saw themselves."""
    if c.step is Step.IDLE and heard.reading is None and seen_on_screen(heard.whole or heard.text):
        return Turn(c, (Reply(say(known.locale, "seen-on-screen")),))
    if (
        c.step is not Step.IDLE
        or heard.reading not in (None, Reading.NO)
        or not passed_on(heard.whole or heard.text)
    ):
        return None
    c, times = replace(c, misses=c.misses + 1), 1 + c.misses % 2
    if not (heard.emergency or heard.doubt):
        return Turn(c, (Reply(say(known.locale, "rumour-of-matter", times=times)),))
    dial = known.catalogue.danger(_POLICE).dial
    return Turn(c, (Reply(say(known.locale, "rumour", times=times, dial=dial), dial=dial),))
