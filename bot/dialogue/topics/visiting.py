"""Words to whoever will come, after a report: when somebody is at home, whom to call, what to mind."""

from bot.dialogue.commands import Turn
from bot.dialogue.hear import Heard
from bot.dialogue.known import Known
from bot.dialogue.questions_asked import asked, of_the_visit
from bot.dialogue.reports import recent
from bot.dialogue.state import Conversation, Step
from bot.dialogue.topic import Topic
from bot.dialogue.topics import adding
from bot.dialogue.topics.questions import PLAINLY
from nlu.opening import NO_MATTER


def said(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "WA saya saja kalau sudah sampai": added to the report just spoken of; None for all else."""
    report = recent(c, known) if c.step is Step.IDLE else None
    if report is None or heard.reading is not None or not of_the_visit(heard.text):
        return None
    if heard.emergency or heard.doubt or heard.privacy is not None or asked(heard.text) is not None:
        return None
    best = heard.best
    ours = {report.category_code, *NO_MATTER}
    if best is not None and best.confidence >= PLAINLY and best.code not in ours:
        return None
    return adding.add(c, known, report, text=heard.whole)


TOPIC = Topic(phrases=(said,))
