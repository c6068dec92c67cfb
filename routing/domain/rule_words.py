"""Which words of the rules, and which roads, a text names. Words, not letters: "got" is not in "gotong"."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
_BEGINNING = 3  # letters at least before a "*"


@dataclass(frozen=True)
class Road:
    """A road by name and whose it is. called: how people write it, without "jalan" before it.

    owners: of OWNERS; with more than one the road is partly the one's and partly the other's, and no rule
    about owners holds for it.
    """

    code: str
    name: str
    called: tuple[str, ...]
    owners: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True)
class Speech:
    """Words around a road's name. street: "jalan"; titles: may stand between; beside: it is only near."""

    street: frozenset[str] = frozenset({"jalan", "jl", "jln"})
    titles: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters."""
    return _WORD.findall(text.casefold())


def readable(phrase: str) -> bool:
    """Whether a phrase of a rule can be looked for: words, and a "*" only behind three letters of a word."""
    parts = phrase.casefold().split()
    return bool(parts) and all(
        re.fullmatch(r"\w+", part) or re.fullmatch(rf"\w{{{_BEGINNING},}}\*", part) for part in parts
    )


class Phrases:
    """Finds phrases ("lampu lalu lintas", "berlubang*") in a list of words.

    A phrase of whole words is looked up, however many there are; only those with a "*" are held against the
    words one by one, and of them only those that begin with the same letters.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._whole: dict[tuple[str, ...], str] = {}
        self._lengths: dict[str, set[int]] = {}
        self._open: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase in phrases:
            parts = tuple(phrase.casefold().split())
            if "*" in phrase:
                self._open.setdefault(parts[0][:_BEGINNING], []).append((parts, phrase))
            else:
                self._whole[parts] = phrase
                self._lengths.setdefault(parts[0], set()).add(len(parts))

    def found(self, words: Sequence[str]) -> Iterator[tuple[int, str]]:
        """(place of the first word, phrase) for each that stands there."""
        for place, word in enumerate(words):
            for length in self._lengths.get(word, ()):
                phrase = self._whole.get(tuple(words[place : place + length]))
                if phrase is not None:
                    yield place, phrase
            for parts, ending in self._open.get(word[:_BEGINNING], ()):
                if _stands(parts, words, place):
                    yield place, ending


def _stands(parts: tuple[str, ...], words: Sequence[str], place: int) -> bool:
    if place + len(parts) > len(words):
        return False
    pairs = zip(parts, words[place : place + len(parts)], strict=True)
    return all(
        word.startswith(part[:-1]) if part.endswith("*") else word == part for part, word in pairs
    )  # fmt: skip


class Roads:
    """Finds the roads a text says something is on."""

    def __init__(self, roads: Iterable[Road], speech: Speech) -> None:
        self.by_code: Mapping[str, Road] = {road.code: road for road in roads}
        self._speech = speech
        named: dict[str, str] = {}
        for road in self.by_code.values():
            for name in road.called:
                named.setdefault(" ".join(words_of(name)), road.code)
        self._named = named
        self._phrases = Phrases(named)

    def named(self, words: Sequence[str]) -> frozenset[str]:
        """Codes of the roads; one that something is only near to does not count."""
        return frozenset(
            self._named[phrase] for place, phrase in self._phrases.found(words) if self._is_on(words, place)
        )

    def owners(self, roads: Iterable[str]) -> frozenset[str]:
        """Whose these roads are, those of several left out."""
        owned = (self.by_code[code].owners for code in roads if code in self.by_code)
        return frozenset(owners[0] for owners in owned if len(owners) == 1)

    def _is_on(self, words: Sequence[str], place: int) -> bool:
        """A name counts with "jalan" (and titles) before it, or where it begins with such a word itself."""
        speech, at = self._speech, place - 1
        while at >= 0 and words[at] in speech.titles:
            at -= 1
        street = at >= 0 and words[at] in speech.street
        if not street and words[place] not in speech.street:
            return False
        while at >= 0 and words[at] in speech.street:
            at -= 1
        return not (at >= 0 and words[at] in speech.beside)
