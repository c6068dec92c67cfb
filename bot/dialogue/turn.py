"""The dialogue as one pure function: `turn(conversation, message, known) -> Turn`."""

from dataclasses import replace
from typing import Any
from zlib import crc32

from bot.dialogue import conduct, drafting, in_the_water, signs, unexpected
from bot.dialogue.commands import FileReport, Turn
from bot.dialogue.hear import Heard, hear
from bot.dialogue.known import Known
from bot.dialogue.other_words import another_matter
from bot.dialogue.press import named, press, question, read, strayed
from bot.dialogue.readings import Reading
from bot.dialogue.registry import PHRASES, STEPS, told_of
from bot.dialogue.reports import addable, own, quoted_or_waiting, recent, replied_to
from bot.dialogue.slots import MAX_FILES, photos, with_files
from bot.dialogue.state import Conversation, Draft, Step
from bot.dialogue.steps import again, ask, go_on
from bot.dialogue.topics import (
    adding,
    danger,
    details,
    doubt,
    dropping,
    finished,
    grief,
    naming,
    other_matter,
    own_data,
    photo,
    photo_place,
    place_told,
    rescue,
    rumours,
    start,
    summary,
)
from bot.dialogue.types import Incoming, Reply
from bot.dialogue.whereabouts import called, with_point
from bot.dialogue.wording import area_name, draft_of, held_of, place_of
from bot.messages import say


def turn(conversation: Conversation, message: Incoming, known: Known) -> Turn:
    """What one message leads to. Pure and total: every message gets an answer, whatever state it meets.

    Exceptions: what only a picture says about its place, abuse that has been answered already, and a button
    pressed twice in a moment.
    """
    after = unexpected.noted(conversation, _turn(conversation, message, known), message)
    after = _forgotten(conversation, after)
    after = conduct.within_day(conversation, naming.told(conversation, after, known), known)
    after = closed(drafting.cut_told(conversation, after, known), known)
    return own_data.introduced(conversation, after, message, known)


def _forgotten(before: Conversation, after: Turn) -> Turn:
    """The turn without the draft given up before the words it answers: it waited for these alone."""
    if before.dropped is None or after.conversation.dropped is not before.dropped:
        return after
    return replace(after, conversation=replace(after.conversation, dropped=None))


def closed(decided: Turn, known: Known) -> Turn:
    """The turn with the question the conversation now stands at put last, if it asks one."""
    c = decided.conversation
    shown = decided.shown or (c.shown, c.repeats)
    if c.step is Step.IDLE:
        return replace(decided, conversation=replace(c, shown=0, repeats=0), question=None, shown=shown)
    if not decided.asks:
        return replace(decided, question=None, shown=shown)
    asked = question(c, known)
    mark = crc32(f"{c.step}{asked.text}".encode())  # taking up another report starts afresh (`steps.afresh`)
    repeats = shown[1] + 1 if mark == shown[0] else 0
    asked = replace(asked, text=again_in_other_words(c, asked.text, repeats, known)) if repeats else asked
    c = replace(c, shown=mark, repeats=repeats)
    return replace(decided, conversation=c, question=asked, shown=shown)


def again_in_other_words(c: Conversation, text: str, repeats: int, known: Known) -> str:
    """The step's question put once more, never in the words it was put in before."""
    question = details.asks(c, known) if c.step is Step.DETAIL else ""
    external = c.step is Step.CONFIRM and summary.outside(draft_of(c), known) is not None
    open_kind = c.step is Step.CATEGORY and not draft_of(c).candidates
    name = "record" if external else "category-open" if open_kind else c.step.replace("_", "-")
    return say(known.locale, f"again-{name}", times=2 - repeats % 2, question=question)


def after(decided: Turn, result: Any, known: Known) -> Turn:
    """The turn with what is said once one of its commands is done; result: what came of it."""
    return closed(told_of(result)(decided, result, known), known)


def after_refused(decided: Turn, number: str, known: Known) -> Turn:
    """What is said when a report changed between reading and doing, so that a command no longer applies."""
    reply = Reply(say(known.locale, "something-changed", number=number))
    return closed(go_on(decided.conversation, known, reply), known)


def _turn(c: Conversation, message: Incoming, known: Known) -> Turn:
    if message.kind == "button" and message.button:
        return press(c, message.button, known)
    if message.kind == "photo_point" and message.point is not None:
        return photo_place.arrived(c, message.point, known.located, known)
    if message.kind == "transcript":
        return _transcript(c, message, known)
    if message.kind in unexpected.PRESENCE:
        return Turn(c)
    if message.kind == "edited":
        return unexpected.edited(c, message, known) or _turn(c, replace(message, kind="text"), known)
    if message.kind in unexpected.CAPTIONED and message.text.strip():
        return _with_caption(c, message, known)
    if message.kind == "voice" and message.files:
        return unexpected.voice(c, message, known)
    if message.point is not None and (message.files or message.text.strip()) and message.kind != "location":
        return _with_place(c, message, known)
    if message.files:
        return _pictures(c, message, known)
    if message.point is not None:
        return _location(c, message, known)
    if message.text.strip():
        heard = hear(message, known)
        return signs.answered(c, heard, known) or _words(c, heard, known)
    return unexpected.unreadable(c, message, known)


