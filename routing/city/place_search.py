"""A place by the beginning of its name: kelurahan, rivers, and what the gazetteer has.

A street has no point in the gazetteer: it is shown in the middle of a kelurahan it lies in, and says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from nlu.plain import fold
from routing.city.catalogue import Catalogue
from routing.city.landmarks import landmarks
from routing.city.named_places import WORDS, areas_of, squeezed, without_points

MOST, SHORTEST = 8, 2  # places told; letters asked


@dataclass(frozen=True)
class FoundPlace:
    """A place with its point. what: in a word, what it is."""

    name: str
    what: str
    lat: float
    lon: float


def places(city: Catalogue, asked: str, *, more: tuple[FoundPlace, ...] = ()) -> list[FoundPlace]:
    """Those whose name holds every word that was asked as the beginning of one of its own; best first.

    more: places that stand in no gazetteer, such as the city's gauges.
    """
    words = fold(asked).split()
    if sum(map(len, words)) < SHORTEST:
        return []
    found = {(one.name, one.lat): one for one in (*more, *_known(city)) if _holds(fold(one.name), words)}
    found |= {(one.name, one.lat): one for one in _roughly(city, words)}
    return sorted(found.values(), key=lambda one: _order(fold(one.name), words, one))[:MOST]


def _known(city: Catalogue) -> Iterator[FoundPlace]:
    for area in city.kelurahan.values():
        if area.lat is not None and area.lon is not None:
            yield FoundPlace(area.name, f"Kelurahan, Kec. {area.kecamatan}", area.lat, area.lon)
    for mark in landmarks():
        yield FoundPlace(mark.name, "Tempat", mark.lat, mark.lon)


def _roughly(city: Catalogue, words: list[str]) -> Iterator[FoundPlace]:
    """What has no point of its own, by any of its names; kelurahan are looked up only of what is found."""
    seen: set[str] = set()  # a street that lists spell several ways ("KH", "K. H.") is one
    for place in without_points():
        written = squeezed(place.name)
        if written in seen:
            continue
        seen.add(written)
        if any(_holds(fold(name), words) for name in place.names):
            areas = list(areas_of(city, place))
            if areas:
                told = f"{WORDS.get(place.kind, 'Tempat')} di {areas[0].name}"
                more = f" dan {len(areas) - 1} kelurahan lain" if len(areas) > 1 else ""
                what = f"{told}{more}; letaknya kira-kira"
                yield FoundPlace(place.name, what, areas[0].lat, areas[0].lon)


def _holds(name: str, words: list[str]) -> bool:
    own = name.split()
    return all(any(part.startswith(word) for part in own) for word in words)


def _order(name: str, words: list[str], one: FoundPlace) -> tuple[bool, bool, int, str]:
    return not name.startswith(" ".join(words)), one.what.startswith("Tempat"), len(name), name
