"""Text as the rules read it: lower-case words with short forms written out, and where each stood.

Everything here is linear in the text and reads at most MAX_CHARS of it, so any message costs bounded time.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
# Chat platforms cut at 4,096 (Telegram) and 65,536 (WhatsApp) characters; a complaint's news is in its start.
MAX_CHARS = 20_000

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_VOWELS = re.compile(r"[aiueo]")
_BARE = 4  # letters of a word without vowels that say which it is
_REPEAT = re.compile(r"(.)\1+")
_NUMERALS = frozenset({"iii", "vii", "viii", "xii", "xiii"})  # of streets and schools: no letter held down
_BREAK = re.compile(r"[.!?;\n\r]")
_DOUBLED = re.compile(r"(?<=[^\W\d_])2(?!\w)")  # "bolong2": the sign of a doubled word, not a number
_LINK = re.compile(r"https?://\S{1,500}|www\.\S{1,500}|(?<!\w)[@#](?=\w)")


@dataclass(frozen=True)
class Plain:
    """`words` in plain form; `spans` their places in `text`; `sentence` and `clause` number each word's."""

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    sentence: tuple[int, ...]
    clause: tuple[int, ...]

    def written(self, start: int, end: int) -> str:
        """The original letters of words start..end-1."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]]


_Safe: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is ten times faster


class _WordLoader(_Safe):  # type: ignore[valid-type,misc]
    """Reads `no`, `yes` and `on` as the words they are in a word list, not as truth values."""


_WordLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in _Safe.yaml_implicit_resolvers.items()
}


def load_yaml(path: Path) -> Any:
    """Parsed YAML of a data file of ours; raises yaml.YAMLError on a damaged one."""
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=_WordLoader)  # noqa: S506 - a safe loader


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """One word in lower case without accents, look-alike letters, the ending -nya or letters held down."""
    if not word.isascii():
        decomposed = unicodedata.normalize("NFKD", word)
        word = "".join(c for c in decomposed if not unicodedata.combining(c))
    word = word.lower()
    if len(word) > 5 and word.endswith("nya"):  # "lampunya", but not "hanya", "punya", "tanya"
        word = word[:-3]
    if len(word) < 3 or word in _NUMERALS:
        return word  # "gg" is gang, "g" is not
    return _REPEAT.sub(r"\1", word)


@cache
def _long_forms() -> dict[str, str]:
    table = load_yaml(DATA / "short_forms.yml")
    return {fold(short): fold(long) for long, shorts in table.items() for short in shorts}


@cache
def _without_vowels() -> dict[str, str]:
    """Written without their vowels, the words of the list there that nothing else is written like."""
    words = [fold(str(word)) for word in load_yaml(DATA / "without_vowels.yml")]
    bare = [fold(_VOWELS.sub("", word)) for word in words]
    return {short: word for short, word in zip(bare, words, strict=True) if bare.count(short) == 1}


@lru_cache(maxsize=20_000)
def _written_out(folded: str) -> str:
    """The word that a folded one is short for, itself when it is none: "brlbng" is berlubang."""
    long = _long_forms().get(folded)
    if long is None and len(folded) >= _BARE and not _VOWELS.search(folded):
        long = _without_vowels().get(folded)
    return long or folded


def key(word: str) -> str:
    """The plain form of one word: folded, and written out when it is a short form."""
    return _written_out(fold(word))


def keys(phrase: str) -> tuple[str, ...]:
    """The plain forms of a short phrase's words; "diangkat2" is one."""
    return tuple(key(m.group()) for m in _TOKEN.finditer(_DOUBLED.sub("", phrase)))


@lru_cache(maxsize=4)  # one message is read by several functions
def plain(text: str) -> Plain:
    """The words of a text, for rules to read. Never fails; reads the first MAX_CHARS characters."""
    text = text[:MAX_CHARS]
    readable = _LINK.sub(lambda m: " " * len(m.group()), text)
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    sentence: list[int] = []
    clause: list[int] = []
    number, part, last = 0, 0, 0
    for match in _TOKEN.finditer(readable):
        start, end = match.span()
        raw = match.group()
        if raw == "2" and start and readable[start - 1].isalpha() and not readable[end : end + 1].isalnum():
            continue  # "bolong2": the sign of a doubled word, not a number
        gap = readable[last:start]
        if gap != " " and _BREAK.search(gap):
            number += 1
            part += 1
        elif "," in gap:
            part += 1
        words.append(raw if raw.isdecimal() else _written_out(fold(raw)))
        spans.append((start, end))
        sentence.append(number)
        clause.append(part)
        last = end
    return Plain(text, tuple(words), tuple(spans), tuple(sentence), tuple(clause))
