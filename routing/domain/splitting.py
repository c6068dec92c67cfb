"""A text of several matters cut into pieces, each for a report of its own. No word is lost or changed."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

MOST = 24  # pieces; what comes after stays with the last
_CUT = re.compile(
    r"(?<=[.!?;,\n])\s+|\s+(?=(?:dan|serta|terus|lalu|selain itu|sekalian|plus|\d\.|-)\s)",
    re.IGNORECASE,
)  # fmt: skip
_SHORTEST = 2  # words


def pieces(text: str) -> list[str]:
    """The text in pieces; put together again they are the text."""
    cuts = [0, *(found.end() for found in _CUT.finditer(text)), len(text)]
    found: list[str] = []
    for start, end in pairwise(cuts):
        piece = text[start:end]
        if found and (len(piece.split()) < _SHORTEST or len(found) == MOST):
            found[-1] += piece
        elif piece:
            found.append(piece)
    if len(found) > 1 and len(found[0].split()) < _SHORTEST:
        found[:2] = ["".join(found[:2])]
    return found


def share(found: Sequence[str], where: Mapping[int, int]) -> dict[int, str]:
    """What each report gets: number of the report (0 is the old one) -> its words in their order."""
    told: dict[int, list[str]] = {}
    for at, piece in enumerate(found):
        told.setdefault(where.get(at, 0), []).append(piece)
    return {report: " ".join("".join(parts).split()) for report, parts in told.items()}
