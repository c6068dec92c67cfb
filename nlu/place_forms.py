"""What of a place is known by its form alone: RT and RW, coordinates and map links."""

import re
from collections.abc import Iterator

from nlu.points import find_points
from nlu.types import PlaceMention

_RT = re.compile(r"\brt\W{0,3}(\d{1,3})(?:\W{0,4}(?:/|rw)\W{0,4}(\d{1,3}))?\b|\brw\W{0,3}(\d{1,3})\b", re.I)

# "rt 4 eh rt 5", "rw 3 maksudnya 4": the first was a slip.
_SLIP = re.compile(
    r"\b(rt|rw)\W{0,3}\d{1,3}[\s,.]+(?:(?:eh|ups|eits|ralat|salah|koreksi|maaf|sori|sorry|aduh|maksud(?:nya|ku|e|na)?|deng|ding|bukan)\b"
    r"[\s,.]*)+(?:(?:saya|sih|deh|ya|pak|bu|min|kak)\b[\s,.]*)*(?:\1\W{0,3})?(?=\d)",
    re.IGNORECASE,
)
_NOT_THAT = re.compile(r"\bbukan\b", re.IGNORECASE)
_MONEY = re.compile(
    r"\s*(?:[.,]\d{3})*\s*(?:rb|ribu|jt|juta|rebu|k|perak|rupiah|persen|%|orang|kk|rumah)\b", re.I
)


def neighbourhoods(text: str) -> Iterator[PlaceMention]:
    for match in _RT.finditer(text):
        rt, rw, rw_alone = match.groups()
        if _MONEY.match(text, match.end()):
            continue  # "uang kas rt 40 juta"
        parts = [f"RT {int(rt):02d}"] if rt else []
        parts += [f"RW {int(rw or rw_alone):02d}"] if rw or rw_alone else []
        yield PlaceMention("rt_rw", match.group(), "/".join(parts))


def without_slips(text: str) -> str:
    """The text without an RT or RW that was put right at once; "rt 4 bukan rt 5" denies the second."""
    return _SLIP.sub(_righted, text)


def _righted(slip: re.Match[str]) -> str:
    behind = slip[0][len(slip[1]) :]
    return slip[0] if _NOT_THAT.match(behind.lstrip(" ,.0123456789")) else f"{slip[1]} "


def points(text: str) -> Iterator[PlaceMention]:
    for written in find_points(text):
        shown = text[written.start : written.end]
        point = written.point
        name = f"{point[0]:.6f}, {point[1]:.6f}" if point else shown
        yield PlaceMention("titik", shown, name, (), point)


def without_points(text: str) -> str:
    """The text with blanks where its points and map links stand: their words are no places."""
    for written in find_points(text):
        size = written.end - written.start
        text = f"{text[: written.start]}{' ' * size}{text[written.end :]}"
    return text
