"""How much a text reads like a complaint about something here and now, and not like talk about the city."""

import math
from dataclasses import dataclass
from functools import cache

from nlu.cues import Lexicon
from nlu.plain import DATA, load_yaml, plain

_STEEPNESS = 0.8  # turns the sum of weights into a probability that is right about as often as it says


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


def complaint_score(text: str) -> float:
    """Probability (0 to 1) that the text is a complaint; half is the best single cut."""
    scale = _scale()
    found = scale.lexicon.find(plain(text).words)
    total = scale.start + sum(
        weight * min(len({start for start, _ in found.get(name, ())}), most)
        for name, weight, most, unless in scale.weights
        if unless not in found
    )
    return 1 / (1 + math.exp(-_STEEPNESS * total))
