"""The places of a city as its residents name them, read from a folder of CSV files.

kelurahan.csv  code,name,kecamatan,aliases,needs_hint,post_code,lat,lon          (lat, lon: its middle)
kecamatan.csv  code,name,aliases
tempat*.csv    kind,name,aliases,kelurahan,lat,lon,needs_hint,source,sure  (`sorot gazetteer build` adds)
luar*.csv      name,aliases,region,needs_hint,sure                         (places outside the city)
kota.yml       name, names, report_prefix and middle of the city, its post codes, short forms of its own

Aliases and kelurahan are separated by `|`; `needs_hint` marks a name that is also an everyday word; `sure`
is how far the name says that it is there (0 to 1), where that is less or more than its kind's.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from nlu.fuzzy import Near
from nlu.plain import DATA, fold, keys, load_yaml
from nlu.types import PlaceMention
from storage import csv_files

FOLDER = DATA / "gazetteer"
# Letters from which on a typing error is forgiven: shorter names have too many neighbours among everyday
# words, and nobody is helped by a landmark guessed from one.
_FUZZY_FROM = {"kelurahan": 7, "kecamatan": 7}
_FUZZY_FROM_OTHERS = 9
_SURE_LETTERS = 2  # typing errors come later in a word; this spares most look-ups


class GazetteerError(ValueError):
    """A gazetteer file contradicts itself; the message names the file and the row."""


@dataclass(frozen=True)
class Place:
    """One place: kind as in PlaceMention, the kelurahan codes it may lie in, its point when known."""

    kind: str
    name: str
    kelurahan: tuple[str, ...]
    point: tuple[float, float] | None = None
    needs_hint: bool = False
    sure: float | None = None


def _sure(row: dict[str, str]) -> float | None:
    return float(row["sure"]) if row.get("sure") else None


def _short(folder: Path) -> dict[str, str]:
    """The short forms of places: those of the language, and the city's own where its kota.yml names some."""
    table: dict[str, str] = dict(load_yaml(DATA / "place_words.yml")["short"])
    table |= _city(folder).get("short", {})
    return {fold(short): fold(long) for short, long in table.items()}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    return (line.fields for line in csv_files.read(path))


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


@cache
def regions(folder: Path = FOLDER) -> dict[str, str]:
    """The region each place outside the city belongs to ("Tambun": "Kabupaten Bekasi").

    Of places with one name the first counts: the files list the nearest regions first.
    """
    found: dict[str, str] = {}
    for path in sorted(folder.glob("luar*.csv")):
        for row in _rows(path):
            found.setdefault(row["name"], row["region"])
    return found


def city_name(folder: Path = FOLDER) -> str:
    """The city's name as it stands behind others' ("Bekasi"), "" where kota.yml gives none."""
    return re.sub(r"^(?:kota|kabupaten)\s+", "", str(_city(folder).get("name", "")), flags=re.I)


def _city(folder: Path) -> dict[str, Any]:
    path = folder / "kota.yml"
    return dict(load_yaml(path)) if path.exists() else {}


