"""What somebody who was hurt says beside the story: no police, nobody left, nowhere to go, or better not."""

from dataclasses import replace

from bot.dialogue.commands import AddToReport, TellOperator, Turn
from bot.dialogue.hear import Heard
from bot.dialogue.known import Known
from bot.dialogue.questions_asked import says
from bot.dialogue.reports import recent
from bot.dialogue.state import Conversation, Step
from bot.dialogue.steps import again, ask, go_on
from bot.dialogue.types import Reply
from bot.messages import say

# In this order; each is answered by `danger-victim-<name>`.
_KEPT = ("no_police", "alone", "shelter")


def answered(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Kindly, and kept with the story; None for all other words."""
    danger = known.catalogue.danger(c.draft.emergency or "") if c.draft is not None else None
    if c.draft is None or danger is None or danger.way != "victim" or heard.where.areas or heard.number:
        return None
    name = next((name for name in _KEPT if says(f"victim_{name}", heard.whole)), None)
    if name is not None:
        more = replace(c, draft=c.draft.with_more(heard.text))
        told = Reply(say(known.locale, f"danger-victim-{name.replace('_', '-')}", dial=danger.dial))
        return again(more, known, told, commands=(TellOperator(heard.text),))
    if says("victim_who", heard.whole):
        return again(c, known, Reply(say(known.locale, "danger-victim-who", dial=danger.dial)))
    return _hesitates(c, heard, known)


def _hesitates(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Gausah deh, nanti dia makin marah": nothing goes out against anybody's will."""
    if heard.privacy is not None or not says("victim_hesitates", heard.whole):
        return None
    told = Reply(say(known.locale, "danger-victim-choice", dial="129"))
    if c.step is Step.EMERGENCY:
        return go_on(replace(c, draft=None), known, told, commands=(TellOperator(heard.text),))
    return ask(c, known, told, step=Step.DROP, commands=(TellOperator(heard.text),))


def afterwards(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """The same once the report is out: answered, and added to it."""
    filed = recent(c, known) if c.step is Step.IDLE else None
    if filed is None or filed.category_code != known.catalogue.danger("kdrt").category or heard.where.areas:
        return None
    if says("victim_who", heard.whole):
        return Turn(c, (Reply(say(known.locale, "danger-victim-who", dial="129")),))
    name = next((name for name in _KEPT if says(f"victim_{name}", heard.whole)), None)
    if name is None:
        return None
    told = Reply(say(known.locale, f"danger-victim-{name.replace('_', '-')}", dial="129"))
    return Turn(c, (told,), (AddToReport(filed.number, heard.whole), TellOperator(heard.text)))
