"""A story told right: the wrong value replaced by the right one."""

import re
from dataclasses import dataclass

# Values of one sort: said anew, they stand for the one of that sort in the story.
_SPAN = (
    r"(?:(?:sudah|udah|sejak|selama)\s+)?(?:\d+|se|satu|dua|tiga|empat|lima)"
    r"\s?(?:hari|minggu|bulan|tahun|jam)(?:an)?"
)
_SPAN_EN = r"(?:for\s+|since\s+)?(?:\d+|an?|one|two|three|four|five|six)\s+(?:hour|day|week|month|year)s?"
_SORTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        _SPAN,
        _SPAN_EN,
        r"\d+(?:[.,]\d+)?\s?(?:meter|m|cm|senti|centi|kilo"
        r"|km)\b",
        r"rt\s?\.?\s?\d+",
        r"rw\s?\.?\s?\d+",
        r"(?:no|nomor)\.?\s?\d+",
    )
)
_COUNTS = r"(?:\d+|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh)"
_COUNT = re.compile(_COUNTS, re.IGNORECASE)
_DOUBLED = re.compile(
    r"\b(?:sudah|udah|udh|sdh|dah)\s+(?=(?:sudah|udah|udh|sdh|dah)\b)|\b(sejak|selama|di|rt|rw)\s+(?=\1\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Correction:
    """What is put right: the new value, and the old one where it is said ("" where it is not)."""

    new: str
    old: str = ""


def put_right(story: str, fix: Correction) -> str:
    """The story with the old value replaced wherever it stands; with the new one noted where it does not."""
    wrong = re.compile(rf"(?<!\w){re.escape(fix.old)}(?:nya)?(?!\w)", re.IGNORECASE)
    if fix.old and wrong.search(story):
        return _DOUBLED.sub("", wrong.sub(lambda _: fix.new, story))
    alike = _alike(story, fix.new)
    if alike is not None:
        return story[: alike.start()] + fix.new + story[alike.end() :]
    return f"{story}\n{fix.new}"


def _counted(story: str, new: str) -> re.Match[str] | None:
    """ "5 tiang" stands for the one "3 tiang" of the story."""
    words = new.split()
    if len(words) != 2 or not _COUNT.fullmatch(words[0]):
        return None
    counted = list(re.finditer(rf"(?<!\w){_COUNTS}\s*{re.escape(words[1])}\b", story, re.IGNORECASE))
    return counted[0] if len(counted) == 1 else None


def stands_for(story: str, new: str) -> bool:
    """Whether the new value takes the place of one of its sort in the story."""
    return _alike(story, new) is not None


def _alike(story: str, new: str) -> re.Match[str] | None:
    """What the new value stands for where the old one was not said: the one span of time or number, or the
    thing of the same name ("eh itu tiang kabel", where the story has "tiang lampu"); None when not clear.
    """
    if (count := _counted(story, new)) is not None:
        return count
    for pattern in _SORTS:
        if pattern.fullmatch(new) and len(every := list(pattern.finditer(story))) == 1:
            return every[0]
    words = new.split()
    if len(words) != 2:
        return None
    named = list(re.finditer(rf"(?<!\w){re.escape(words[0])}\s+\w+", story, re.IGNORECASE))
    return named[0] if len(named) == 1 else None
