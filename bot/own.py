"""What this city has taught the bot in the panel: its words for kinds of matter, its places.

The engine is wrapped for one configuration; a city that has added nothing keeps the engine as it is.
"""

import csv
import re
import shutil
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from nlu.gazetteer import FOLDER, Gazetteer
from nlu.only_where import tells_only_where
from nlu.places import named, read_places
from nlu.roles import DENIED
from nlu.types import Engine, Ranked, Understanding
from nlu.understand import gazetteer
from nlu.where import resolve
from routing.city import areas, documents
from routing.city.catalogue import AreaInfo, Catalogue
from routing.city.settings import OwnPlace

SURE = 0.95  # of a kind of matter that one of the city's own words names
_PLACE = ("kind", "name", "aliases", "kelurahan", "lat", "lon", "needs_hint", "source", "sure", "border")
_AREA = ("code", "name", "kecamatan", "aliases", "needs_hint", "post_code", "lat", "lon")
_making = threading.Lock()

Words = tuple[tuple[str, tuple[str, ...]], ...]


class CityEngine:
    """An engine that also knows the city's own words and places."""

    def __init__(self, engine: Engine, words: Words, places: Gazetteer | None) -> None:
        self.name = engine.name
        self._engine, self._words, self._places = engine, words, places

    def understand(self, text: str) -> Understanding:
        """As the engine understands it, then as this city does."""
        found = self._engine.understand(text)
        if self._places is not None:
            found = _placed(found, self._places)
        return _worded(found, self._words)


def engine_of(engine: Engine, city: Catalogue) -> Engine:
    """The engine for this configuration."""
    words = tuple(
        (code, tuple(own)) for code, own in city.settings.own_words.items() if city.categories[code].active
    ) if city.settings.own_words else ()  # fmt: skip
    places = places_of(city)
    return CityEngine(engine, words, places) if words or places is not None else engine


def places_of(city: Catalogue) -> Gazetteer | None:
    """The places of a city that is not the delivered one or has added some; None: the delivered ones hold."""
    known = gazetteer().names
    foreign = set(city.kelurahan) != set(known)
    renamed = {
        code: one.name for code, one in city.kelurahan.items() if known.get(code, one.name) != one.name
    }
    if not (foreign or renamed or city.settings.own_places):
        return None
    with _making:  # made once, however many messages come meanwhile
        return _gazetteer(
            tuple(city.kelurahan.values()) if foreign else (), tuple(sorted(renamed.items())),
            city.settings.own_places, city.city_name, areas.folder(),
        )  # fmt: skip


@lru_cache(maxsize=1)
def _gazetteer(
    own: Sequence[AreaInfo],
    renamed: Sequence[tuple[str, str]],
    places: Sequence[OwnPlace],
    name: str,
    _: Path,
) -> Gazetteer:
    """own: the areas of a city that is not the delivered one. Takes two seconds with the delivered places."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if own:
            _write_areas(folder, own, name)
        else:
            for path in FOLDER.iterdir():
                shutil.copy(path, folder)
        names = {one.code: one.name for one in own} or gazetteer().names
        rows = [_place(place, names) for place in places]
        rows += [["kelurahan", new, "", names[code], "", "", "", "panel", "", ""] for code, new in renamed]
        _table(folder / "tempat_panel.csv", _PLACE, rows)
        return Gazetteer.load(folder)


def _place(place: OwnPlace, names: Mapping[str, str]) -> list[str]:
    located = areas.locate(place.lat, place.lon)
    inside = names.get(located.kelurahan_code, "") if located else ""
    aliases = "|".join(alias.replace("|", " ") for alias in place.aliases)
    return [place.kind, place.name, aliases, inside, f"{place.lat}", f"{place.lon}", "", "panel", "0.95", ""]


def _write_areas(folder: Path, own: Sequence[AreaInfo], name: str) -> None:
    rows = [
        [a.code, a.name, a.kecamatan, "", "", a.postal_code, f"{a.lat}", f"{a.lon}"] for a in own
    ]  # fmt: skip
    _table(folder / "kelurahan.csv", _AREA, rows)
    kecamatan = sorted({(one.kecamatan_code, one.kecamatan) for one in own})
    _table(folder / "kecamatan.csv", ("code", "name", "aliases"), [[*one, ""] for one in kecamatan])
    (folder / "kota.yml").write_text(documents.dump({"name": name}), "utf-8")


def _table(path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])


def _placed(found: Understanding, places: Gazetteer) -> Understanding:
    mentions = read_places(found.masked, places)
    return replace(
        found, places=named(mentions), where=resolve(mentions, places.names),
        denied=tuple(mention for mention in mentions if mention.role == DENIED),
        only_where=tells_only_where(found.masked, mentions),
    )  # fmt: skip


def _worded(found: Understanding, words: Words) -> Understanding:
    """With the kind one of the city's own words names first; of several words the longest counts."""
    plain = found.masked.casefold()
    hits = [
        (len(word), code) for code, own in words for word in own
        if re.search(rf"\b{re.escape(word.casefold())}", plain)
    ]  # fmt: skip
    if not hits or found.only_where:
        return found
    code = max(hits)[1]
    rest = tuple(one for one in found.categories if one.code != code)
    return replace(found, categories=(Ranked(code, SURE), *rest))
