"""What residents say and press once a report is on its way, and about themselves: one table for each."""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.dialogue import follow, privacy, rating, warnings
from bot.dialogue.ask import again
from bot.dialogue.commands import Turn
from bot.dialogue.hear import Heard, plain
from bot.dialogue.known import Known
from bot.dialogue.state import Conversation, Step
from bot.dialogue.types import Reply
from bot.messages import say

Press = Callable[[Conversation, str, Known], Turn]
_REOPEN = re.compile(
    r"(?:tolong |mohon |minta |mau )?(?:di)?buka (?:lagi|kembali)\b.*"
    r"|.*\b(?:rusak|bocor|mati|muncul|banjir) lagi\b.*|.*\bbelum (?:beres|selesai)\b.*"
)
_SO_SHORT = 8  # words, the report's number not counted


def said(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Words understood whatever was asked: own data, warnings, taking up a finished report; else None."""
    return privacy.said(c, heard, known) or warnings.said(c, heard, known) or _reopened(c, heard, known)


def _reopened(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Buka lagi BKS-2611-00042": without a number only where one report can be meant."""
    text = plain(heard.text)
    if c.step is not Step.IDLE or heard.words > _SO_SHORT or not _REOPEN.fullmatch(text):
        return None
    done = [r for r in known.reports if r.status in rating.DONE and r.reopenable(known.now)]
    if heard.number:
        meant = next((r for r in known.reports if r.number == heard.number), None)
        return follow.ask_why(c, known, heard.number) if meant and meant.status in rating.DONE else None
    if not re.match(r"(?:tolong |mohon |minta |mau )?(?:di)?buka", text) or not done:
        return None
    if len(done) == 1:
        return follow.ask_why(c, known, done[0].number)
    numbers = ", ".join(report.number for report in done)
    return again(c, known, Reply(say(known.locale, "reopen-which", numbers=numbers)))


def aside(
    answer: Callable[[Conversation, Heard, Known], Turn | None],
    fresh: Callable[[Conversation, Heard, Known], Turn],
) -> Callable[[Conversation, Heard, Known], Turn]:
    """The answer to an open question, or what the words lead to when they do not answer it."""

    def answered(c: Conversation, heard: Heard, known: Known) -> Turn:
        turn = answer(c, heard, known)
        return turn if turn is not None else fresh(replace(c, held=None, misses=0), heard, known)

    return answered


ANSWERS: dict[Step, Callable[[Conversation, Heard, Known], Turn | None]] = {
    Step.RATE: rating.answer,
    Step.WATCH: warnings.answer,
    Step.WATCH_AREA: warnings.answer,
    Step.ERASE: privacy.answer,
}
ALWAYS: dict[str, Press] = {"rate": rating.pressed, "wrn": warnings.pressed}
ACTIONS: dict[str, Press] = {
    "skip-rating": lambda c, value, known: rating.skip(c, known),
    "wkec": warnings.kecamatan,
    "wkel": warnings.kelurahan,
    "aside-back": lambda c, value, known: warnings.leave(c, known),
    "erase": lambda c, value, known: privacy.erase(c, known),
    "keep-data": lambda c, value, known: privacy.keep(c, known),
}
