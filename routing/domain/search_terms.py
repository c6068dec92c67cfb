"""Words by which reports are found: how a text is written down for it, and what a search asks for.

Indonesian inflects at both ends ("menumpuk", "tumpukan"), so a word is written down with every root it may
come from (`nlu.roots`), and a search for one of them finds the other. Short and bent forms are written out
first (`nlu.plain`): "jln" is "jalan". Nothing here knows a database: both kinds keep the same words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlu.plain import key
from nlu.roots import roots

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
LONGEST = 40  # letters of a word that count
MOST_WORDS = 12  # of one search
MOST_FORMS = 4_000  # of one text: a novel is found by its beginning
BEGUN_FROM = 3  # letters of the word being typed that find what begins with them
SERIAL = 5  # digits of the last part of a report's number
CATEGORY, AREA, AGENCY = "k", "w", "d"


@dataclass(frozen=True)
class Wanted:
    """One word of a search: any of these forms will do, or what begins with `begun` ("" for nothing)."""

    forms: frozenset[str]
    begun: str = ""

    def meets(self, written: Iterable[str]) -> bool:
        """Whether one of these forms, as a text was written down, is what is looked for."""
        return any(form in self.forms or (self.begun and form.startswith(self.begun)) for form in written)


@lru_cache(maxsize=20_000)
def forms(token: str) -> frozenset[str]:
    """How a word or number is written down: "menumpuk" with its roots, "00042" also as "42"."""
    if token.isdecimal():
        number = token[:LONGEST]
        return frozenset({number, number.lstrip("0") or "0"})
    plain = key(token[:LONGEST])[:LONGEST]
    return frozenset({plain, *roots(plain)})


def written(texts: Iterable[str]) -> set[str]:
    """All forms of all words of these texts, at most about MOST_FORMS."""
    found: set[str] = set()
    for text in texts:
        for match in _TOKEN.finditer(text):
            found |= forms(match.group())
            if len(found) >= MOST_FORMS:
                return found
    return found


def code(kind: str, value: str) -> str:
    """A category, area or agency as a word of its own, which no text can hold: letters and digits mixed."""
    return f"{kind}0{re.sub(r'[^a-z0-9]', '0', value.lower())}"


def wanted(text: str) -> list[Wanted]:
    """What a search asks for: all of these. The last word may still be being typed."""
    tokens = [match.group() for match in _TOKEN.finditer(text)][:MOST_WORDS]
    asked = [Wanted(_as_serial(token) if _is_whole(token) else forms(token)) for token in tokens]
    if tokens and len(tokens[-1]) >= BEGUN_FROM and text[-1:].isalnum():
        last = tokens[-1][:LONGEST]
        asked[-1] = Wanted(asked[-1].forms, last if last.isdecimal() else key(last))
    return asked


def _is_whole(token: str) -> bool:
    """A number as it stands in a report's number: "00042" does not ask for house 42."""
    return token.isdecimal() and len(token) > BEGUN_FROM


def _as_serial(token: str) -> frozenset[str]:
    """The number, also with the zeros it has in a report's number: "0093" is in BKS-2611-00093."""
    return frozenset({token, token.zfill(SERIAL)})


def named(word: Wanted, names: Iterable[tuple[str, str]]) -> set[str]:
    """The codes of those (code, name) whose name holds the word."""
    return {value for value, name in names if word.meets(written([name]))}


def hits(text: str, asked: Sequence[Wanted]) -> Iterator[tuple[int, int]]:
    """Where the text holds what is looked for, as (start, end) in order."""
    for match in _TOKEN.finditer(text):
        if any(word.meets(forms(match.group())) for word in asked):
            yield match.span()
