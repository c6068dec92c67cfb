"""The dialogue as one pure function: `turn(conversation, message, known) -> Turn`."""

from dataclasses import replace

from bot.dialogue import conduct, follow, photo_place, press, privacy, several, talk, unexpected, warnings
from bot.dialogue.answers import ANSWERS, answer
from bot.dialogue.ask import again, ask, go_on, place_of
from bot.dialogue.commands import Turn
from bot.dialogue.hear import Heard, hear
from bot.dialogue.known import Filed, Known
from bot.dialogue.slots import MAX_FILES, photos, with_files, with_point
from bot.dialogue.state import Conversation, Draft, Held, Step
from bot.dialogue.types import Incoming, Link, Reply
from bot.dialogue.wording import draft_of
from bot.messages import say


def turn(conversation: Conversation, message: Incoming, known: Known) -> Turn:
    """What one message leads to. Pure and total: every message gets an answer, whatever state it meets.

    Two exceptions: what only a picture says about its place, and abuse that has been answered already.
    """
    after = unexpected.noted(conversation, _turn(conversation, message, known), message)
    return privacy.introduced(conversation, conduct.within_day(conversation, after, known), message, known)


def _turn(conversation: Conversation, message: Incoming, known: Known) -> Turn:
    if message.kind == "button" and message.button:
        return press.press(conversation, message.button, known)
    if message.kind == "photo_point" and message.point is not None:
        return photo_place.arrived(conversation, message.point, known.located, known)
    if message.kind == "transcript":
        return _transcript(conversation, message, known)
    if message.kind in unexpected.PRESENCE:
        return Turn(conversation)
    if message.kind == "edited":
        return unexpected.edited(conversation, message, known)
    if message.kind == "voice" and message.files:
        return unexpected.voice(conversation, message, known)
    if message.point is not None and (message.files or message.text.strip()) and message.kind != "location":
        return _several(conversation, message, known)
    if message.files:
        return _pictures(conversation, message, known)
    if message.point is not None:
        return _location(conversation, message, known)
    if message.text.strip():
        return _words(conversation, hear(message, known), message, known)
    return unexpected.unreadable(conversation, message, known)


def _transcript(c: Conversation, message: Incoming, known: Known) -> Turn:
    """Words heard in a voice message: the story that was asked for, or quietly more of it."""
    if c.draft is None or c.draft.text or c.step is not Step.WHAT:
        return unexpected.overheard(c, message, known)
    heard = hear(message, known)
    said = Reply(say(known.locale, "voice-heard", text=heard.text))
    told = _words(c, heard, message, known)
    return replace(told, replies=(said, *told.replies))


def _several(c: Conversation, message: Incoming, known: Known) -> Turn:
    """Words or pictures with a place, sent in one breath: the place first, then what is told about it."""
    placed = _turn(c, replace(message, kind="location", text="", files=()), known)
    told = _turn(placed.conversation, replace(message, point=None), known)
    before = placed.replies[:-1] if told.replies else placed.replies  # the last asks what is answered now
    return replace(told, replies=(*before, *told.replies), commands=(*placed.commands, *told.commands))


def _words(c: Conversation, heard: Heard, message: Incoming, known: Known) -> Turn:
    if (calmed := conduct.rude(c, heard, known)) is not None:
        return calmed
    aside = talk.anytime(c, heard, known, message.sender_name or "")
    if aside is not None:
        return aside
    if c.step is Step.IDLE:
        return talk.idle(c, heard, known)
    if c.step in talk.ASIDE:
        return talk.ASIDE[c.step](c, heard, known)
    return _answer(c, heard, known)


def _answer(c: Conversation, heard: Heard, known: Known) -> Turn:
    answered = answer(c, heard, known)
    if isinstance(answered, str):
        return press.act(c, answered, known)
    already_told = draft_of(c).emergency or c.step in (Step.WHAT, Step.EMERGENCY, Step.OTHER)
    other = answered.conversation.step is Step.OTHER
    return (
        talk.warned(answered, heard, known)
        if heard.emergency and not already_told and not other
        else answered
    )


