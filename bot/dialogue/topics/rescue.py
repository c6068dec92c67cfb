"""Trapped by water, fire or earth: 112, the position and nothing else; every later word reaches who helps."""

import re
from dataclasses import replace

from bot.dialogue.commands import AddToReport, CallOperator, FileReport, TellOperator, Turn
from bot.dialogue.hear import NOT, Heard
from bot.dialogue.known import Known, PointArea, ReportInfo
from bot.dialogue.readings import Reading
from bot.dialogue.reports import own
from bot.dialogue.slots import with_text
from bot.dialogue.state import Conversation, Draft, Step
from bot.dialogue.steps import ask, go_on
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.types import Point, Reply
from bot.dialogue.whereabouts import put, with_point
from bot.dialogue.wording import buttons, draft_of
from bot.messages import say
from nlu.plain import keys
from nlu.types import Intent

WAY = "rescue"
FOLLOWS = 2 * 3600  # seconds in which whatever is said belongs to the danger told
VARIANTS = 3
_BRIEF = 8  # words
_A_THING = 4  # letters; a shorter word may stand anywhere
_THERE = re.compile(r"\b(?:di ?situ|di ?sana|ke ?situ|ke ?sana|over there|in there)\b", re.IGNORECASE)
_SAFE = re.compile(
    r"\b(?:sudah|udah|udh|dah|wis|geus|tos|atos)\s+(?:\w+\s+){0,2}?"
    r"(?:aman|selamat|salamet|katulungan|kaluar|metu|ditulungi|dievakuasi|keluar|surut|dijemput|ditolong|kebuka|terbuka|dibuka|lolos|dikeluarin|padam|dipadamkan"
    r"|dipadamin|diangkat|keangkat|ketolong|tertolong|diselamatin|diselamatkan|selamet|naik lagi)"
    r"|^(?!.*\b(?:belum|blm|kapan|ga|gak|tidak)\b).*\b(?:tim|perahu|petugas|bantuan|relawan|damkar|tagana|basarnas|bpbd)"
    r"\w*\b.{0,20}\b(?:datang|dateng|tiba|nyampe|sampai|sampe)\b"
    r"|\b(?:we(?:.re| are)|i(?:.m| am)|everyone.s|(?:she|he)(?:.s| is)|they(?:.re| are)) (?:all )?"
    r"(?:safe|out(?! of\b)|rescued|okay)\b"
    r"|\ball (?:safe|rescued|okay)\b"
)
# Not everybody, or not yet: "saya gapapa tapi anak saya kejepit".
_NOT_ALL = re.compile(
    r"\b(?:tapi|tp|tpi|tetapi|masih|msh|belum|blm|durung|kecuali|but|still|not|except)\b",
    re.IGNORECASE,
)
# Who cried and is well: "gapapa udah aman", "salah pencet".
_WELL = re.compile(
    rf"\b(?:(?:{NOT})\s?(?:apa[- ]?apa|papa|jadi)|gapapa|gpp|ngga?papa"
    r"|gajadi|salah (?:pencet|kirim|ketik|kamar)|kepencet|cuma (?:tes|test|coba|iseng)|aman (?:kok|aja|saja)"
    r"|i.?m (?:fine|ok))\b",
    re.IGNORECASE,
)
# Somebody is in the water, and whoever writes stands beside it.
_SWEPT = re.compile(
    r"\b(?:hanyut|kanyut|keli|tenggelam|kecebur|kecemplung|tercebur|nyebur|terseret|keseret"
    r"|kebawa arus|drown\w*|swept)\b",
    re.IGNORECASE,
)
_LOCKED_IN = re.compile(
    r"\b(?:bayi|balita|anak|bocah|nenek|kakek|baby|child|toddler)\b.{0,30}"
    r"\b(?:kekunci|terkunci|kekonci|ketinggalan|locked|left)\b.{0,20}\b(?:mobil|kamar|toilet|car|room)\b",
    re.IGNORECASE,
)
_ASIDE = frozenset((Intent.STATUS, Intent.BATAL, Intent.BANTUAN))


def begin(c: Conversation, heard: Heard, known: Known) -> Turn:
    """A cry told in words: with a flood or another danger in hand it is the same matter, else its own."""
    mine = c.draft
    same = mine is not None and (mine.emergency or not mine.text or mine.category in known.catalogue.floods)
    draft = with_text(draft_of(c) if same else Draft(), heard, known.catalogue)
    if mine is not None and not same and not heard.places and of_it(mine, heard):
        draft = put(draft, mine.where)  # "kecebur ke selokannya", of the one that is being reported
    parked = c.parked if same or mine is None else (mine, *c.parked)
    return taken_up(replace(c, draft=draft, parked=parked), heard, known)


def of_it(draft: Draft, heard: Heard) -> bool:
    """Whether the words name a thing of the draft's story, or its place by pointing."""
    told = {word for word in keys(draft.text) if len(word) > _A_THING}
    return not told.isdisjoint(keys(heard.text)) or bool(_THERE.search(heard.text))


def safe_now(text: str) -> bool:
    """Whether who was in danger, or cried for help, says that it is over."""
    well = len(text.split()) <= _BRIEF and bool(_WELL.search(text)) and not _NOT_ALL.search(text)
    return well or _all_out(text)


