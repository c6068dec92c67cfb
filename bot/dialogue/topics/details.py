"""A category's own questions: what fits is kept, what does not is asked once more, then let go."""

import re
from dataclasses import replace

from bot.dialogue.commands import Turn
from bot.dialogue.hear import NOT, TELLING, Heard
from bot.dialogue.known import Known
from bot.dialogue.readings import Reading
from bot.dialogue.slots import detail, with_text
from bot.dialogue.state import Conversation, Draft, Step
from bot.dialogue.steps import ask, go_on, missed
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.topics.place_told import corrects_place, finer, placed
from bot.dialogue.types import Button, Reply
from bot.dialogue.wording import buttons, draft_of, place_of
from bot.messages import say
from nlu.types import Intent
from routing.domain.questions import Question, chosen, clean, stated

_TELLS = 3  # words
_TELLING = {*TELLING, Intent.TAMBAHAN}
MANY = 8  # words; more tell a story, in which a number or a word of the answer may stand by chance
_UNKNOWN = re.compile(
    rf"\b(?:(?:{NOT}|kurang|belum) (?:tahu|tau|lihat|liat|kelihatan|keliatan"
    r"|terlihat|ingat|inget|hafal|hapal|ada|punya|jelas|terbaca|kebaca)|gatau|gatahu|lupa|entah|skip|lewati|lewat)\b",
    re.IGNORECASE,
)


def question(c: Conversation, known: Known) -> Reply:
    """The category's question that is next."""
    question = detail(draft_of(c), known.catalogue)
    skip = buttons(c, known, "skip")
    if question is None:  # removed from the configuration while it stood open
        return Reply(say(known.locale, "detail-gone"), skip)
    question = question.said_in(known.locale)
    choices = tuple(Button(f"{c.nonce}:ans:{i}", choice) for i, choice in enumerate(question.choices))
    text = question.ask
    if c.misses:
        key = f"detail-again-{question.kind}"
        text = f"{question.hint or say(known.locale, key)}\n\n{question.ask}"
    return Reply(text, (*choices, *skip), remove_keyboard=True)


def asks(c: Conversation, known: Known) -> str:
    """The words of the category's question that stands open."""
    question = detail(draft_of(c), known.catalogue)
    return question.said_in(known.locale).ask if question else ""


def lines(draft: Draft, known: Known) -> list[str]:
    """The summary's lines on the category's own questions."""
    category = known.catalogue.categories.get(draft.category or "")
    questions = category.questions if category else ()
    return [
        f"{question.name_in(known.locale)}: {_told(question, draft.answers[question.key], known.locale)}"
        for question in questions
        if question.key in draft.answers
    ]


def _told(question: Question, answer: str, locale: str) -> str:
    """A kept answer in the resident's language."""
    if answer not in question.choices:
        return answer
    return question.said_in(locale).choices[question.choices.index(answer)]


def skip(c: Conversation, value: str, known: Known) -> Turn:
    """The resident does not know, or does not want to say."""
    question = detail(draft_of(c), known.catalogue)
    if question is None:
        return go_on(c, known)
    draft = draft_of(c)
    return go_on(replace(c, draft=replace(draft, skipped=(*draft.skipped, question.key))), known)


def choose(c: Conversation, value: str, known: Known) -> Turn:
    """A choice was pressed."""
    question = detail(draft_of(c), known.catalogue)
    assert question is not None  # `press` has seen the button among the question's
    return _keep(c, question, question.choices[int(value)], known)


def answer(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words at such a question. Chit-chat fills nothing; a story is kept with the report."""
    question = detail(draft_of(c), known.catalogue)
    if question is None:
        return go_on(c, known)
    value = None if _only_neighbourhood(heard) else _value(question, heard)
    if value is not None:
        return _keep(c, question, value, known)
    if (beside := _another_question(c, heard, known) or finer(c, heard, known)) is not None:
        return beside
    if corrects_place(heard):
        return _place_noted(placed(c, heard, known), known)
    if heard.nothing or (heard.words <= MANY and _UNKNOWN.search(heard.text)):
        return skip(c, "", known)
    if heard.words >= _TELLS and (heard.intent in _TELLING or heard.hardly_talk or heard.only_asks):
        c = replace(c, draft=with_text(draft_of(c), heard, known.catalogue))
        if not heard.hardly_talk and not c.misses and not c.repeats:  # no wrong answer
            return ask(c, known, Reply(say(known.locale, "same-report-kept")))
    if c.misses or (c.repeats and heard.reading is None):  # twice is enough: it can be skipped
        return skip(c, "", known)
    return missed(c, known)


def _only_neighbourhood(heard: Heard) -> bool:
    """ "Rt 4", where the number of a lamp's pole was asked: where it is, and no number of a pole."""
    return bool(heard.places) and all(place.kind == "rt_rw" for place in heard.places) and heard.words <= MANY


def _another_question(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Selutut", where it was asked whether the water still rises: it answers what was known already."""
    category = known.catalogue.categories.get(draft_of(c).category or "")
    told = chosen(category.questions, heard.text) if category is not None and heard.reading is None else None
    if told is None:
        return None
    draft = replace(draft_of(c), answers={**draft_of(c).answers, told[0]: told[1]})
    return ask(replace(c, draft=draft), known, Reply(say(known.locale, "noted-ahead")))


def _place_noted(moved: Turn, known: Known) -> Turn:
    """The turn; where the question stands still open, what was understood of the place is said."""
    draft = moved.conversation.draft
    if moved.conversation.step is not Step.DETAIL or draft is None:
        return moved
    noted = Reply(say(known.locale, "place-noted", place=place_of(draft, known)))
    return replace(moved, said=(*moved.said, noted))


def _keep(c: Conversation, question: Question, value: str, known: Known) -> Turn:
    draft = draft_of(c)
    return go_on(replace(c, draft=replace(draft, answers={**draft.answers, question.key: value})), known)


def _value(question: Question, heard: Heard) -> str | None:
    """The answer in the words: said outright, or short enough to be nothing else."""
    told = stated((replace(question, when={}),), heard.text, {}).get(question.key)
    if told is not None:
        return told
    if heard.words > MANY:
        return None
    value = clean(question, heard.text)
    # Where anything would fit, only what is no chit-chat and no story is an answer.
    loose = question.kind == "text" and not question.fits
    if value is not None and loose and (heard.chit_chat or _UNKNOWN.search(heard.text)) and not _bare(value):
        return None
    return value


def _bare(value: str) -> bool:
    """A number or a code is no chit-chat, whatever the understanding makes of it."""
    return any(c.isdigit() for c in value)


TOPIC = Topic(
    {
        Step.DETAIL: Asked(
            question,
            answer,
            {"ans": choose, "skip": skip},
            dict.fromkeys((Reading.SKIP, Reading.NO_PHOTO, Reading.DONT_KNOW, Reading.SEND), "skip"),
            fills=True,
            number_answers=True,
        )
    }
)
