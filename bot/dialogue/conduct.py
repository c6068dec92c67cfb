"""Abuse and excess: answered once and kindly. A report in hand is never given up for them."""

from dataclasses import replace

from bot.dialogue.commands import Flag, Turn
from bot.dialogue.hear import TELLING, Heard
from bot.dialogue.known import Known
from bot.dialogue.state import Conversation, Step
from bot.dialogue.steps import again
from bot.dialogue.types import Reply
from bot.messages import say

DAY = 24 * 3600  # seconds
LONG = 6  # words; who tells so much and swears about it has something to tell


def rude(c: Conversation, heard: Heard, known: Known, *, files: bool = False) -> Turn | None:
    """The turn for words that only abuse; None for everything that also tells something.

    They are answered once a day. An open question is asked again, so that the way on stays in sight.
    """
    if (
        not known.rude
        or files
        or c.step in (Step.LISTEN, Step.RESCUE, Step.CRY, Step.DOUBT)
        or _tells(heard, known)
    ):
        return None
    fresh = known.now.timestamp() - c.calmed_at >= DAY
    said = (Reply(say(known.locale, "rude")),) if fresh else ()
    c = replace(c, calmed_at=known.now.timestamp()) if fresh else c
    return again(c, known, *said, commands=(Flag(),))


def _tells(heard: Heard, known: Known) -> bool:
    if heard.emergency or heard.doubt or heard.places or heard.number:
        return True
    if heard.failed:
        return heard.words >= LONG
    sure = heard.best is not None and heard.best.confidence >= known.catalogue.sure
    return heard.intent in TELLING and (sure or heard.words >= LONG)


def within_day(before: Conversation, after: Turn, known: Known) -> Turn:
    """The turn, unless it starts one more report than a person may file in a day.

    An emergency keeps its number to call. A draft that stands already is always completed.
    """
    if after.conversation.alarm_at > before.alarm_at:  # danger is never told to come back tomorrow
        return after
    if not known.most_a_day or _drafts(after.conversation) <= _drafts(before):
        return after
    today = [r for r in known.reports if (known.now - r.created_at).total_seconds() < DAY]
    if len(today) < known.most_a_day:
        return after
    draft = after.conversation.draft
    calls = tuple(reply for reply in after.said if reply.dial) if draft and draft.emergency else ()
    text = say(known.locale, "day-limit", count=known.most_a_day)
    return again(before, known, *calls, Reply(text))


def too_many(before: Conversation, known: Known, *, wait: int) -> Turn:
    """One too many of its kind from here just now: all stays as it is, to be sent later."""
    return again(before, known, Reply(say(known.locale, "door-limit", minutes=-(-wait // 60))))


def _drafts(c: Conversation) -> int:
    return (c.draft is not None) + len(c.parked)


def slowed(before: Conversation, after: Turn, *, excess: float, pressed: bool) -> Turn:
    """The turn of somebody who writes too much: what it does is done, what it says may be left unsaid.

    excess: messages of late as a share of the limit. With a report in hand or a question open, with
    something done, or with a number to call, it is said all the same; beyond twice the limit only what a
    button answers, what was done and the number to call.
    """
    if excess <= 1 or after.commands or any(reply.dial for reply in after.replies):
        return after
    at_work = before.draft is not None or before.step is not Step.IDLE
    if at_work and (pressed or excess <= 2):
        return after
    return after.silent()