def _all_out(text: str) -> bool:
    return bool(_SAFE.search(text.lower())) and not _NOT_ALL.search(text)


def taken_up(c: Conversation, heard: Heard, known: Known) -> Turn:
    """The draft of a cry: an operator is told, and where they are is asked unless it was said."""
    danger = known.catalogue.danger(heard.emergency or "")
    call = CallOperator(danger.kind, heard.text, heard.danger_of_another)
    whose = "other" if _SWEPT.search(heard.text) else "locked" if _LOCKED_IN.search(heard.text) else "own"
    number = Reply(say(known.locale, "danger-terjebak", dial=danger.dial, whose=whose), dial=danger.dial)
    c = replace(
        c, alarm=danger.kind, alarm_at=known.now.timestamp(), alarm_other=heard.danger_of_another,
        held=None, misses=0,
    )  # fmt: skip
    if _placed(draft_of(c)):
        return _filed(c, number, call)
    return ask(c, known, number, step=Step.RESCUE, commands=(call,))


def _placed(draft: Draft) -> bool:
    return draft.kelurahan is not None or draft.exact


def _filed(c: Conversation, *said_and_done: Reply | CallOperator | TellOperator) -> Turn:
    said = tuple(item for item in said_and_done if isinstance(item, Reply))
    done = tuple(item for item in said_and_done if not isinstance(item, Reply))
    return Turn(replace(c, sent_nonce=c.nonce), said, (*done, FileReport(draft_of(c))))


def _question(c: Conversation, known: Known) -> Reply:
    key = "rescue-where-again" if c.misses else "rescue-where"
    dial = known.catalogue.danger(c.alarm).dial
    return Reply(say(known.locale, key, dial=dial), buttons(c, known, "no-place", "safe"), ask_location=True)


def _answer(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Whatever is said is kept; once a place is known, or was asked for twice, the report goes out."""
    c = replace(c, draft=_with_more(draft_of(c), heard, known), alarm_at=known.now.timestamp())
    told = TellOperator(heard.text)
    if safe_now(heard.text):
        return _safe(c, "", known)
    if _placed(draft_of(c)) or heard.like_an_address or c.misses:
        return _filed(c, told)
    return ask(replace(c, misses=c.misses + 1), known, commands=(told,))


def _with_more(draft: Draft, heard: Heard, known: Known) -> Draft:
    more = with_text(draft, heard, known.catalogue)
    if more.kelurahan is None and heard.like_an_address and not more.place:
        more = replace(more, place=heard.text[:200])
    return more


def _unknown(c: Conversation, value: str, known: Known) -> Turn:
    """They do not know where they are: the report goes out with what was told."""
    return _filed(c)


def _safe(c: Conversation, value: str, known: Known) -> Turn:
    c = replace(c, draft=None, alarm="")
    safe = say(known.locale, "rescue-safe")
    return go_on(c, known, Reply(safe), commands=(TellOperator(safe),))


def _spot(c: Conversation, point: Point, located: PointArea | None, known: Known) -> Turn:
    c = replace(c, draft=with_point(draft_of(c), point, located))
    return _filed(c, TellOperator(f"{point.lat:.5f}, {point.lon:.5f}"))


def _under_way(c: Conversation, known: Known) -> ReportInfo | None:
    """The report of the danger that is fresh, while nothing else is asked."""
    report = own(known, c.sent_number) if c.step is Step.IDLE and c.alarm else None
    fresh = known.now.timestamp() - c.alarm_at < FOLLOWS
    mine = fresh and known.catalogue.danger(c.alarm).way == WAY
    return report if mine and report is not None and report.open else None


def located(c: Conversation, point: Point, known: Known) -> Turn | None:
    """A position shared after the report went out: to who helps, not the start of a new report."""
    report = _under_way(c, known)
    if report is None:
        return None
    where = f"{point.lat:.5f}, {point.lon:.5f}"
    said = _passed_on(c, known)
    done = (AddToReport(report.number, where), TellOperator(where))
    return Turn(replace(c, misses=c.misses % VARIANTS + 1), (said,), done)


def _passed_on(c: Conversation, known: Known) -> Reply:
    dial = known.catalogue.danger(c.alarm).dial
    return Reply(say(known.locale, f"rescue-more-{c.misses % VARIANTS + 1}", dial=dial), dial=dial)


def later(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Words after the report went out: with it, while the danger is fresh."""
    report = _under_way(c, known)
    over = _all_out(heard.text)
    if report is None or heard.number or (heard.intent in _ASIDE and not over):
        return None
    if heard.emergency not in (None, c.alarm, "tolong") and not (over and heard.felt):
        return None
    done = (AddToReport(report.number, heard.text), TellOperator(heard.text))
    if over:
        safe = Reply(say(known.locale, "rescue-safe"))
        return go_on(replace(c, alarm=""), known, safe, commands=done)
    return Turn(replace(c, misses=c.misses % VARIANTS + 1), (_passed_on(c, known),), done)


TOPIC = Topic(
    {
        Step.RESCUE: Asked(
            _question, _answer, {"no-place": _unknown, "safe": _safe}, {Reading.DONT_KNOW: "no-place"},
            fills=True, own_words=True, spot=_spot,
        )
    }
)  # fmt: skip
