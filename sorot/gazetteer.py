"""`sorot gazetteer build`: the city's own lists of places become files of the gazetteer."""

import re
from collections.abc import Callable
from pathlib import Path

from nlu import gazetteer_build
from nlu.evaluation_places import where
from nlu.gazetteer import FOLDER, Gazetteer, city_name, regions
from routing.city.areas import Areas


def build(lists: Path, *, city: Path, out: Path = FOLDER, say: Callable[[str], None] = print) -> int:
    """Read every CSV and GeoJSON file of a folder (or one file) into the gazetteer; how many names it finds.

    CsvFault, UnknownTable or GazetteerError names the file and the line that cannot be taken.
    """
    files = sorted(lists.iterdir()) if lists.is_dir() else [lists]
    areas, known = Areas.load(city), Gazetteer.load(out)

    def locate(lat: float, lon: float) -> str | None:
        found = areas.locate(lat, lon)
        return found.kelurahan_code if found else None

    def region(address: str) -> str:
        return regions(out).get(where(address, known).outside, "")

    for file in files:
        if file.suffix.lower() not in (".csv", ".geojson", ".json"):
            continue
        source = re.sub(r"[^a-z0-9]+", "_", file.stem.lower()).strip("_")
        raws = gazetteer_build.read(file)
        built = gazetteer_build.build(
            raws, locate=locate, names=known.names, region=region, source=source, city=city_name(out)
        )
        written = gazetteer_build.write(built, out, source)
        say(f"{file.name}: {len(built.inside)} places in the city, {len(built.outside)} beyond it")
        for why, count in sorted(built.left_out.items()):
            say(f"  {count} left out: {why}")
        for path in written:
            say(f"  {path}")
    return len(Gazetteer.load(out).known)
