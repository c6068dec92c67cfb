"""What the classifier sees of a text: words, stems, pairs of both and the letters inside words, as numbers.

A feature is the CRC-32 of its name, so a model needs no dictionary of strings: its 50,000 features are one
sorted array of 200 kB.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import islice, pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlu.plain import DATA, load_yaml, plain
from nlu.roots import stem

Ids = NDArray[np.uint32]
SHORTEST, LONGEST = 3, 5  # letters in a piece of a word; the edge of a word counts as a letter
# The matter is said early; past this many words a text only repeats itself, and time must stay bounded.
MAX_WORDS = 600


@cache
def _unseen() -> frozenset[str]:
    lists = load_yaml(DATA / "function_words.yml")
    return frozenset(str(word) for words in lists.values() for word in words)


def words_of(text: str) -> tuple[str, ...]:
    """The words a text is judged by: short forms written out, no figures, nothing of grammar and courtesy."""
    unseen = _unseen()
    telling = (word for word in plain(text).words if word not in unseen and not word.isdecimal())
    return tuple(islice(telling, MAX_WORDS))


@lru_cache(maxsize=20_000)
def pieces(word: str) -> tuple[int, ...]:
    """The letter pieces of one word, " jalan " giving " ja", "jal", ... "alan "."""
    padded = f" {word[:30]} "
    return tuple(
        crc32(b"c" + padded[at : at + size].encode())
        for size in range(SHORTEST, LONGEST + 1)
        for at in range(len(padded) - size + 1)
    )


@lru_cache(maxsize=20_000)
def _single(word: str) -> int:
    return crc32(b"w" + word.encode())


def word_features(words: Sequence[str]) -> Ids:
    """Words and neighbouring pairs."""
    names = [_single(word) for word in words]
    names += [crc32(f"p{a} {b}".encode()) for a, b in pairwise(words)]
    return np.array(names, dtype=np.uint32)


def letter_features(words: Sequence[str]) -> Ids:
    """The letter pieces of all words: they know a word through its typing errors and endings."""
    found: list[int] = []
    for word in words:
        found.extend(pieces(word))
    return np.array(found, dtype=np.uint32)


def stem_features(words: Sequence[str]) -> Ids:
    """Stems and neighbouring pairs of them: what is asked for and what was done are one ("dibersihkan")."""
    stems = [stem(word) for word in words]
    names = [crc32(f"s{name}".encode()) for name in stems]
    names += [crc32(f"q{a} {b}".encode()) for a, b in pairwise(stems)]
    return np.array(names, dtype=np.uint32)