def _pictures(c: Conversation, message: Incoming, known: Known) -> Turn:
    heard = hear(message, known)
    if c.step is Step.REOPEN:
        return _why_with_pictures(c, message, heard, known)
    if c.draft is not None:
        return _into_draft(c, message, heard, known)
    if c.step is Step.ADD:
        return follow.hold_more(c, known, text=heard.text, files=message.files)
    if c.step is Step.MATTERS:
        kept = Reply(say(known.locale, "photo-kept", count=len(message.files)))
        return again(several.with_more(c, text=heard.text, files=message.files), known, kept)
    rest = replace(c, step=Step.IDLE, held=None)
    if heard.text and not heard.chit_chat:
        return talk.idle(rest, heard, known, message.files)
    return _bare_pictures(rest, message, heard, known)


def _why_with_pictures(c: Conversation, message: Incoming, heard: Heard, known: Known) -> Turn:
    held = c.held or Held()
    c = replace(c, held=replace(held, files=(held.files + message.files)[:MAX_FILES]))
    if heard.words >= 2 and not heard.chit_chat:
        return follow.reopen(c, known, heard.text)
    return ask(c, known, Reply(say(known.locale, "photo-kept", count=len(message.files))))


def _bare_pictures(c: Conversation, message: Incoming, heard: Heard, known: Known) -> Turn:
    """Pictures without a story: for the report just filed, an open one, or the start of a new one."""
    last = unexpected.recent(c, known)
    if last is not None:
        return follow.add(c, known, last, text=heard.text, files=message.files)
    if follow.addable(known):
        return follow.ask_add(c, known, with_files(Draft(), message.files))
    return ask(replace(c, draft=with_files(Draft(), message.files), misses=0), known, step=Step.WHAT)


def _into_draft(c: Conversation, message: Incoming, heard: Heard, known: Known) -> Turn:
    before = draft_of(c)
    draft = with_files(before, message.files)
    key = "photo-limit" if len(photos(before.files)) == MAX_FILES else "photo-kept"
    kept = Reply(say(known.locale, key, count=len(photos(draft.files))))
    c = replace(c, draft=replace(draft, photo_asked=True))
    if heard.text and not heard.chit_chat and c.step in ANSWERS and c.step is not Step.OTHER:
        answered = _answer(c, heard, known)
        return replace(answered, replies=(kept, *answered.replies))
    return go_on(c, known, kept) if c.step is Step.PHOTO else again(c, known, kept)


def _location(c: Conversation, message: Incoming, known: Known) -> Turn:
    assert message.point is not None
    if c.step in warnings.STEPS:
        return warnings.located(c, known.located, known)
    if c.step is Step.MATTERS:
        return again(several.with_spot(c, message.point, known.located), known)
    if c.draft is None and c.step in talk.ASIDE and c.step is not Step.MAYBE:
        return again(c, known)
    starting = c.draft is None and c.held is None
    told = c.held.draft if c.draft is None and c.held else c.draft
    draft = with_point(told or Draft(), message.point, known.located)
    c = replace(c, draft=draft, misses=0)
    if c.step is Step.OTHER:
        return again(c, known)
    if draft.outside:
        return ask(replace(c, held=None), known, step=Step.OUTSIDE)
    if starting:
        return ask(c, known, step=Step.WHAT)
    return go_on(c, known, Reply(say(known.locale, "place-noted", place=place_of(draft, known))))


def after_filed(conversation: Conversation, filed: Filed, known: Known) -> Turn:
    """What is said once the draft is a report; then a parked complaint is taken up."""
    kind = "referred" if filed.referred else draft_of(conversation).kind
    key = {"referred": "filed-referred", "aspirasi": "filed-aspirasi", "permintaan": "filed-permintaan"}.get(
        kind, "filed"
    )
    text = say(
        known.locale, key, number=filed.number, agency=filed.agency, contact=filed.contact,
        first=filed.first_answer_due, due=filed.resolve_due, others=filed.others,
    )  # fmt: skip
    link = Link(say(known.locale, "btn-track"), filed.link) if filed.link else None
    conversation, offered = warnings.offer(conversation, known)
    c = replace(conversation, draft=None, sent_number=filed.number, sent_at=known.now.timestamp())
    return go_on(c, known, Reply(text, link=link, remove_keyboard=True), *offered)


def after_refused(conversation: Conversation, number: str, known: Known) -> Turn:
    """What is said when a report changed between reading and doing, so that a command no longer applies."""
    reply = Reply(say(known.locale, "something-changed", number=number))
    return go_on(conversation, known, reply)