def _with_caption(c: Conversation, message: Incoming, known: Known) -> Turn:
    """What came with words: a voice is kept, what cannot be taken is said so, and the words are heard."""
    words = replace(message, kind="text", files=())
    if message.kind != "voice" or not message.files:
        return unexpected.not_taken(c, message.kind, known).then(_turn(c, words, known))
    kept = unexpected.voice(c, message, known)
    told = _turn(kept.conversation, words, known)
    both = kept.then(told)
    return both if told.said or told.asks else replace(both, asks=kept.asks)


def _transcript(c: Conversation, message: Incoming, known: Known) -> Turn:
    """Words heard in a voice message: the story that was asked for, or quietly more of it."""
    heard = hear(message, known)
    asked = c.draft is not None and not c.draft.text and c.step is Step.WHAT
    if not asked and not heard.emergency:
        return unexpected.overheard(c, message, known)
    said = Reply(say(known.locale, "voice-heard", text=heard.text))
    return Turn(c, (said,)).then(_words(c, heard, known))


def _with_place(c: Conversation, message: Incoming, known: Known) -> Turn:
    """Words or pictures with a place, sent in one breath: the place first, then what is told about it."""
    placed = _turn(c, replace(message, kind="location", text="", files=()), known)
    told = _turn(placed.conversation, replace(message, point=None), known)
    both = placed.then(told)
    return both if told.said or told.asks else replace(both, asks=placed.asks)


def _words(c: Conversation, heard: Heard, known: Known) -> Turn:
    c, heard = _hurried(c, heard), danger.cried_of(c, heard, known)
    weighed = in_the_water.understood(c, doubt.weighed(c, heard, known), known)
    return doubt.in_case(_weighed(c, weighed, known), c, heard, known)


def _weighed(c: Conversation, heard: Heard, known: Known) -> Turn:
    if (calmed := conduct.rude(c, heard, known)) is not None:
        return calmed
    spoken = (
        said
        for phrase in (
            photo.later,
            photo.refused,
            photo.there_is,
            rumours.said,
            doubt.firmer,
            adding.of_victim,
            *danger.FIRST,
            doubt.asked,
            dropping.over,
            dropping.resumed,
            finished.graded,
            read,
            strayed,
            *PHRASES,
        )
        if (said := phrase(c, heard, known))
    )
    answered = place_told.link_unread(next(spoken, None) or _answer(c, heard, known), heard, known)
    return grief.condoled(answered, heard, known)


def _answer(c: Conversation, heard: Heard, known: Known) -> Turn:
    """What the words lead to at the open question; where they do not answer it, they count afresh."""
    if c.step is not Step.IDLE and (button := named(c, heard, known)) is not None:
        return press(c, button, known)
    if STEPS[c.step].fills:
        return _into_draft(c, heard, known)
    answered = STEPS[c.step].answer(c, heard, known)
    if answered is not None:
        return answered
    left = replace(c, held=None, misses=0)
    if left.draft is None:
        return _answer(replace(left, step=Step.IDLE), heard, known)
    return _filled(go_on(left, known).conversation, heard, known)


def _hurried(c: Conversation, heard: Heard) -> Conversation:
    """ "Udah kirim aja" before all was asked: what may be left open is not asked any more."""
    if heard.reading is not Reading.SEND or c.draft is None or not STEPS[c.step].fills:
        return c
    return replace(c, draft=replace(c.draft, hurried=True))


