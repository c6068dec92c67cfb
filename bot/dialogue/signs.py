"""A message of signs alone: "🔥" may be a fire, "🙏" says little, "?" and "👍" are read as words."""

from bot.dialogue.commands import Turn
from bot.dialogue.hear import Heard
from bot.dialogue.known import Known
from bot.dialogue.registry import STEPS
from bot.dialogue.state import Conversation, Step
from bot.dialogue.steps import again, ask
from bot.dialogue.topics import danger, finished
from bot.dialogue.types import Reply
from bot.messages import say

_ALARMING = frozenset("🔥🚨🆘🚒🚑🌊⚠🩸💀☠")
_SURPRISED = frozenset("!?.,…‽¿¡~-_")


def answered(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """What signs alone lead to; None where the words, or the open question, say more."""
    if heard.words or heard.reading or heard.emergency or set(heard.text) <= _SURPRISED:
        return None
    if c.step is not Step.IDLE and not STEPS[c.step].fills:
        return None  # "⭐⭐⭐" at the question for a grade
    if _ALARMING & set(heard.text) and finished.the_one(known) is None:
        return ask(c, known, step=Step.CRY) if c.step is Step.IDLE else again(c, known, danger.number(known))
    return again(c, known, Reply(say(known.locale, "only-signs")))
