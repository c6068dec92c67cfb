"""Into whose hands an office's reports come, and who stands in for whom. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Sharing(StrEnum):
    """How an office's new reports come into hands."""

    BY_HAND = "sendiri"  # somebody takes them, or is given them
    IN_TURN = "bergilir"
    BY_LOAD = "beban"


@dataclass(frozen=True)
class Hand:
    """Somebody reports may come to. load: open reports they hold."""

    officer: int
    load: int = 0


def choose(sharing: Sharing, crew: Sequence[Hand], *, last: int | None) -> int | None:
    """Whose turn it is; None where nobody is there or reports are taken by hand.

    last: who got the one before. In turn goes by ids, round and round; by load takes who holds fewest, and of
    several the one whose turn it is.
    """
    if sharing is Sharing.BY_HAND or not crew:
        return None
    after = last or 0
    turn = sorted(crew, key=lambda hand: (hand.officer <= after, hand.officer))
    return (turn[0] if sharing is Sharing.IN_TURN else min(turn, key=lambda hand: hand.load)).officer


def stand_in(officer: int, leave: Mapping[int, int]) -> int:
    """Who has what is given to this officer: leave says who stands in for whom now.

    A stand-in on leave hands on; where all of them stand in for one another it stays with who was meant.
    """
    seen, at = {officer}, officer
    while at in leave:
        at = leave[at]
        if at in seen:
            return officer
        seen.add(at)
    return at