def _into_draft(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words at a step that fills the draft: another matter, or an answer."""
    own_words = STEPS[c.step].own_words
    if not own_words and another_matter(draft_of(c), heard, c.step, known.catalogue):
        answered = other_matter.noticed(c, heard, known)
    else:
        answered = _filled(c, heard, known)
    already_told = draft_of(c).emergency or c.step in (Step.WHAT, Step.EMERGENCY, Step.OTHER)
    if heard.emergency and not already_told and answered.conversation.step is not Step.OTHER:
        return danger.warned(answered, heard, known)
    return answered


def _filled(c: Conversation, heard: Heard, known: Known) -> Turn:
    answered = STEPS[c.step].answer(c, heard, known)
    assert answered is not None, f"{c.step} fills the draft and knows no elsewhere"
    return answered


def _pictures(c: Conversation, message: Incoming, known: Known) -> Turn:
    heard = hear(message, known)
    if heard.emergency and (urgent := danger.told(c, heard, known)) is not None:
        return _with_files(urgent, message)
    if (asked := doubt.asked(c, heard, known, message.files)) is not None:
        return asked
    if (reopened := finished.pictured(c, message, heard, known)) is not None:
        return reopened
    if (meant := replied_to(c, known)) is not None:
        return adding.add(c, known, meant, text=heard.text, files=message.files)
    special = STEPS[c.step].pictures
    if special is not None and (c.draft is None or c.step is Step.REOPEN):
        return special(c, message, heard, known)
    if c.draft is not None:
        return _pictures_into_draft(c, message, heard, known)
    rest = replace(c, step=Step.IDLE, held=None)
    if heard.text and (not heard.chit_chat or heard.only_where or heard.where.areas):
        return start.idle(rest, heard, known, message.files)
    return _bare_pictures(rest, message, heard, known)


def _with_files(decided: Turn, message: Incoming) -> Turn:
    """The turn, with the pictures in its draft where it has one."""
    c = decided.conversation
    if c.draft is None:
        return decided
    draft = with_files(c.draft, message.files)
    commands = tuple(FileReport(draft) if isinstance(done, FileReport) else done for done in decided.commands)
    return replace(decided, conversation=replace(c, draft=draft), commands=commands)


def _bare_pictures(c: Conversation, message: Incoming, heard: Heard, known: Known) -> Turn:
    """Pictures without a story: for the report just filed, an open one, or the start of a new one."""
    last = own(known, known.quoted) or recent(c, known)
    if last is not None:
        return adding.add(c, known, last, text=heard.text, files=message.files)
    if addable(known):
        return adding.ask_add(c, known, with_files(Draft(), message.files))
    return ask(replace(c, draft=with_files(Draft(), message.files), misses=0), known, step=Step.WHAT)


def _pictures_into_draft(c: Conversation, message: Incoming, heard: Heard, known: Known) -> Turn:
    before = draft_of(c)
    draft = with_files(before, message.files)
    key = "photo-limit" if len(photos(before.files)) == MAX_FILES else "photo-kept"
    kept = Reply(say(known.locale, key, count=len(photos(draft.files))))
    c = replace(c, draft=replace(draft, photo_asked=True))
    if heard.text and not heard.chit_chat and STEPS[c.step].fills and c.step is not Step.OTHER:
        return Turn(c, (kept,)).then(_into_draft(c, heard, known))
    return go_on(c, known, kept) if c.step is Step.PHOTO else again(c, known, kept)


def _spot_in_words(message: Incoming, known: Known) -> str:
    """A shared location as an answer to an officer's question."""
    assert message.point is not None
    area = known.catalogue.kelurahan.get((known.located.code if known.located else None) or "")
    lat, lon = f"{message.point.lat:.5f}", f"{message.point.lon:.5f}"
    return say(known.locale, "answer-location", lat=lat, lon=lon, place=area_name(area) if area else "")


def _asked_anew(c: Conversation) -> bool:
    """Whether a place that was known is asked for again: what was said of it before counts no longer."""
    return c.step is Step.PLACE and bool(draft_of(c).kelurahan)


def _location(c: Conversation, message: Incoming, known: Known) -> Turn:
    assert message.point is not None
    if (found := rescue.located(c, message.point, known)) is not None:
        return found
    asked = replied_to(c, known) or (quoted_or_waiting(known) if c.step is Step.IDLE else None)
    if asked is not None:
        return adding.add(c, known, asked, text=_spot_in_words(message, known))
    special = STEPS[c.step].spot
    if special is not None:
        return special(c, message.point, known.located, known)
    aside = not STEPS[c.step].fills and c.step is not Step.IDLE
    if c.draft is None and aside and c.step is not Step.MAYBE:
        return again(c, known)
    starting = c.draft is None and c.held is None
    told = held_of(c).draft if c.draft is None else c.draft
    draft = with_point(told or Draft(), message.point, known.located, anew=_asked_anew(c))
    if message.text and not draft.outside:
        draft = called(draft, message.text)
    twice = c.draft is not None and c.draft.where == draft.where and c.step not in photo_place.WHERE
    c = replace(c, draft=draft, misses=0)
    if c.step is Step.OTHER:
        return again(c, known)
    if twice and not draft.outside:  # the question and its buttons stay as they are
        return again(c, known, Reply(say(known.locale, "place-noted", place=place_of(draft, known))))
    if draft.outside:
        return ask(replace(c, held=None), known, step=Step.OUTSIDE)
    if starting:
        return ask(c, known, step=Step.WHAT)
    return go_on(c, known, Reply(say(known.locale, "place-noted", place=place_of(draft, known))))
