"""What is said of a report just filed and is no more of it: its number, its page, a wish, an early grade."""

from bot.dialogue.commands import Turn
from bot.dialogue.hear import Heard
from bot.dialogue.known import Known, ReportInfo
from bot.dialogue.questions_asked import says
from bot.dialogue.readings import Reading
from bot.dialogue.reports import DONE, addable, recent
from bot.dialogue.state import Conversation, Step
from bot.dialogue.topic import Topic
from bot.dialogue.topics import looking, withdrawing
from bot.dialogue.types import Reply
from bot.messages import say

# Short answers that are heard as such: all others may be a wish ("jangan lupa ya") or take the report back.
_SHORT_ANSWERS = frozenset(Reading) - {Reading.NO, Reading.DONT_KNOW, Reading.SKIP, Reading.LATER}


def said(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """What is meant for us about the report just filed; None for all other words."""
    if c.step is Step.IDLE and c.draft is None and known.reports and says("at_a_loss", heard.whole):
        return Turn(c, (Reply(say(known.locale, "aside-other-filed")),))
    report = _meant(c, known)
    if report is None or heard.reading in _SHORT_ANSWERS or heard.number:
        return None
    if heard.emergency or heard.doubt or heard.where.areas:
        return None
    text = heard.whole
    if says("takes_back", text):
        return withdrawing.withdraw(c, report.number, known)
    if says("number_asked", text):
        return Turn(c, (looking.card(report, known),))
    if says("page_broken", text):
        return Turn(c, (Reply(say(known.locale, "after-page")), looking.card(report, known)))
    name = next((name for name in ("grade", "wish", "more", "office") if says(f"after_{name}", text)), None)
    if name is None or (name == "grade" and _finished(known)):
        return None
    told = say(known.locale, f"aside-{name}", number=report.number, agency=report.agency)
    return Turn(c, (Reply(told),))


def _meant(c: Conversation, known: Known) -> ReportInfo | None:
    if c.step is not Step.IDLE:
        return None
    open_ones = addable(known)
    return recent(c, known) or (open_ones[0] if len(open_ones) == 1 else None)


def _finished(known: Known) -> bool:
    """Whether finished work waits for a word: then a grade is that word."""
    return any(report.status in DONE for report in known.reports)


TOPIC = Topic(phrases=(said,))
