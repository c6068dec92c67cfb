"""How much a text reads like a complaint about something here and now, and not like talk about the city.

Three judges add up: hand-weighted groups of cue words (`nlu/data/complaint_words.yml`), how much each word
and pair speaks for a complaint among the project's own sentences (`complaint_weights.tsv`, see nlu/talk.py),
and how surely the text is about one of the city's matters (the category model).
"""

import math
import re
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise

from nlu.cues import Lexicon
from nlu.plain import DATA, load_yaml, plain

WEIGHTS = DATA / "complaint_weights.tsv"  # made by `sorot nlu weigh`
_STEEPNESS = 0.8  # turns the sum of weights into a probability that is right about as often as it says
_LEARNT = 0.5  # how much the learnt weights count beside the groups
NO_EVIDENCE = 0.7  # a category as sure as this speaks neither for a complaint nor against one
_EVIDENCE = 1.0  # how much a category that is surer than that counts
# "RT @akun" passes a message on and is no rukun tetangga.
_PASSED_ON = re.compile(r"\b[Rr][Tt] ?@")
_MARKS = frozenset({"akun", "url", "telp", "amp", "gt", "lt"})
_MOST_WORDS = 600


@dataclass(frozen=True)
class _Scale:
    lexicon: Lexicon
    start: float
    weights: tuple[tuple[str, float, int, str], ...]


@cache
def _scale() -> _Scale:
    data = load_yaml(DATA / "complaint_words.yml")
    groups = data["groups"]
    weights = tuple(
        (name, float(group["weight"]), int(group["most"]), str(group.get("unless", "")))
        for name, group in groups.items()
    )
    return _Scale(Lexicon({n: g["words"] for n, g in groups.items()}), float(data["start"]), weights)


@cache
def _learnt() -> dict[str, float]:
    rows = (line.split("\t") for line in WEIGHTS.read_text(encoding="utf-8").splitlines())
    return {name: float(weight) for name, weight in rows}


def _words(text: str) -> tuple[str, ...]:
    return plain(_PASSED_ON.sub("@", text)).words


def features(text: str) -> list[str]:
    """The words a text is judged by, every figure as 0, and the pairs of neighbours."""
    telling = ("0" if word.isdecimal() else word for word in _words(text) if word not in _MARKS)
    words = list(islice(telling, _MOST_WORDS))
    return [*words, *(f"{a} {b}" for a, b in pairwise(words))]


def _by_groups(text: str) -> float:
    scale = _scale()
    found = scale.lexicon.find(_words(text))
    return scale.start + sum(
        weight * min(len({start for start, _ in found.get(name, ())}), most)
        for name, weight, most, unless in scale.weights
        if unless not in found
    )


def _by_words(text: str) -> float:
    """The learnt weights of what the text holds; a long text repeats itself, so its root counts."""
    held, known = features(text), _learnt()
    return sum(known.get(name, 0.0) for name in set(held)) / math.sqrt((len(held) + 1) / 2)


def complaint_score(text: str, *, category: float = NO_EVIDENCE) -> float:
    """Probability (0 to 1) that the text is a complaint; half is the best single cut.

    `category`: how sure it is that the text is about one of the city's matters (0 to 1).
    """
    evidence = _EVIDENCE * (category - NO_EVIDENCE)
    total = _STEEPNESS * _by_groups(text) + _LEARNT * _by_words(text) + evidence
    return 1 / (1 + math.exp(-total))
