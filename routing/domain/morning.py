"""Which few things need the mayor this morning: chosen from what could, the gravest kind first."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

MOST = 3


class Need(IntEnum):
    """Kinds of what may need the mayor, the gravest first."""

    DANGER = 1  # an emergency nobody has answered in time
    ANSWERED = 2  # an atensi whose answer waits to be read
    UNHEARD = 3  # an atensi that is not answered in time
    MANY = 4  # a broken promise that many residents stand behind
    SILENT = 5  # an office that seldom answers


@dataclass(frozen=True)
class Concern:
    """One thing. weight: how grave among its kind, more is graver. path: where it is seen.

    ask: the query of the form that asks the head about it, "" where that is done already.
    """

    need: Need
    weight: float
    title: str
    words: str
    path: str
    ask: str = ""


def chosen(cards: Iterable[Concern], *, most: int = MOST) -> list[Concern]:
    """At most `most`: the gravest of each kind first, then what is left in the order of kinds."""
    ordered = sorted(cards, key=lambda card: (card.need, -card.weight, card.title))
    firsts: dict[Need, Concern] = {}
    for card in ordered:
        firsts.setdefault(card.need, card)
    rest = [card for card in ordered if firsts[card.need] is not card]
    return sorted([*firsts.values(), *rest][:most], key=lambda card: (card.need, -card.weight, card.title))
