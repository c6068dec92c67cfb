"""Somebody has reported it already: joining that report, adding to one's own, or filing separately."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from bot.dialogue.commands import AddToReport, StopSupport, SupportReport, Turn
from bot.dialogue.drafting import addition
from bot.dialogue.hear import TELLING, Heard
from bot.dialogue.known import Known, Supported
from bot.dialogue.readings import Reading
from bot.dialogue.reports import own
from bot.dialogue.state import Conversation, Similar, Step
from bot.dialogue.steps import again, go_on, missed
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.topics import dropping
from bot.dialogue.types import Link, Reply
from bot.dialogue.wording import buttons, draft_of
from bot.messages import say
from nlu.types import Intent

ROUND = 10  # metres: a telephone does not know better where it is
_STOP = re.compile(
    r"^\W*(?:\w+ ){0,2}(?:berhenti|stop|batal|batalkan|cabut|hentikan) (?:men)?dukung(?:an)?\b", re.IGNORECASE
)


def words(found: Similar, known: Known) -> dict[str, str | int]:
    """What is told of a similar report: how far, how it stands, how old it is."""
    filed = datetime.fromtimestamp(found.filed_at, UTC)
    metres = -1 if found.metres is None else max(ROUND, round(found.metres / ROUND) * ROUND)
    return {
        "number": found.number, "category": found.category, "metres": metres,
        "status": say(known.locale, f"status-{found.status}"), "days": max(0, (known.now - filed).days),
    }  # fmt: skip


def question(c: Conversation, known: Known) -> Reply:
    """Is it the same?"""
    found = draft_of(c).similar or Similar(status="menunggu")
    key, actions = ("ask-similar", ("join", "apart", "cancel"))
    if found.own:
        key, actions = ("ask-similar-own", ("add-there", "apart", "cancel"))
    text = say(known.locale, key, **words(found, known))
    return Reply(text, buttons(c, known, *actions), remove_keyboard=True)


def after_looked(decided: Turn, found: Similar, known: Known) -> Turn:
    """The turn that ends with the summary asks about the report found instead."""
    c = decided.conversation
    if c.step is not Step.CONFIRM:  # something else came up in the same turn
        return decided
    draft = replace(draft_of(c), similar=found)
    return replace(decided, conversation=replace(c, step=Step.SIMILAR, draft=draft))


def _found(c: Conversation) -> Similar:
    return draft_of(c).similar or Similar()


def join(c: Conversation, value: str, known: Known) -> Turn:
    """Support the report shown. The draft stays until `after_supported`, so that a failure loses nothing."""
    number = _found(c).number
    draft = draft_of(c)
    kept = replace(c, draft=replace(draft, apart=(*draft.apart, number)))
    return Turn(kept, commands=(SupportReport(number, draft),))


def after_supported(decided: Turn, supported: Supported, known: Known) -> Turn:
    """What is said once the person has joined the report; a parked complaint is then taken up."""
    text = say(
        known.locale, "supported", number=supported.number, agency=supported.agency,
        count=supported.supporters, status=say(known.locale, f"status-{supported.status}"),
    )  # fmt: skip
    link = Link(say(known.locale, "btn-track"), supported.page)
    c = replace(decided.conversation, draft=None)
    return decided.then(go_on(c, known, Reply(text, link=link, remove_keyboard=True)))


def apart(c: Conversation, value: str, known: Known) -> Turn:
    """It is something else, or the resident wants a report of their own."""
    draft = draft_of(c)
    return go_on(replace(c, draft=replace(draft, apart=(*draft.apart, _found(c).number))), known)


def add_there(c: Conversation, value: str, known: Known) -> Turn:
    """The words and pictures go to the person's own report instead."""
    number, draft = _found(c).number, draft_of(c)
    mine = own(known, number)
    if mine is not None and not mine.open:
        return apart(c, "", known)
    text = say(known.locale, "added-there", number=number)
    command = AddToReport(number, draft.text, draft.files)
    return go_on(replace(c, draft=None), known, Reply(text), commands=(command,))


def answer(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words at the question: yes joins, no files separately, more of the story is kept with the draft."""
    typed = heard.text.lower()
    if "dukung" in typed and heard.intent is not Intent.TIDAK and not heard.nothing:
        return _same(c, known)
    if heard.intent is Intent.TIDAK or any(word in typed for word in ("sendiri", "beda", "terpisah", "lain")):
        return apart(c, "", known)
    if heard.intent is Intent.YA or typed.strip(" .!") in ("sama", "iya sama", "itu", "yang itu"):
        return _same(c, known)
    if heard.intent in TELLING or heard.intent is Intent.TAMBAHAN:
        return addition(c, heard, known)
    return missed(c, known)


def _same(c: Conversation, known: Known) -> Turn:
    return (add_there if _found(c).own else join)(c, "", known)


def stop(c: Conversation, number: str, known: Known) -> Turn:
    """No longer be told of somebody else's report."""
    if not any(report.number == number for report in known.supported):
        return again(c, known, Reply(say(known.locale, "support-none", number=number)))
    reply = Reply(say(known.locale, "support-stopped", number=number))
    return again(c, known, reply, commands=(StopSupport(number),))


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


TOPIC = Topic(
    {
        Step.SIMILAR: Asked(
            question, answer,
            {"join": join, "apart": apart, "add-there": add_there, "cancel": dropping.cancel_pressed},
            {Reading.NO: "apart", Reading.WRONG: "apart", Reading.SEND: "apart", Reading.SKIP: "apart",
             Reading.DONT_KNOW: "apart"}, fills=True,
        )
    },
    phrases=(stop_in_words,),
    always={"unsup": stop},
    told={Similar: after_looked, Supported: after_supported},
)  # fmt: skip
