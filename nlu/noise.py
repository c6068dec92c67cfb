"""What thumbs and haste do to a clean sentence: short forms, typing errors, capitals, held-down letters."""

import re
from functools import cache
from random import Random

from nlu.plain import DATA, load_yaml

_NEAR = {
    "a": "sq", "b": "vn", "d": "sf", "e": "wr", "g": "fh", "h": "gj", "i": "uo", "k": "jl", "l": "k",
    "m": "n", "n": "bm", "o": "ip", "p": "o", "r": "et", "s": "ad", "t": "ry", "u": "yi", "y": "tu",
}  # fmt: skip
_VOWELS = set("aiueo")
_JOINS = 0.15  # of people who write "didepan" and "dirumah"
_PREPOSITION = re.compile(r" di (?=[a-z])")


@cache
def _short_forms() -> dict[str, tuple[str, ...]]:
    """Long word -> how it is shortened; only forms of one plain word."""
    table = load_yaml(DATA / "short_forms.yml")
    return {str(long): tuple(str(s) for s in shorts) for long, shorts in table.items()}


def _typo(word: str, rng: Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    kind = rng.random()
    if kind < 0.3:
        return word[:at] + word[at + 1 :]
    if kind < 0.55:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind < 0.75:
        return word[:at] + word[at] + word[at:]
    return word[:at] + rng.choice(_NEAR.get(word[at], word[at])) + word[at + 1 :]


def _without_vowels(word: str) -> str:
    """ "bantuan" -> "bntan": the way of shortening without a list."""
    return word[0] + "".join(c for i, c in enumerate(word[1:-1]) if c not in _VOWELS or i % 3 == 2) + word[-1]


def _word(word: str, rng: Random, rate: float) -> str:
    if not word.isalpha() or rng.random() >= rate:
        return word
    shorts = _short_forms().get(word.lower())
    if shorts and rng.random() < 0.7:
        return rng.choice(shorts)
    if len(word) < 5:
        return word
    return _without_vowels(word) if len(word) < 8 and rng.random() < 0.15 else _typo(word, rng)


def roughen(text: str, rng: Random) -> str:
    """The text as it may really be typed; about a third stay clean."""
    rate = rng.choice((0.0, 0.0, 0.04, 0.08, 0.15, 0.25))
    if rng.random() < _JOINS:
        text = _PREPOSITION.sub(r" di", text)
    if rate:
        text = " ".join(_word(word, rng, rate) for word in text.split(" "))
    style = rng.random()
    if style < 0.05:
        return text.upper()
    if style < 0.40:
        return text[:1].upper() + text[1:]
    return text
