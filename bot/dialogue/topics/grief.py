"""Somebody has died: one sentence of condolence, once, before whatever else is said."""

from dataclasses import replace

from bot.dialogue.commands import Turn
from bot.dialogue.hear import Heard
from bot.dialogue.known import Known
from bot.dialogue.types import Reply
from bot.messages import say


def condoled(decided: Turn, heard: Heard, known: Known) -> Turn:
    """The turn, with the sentence in front; in an emergency nothing comes before the number."""
    c = decided.conversation
    if not heard.tact.grief or heard.emergency or c.condoled:
        return decided
    said = Reply(say(known.locale, "condolence"))
    return replace(decided, conversation=replace(c, condoled=True), said=(said, *decided.said))
