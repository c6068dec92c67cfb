"""What of a place is known by its form alone: RT and RW, coordinates and map links."""

import re
from collections.abc import Iterator

from nlu.points import find_points
from nlu.types import PlaceMention

_RT = re.compile(r"\brt\W{0,3}(\d{1,3})(?:\W{0,4}(?:/|rw)\W{0,4}(\d{1,3}))?\b|\brw\W{0,3}(\d{1,3})\b", re.I)

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
