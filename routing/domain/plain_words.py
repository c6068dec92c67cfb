"""Where an answer speaks like an office: words, sentences and gaps a resident stumbles over. Pure.

It points and proposes; nothing here holds an answer back.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

_SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=\S)[^.!?\n]*)*[.!?]?")
_SHORTEST = 4  # words below which an answer is a greeting, and owes no next step
_ABBREVIATION = re.compile(r"\b[A-Z]{3,}\b(?!-\d)")  # a report's number is none
MOST = 6  # hints at a time: more are not read
# Every resident reads these.
KNOWN = frozenset(
    {"KTP", "WIB", "WITA", "WIT", "RSUD", "SIM", "STNK", "NIK", "SMP", "SMA", "SMK", "PLN", "PDAM", "CCTV"}
)


class HintKind(StrEnum):
    """What a resident would stumble over."""

    WORD = "kata"
    SHORT = "singkatan"
    LONG = "panjang"
    NO_STEP = "langkah"


@dataclass(frozen=True)
class Hint:
    """The words, as written, and what to say instead ("" where that is the officer's to find)."""

    kind: HintKind
    words: str
    better: str = ""


@dataclass(frozen=True)
class Manner:
    """How a city's officers are to write. plain: words and plainer ones; steps: patterns of a next step."""

    plain: Mapping[str, str]
    longest: int
    steps: Sequence[str] = ()


def hints(text: str, manner: Manner, *, names: Mapping[str, str], dated: Sequence[str] = ()) -> list[Hint]:
    """In reading order, at most MOST. names: of abbreviations, in full; dated: patterns of a date."""
    found = [*_words(text, manner.plain), *_short(text, names, manner.plain), *_long(text, manner.longest)]
    found.sort(key=lambda one: text.find(one.words))
    if len(text.split()) >= _SHORTEST and not _any((*manner.steps, *dated), text.lower()):
        found.append(Hint(HintKind.NO_STEP, ""))
    return found[:MOST]


def _words(text: str, plain: Mapping[str, str]) -> list[Hint]:
    """The longest phrase at each place, each phrase once."""
    if not plain:
        return []
    longest_first = sorted(plain, key=len, reverse=True)
    wanted = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.I)
    seen: dict[str, Hint] = {}
    for match in wanted.finditer(text):
        seen.setdefault(match[0].lower(), Hint(HintKind.WORD, match[0], plain[match[0].lower()]))
    return list(seen.values())


def _short(text: str, names: Mapping[str, str], plain: Mapping[str, str]) -> list[Hint]:
    if text.isupper():  # somebody shouts: no abbreviation is meant
        return []
    found = dict.fromkeys(_ABBREVIATION.findall(text))
    return [
        Hint(HintKind.SHORT, one, names.get(one, ""))
        for one in found if one not in KNOWN and one.lower() not in plain
    ]  # fmt: skip


def _long(text: str, longest: int) -> list[Hint]:
    sentences = (match[0].strip() for match in _SENTENCE.finditer(text))
    return [Hint(HintKind.LONG, one) for one in sentences if len(one.split()) > longest]


def _any(patterns: Sequence[str], small: str) -> bool:
    return any(re.search(pattern, small) for pattern in patterns)
