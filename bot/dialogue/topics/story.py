"""What happened: the story of a report, told at first or rewritten."""

from dataclasses import replace

from bot.dialogue.commands import Turn
from bot.dialogue.hear import Heard
from bot.dialogue.known import Known
from bot.dialogue.readings import Reading
from bot.dialogue.slots import photos, with_text
from bot.dialogue.state import Conversation, Step
from bot.dialogue.steps import ask, back, go_on, missed
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.topics import danger, dropping
from bot.dialogue.types import Reply
from bot.dialogue.whereabouts import with_where
from bot.dialogue.wording import buttons, draft_of, place_of
from bot.messages import say


def question(c: Conversation, known: Known) -> Reply:
    """What happened?"""
    draft = draft_of(c)
    if draft.text:  # being rewritten
        return Reply(say(known.locale, "ask-change-text"), buttons(c, known, "back"))
    if c.misses:
        return Reply(say(known.locale, "ask-what-more"), buttons(c, known, "cancel"))
    if draft.kelurahan or draft.place:
        text = say(known.locale, "ask-what-place", place=place_of(draft, known))
        return Reply(text, buttons(c, known, "cancel"))
    key = "ask-what-photo" if photos(draft.files) else "ask-what-voice" if draft.files else "ask-what"
    return Reply(say(known.locale, key), buttons(c, known, "cancel"))


def answer(c: Conversation, heard: Heard, known: Known) -> Turn:
    """The story, or its new wording."""
    too_little = heard.chit_chat and heard.words < 5 and not heard.places
    talk = heard.talk and not c.misses
    named = heard.best is not None and heard.best.confidence >= known.catalogue.sure and not heard.chit_chat
    bare = heard.words < 2 and not named  # "sampah" is enough
    if not heard.text or talk or too_little or bare or heard.wish or heard.only_asks:
        return missed(c, known)
    old = draft_of(c)
    if heard.only_where and not old.text:  # a piece of the address more
        draft = with_where(old, heard.where)
        return missed(c, known) if draft == old else ask(replace(c, draft=draft, misses=0), known)
    blank = replace(old, text="")
    if old.text and old.category_by != "warga":
        blank = replace(blank, category=None, candidates=(), review=False, kind="pengaduan")
    c = replace(c, draft=with_text(blank, heard, known.catalogue))
    return danger.warn(c, heard, known) if heard.emergency and not old.emergency else go_on(c, known)


TOPIC = Topic(
    {
        Step.WHAT: Asked(
            question,
            answer,
            {"back": back, "cancel": dropping.cancel_pressed},
            {Reading.NO: "back", Reading.SKIP: "back", Reading.SEND: "back"},
            fills=True,
            own_words=True,
        )
    }
)
