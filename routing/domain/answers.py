"""Does an answer answer? What an officer should look at again before a resident reads it.

Pure: words in, doubts out. The patterns are the city's data (`settings.yml`, `answers`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

_BLANKS = re.compile(r"\s+")
_WORD = re.compile(r"[^\W\d_]{3,}")
# "Pak Budi", "a.n. Budi", "pelapor Budi": after these even a name in small letters is a name.
_ADDRESSED = r"(?:pak|bapak|bu|ibu|sdri?|saudar[ai]|kak|mas|mbak|bang|mang|teh|nama|pelapor|oleh|a\.?n\.?)"
_NUMBERS = re.compile(r"\+?\d[\d\s().\-–/]{5,24}\d")
_HOUSE = re.compile(
    r"\b(?:no|nomor|nomer|blok|kav|kavling)\b\.?\s*([a-z]{0,2}\s*\d{1,4}(?:\s*[/\-]\s*[a-z\d]{1,4}|[a-z])?)\b"
)
_FEWEST_DIGITS, _FEWEST_WORDS = 7, 5


class Concern(StrEnum):
    """What is doubtful about an answer."""

    UNREASONED = "tanpa_alasan"  # says no and not why
    UNDATED = "tanpa_tanggal"  # promises and does not say when
    COPIED = "salinan"  # went word for word to many within the hour
    DISCLOSES = "membuka_pelapor"  # tells who reported


@dataclass(frozen=True)
class Doubt:
    """A concern and the words that raised it ("" where it is the whole answer)."""

    concern: Concern
    words: str = ""


@dataclass(frozen=True)
class Words:
    """Regular expressions over lower-case text: a promise, a date, a no, a reason."""

    promise: Sequence[str] = ()
    dated: Sequence[str] = ()
    refusal: Sequence[str] = ()
    reason: Sequence[str] = ()


@dataclass(frozen=True)
class Reporter:
    """What would tell who a resident is: names they go by, their chat's address, where they say they live."""

    names: tuple[str, ...] = ()
    address: str = ""
    homes: tuple[str, ...] = ()


def seal(text: str) -> str:
    """A mark of exactly these words: who has seen the doubts about them sends it along."""
    return sha256(plain(text).encode()).hexdigest()[:16]


def plain(text: str) -> str:
    """The text as copies are compared: one blank between words, small letters."""
    return _BLANKS.sub(" ", text).strip().lower()


def doubts(
    text: str, *, words: Words, reporters: Iterable[Reporter], copies: int, many: int, refusing: bool = False
) -> tuple[Doubt, ...]:
    """All that is doubtful, each concern once.

    copies: residents who got these very words lately; more than `many` are too many. refusing: the words are
    the reason of a refusal itself, so a few of them are no reason.
    """
    small = plain(text)
    found = []
    if told := discloses(text, reporters):
        found.append(Doubt(Concern.DISCLOSES, told))
    if no := _unreasoned(small, words, refusing=refusing):
        found.append(Doubt(Concern.UNREASONED, no))
    if (promise := _first(words.promise, small)) and not _first(words.dated, small):
        found.append(Doubt(Concern.UNDATED, promise))
    if copies > many:
        found.append(Doubt(Concern.COPIED))
    return tuple(found)


def discloses(text: str, reporters: Iterable[Reporter]) -> str:
    """The words that tell who one of these residents is, "" when none do."""
    for reporter in reporters:
        named = _named(text, reporter.names) or _numbered(text, reporter.address)
        if told := named or _housed(text, reporter.homes):
            return told
    return ""


def _unreasoned(small: str, words: Words, *, refusing: bool) -> str:
    no = _first(words.refusal, small)
    if refusing:
        return "" if _first(words.reason, small) or len(small.split()) >= _FEWEST_WORDS else small
    return no if no and not _first(words.reason, small) else ""


def _first(patterns: Sequence[str], text: str) -> str:
    for pattern in patterns:
        if found := re.search(pattern, text):
            return found[0].strip()
    return ""


def _named(text: str, names: Sequence[str]) -> str:
    """A name as people write it: the whole of it in any letters, a part with a capital or after "Pak"."""
    for name in names:
        parts = _WORD.findall(name)
        if not parts:
            continue
        whole = r"\s+".join(map(re.escape, parts))
        if len(parts) > 1 and (found := re.search(rf"\b{whole}\b", text, re.I)):
            return found[0]
        for part in parts:
            after = rf"(?i:\b{_ADDRESSED}\s+)(?i:{re.escape(part)})\b"
            alone = rf"\b(?:{re.escape(part.capitalize())}|{re.escape(part.upper())})\b"
            if found := re.search(after, text) or re.search(alone, text):
                return found[0]
    return ""


def _numbered(text: str, address: str) -> str:
    """A telephone or chat number, however it is spaced and with 0 or +62 in front."""
    own = re.sub(r"\D", "", address).removeprefix("62").lstrip("0")
    if len(own) < _FEWEST_DIGITS or not re.fullmatch(r"[+\d\s().-]+", address):
        return ""
    for found in _NUMBERS.findall(text):
        if own in re.sub(r"\D", "", found):
            return str(found).strip()
    return ""


def _housed(text: str, homes: Sequence[str]) -> str:
    """A house number which the resident gave."""
    given = {_BLANKS.sub("", number) for home in homes for number in _HOUSE.findall(home.lower())}
    for found in _HOUSE.finditer(text.lower()):
        if _BLANKS.sub("", found[1]) in given:
            return found[0]
    return ""
