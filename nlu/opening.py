"""How a first message is met: it starts a report, it is asked about, or it is talk.

A rule on what was understood, shared by the dialogue and by the measuring (`sorot nlu evaluate-complaints`),
so that the figures say what residents really meet.
"""

import re
from enum import StrEnum

from nlu.types import Intent, Ranked, Understanding

SURE_OF_INTENT = 0.6  # below, "is this a report?" is asked
SURE = 0.5  # of the category: the city's `understanding: sure` where it says nothing
LEAST, TOLD = 2, 4  # words: fewer start nothing; so many are asked about rather than passed over
TELLING = frozenset((Intent.LAPOR, Intent.ASPIRASI, Intent.INFORMASI, Intent.KELUHAN_PETUGAS))
_WORD = re.compile(r"\w+")


class Opening(StrEnum):
    """What a message that opens a conversation leads to."""

    REPORT = "report"
    ASK = "ask"  # "Apakah ini ingin Anda laporkan ke kota?"
    TALK = "talk"


def starts(*, intent: Intent | None, confidence: float, best: Ranked | None, words: int, sure: float) -> bool:
    """Whether a message is a report, surely enough not to ask."""
    if intent not in TELLING and intent is not Intent.TAMBAHAN:
        return False
    recognised = best is not None and best.confidence >= sure
    # Many a question is not for the city ("siapa nama..."): only a matter we recognise makes it one.
    meant = confidence >= SURE_OF_INTENT and intent is not Intent.INFORMASI
    return words >= LEAST and (recognised or meant)


def opening(found: Understanding, *, sure: float = SURE) -> Opening:
    """How a message with nothing before it is met."""
    words = len(_WORD.findall(found.masked))
    if found.emergency or starts(
        intent=found.intent,
        confidence=found.intent_confidence,
        best=found.best,
        words=words,
        sure=sure,
    ):
        return Opening.REPORT
    asked = found.intent in TELLING | {Intent.TAMBAHAN, Intent.BUKAN_LAPORAN}
    return Opening.ASK if asked and words >= TOLD else Opening.TALK
