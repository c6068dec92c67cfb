"""Streets, estates and places of the gazetteer that have no point: by the kelurahan they lie in."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from nlu.gazetteer import FOLDER
from nlu.plain import fold
from routing.city.catalogue import AreaInfo, Catalogue
from storage import csv_files

WORDS = {"jalan": "Jalan", "perumahan": "Perumahan", "sungai": "Sungai"}  # of kinds; others: Tempat


class NamedPlace(NamedTuple):
    """As the gazetteer has it: the kelurahan by name, in its order."""

    kind: str
    name: str
    names: tuple[str, ...]  # its own and what else it is called
    kelurahan: tuple[str, ...]


@cache
def without_points() -> tuple[NamedPlace, ...]:
    """All of them, once a process."""
    rows = (line.fields for path in sorted(FOLDER.glob("tempat*.csv")) for line in csv_files.read(path))
    return tuple(
        NamedPlace(row["kind"], row["name"], (row["name"], *_split(row["aliases"])), _split(row["kelurahan"]))
        for row in rows
        if not row["lat"] and row["kelurahan"]
    )


def areas_of(city: Catalogue, place: NamedPlace) -> Iterator[AreaInfo]:
    """The city's kelurahan it lies in; a name this city does not have is left out."""
    by_name = {squeezed(area.name): area for area in city.kelurahan.values()}
    return (by_name[key] for name in place.kelurahan if (key := squeezed(name)) in by_name)


def squeezed(name: str) -> str:
    """ "Kayuringin Jaya" and "Kayuringinjaya" are one."""
    return "".join(sign for sign in fold(name) if sign.isalnum())


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())
