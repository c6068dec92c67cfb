"""Drafts out of what was heard: begun, taken up, added to, and kept for later."""

from dataclasses import replace

from bot.dialogue.commands import Turn
from bot.dialogue.hear import Heard
from bot.dialogue.known import Known
from bot.dialogue.readings import Reading, without_closing
from bot.dialogue.slots import with_files, with_text
from bot.dialogue.state import LONGEST_STORY, Conversation, Draft
from bot.dialogue.steps import afresh, ask, go_on
from bot.dialogue.topics import danger
from bot.dialogue.types import FileRef, Reply
from bot.dialogue.wording import draft_of, held_of
from bot.messages import say


def cut_told(before: Conversation, decided: Turn, known: Known) -> Turn:
    """The turn, and a word to the resident when a part of what they told no longer fits."""
    if _cut(decided.conversation) <= _cut(before):
        return decided
    return replace(decided, said=(*decided.said, too_long(known)))


def too_long(known: Known) -> Reply:
    """What exceeds the longest story is not kept, and this is said."""
    return Reply(say(known.locale, "story-too-long", limit=LONGEST_STORY))


def _cut(c: Conversation) -> int:
    held = (c.held.draft,) if c.held else ()
    return sum(draft.cut for draft in (c.draft, *c.parked, *held) if draft is not None)


def begin(c: Conversation, heard: Heard, known: Known, files: tuple[FileRef, ...] = ()) -> Turn:
    """A new report out of free text (and pictures): fills what it can, asks for what is missing."""
    return take_up(c, told(heard, known, files), heard, known)


def told(heard: Heard, known: Known, files: tuple[FileRef, ...] = ()) -> Draft:
    """A draft of what was just told; no part of it is that there is no picture, or that it shall go."""
    story, said = without_closing(heard.text)
    draft = with_files(Draft(), files)
    if said:
        heard = replace(heard, text=story)
        hurried = Reading.SEND in said
        draft = replace(draft, hurried=hurried, photo_asked=hurried or Reading.NO_PHOTO in said)
    return with_text(draft, heard, known.catalogue)


def take_up(c: Conversation, draft: Draft, heard: Heard, known: Known) -> Turn:
    """Make this the draft in hand; one already in hand waits for its turn."""
    parked = (c.draft, *c.parked) if c.draft is not None else c.parked
    c = afresh(replace(c, draft=draft, parked=parked, held=None, misses=0))
    return danger.warn(c, heard, known) if heard.emergency else go_on(c, known)


def addition(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Further words about the same matter: kept with it."""
    old = draft_of(c)
    draft = with_text(old, heard, known.catalogue)
    if draft.kelurahan != old.kelurahan:  # two places that contradict one another are asked about
        return go_on(replace(c, draft=draft), known, Reply(say(known.locale, "same-report-kept")))
    return ask(replace(c, draft=draft), known, Reply(say(known.locale, "same-report-kept")))


def park(c: Conversation, other: Draft, known: Known) -> Turn:
    """Keep another complaint for later and go on with the one in hand."""
    c = replace(c, parked=(*c.parked, other))
    return go_on(c, known, Reply(say(known.locale, "parked-kept")))


def report_held(c: Conversation, value: str, known: Known) -> Turn:
    """The words that did not sound like a complaint, or like a new one, are a new report."""
    held = held_of(c)
    draft = replace(held.draft or Draft(), apart=held.numbers)  # asked about those already
    parked = (c.draft, *c.parked) if c.draft is not None else c.parked
    return go_on(afresh(replace(c, draft=draft, parked=parked)), known)
