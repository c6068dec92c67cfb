"""Under which name the report goes: pressed, typed, or said at any step."""

from dataclasses import replace

from bot.dialogue.ask import again, ask, go_on, missed
from bot.dialogue.commands import Identify, Turn
from bot.dialogue.hear import Heard
from bot.dialogue.identity import PLAIN, name_in
from bot.dialogue.known import Known, ReportInfo
from bot.dialogue.slots import with_identity
from bot.dialogue.state import Conversation, Draft, Step
from bot.dialogue.types import Reply
from bot.dialogue.wording import draft_of
from bot.messages import say
from nlu.types import Intent

JUST_FILED = 3600  # seconds


def said(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Words about the name and nothing else, at whatever step of a draft; None when they are not that."""
    if not heard.about_identity:
        return None
    if c.draft is None and c.step is not Step.IDLE:
        return None
    draft = with_identity(draft_of(c), heard)
    noted = _noted(draft, known)
    filed = _just_filed(c, known) if c.draft is None else None
    if filed is not None:
        text = say(known.locale, "noted-number", noted=noted.text, number=filed.number)
        return Turn(c, (Reply(text),), (Identify(filed.number, draft.privacy, draft.called),))
    if c.draft is None:  # before anything is told
        return ask(replace(c, draft=draft, misses=0), known, noted, step=Step.WHAT)
    c = replace(c, draft=draft)
    return go_on(c, known, noted) if c.step in (Step.IDENTITY, Step.NAME) else again(c, known, noted)


def _just_filed(c: Conversation, known: Known) -> ReportInfo | None:
    """The report that was filed so short a while ago that it is meant."""
    fresh = known.now.timestamp() - c.sent_at < JUST_FILED
    found = (report for report in known.reports if fresh and report.number == c.sent_number and report.open)
    return next(found, None)


def _noted(draft: Draft, known: Known) -> Reply:
    if draft.privacy == PLAIN and draft.called:
        return Reply(say(known.locale, "noted-called", name=draft.called))
    return Reply(say(known.locale, f"noted-{draft.privacy}"))


def choose(c: Conversation, privacy: str, known: Known) -> Turn:
    """A button: biasa, anonim or rahasia."""
    draft = replace(draft_of(c), privacy=privacy)
    draft = replace(draft, called="") if privacy == "anonim" else draft
    return go_on(replace(c, draft=draft), known)


def identity(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words at the question; its buttons' titles were recognised before."""
    if heard.privacy is not None or heard.called:
        return go_on(replace(c, draft=with_identity(draft_of(c), heard)), known)
    if heard.intent is Intent.TIDAK:
        return go_on(c, known)
    return missed(c, known)


def name(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words where the name was asked for: kept when they look like one."""
    if heard.intent is Intent.TIDAK:
        return go_on(c, known)
    given = heard.called or (name_in(heard.text) if not heard.places else None)
    if given is None:
        return missed(c, known)
    return go_on(replace(c, draft=replace(draft_of(c), called=given, privacy=PLAIN)), known)
