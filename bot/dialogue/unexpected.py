"""Messages that are neither words, pictures nor places: voices, corrections, and what cannot be read."""

from dataclasses import replace

from bot.dialogue.commands import AddToReport, Turn
from bot.dialogue.hear import hear
from bot.dialogue.known import Known, ReportInfo
from bot.dialogue.reports import addable, own, recent, replied_to
from bot.dialogue.slots import with_category_of, with_files, with_text
from bot.dialogue.state import Conversation, Draft, Step
from bot.dialogue.steps import again, ask, go_on
from bot.dialogue.topics import adding
from bot.dialogue.types import FileRef, Incoming, Reply
from bot.dialogue.whereabouts import nowhere, with_where
from bot.dialogue.wording import held_of
from bot.messages import say

UNREADABLE = frozenset(["sticker", "voice", "video", "contact", "document", "edited"])
CAPTIONED = frozenset(["voice", "video", "document", "other"])  # words may stand beside them
# Not something the person says to us: the channel tells that they closed the chat, or opened it again.
PRESENCE = frozenset(["left", "returned"])


def unreadable(c: Conversation, message: Incoming, known: Known) -> Turn:
    """What it is that cannot be taken, and the open question once more."""
    kind = message.kind if message.kind in UNREADABLE else "other"
    return again(c, known, Reply(say(known.locale, f"only-{kind}")))


def not_taken(c: Conversation, kind: str, known: Known) -> Turn:
    """The words beside it are read; that it itself is not taken is said first."""
    return Turn(c, (Reply(say(known.locale, "caption-read", kind=kind)),))


def voice(c: Conversation, message: Incoming, known: Known) -> Turn:
    """A voice message is kept for the officer; what it is about is still asked for in words."""
    files, kept = message.files, Reply(say(known.locale, "voice-kept"))
    if (asked := replied_to(c, known)) is not None:
        return _into_report(c, asked, files, known)
    if c.draft is not None:
        return again(replace(c, draft=with_files(c.draft, files)), known, kept)
    if c.step is Step.REOPEN:
        held = held_of(c)
        return again(replace(c, held=replace(held, files=held.files + files)), known, kept)
    if c.step is Step.ADD:
        return adding.hold_more(c, known, files=files)
    rest = replace(c, step=Step.IDLE, held=None)
    last = recent(c, known)
    if last is not None:
        return _into_report(rest, last, files, known)
    draft = with_files(Draft(), files)
    if addable(known):
        return adding.ask_add(rest, known, draft)
    return ask(replace(rest, draft=draft, misses=0), known, step=Step.WHAT)


def _into_report(c: Conversation, report: ReportInfo, files: tuple[FileRef, ...], known: Known) -> Turn:
    reply = Reply(say(known.locale, "voice-added", number=report.number))
    return Turn(c, (reply,), (AddToReport(report.number, files=files),))


def overheard(c: Conversation, message: Incoming, known: Known) -> Turn:
    """Words heard in a voice message nobody waits for: kept where the voice is, and nothing is said.

    The resident wrote in the meantime, and an engine may mishear.
    """
    heard = hear(message, known)
    text = say(known.locale, "voice-says", text=heard.text)
    if c.draft is not None and c.draft.text:
        return Turn(replace(c, draft=c.draft.with_more(text)))
    if c.draft is not None:
        return Turn(replace(c, draft=with_text(c.draft, heard, known.catalogue)))
    last = recent(c, known)
    return Turn(c, commands=(AddToReport(last.number, text),)) if last else Turn(c)


def edited(c: Conversation, message: Incoming, known: Known) -> Turn | None:
    """A corrected message: the draft or the report that holds its old words is corrected.

    Platforms tell of an edit also where no word changed, for a link's preview: then there is nothing to say.
    None where it says what nothing said before and is to be read like any other: words under a picture that
    had none, a danger that is not known yet.
    """
    heard, old = hear(message, known), known.edited.old if known.edited else ""
    if heard.text and known.edited is not None and heard.text == old:
        return Turn(c)
    warned = c.draft is not None and c.draft.emergency is not None
    if heard.text and ((known.edited and not old) or ((heard.emergency or heard.doubt) and not warned)):
        return None
    if not old or not heard.text:
        return unreadable(c, message, known)
    if c.draft is not None and old in c.draft.text:
        draft = replace(c.draft, text="").with_more(c.draft.text.replace(old, heard.text, 1))
        draft = replace(draft, facts={**c.draft.facts, **dict(heard.facts)})
        if draft.category_by != "warga" and draft.text == heard.text:
            blank = replace(draft, category=None, candidates=(), review=False, kind="pengaduan")
            draft = with_category_of(blank, heard, known.catalogue)
        if heard.places and not draft.exact:
            draft = with_where(nowhere(draft), heard.where)
        return _corrected(replace(c, draft=draft), known)
    report = own(known, known.edited.number) if known.edited else None
    if report is None or not report.open:
        return unreadable(c, message, known)
    text = say(known.locale, "correction", text=heard.text)
    reply = Reply(say(known.locale, "edited-report", number=report.number))
    return again(c, known, reply, commands=(AddToReport(report.number, text),))


def _corrected(c: Conversation, known: Known) -> Turn:
    """The question as it now stands: the corrected words may have answered it, or opened another."""
    reply = Reply(say(known.locale, "edited-draft"))
    if c.held is not None or c.step in (Step.WHAT, Step.CHANGE, Step.EMERGENCY):
        return again(c, known, reply)
    return go_on(c, known, reply)


def noted(before: Conversation, after: Turn, message: Incoming) -> Turn:
    """The turn, with its draft marked when it grew by somebody else's words."""
    draft = after.conversation.draft
    told = before.draft.text if before.draft else ""
    if not message.forwarded or draft is None or draft.text == told or "diteruskan" in draft.facts:
        return after
    marked = replace(draft, facts={**draft.facts, "diteruskan": "ya"})
    return replace(after, conversation=replace(after.conversation, draft=marked))
