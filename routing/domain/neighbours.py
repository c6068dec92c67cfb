"""Neighbours confirm: who is asked "sudah beres?" before a reporter is told, and what their answers come to.

Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Asking(StrEnum):
    """Whether neighbours are asked about finished reports of a category."""

    ASK = "tanya"
    NEVER = "tidak"


class Said(StrEnum):
    """What a neighbour answered."""

    DONE = "sudah"
    NOT_DONE = "belum"


@dataclass(frozen=True)
class Neighbour:
    """Somebody who reported or supports the matter.

    through: id of the report they know it by. metres: from the spot to where their own newest report lies,
    None where no point is known. same_area: that report lies in the same kelurahan. rings: their chat tells
    them of a message by itself, as the page of the web chat may not.
    """

    person_id: int
    through: int
    metres: float | None = None
    same_area: bool = False
    rings: bool = True


def chosen(found: Iterable[Neighbour], most: int) -> Sequence[Neighbour]:
    """At most `most`, each person once: whose chat rings, then the nearest, then of the same kelurahan."""
    once: dict[int, Neighbour] = {}
    for one in sorted(found, key=_rank):
        once.setdefault(one.person_id, one)
    return list(once.values())[: max(0, most)]


def _rank(one: Neighbour) -> tuple[bool, bool, float, bool, int, int]:
    far = one.metres is None
    return (not one.rings, far, one.metres or 0.0, not one.same_area, one.person_id, one.through)


def all_say_done(answers: Sequence[str]) -> bool:
    """Everybody who was asked has answered, and finds it done. answers: `Said` or "" of each."""
    return bool(answers) and all(answer == Said.DONE for answer in answers)


def stands_against(answers: Sequence[str]) -> bool:
    """Somebody finds it not done: a person looks at the result."""
    return Said.NOT_DONE in answers
