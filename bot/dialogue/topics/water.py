"""Has the water come in where you are? Three buttons under a warning; they stay good however old it is."""

from bot.dialogue.commands import TellDepth, Turn
from bot.dialogue.known import Known
from bot.dialogue.state import Conversation
from bot.dialogue.steps import again
from bot.dialogue.topic import Topic
from bot.dialogue.types import Reply
from bot.messages import say
from bot.messages.water import DEPTHS


def pressed(c: Conversation, value: str, known: Known) -> Turn:
    """The answer, kept for the operators' map; who is in deep water is told whom to call."""
    if value not in DEPTHS:
        return again(c, known, Reply(say(known.locale, "old-button")))
    thanks = Reply(say(known.locale, DEPTHS[value][1]))
    return again(c, known, thanks, commands=(TellDepth(value),))


TOPIC = Topic({}, always={"air": pressed})
