"""Asked before anything is told: how to report, how long it takes, when an office works, what it costs."""

import re
from dataclasses import replace

from bot.dialogue.commands import Turn
from bot.dialogue.drafting import begin, told
from bot.dialogue.hear import TELLING, Heard
from bot.dialogue.known import Known, KnownCategory
from bot.dialogue.questions_asked import asked
from bot.dialogue.reports import recent
from bot.dialogue.state import Conversation, Step
from bot.dialogue.topic import Topic
from bot.dialogue.topics import small_talk
from bot.dialogue.topics.questions import MINE, span
from bot.dialogue.types import Reply
from bot.messages import say
from nlu.opening import NO_MATTER
from nlu.types import Intent

_BRIEF = 6  # words
_ASKS_HOURS = re.compile(
    r"\?|\b(?:berapa|brp|brapa|kapan|jadwal|ga|gak|nggak|tidak|kah|what|when|is|are)\b", re.IGNORECASE
)
_OFFICE = re.compile(
    r"\b(?:kelurahan|kecamatan|kantor|loket|pemkot|dinas|disdukcapil|dukcapil|puskesmas|rsud|mpp"
    r"|mal pelayanan|office|capil)\b",
    re.IGNORECASE,
)
# "kalau lapor got mampet berapa hari": nothing is reported yet.
_SUPPOSED = re.compile(r"\b(?:kalau|kalo|klo|kl|jika|misal\w*|biasanya|umumnya|if|usually)\b", re.IGNORECASE)


def said(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Such a question, where nothing is being told yet; None for all else."""
    idle = c.step is Step.IDLE and c.draft is None
    if not idle or heard.emergency or heard.doubt or heard.reading or heard.number:
        return None
    answer = _ANSWERS.get(asked(heard.whole) or "")
    return answer(c, heard, known) if answer is not None else None


def _matter(heard: Heard, known: Known) -> KnownCategory | None:
    """The kind of matter the question is about, where it is one for certain."""
    best = heard.best
    sure = best is not None and best.confidence >= known.catalogue.sure and best.code not in NO_MATTER
    return known.catalogue.categories.get(best.code) if sure and best is not None else None


def _answered(c: Conversation, heard: Heard, known: Known, text: str) -> Turn:
    """The answer; the menu's button makes a report, or a question for the office, of what was asked."""
    return Turn(replace(c, passed=told(heard, known)), (Reply(text, small_talk.menu(known)),))


def _how_long(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    category = _matter(heard, known)
    anyhow = category is None and (known.reports or heard.words > _BRIEF)
    if anyhow or recent(c, known) is not None or heard.places:
        return None
    if category is None:
        return _answered(c, heard, known, say(known.locale, "ahead-how-long", promise="", agency=""))
    if not _SUPPOSED.search(heard.whole) or not category.on_site or category.external:
        return None  # it tells of something, or only the office itself knows
    text = say(known.locale, "ahead-how-long", promise=span(category, known), agency=category.agency)
    return _answered(c, heard, known, text)


def _hours(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    category = _matter(heard, known)
    ours = category is not None and not category.on_site and not category.external
    if not _ASKS_HOURS.search(heard.whole) or not (ours or _OFFICE.search(heard.whole)):
        return None
    if category is None or not ours or not category.hours:
        text = say(known.locale, "ahead-hours", agency="", hours=known.catalogue.hours)
    else:
        text = say(known.locale, "ahead-hours", agency=category.agency, hours=category.hours)
    return _answered(c, heard, known, text)


def _cost(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """What an office asks for its work, it answers itself."""
    asks = _matter(heard, known) is not None and heard.words > 1 and heard.intent in TELLING
    if not asks or MINE.search(heard.whole) or not heard.whole.rstrip().endswith("?"):
        return None
    return begin(c, replace(heard, intent=Intent.INFORMASI), known)


def _how(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Kalo mau lapor jalan rusak caranya gimana ya": nothing is reported yet."""
    if heard.places or heard.asks_how or heard.words <= _BRIEF:
        return None
    return _answered(c, heard, known, say(known.locale, "how-to"))


def _may(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Maaf mau tanya, kalo lapor pohon tumbang di sini bisa?": it is, and no question for the office."""
    if _matter(heard, known) is None or not _SUPPOSED.search(heard.whole):
        return None
    return begin(c, replace(heard, intent=Intent.LAPOR), known)


_ANSWERS = {"how": _how, "may": _may, "how-long": _how_long, "hours": _hours, "cost": _cost}
TOPIC = Topic(phrases=(said,))
