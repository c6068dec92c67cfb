"""Somebody has reported it already: joining that report, adding to one's own, or filing separately."""

import re
from dataclasses import replace

from bot.dialogue.ask import again, go_on, missed, question
from bot.dialogue.collect import addition
from bot.dialogue.commands import AddToReport, StopSupport, Support, Turn
from bot.dialogue.hear import TELLING, Heard
from bot.dialogue.known import Known, Supported
from bot.dialogue.state import Conversation, Similar, Step
from bot.dialogue.types import Link, Reply
from bot.dialogue.wording import draft_of
from bot.messages import say
from nlu.types import Intent

_STOP = re.compile(
    r"^\W*(?:\w+ ){0,2}(?:berhenti|stop|batal|batalkan|cabut|hentikan) (?:men)?dukung(?:an)?\b", re.IGNORECASE
)


def after_looked(turn: Turn, found: Similar, known: Known) -> Turn:
    """The turn that ends with the summary, with the report found shown in the summary's place."""
    c = turn.conversation
    if c.step is not Step.CONFIRM:  # something else came up in the same turn
        return turn
    c = replace(c, step=Step.SIMILAR, draft=replace(draft_of(c), similar=found))
    return Turn(c, (*turn.replies[:-1], question(c, known)))


def _found(c: Conversation) -> Similar:
    return draft_of(c).similar or Similar()


def join(c: Conversation, known: Known) -> Turn:
    """Support the report shown. The draft stays until `after_supported`, so that a failure loses nothing."""
    number = _found(c).number
    draft = draft_of(c)
    kept = replace(c, draft=replace(draft, apart=(*draft.apart, number)))
    return Turn(kept, commands=(Support(number, draft),))


def after_supported(c: Conversation, supported: Supported, known: Known) -> Turn:
    """What is said once the person has joined the report; a parked complaint is then taken up."""
    text = say(
        known.locale, "supported", number=supported.number, agency=supported.agency,
        count=supported.supporters, status=say(known.locale, f"status-{supported.status}"),
    )  # fmt: skip
    link = Link(say(known.locale, "btn-track"), f"/lacak/{supported.number}")
    return go_on(replace(c, draft=None), known, Reply(text, link=link, remove_keyboard=True))


def apart(c: Conversation, known: Known) -> Turn:
    """It is something else, or the resident wants a report of their own."""
    draft = draft_of(c)
    return go_on(replace(c, draft=replace(draft, apart=(*draft.apart, _found(c).number))), known)


def add_there(c: Conversation, known: Known) -> Turn:
    """The words and pictures go to the person's own report instead."""
    number, draft = _found(c).number, draft_of(c)
    own = next((report for report in known.reports if report.number == number), None)
    if own is not None and not own.open:
        return apart(c, known)
    text = say(known.locale, "added-there", number=number)
    command = AddToReport(number, draft.text, draft.files)
    return go_on(replace(c, draft=None), known, Reply(text), commands=(command,))


def answer(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words at the question: yes joins, no files separately, more of the story is kept with the draft."""
    typed = heard.text.lower()
    if "dukung" in typed and heard.intent is not Intent.TIDAK and not heard.nothing:
        return _same(c, known)
    if heard.intent is Intent.TIDAK or any(word in typed for word in ("sendiri", "beda", "terpisah", "lain")):
        return apart(c, known)
    if heard.intent is Intent.YA or typed.strip(" .!") in ("sama", "iya sama", "itu", "yang itu"):
        return _same(c, known)
    if heard.intent in TELLING or heard.intent is Intent.TAMBAHAN:
        return addition(c, heard, known)
    return missed(c, known)


def _same(c: Conversation, known: Known) -> Turn:
    return add_there(c, known) if _found(c).own else join(c, known)


def stop(c: Conversation, number: str, known: Known) -> Turn:
    """No longer be told of somebody else's report."""
    if not any(report.number == number for report in known.supported):
        return again(c, known, Reply(say(known.locale, "support-none", number=number)))
    turn = again(c, known, Reply(say(known.locale, "support-stopped", number=number)))
    return replace(turn, commands=(StopSupport(number),))


def stop_in_words(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "berhenti mendukung": of the report named, or of the only one; None for all other words."""
    if not _STOP.search(heard.text):
        return None
    if heard.number:
        return stop(c, heard.number, known)
    if len(known.supported) == 1:
        return stop(c, known.supported[0].number, known)
    key = "support-which" if known.supported else "support-nothing"
    numbers = ", ".join(report.number for report in known.supported)
    return again(c, known, Reply(say(known.locale, key, numbers=numbers)))