class Gazetteer:
    """Places found by any of their names, written apart or together, with one typing error allowed."""

    def __init__(self, short: dict[str, str]) -> None:
        self.names: dict[str, str] = {}
        self.post_codes: dict[str, tuple[str, ...]] = {}
        self.middles: dict[str, tuple[float, float]] = {}
        self._own_post_codes: tuple[str, ...] = ()
        self._short = short
        self._places: dict[str, list[Place]] = {}
        self._beginnings: set[str] = set()
        self._near = Near(())

    @classmethod
    def load(cls, folder: Path = FOLDER, *, without: str = "") -> "Gazetteer":
        """The gazetteer of a folder, one file left out or none.

        Raises GazetteerError on a row that names an unknown kelurahan.
        """
        made = cls(_short(folder))
        made._add_areas(folder)
        for path in sorted(folder.glob("tempat*.csv")):
            if path.name != without:
                made._add_places(path)
        for path in sorted(folder.glob("luar*.csv")):
            for row in _rows(path):
                made._add_outside(
                    Place("luar", row["name"], (), None, bool(row["needs_hint"]), _sure(row)), row
                )
        city = _city(folder)
        made._own_post_codes = tuple(str(code) for code in city.get("post_codes", ()))
        if city.get("names"):
            made._add(Place("kota", city["name"], ()), "|".join(city["names"]))
        made._index()
        return made

    def _add_areas(self, folder: Path) -> None:
        by_kecamatan: dict[str, list[str]] = {}
        for row in _rows(folder / "kelurahan.csv"):
            self.names[row["code"]] = row["name"]
            by_kecamatan.setdefault(row["kecamatan"], []).append(row["code"])
            if row.get("post_code"):
                self.post_codes[row["post_code"]] = (*self.post_codes.get(row["post_code"], ()), row["code"])
            if row.get("lat"):
                self.middles[row["code"]] = float(row["lat"]), float(row["lon"])
            place = Place("kelurahan", row["name"], (row["code"],), None, bool(row["needs_hint"]))
            self._add(place, row["aliases"])
        for row in _rows(folder / "kecamatan.csv"):
            codes = sorted(by_kecamatan[row["name"]], key=lambda code: self.names[code] != row["name"])
            self._add(Place("kecamatan", row["name"], tuple(codes)), row["aliases"])

    def _add_outside(self, place: Place, row: dict[str, str]) -> None:
        """A place beyond the border, unless the city has one of that name itself."""
        if not self._places.get("".join(self.words(keys(place.name)))):
            self._add(place, row["aliases"])

    @property
    def known(self) -> frozenset[str]:
        """All names it finds, as it compares them: without blanks."""
        return frozenset(self._places)

    def namesake(self, mention: PlaceMention) -> bool:
        """Whether a kecamatan has a kelurahan of its own name, which then comes first among its own."""
        return mention.kind == "kecamatan" and self.names.get(mention.kelurahan[0]) == mention.name

    def own_post_code(self, code: str) -> bool:
        """Whether the post code is one of the city's."""
        return not self._own_post_codes or code.startswith(self._own_post_codes)

    def _index(self) -> None:
        self._beginnings = {name[:size] for name in self._places for size in range(1, len(name) + 1)}
        self._near = Near(
            name
            for name, places in self._places.items()
            if len(name) >= _forgiven_from(places) and not name[-1].isdecimal()
        )

    def _add_places(self, path: Path) -> None:
        codes = {name: code for code, name in self.names.items()}
        for row in _rows(path):
            unknown = [name for name in _split(row["kelurahan"]) if name not in codes]
            if unknown:
                raise GazetteerError(f"{path.name}: {row['name']}: unknown kelurahan {', '.join(unknown)}")
            point = (float(row["lat"]), float(row["lon"])) if row["lat"] else None
            kelurahan = tuple(codes[name] for name in _split(row["kelurahan"]))
            place = Place(row["kind"], row["name"], kelurahan, point, bool(row["needs_hint"]), _sure(row))
            self._add(place, row["aliases"])

    def _add(self, place: Place, aliases: str) -> None:
        self._add_name(place, place.name)
        plainly = replace(place, needs_hint=False)  # an alias is nobody's everyday word
        for alias in _split(aliases):
            self._add_name(plainly, alias)
        for name in (place.name, *_split(aliases)):
            for spelling in spellings(name):
                self._add_name(place, spelling)

    def _add_name(self, place: Place, name: str) -> None:
        words = self.words(keys(name))
        if not words:
            raise GazetteerError(f"{place.name}: an alias without letters: {name!r}")
        known = self._places.setdefault("".join(words), [])
        if place.kind == "luar" and any(other.kind != "luar" for other in known):
            return
        if replace(place, needs_hint=False) not in [replace(other, needs_hint=False) for other in known]:
            known.append(place)

    def words(self, words: Iterable[str]) -> list[str]:
        """Plain words with the short forms of places written out ("pd gede" → pondok gede)."""
        return [self._short.get(word, word) for word in words]

    def at(self, words: Sequence[str], i: int, end: int | None = None) -> tuple[int, list[Place]]:
        """How many of the words i..end-1 name a place, exactly written, and which; (0, []) when none.

        A name that ends where a kecamatan's begins leaves it whole: "kranji | bekasi timur".
        """
        size, places = self._longest(words, i, end)
        if size > 1:
            beyond, found = self._longest(words, i + size - 1, end)
            if beyond > 1 and any(place.kind == "kecamatan" for place in found):
                return self._longest(words, i, i + size - 1)
        return size, places

    def _longest(self, words: Sequence[str], i: int, end: int | None) -> tuple[int, list[Place]]:
        best: tuple[int, list[Place]] = (0, [])
        name = ""
        for size, at in enumerate(range(i, len(words) if end is None else end), start=1):
            name += words[at]
            if name not in self._beginnings:
                break
            if name in self._places:
                best = size, self._places[name]
        return best

    def near(self, words: Sequence[str]) -> list[Place]:
        """The places these words name with one typing error, none when no name is so near."""
        written = "".join(words)
        if written[:_SURE_LETTERS] not in self._beginnings:
            return []
        name = self._near.find(written)
        return self._places[name] if name else []


@cache
def _other_spellings() -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = load_yaml(DATA / "place_words.yml")["spellings"]
    return tuple((str(written), tuple(map(str, others))) for written, others in table.items())


def spellings(name: str) -> list[str]:
    """How else a place's name is written: "Bekasi Timur" as "Bekasi Tim", "SD Negeri 3" as "SDN 3"."""
    plainly = " ".join(part for part in name.lower().replace(".", " ").split())
    found = [plainly]
    for written, others in _other_spellings():
        for base in list(found):
            if f" {written} " in f" {base} ":
                found += [f" {base} ".replace(f" {written} ", f" {other} ").strip() for other in others]
    for english, compass in load_compass().items():
        found += [
            f"{english} {base[: -len(compass)].strip()}" for base in found[:1] if base.endswith(f" {compass}")
        ]
    return found[1:9]


@cache
def load_compass() -> dict[str, str]:
    """The compass in English and Indonesian ("South Bekasi" is Bekasi Selatan)."""
    return {str(a): str(b) for a, b in load_yaml(DATA / "place_words.yml")["compass"].items()}


def _forgiven_from(places: Iterable[Place]) -> int:
    return min(_FUZZY_FROM.get(place.kind, _FUZZY_FROM_OTHERS) for place in places)
