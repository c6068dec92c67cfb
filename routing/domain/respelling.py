"""What was perhaps meant by a search that found nothing: known words one letter away."""

import re
from collections.abc import Iterable
from functools import lru_cache

from nlu import word_kinds
from nlu.fuzzy import Near
from routing.domain.search_terms import forms

SHORTEST = 5  # letters: shorter words are one letter away from too many
_WORD = re.compile(r"[^\W\d_]+")


def meant(text: str, names: Iterable[str]) -> str:
    """The search with what seems mistyped put right; "" where nothing does. names: areas' and categories'."""
    known, near = _known(frozenset(names))

    def right(match: re.Match[str]) -> str:
        word = match.group().lower()
        return match.group() if forms(word) & known else near.find(word) or match.group()

    said = _WORD.sub(right, text)
    return said if said != text else ""


@lru_cache(maxsize=2)
def _known(names: frozenset[str]) -> tuple[frozenset[str], Near]:
    """The words of complaints and of these names, and how to find one of them under a typing error."""
    words = {word.lower() for name in names for word in _WORD.findall(name)} | word_kinds.words()
    words = {word for word in words if word.isalpha()}
    return frozenset(words), Near(words, shortest=SHORTEST)
