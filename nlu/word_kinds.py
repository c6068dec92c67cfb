"""Which kinds of matter a text's words tell of: "gronjal" and "lubang" both of a road.

Counted over the grammar of the training sentences (tools/word_kinds.py), so that two texts can be held
together though they share no word. Reads one small file, no model.
"""

import math
from collections.abc import Iterable, Mapping
from functools import cache

from nlu.plain import DATA
from nlu.roots import stem

FILE = DATA / "word_kinds.tsv"


@cache
def _table() -> dict[str, tuple[tuple[str, float], ...]]:
    """By stem: each kind with its weight, the more the more telling the word is."""
    found = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        word, telling, kinds = line.split("\t")
        pairs = (pair.rsplit(":", 1) for pair in kinds.split())
        found[word] = tuple((kind, float(telling) * float(share)) for kind, share in pairs)
    return found


def words() -> frozenset[str]:
    """Every word, by its stem, that tells of a kind."""
    return frozenset(_table())


def kinds_of(words: Iterable[str]) -> Mapping[str, float]:
    """The kinds that words in plain form tell of, together of length 1; unknown words tell nothing."""
    told: dict[str, float] = {}
    known = _table()
    for word in {stem(word) for word in words}:
        for kind, weight in known.get(word, ()):
            told[kind] = told.get(kind, 0.0) + weight
    length = math.sqrt(sum(weight * weight for weight in told.values())) or 1.0
    return {kind: weight / length for kind, weight in told.items()}
