"""The root words an Indonesian word may be an inflection of: "menyandera", "nyandera" → sandera.

Only a set of candidates, without a dictionary: a cue list says which roots mean something.
"""

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
