"""Another complaint in the middle of one: asked about, never guessed."""

from dataclasses import replace

from bot.dialogue.commands import Turn
from bot.dialogue.drafting import park, told
from bot.dialogue.hear import Heard, plain
from bot.dialogue.known import Known
from bot.dialogue.readings import Reading
from bot.dialogue.state import Conversation, Draft, Held, Step
from bot.dialogue.steps import ask, go_on, missed
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.topics import danger
from bot.dialogue.types import Reply
from bot.dialogue.wording import buttons, draft_of, held_of
from bot.messages import say
from nlu.types import Intent


def noticed(c: Conversation, heard: Heard, known: Known) -> Turn:
    """The words seem to tell of something else."""
    held = Held(text=heard.text, draft=told(heard, known))
    said = (danger.warning(heard, known),) if heard.emergency else ()
    return ask(replace(c, held=held, misses=0), known, *said, step=Step.OTHER)


def question(c: Conversation, known: Known) -> Reply:
    """A new report, or a part of this one?"""
    return Reply(say(known.locale, "other-report"), buttons(c, known, "new-report", "same-report"))


def answer(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words at the question; after two that fit nothing it is taken for a report of its own."""
    typed = plain(heard.text)
    if c.misses or "baru" in typed or "lain" in typed:
        return _new(c, "", known)
    if "sama" in typed or "bagian" in typed or heard.intent in (Intent.TAMBAHAN, Intent.YA):
        return _same(c, "", known)
    return missed(c, known)


def _new(c: Conversation, value: str, known: Known) -> Turn:
    held = held_of(c)
    return park(c, held.draft or Draft(text=held.text), known)


def _same(c: Conversation, value: str, known: Known) -> Turn:
    """The held words belong to the draft after all."""
    c = replace(c, draft=draft_of(c).with_more(held_of(c).text))
    return go_on(c, known, Reply(say(known.locale, "same-report-kept")))


TOPIC = Topic(
    {
        Step.OTHER: Asked(
            question,
            answer,
            {"new-report": _new, "same-report": _same},
            {
                Reading.NO: "same-report",
                Reading.SKIP: "same-report",
                Reading.DONT_KNOW: "same-report",
                Reading.WRONG: "same-report",
                Reading.SEND: "same-report",
            },
            fills=True,
            own_words=True,
        )
    }
)
