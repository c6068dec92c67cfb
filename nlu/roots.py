"""The root words an Indonesian word may be an inflection of: "menyandera", "nyandera" → sandera.

Only a set of candidates, without a dictionary: a cue list says which roots mean something.
"""

from functools import lru_cache

_SHORTEST = 4
# Prefix -> what the root may have begun with before the prefix swallowed it (standard and spoken forms).
_PREFIXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("di", ("",)),
    ("ter", ("", "r")),
    ("ke", ("",)),
    ("ka", ("",)),
    ("ber", ("",)),
    ("meny", ("s",)),
    ("menge", ("",)),
    ("meng", ("", "k")),
    ("mem", ("", "p")),
    ("men", ("", "t")),
    ("me", ("",)),
    ("nge", ("", "k")),
    ("ng", ("", "k")),
    ("ny", ("s", "c")),
    ("n", ("t", "d")),
    ("m", ("p", "b")),
    ("peny", ("s",)),
    ("peng", ("", "k")),
    ("pem", ("", "p")),
    ("pen", ("", "t")),
    ("pe", ("",)),
)
_SUFFIXES = ("kan", "keun", "an", "in", "i", "lah", "na")


# The same, for one guess without a word list: what a classifier takes a word's stem to be.
_FRONT = (
    *("memper", "diper", "meng", "meny", "mem", "men", "peng", "peny", "pem", "pen", "ber", "ter"),
    *("di", "ke", "se", "me", "pe", "nge", "ng", "ny"),
)
_BACK = ("kan", "nya", "an", "in", "i", "lah")
_STEMMED_FROM = 6  # letters; shorter words are left alone


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The word without its first matching ending and prefix: "dibersihkan", "membersihkan" -> "bersih".

    Crude on purpose: letters that a prefix swallowed are not given back, at least four letters stay.
    """
    if len(word) < _STEMMED_FROM:
        return word
    end = next((e for e in _BACK if word.endswith(e) and len(word) - len(e) >= _SHORTEST), "")
    word = word.removesuffix(end)
    front = next((f for f in _FRONT if word.startswith(f) and len(word) - len(f) >= _SHORTEST), "")
    return word.removeprefix(front)


def _bare(word: str) -> set[str]:
    """The word with at most one prefix taken off, and itself."""
    found = {word}
    for prefix, firsts in _PREFIXES:
        if word.startswith(prefix):
            found.update(first + word[len(prefix) :] for first in firsts)
    return found


def roots(word: str) -> set[str]:
    """Every root the word may come from, itself among them; at least four letters each."""
    ends = {
        word,
        *(word.removesuffix(suffix) for suffix in _SUFFIXES if len(word) - len(suffix) >= _SHORTEST),
    }
    return {root for end in ends for root in _bare(end) if len(root) >= _SHORTEST}
