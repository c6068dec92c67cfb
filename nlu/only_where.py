"""A message that tells where and nothing else: it speaks for no kind of matter.

Streets are mostly complained of for their holes, so "jl melati" alone looks like a damaged road to a model
that reads words; but a bare place, like a bare name or number, tells no kind, and the resident is asked.
"""

from collections.abc import Sequence
from functools import cache

from nlu.place_words import words
from nlu.plain import keys
from nlu.types import PlaceMention, Ranked

_FAINT = 0.1  # what is left of how far a kind stands out


@cache
def said_of_places() -> frozenset[str]:
    """Words that stand around a place's name and tell nothing more."""
    return words("only_where") | words("beside") | words("street") | words("street_types") | words("hints")


def tells_only_where(text: str, mentions: Sequence[PlaceMention]) -> bool:
    """Whether every word of the text belongs to a place it names, or says how one is named."""
    named = {word for mention in mentions for word in keys(mention.text)}
    told = keys(text)
    rest = (
        word for word in told if word not in named and word not in said_of_places() and not word.isdecimal()
    )
    return bool(named) and not any(len(word) > 1 for word in rest)


def of_no_kind(categories: Sequence[Ranked]) -> tuple[Ranked, ...]:
    """The ranking with next to nothing left of how far one kind stands out; it still sums to 1."""
    even = 1 / len(categories) if categories else 0.0
    return tuple(Ranked(one.code, even + _FAINT * (one.confidence - even)) for one in categories)
