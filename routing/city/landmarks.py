"""Schools, hospitals and markets with their points, for what is urgent beside them."""

import math
import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from nlu.gazetteer import FOLDER
from routing.city.judging import Beside
from routing.domain.distance import haversine
from routing.domain.priority import NearPlace
from storage import csv_files


class Landmark(NamedTuple):
    """A place of the gazetteer whose point is known. Degrees."""

    lat: float
    lon: float
    name: str


@cache
def landmarks() -> tuple[Landmark, ...]:
    """All places of the gazetteer that have a point, from the south northwards."""
    rows = (line.fields for path in sorted(FOLDER.glob("tempat*.csv")) for line in csv_files.read(path))
    found = {Landmark(float(r["lat"]), float(r["lon"]), r["name"]) for r in rows if r["lat"] and r["lon"]}
    return tuple(sorted(found))


def beside(lat: float | None, lon: float | None, rules: Sequence[Beside]) -> NearPlace | None:
    """The place beside this point that weighs most, of two alike the nearer; None where there is none."""
    if lat is None or lon is None or not rules:
        return None
    reach = max(rule.metres for rule in rules) / 111_195
    best: NearPlace | None = None
    for mark in landmarks():
        if abs(mark.lat - lat) > reach or abs(mark.lon - lon) * math.cos(math.radians(lat)) > reach:
            continue
        metres = round(haversine((lat, lon), (mark.lat, mark.lon)))
        for rule in rules:
            if metres <= rule.metres and re.search(rule.words, mark.name.lower()):
                near = NearPlace(mark.name, metres, rule.points)
                if best is None or (-near.points, near.metres) < (-best.points, best.metres):
                    best = near
    return best
