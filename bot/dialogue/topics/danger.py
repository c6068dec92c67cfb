"""Danger: the number to call before anything else, then the offer to file it too."""

from dataclasses import replace

from bot.dialogue.commands import Turn
from bot.dialogue.hear import Heard
from bot.dialogue.known import Known
from bot.dialogue.readings import Reading
from bot.dialogue.slots import with_text
from bot.dialogue.state import Conversation, Step
from bot.dialogue.steps import ask, back, go_on, missed
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.topics.place import placed
from bot.dialogue.types import Reply
from bot.dialogue.wording import buttons, draft_of
from bot.messages import say
from nlu.types import Intent

DIAL = {"kejahatan": "110", "kecelakaan": "119"}  # everything else urgent: 112 (bekasi.md)
URGENT = frozenset(["kebakaran", "terjebak", "tenggelam", "kejahatan", "kecelakaan", "listrik"])


def warn(c: Conversation, heard: Heard, known: Known) -> Turn:
    """The number to call before anything else; then the offer to file it too."""
    return ask(c, known, warning(heard, known), step=Step.EMERGENCY)


def warning(heard: Heard, known: Known) -> Reply:
    """The number to call, with a way to dial it."""
    kind = heard.emergency if heard.emergency in URGENT else "other"
    dial = DIAL.get(kind or "", "112")
    return Reply(say(known.locale, f"emergency-{kind}", dial=dial), dial=dial)


def warned(turn: Turn, heard: Heard, known: Known) -> Turn:
    """The turn, with the number to call in front."""
    return replace(turn, said=(warning(heard, known), *turn.said))


def question(c: Conversation, known: Known) -> Reply:
    """Shall it be filed as well?"""
    return Reply(say(known.locale, "emergency-file"), buttons(c, known, "file-too", "no-need"))


def answer(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Yes, no, a place, or more of the story."""
    if heard.intent is Intent.TIDAK:
        return no_need(c, "", known)
    if heard.intent is Intent.YA:
        return go_on(c, known)
    if heard.places:
        return placed(c, heard, known)
    if heard.chit_chat:
        return missed(c, known)
    return go_on(replace(c, draft=with_text(draft_of(c), heard, known.catalogue)), known)


def no_need(c: Conversation, value: str, known: Known) -> Turn:
    """The person called, or is busy saving themselves: nothing is filed."""
    return go_on(replace(c, draft=None), known, Reply(say(known.locale, "emergency-no-file")))


TOPIC = Topic(
    {
        Step.EMERGENCY: Asked(
            question,
            answer,
            {"file-too": back, "no-need": no_need},
            {
                Reading.YES: "file-too",
                Reading.SEND: "file-too",
                Reading.NO: "no-need",
                Reading.SKIP: "no-need",
            },
            fills=True,
            own_words=True,
        )
    }
)
