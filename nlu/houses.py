"""The house behind a street's or an estate's name: "jl melati 3 no 12", "perum galaxy blok d"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from nlu.place_words import words as place_words
from nlu.plain import Plain
from nlu.roles import Found

_OF = frozenset({"jalan", "perumahan", "patokan"})
_NUMBER = re.compile(r"\d{1,4}[a-z]?|[a-z]{1,2}\d{0,3}")
_LANE = re.compile(r"\d{1,2}[a-z]?")  # "jl melati 3"
_RAYA = "raya"


def with_house(one: Found, words: Sequence[str], known: Plain, ends: Sequence[int]) -> Found:
    """The mention with the house's words in its text; what it names stays.

    ends: for each word, where the part between commas ends that it stands in.
    """
    end = _end(words, ends, one.end) if one.mention.kind in _OF else one.end
    if one.end < end < len(words) and known.spans[end - 1][1] == known.spans[end][0] and words[end].isalpha():
        end += 1  # "12b" is read as two words
    if end == one.end:
        return one
    return replace(one, mention=replace(one.mention, text=known.written(one.start, end)))


def _end(words: Sequence[str], ends: Sequence[int], end: int) -> int:
    """Where the house's words end that begin at word `end`."""
    units = place_words("house")
    while 0 < end < len(words) and ends[end - 1] > end:
        last = ends[end]
        behind = words[end + 1] if end + 1 < last else ""
        if words[end] in units and _NUMBER.fullmatch(behind):
            end += 2
        elif words[end] == _RAYA or (_LANE.fullmatch(words[end]) and (not behind or behind in units)):
            end += 1
        else:
            break
    return end
