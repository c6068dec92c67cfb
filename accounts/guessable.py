"""Which passwords are guessed first: by rule over a list of words, since lists of passwords are words with
tails.

Guessing programs take words, write some letters as digits, double or join them, and put numbers, years and
signs around them. So does this rule, backwards: what is left of a password without all that may not be such
words. With the list as shipped it knows some millions of spellings; the city's own words come from its data.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import cache, lru_cache
from pathlib import Path

_WORDS = Path(__file__).with_name("common_words.txt")
_LETTERS_AS = str.maketrans("0134578@$!", "oieastbasi")
_ROWS = (
    "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "1qaz2wsx3edc4rfv5tgb",
    "qazwsxedcrfvtgb", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0",
)  # fmt: skip
_DATE_OR_NUMBER = 14  # digits alone: dates, telephone numbers, NIK prefixes
_FEWEST_OTHER = 5  # signs a password must have beside words and rows of keys


@cache
def common_words() -> frozenset[str]:
    """The words as shipped, each in lower case without spaces."""
    return frozenset(_WORDS.read_text("utf-8").split())


def is_guessable(password: str, own: Collection[str] = ()) -> bool:
    """True when the password is little more than such words, digits or a walk over the keys.

    own: further words: the officer's name, the city's places and offices.
    """
    plain = unicodedata.normalize("NFKC", password).casefold()
    if len(set(plain)) < 4 or (plain.strip().isdigit() and len(plain) <= _DATE_OR_NUMBER):
        return True
    words = common_words() | {_squeezed(word) for word in own if len(_squeezed(word)) > 2}
    return any(_little_else(spelling, words) for spelling in {plain, plain.translate(_LETTERS_AS)})


def _little_else(plain: str, words: frozenset[str]) -> bool:
    """True when words or rows of keys are in it, at most two of them, and fewer than five letters beside."""
    whole = _squeezed(plain)
    rest = "".join(_outside_rows(part) for part in _parts(plain, words))
    letters = len(re.sub(r"[\W\d_]", "", rest))
    return len(rest) < len(whole) and letters < _FEWEST_OTHER and _few(plain, words)


def _parts(plain: str, words: frozenset[str]) -> list[str]:
    """What stands between the words, longest words first; a word is also looked for backwards."""
    text = _squeezed(plain)
    for word, backwards in _longest_first(words):
        if word in text or backwards in text:
            text = text.replace(word, " ").replace(backwards, " ")
    return text.split()


def _few(plain: str, words: frozenset[str]) -> bool:
    """True for at most two words: three that are not related are a good password."""
    text, found = _squeezed(plain), set()
    for word, _ in _longest_first(words):
        if word in text:
            found.add(word)
            text = text.replace(word, " ")
    return len(found) <= 2


@lru_cache(maxsize=4)
def _longest_first(words: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Words of four letters and more, each with itself backwards."""
    return tuple((w, w[::-1]) for w in sorted(words, key=len, reverse=True) if len(w) >= 4)


@cache
def _walks() -> tuple[str, ...]:
    """Stretches of four and more keys in a row, either way, longest first."""
    found = {
        row[start : start + length]
        for keys in _ROWS for row in (keys, keys[::-1])
        for length in range(4, len(row) + 1) for start in range(len(row) - length + 1)
    }  # fmt: skip
    return tuple(sorted(found, key=len, reverse=True))


def _outside_rows(part: str) -> str:
    """The part without stretches of four and more keys that lie in a row, either way."""
    for walk in _walks():
        if walk in part:
            part = part.replace(walk, "")
    return part


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text.casefold())
