"""Somebody has died: one sentence of condolence, once, before whatever else is said but a number to call."""

from dataclasses import replace

from bot.dialogue.commands import Turn
from bot.dialogue.hear import Heard
from bot.dialogue.known import Known
from bot.dialogue.state import Step
from bot.dialogue.types import Reply
from bot.messages import say


def condoled(decided: Turn, heard: Heard, known: Known) -> Turn:
    """The turn, with the sentence in front; in danger behind the number. A talk that stays has its own."""
    c = decided.conversation
    stays = bool(heard.emergency) and known.catalogue.danger(heard.emergency or "").way == "stay"
    if not heard.tact.grief or stays or c.condoled:
        return decided
    said, first = Reply(say(known.locale, "condolence")), 1 if heard.emergency else 0
    rest = decided.said[first:]
    if c.step is Step.IDLE and c.draft is None and not heard.emergency and not decided.commands:
        rest = (Reply(say(known.locale, "grief-help")),)  # no talk about what we are there for
    told = (*decided.said[:first], said, *rest)
    return replace(decided, conversation=replace(c, condoled=True), said=told)
