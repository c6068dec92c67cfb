"""A message that tells where and nothing else: it speaks for no kind of matter.

Streets are mostly complained of for their holes, so "jl melati" alone looks like a damaged road to a model
that reads words; but a bare place, like a bare name or number, tells no kind, and the resident is asked.
"""

from collections.abc import Sequence
from functools import cache

from nlu.place_words import words
from nlu.plain import DATA, keys, load_yaml
from nlu.types import PlaceMention, Ranked

_FAINT = 0.1  # what is left of how far a kind stands out


@cache
def _of_the_city() -> frozenset[str]:
    """The words of the city's own name, and of what it lies in: behind a place they tell nothing more."""
    city = load_yaml(DATA / "gazetteer" / "kota.yml")
    names = [city["name"], *city.get("names", ()), *city.get("short", ()), *city.get("lies_in", ())]
    return frozenset(word for name in names for word in keys(name))


@cache
def said_of_places() -> frozenset[str]:
    """Words that stand around a place's name and tell nothing more."""
    return words("only_where") | words("beside") | words("street") | words("street_types") | words("hints")


def tells_only_where(text: str, mentions: Sequence[PlaceMention]) -> bool:
    """Whether every word of the text belongs to a place it names, or says how one is named."""
    named = {word for mention in mentions for word in keys(mention.text)}
    around = said_of_places() | _of_the_city()
    rest = (word for word in keys(text) if word not in named | around and not word.isdecimal())
    return bool(named) and not any(len(word) > 1 for word in rest)


def of_no_kind(categories: Sequence[Ranked]) -> tuple[Ranked, ...]:
    """The ranking with next to nothing left of how far one kind stands out; it still sums to 1."""
    even = 1 / len(categories) if categories else 0.0
    return tuple(Ranked(one.code, even + _FAINT * (one.confidence - even)) for one in categories)
