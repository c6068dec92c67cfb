"""Facts that help the officer, lifted from the message in the resident's own (masked) words."""

import re
from collections.abc import Iterable
from functools import cache

from nlu.plain import DATA, MAX_CHARS, load_yaml
from nlu.privacy import mask
from nlu.types import Facts

_MOST_URGENT = 5
_DIGITS = r"\d{1,3}"
_BLANKS = re.compile(r"\s+")


def _any(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first so that "luka-luka" is not cut to "luka"."""
    return "(?:" + "|".join(re.escape(str(word)) for word in sorted(words, key=len, reverse=True)) + ")"


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    """Every fact's patterns, the surest first."""
    data = load_yaml(DATA / "fact_cues.yml")
    named = {"D": _DIGITS, **{name: _any(words) for name, words in data["words"].items()}}
    for name, form in data["forms"].items():
        named[name] = _filled(form, named)
    return {
        fact: tuple(re.compile(rf"\b{_filled(pattern, named)}\b", re.I) for pattern in patterns)
        for fact, patterns in data["facts"].items()
    }


def _filled(pattern: str, named: dict[str, str]) -> str:
    return re.sub(r"<(\w+)>", lambda m: named[m.group(1)], pattern)


@cache
def _needs() -> dict[str, tuple[str, ...]]:
    return {fact: tuple(needs) for fact, needs in load_yaml(DATA / "fact_cues.yml")["needs"].items()}


def _first(fact: str, text: str) -> str | None:
    lower = text.lower()
    if not any(letters in lower for letters in _needs()[fact]):
        return None
    matches = (pattern.search(text) for pattern in _patterns()[fact])
    return next((match.group() for match in matches if match), None)


def find_facts(text: str) -> Facts:
    """Since when, how often reported, victims and urgency words, as written; None where nothing says so."""
    masked = _BLANKS.sub(" ", mask(text[:MAX_CHARS]))
    urgent = (
        match.group().lower() for pattern in _patterns()["urgency"] for match in pattern.finditer(masked)
    )
    return Facts(
        since=_first("since", masked),
        times_reported=_first("times_reported", masked),
        victims=_first("victims", masked),
        urgency=tuple(dict.fromkeys(urgent))[:_MOST_URGENT],
    )
