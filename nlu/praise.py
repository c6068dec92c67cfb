"""Praise that only leads up to a complaint ("udah cepet, tapi parkirannya semrawut"), and praise alone."""

import re
from functools import cache

from nlu.matters import faults_and_matters
from nlu.plain import DATA, load_yaml, plain

_GOOD = (
    "bagus|cepat|cepet|ramah|rapi|bersih|lancar|mulus|keren|mantap|enak|oke|ok|baik|membaik|terang|nyaman"
    "|memuaskan"
)
_MORE = "banget|bgt|sekali|sih|kok|lah|juga|semua|pelayanannya|petugasnya"
_PRAISE = re.compile(
    rf"^[^.!?\n]{{0,80}}?\b(?:{_GOOD})(?:\s+(?:{_MORE})){{0,2}}"
    r"\s*,?\s*(?:tapi|tp|tpi|tetapi|namun|cuma|cuman|sayangnya|sayang)\s+(?P<rest>\S+(?:\s+\S+){2,})$",
    re.IGNORECASE | re.DOTALL,
)
_DENIED = re.compile(
    r"\b(?:tidak|tdk|ga|gak|gk|nggak|ngga|enggak|belum|blm|kurang|bukan|kapan|biar|supaya|agar)\b",
    re.IGNORECASE,
)


# "bukan jalan rusak ya min, ini trotoarnya yg ancur": only what it is instead is told.
_INSTEAD = re.compile(
    r"^\W*(?:(?:ini|itu|eh|min|pak|bu|kak)\s+)?(?:bukan|bkn)\s+(?:soal |masalah )?[^,.!?\n]{3,40}"
    r"(?:,|\s+(?=tapi|tp|melainkan))\s*(?:ya |min |pak |kak )*(?:tapi|tp|melainkan|ini|itu|yang|yg)\s+"
    r"(?P<rest>\S+(?:\s+\S+){1,})$",
    re.IGNORECASE | re.DOTALL,
)


def after_praise(text: str) -> str:
    """What is told after the praise, or the denial, a text begins with; the whole text without one."""
    if (instead := _INSTEAD.match(text.strip())) is not None:
        return instead["rest"]
    found = _PRAISE.match(text.strip())
    if found is None or _DENIED.search(text[: found.start("rest")]):
        return text
    return found["rest"]


_PRAISE_WORDS = 25


@cache
def _officers() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What praises people of an office; what praises nobody; what says that a fault is over."""
    data = load_yaml(DATA / "praise.yml")
    who, well = "|".join(data["officers"]), "|".join(data["well"])
    both = rf"\b(?:{who})\b.*\b(?:{well})\b|\b(?:{well})\b.*\b(?:{who})\b"
    nobody = rf"\?|\b(?:{'|'.join(data['not_praise'])})\b"
    over = rf"\b(?:{'|'.join(data['over'])})\b"
    praised, none, past = (re.compile(pattern, re.I | re.S) for pattern in (both, nobody, over))
    return praised, none, past


@cache
def _done() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = load_yaml(DATA / "praise.yml")
    mended, thanks = (re.compile(rf"\b(?:{'|'.join(data[name])})\b", re.I) for name in ("mended", "thanks"))
    return mended, thanks


def thanks_for_work(text: str) -> bool:
    """Whether a text gives thanks for what is over ("lubangnya udah ditambal, makasih"), and asks nothing."""
    _, none, _ = _officers()
    mended, thanks = _done()
    few = len(text.split()) <= _PRAISE_WORDS
    return few and not none.search(text) and bool(mended.search(text)) and bool(thanks.search(text))


def praises_officers(text: str) -> bool:
    """Whether a text praises people of an office, and neither asks nor denies anything."""
    praised, none, past = _officers()
    if len(text.split()) > _PRAISE_WORDS or none.search(text) or not praised.search(text):
        return False
    return bool(past.search(text)) or not any(faults_and_matters(plain(text).words))
