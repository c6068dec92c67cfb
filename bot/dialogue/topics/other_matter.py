"""Another complaint in the middle of one: asked about, never guessed."""

import re
from dataclasses import replace

from bot.dialogue.commands import TellOperator, Turn
from bot.dialogue.drafting import park, told
from bot.dialogue.hear import TELLING, Heard, plain
from bot.dialogue.known import Known
from bot.dialogue.questions_asked import helped
from bot.dialogue.readings import Reading
from bot.dialogue.slots import with_text
from bot.dialogue.state import Conversation, Draft, Held, Step
from bot.dialogue.steps import ask, go_on, missed
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.topics import danger, rescue
from bot.dialogue.topics.place_told import placed
from bot.dialogue.topics.several import NOT_APART
from bot.dialogue.types import Reply
from bot.dialogue.whereabouts import with_where
from bot.dialogue.wording import buttons, draft_of, held_of
from bot.messages import say
from nlu.types import Intent

_APART = re.compile(
    r"\b(?:baru|lain|beda|(?:di)?pisah\w*|sendiri\S*|dua2?(?:nya|-duanya)?|dua dua\w*|keduanya"
    r"|masing\S*|satu2|both"
    r"|separate\w*|new|another)\b"
)
_TOGETHER = re.compile(
    r"\b(?:sama|satu|bagian|gabung\w*|digabung\w*|jadiin|masuk\w*|tambah\w*|same|together|part)\b"
)
_SO_SHORT, _TELLS = 6, 4  # words


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
    if _in_danger(c) and (urgent := _of_the_danger(c, heard, known)) is not None:
        return urgent
    if NOT_APART.search(typed):
        return _same(c, "", known)
    if _APART.search(typed):
        return _new(c, "", known)
    if heard.words <= _SO_SHORT and _TOGETHER.search(typed):
        return _same(c, "", known)
    if heard.only_where and not draft_of(c).where.areas:  # the place that was asked for before
        kept = _same(c, "", known).conversation
        return placed(kept, heard, known)
    if heard.intent in TELLING and heard.words >= _TELLS:
        return _more_told(c, heard, known)
    if heard.places:
        held = replace(held_of(c), draft=with_where(held_of(c).draft or Draft(), heard.where))
        return missed(replace(c, held=held), known)
    if heard.intent is Intent.TAMBAHAN:
        return _same(c, "", known)
    return _new(c, "", known) if c.misses else missed(c, known)


def _in_danger(c: Conversation) -> bool:
    other = held_of(c).draft
    return other is not None and bool(other.emergency)


def _of_the_danger(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """A danger was told in the middle: help that was called leaves the report in hand, and the place said
    next is where the danger is, unless it names what was being reported."""
    held, told = held_of(c), (TellOperator(heard.text),)
    if helped(heard.text) and not heard.places:
        return go_on(replace(c, held=None), known, Reply(say(known.locale, "help-called")), commands=told)
    if not heard.where.areas and not heard.only_where:
        return None
    other = held.draft or Draft(text=held.text)
    if rescue.of_it(draft_of(c), heard):
        return placed(replace(c, held=None, parked=(*c.parked, other)), heard, known)
    first = replace(c, draft=with_where(other, heard.where), parked=(draft_of(c), *c.parked))
    return go_on(first, known, Reply(say(known.locale, "parked-kept")), commands=told)


def _more_told(c: Conversation, heard: Heard, known: Known) -> Turn:
    """More is told while the question stands open: yet another matter, or more of the one asked about."""
    held = held_of(c)
    other, best = held.draft or Draft(text=held.text), heard.best
    sure = best is not None and best.confidence >= known.catalogue.sure
    if sure and best is not None and best.code not in (other.category, draft_of(c).category):
        return noticed(replace(c, parked=(*c.parked, other)), heard, known)
    other = with_text(other, heard, known.catalogue)
    return missed(replace(c, held=replace(held, text=other.text, draft=other)), known)


def _new(c: Conversation, value: str, known: Known) -> Turn:
    held = held_of(c)
    if _in_danger(c):  # what cannot wait comes first
        first = replace(c, draft=held.draft, parked=(draft_of(c), *c.parked))
        return go_on(first, known, Reply(say(known.locale, "parked-kept")))
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
                Reading.YES: "new-report",
                Reading.SEND: "new-report",  # both are kept, and nothing is mixed up
                Reading.NO: "same-report",
                Reading.SKIP: "same-report",
                Reading.DONT_KNOW: "same-report",
                Reading.WRONG: "same-report",
            },
            fills=True,
            own_words=True,
        )
    }
)
