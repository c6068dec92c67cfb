"""`sorot gazetteer build`: the city's own lists of places become files of the gazetteer."""

import re
from collections.abc import Callable
from pathlib import Path

from nlu import gazetteer_build
from nlu.evaluation_places import where
from nlu.gazetteer import FOLDER, Gazetteer, city_name, regions
from nlu.gazetteer_build import Built, UnknownTable
from nlu.plain import keys
from routing.city.areas import Areas

LISTS = (".csv", ".geojson", ".json")


def build(lists: Path, *, city: Path, out: Path = FOLDER, say: Callable[[str], None] = print) -> int:
    """Read every CSV and GeoJSON file of a folder (or one file) into the gazetteer; how many names it finds.

    CsvFault, UnknownTable or GazetteerError names the file and the line that cannot be taken; in a folder a
    table without names is told of and passed over.
    """
    areas = Areas.load(city)
    for file in sorted(lists.iterdir()) if lists.is_dir() else [lists]:
        if file.suffix.lower() in LISTS:
            source = re.sub(r"[^a-z0-9]+", "_", file.stem.lower()).strip("_")
            try:
                built = _built(file, areas, out, source)
            except UnknownTable as fault:
                if not lists.is_dir():
                    raise
                say(f"passed over: {fault}")
                continue
            written = gazetteer_build.write(built, out, source)
            say(f"{file.name}: {len(built.inside)} places in the city, {len(built.outside)} beyond it")
            for why, count in sorted(built.left_out.items()):
                say(f"  {count} left out: {why}")
            for path in written:
                say(f"  {path}")
    return len(Gazetteer.load(out).known)


def _built(file: Path, areas: Areas, out: Path, source: str) -> Built:
    """The rows of one list, as if an earlier version of them had never been built."""
    others = Gazetteer.load(out, without=f"tempat_{source}.csv")

    def locate(lat: float, lon: float) -> str | None:
        found = areas.locate(lat, lon)
        return found.kelurahan_code if found else None

    def region(address: str) -> str:
        return regions(out).get(where(address, others).outside, "")

    def known(street: str) -> bool:
        words = others.words(keys(street))
        return others.at(words, 0)[0] == len(words)

    return gazetteer_build.build(
        gazetteer_build.read(file), locate=locate, names=others.names, region=region, source=source,
        city=city_name(out), known=known,
    )  # fmt: skip
