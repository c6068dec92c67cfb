"""Making gazetteer files from what a city has lying about: lists of schools, of health posts, OSM extracts.

A list is a CSV file with a name and a position (and, if it has them, a kind, an address, other names), or
GeoJSON. A position says the kelurahan, through the city's outlines; a street has those it runs through. A
place beyond the border is kept as such, with the region its address names. Nothing is made up: what has
neither a position nor a kelurahan is left out and counted.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nlu.gazetteer_streets import streets
from nlu.place_words import announced, words
from nlu.plain import keys
from nlu.privacy import mask
from storage import csv_files

Point = tuple[float, float]
Locate = Callable[[float, float], str | None]
COLUMNS = ("kind", "name", "aliases", "kelurahan", "lat", "lon", "needs_hint", "source", "sure", "border")
OUTSIDE = ("name", "aliases", "region", "needs_hint", "sure")
SURE = 0.95  # of a position; the outlines are a metre off
_STEP = 0.0005  # degrees between the points a street is asked at: some 55 m
_SHARE = 0.08  # of a street's points that must lie in a kelurahan for it to be one of the street's
_FIGURES = {"I": "1", "V": "5", "X": "10"}
_SCATTERED = 4  # kelurahan from which on a name is a chain's, not a place's
_NAMED = {
    "name": ("name", "nama", "nama_sekolah", "nama_satuan_pendidikan", "nama_faskes", "nama_perumahan"),
    "lat": ("lat", "latitude", "lintang", "y"),
    "lon": ("lon", "lng", "long", "longitude", "bujur", "x"),
    "kind": ("kind", "jenis", "type", "bentuk_pendidikan", "kategori"),
    "address": ("address", "alamat", "alamat_jalan", "jalan"),
    "aliases": ("aliases", "alias", "nama_lain", "alt_name"),
    "kelurahan": ("kelurahan", "desa_kelurahan", "kelurahan_by_polygon"),
}


class UnknownTable(ValueError):
    """A file that is no list of places; the text says what it lacks."""


@dataclass(frozen=True)
class Raw:
    """One place as a list has it: its points are one, or a street's."""

    name: str
    kind: str
    points: tuple[Point, ...] = ()
    address: str = ""
    aliases: tuple[str, ...] = ()
    kelurahan: str = ""


@dataclass
class Built:
    """The rows made: of places in the city, of places beyond it, and how many were left out and why."""

    inside: list[dict[str, str]] = field(default_factory=list)
    outside: list[dict[str, str]] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)

    def leave_out(self, why: str) -> None:
        self.left_out[why] = self.left_out.get(why, 0) + 1


def kind_of(name: str, said: str = "") -> str:
    """jalan, perumahan or patokan, by the list's own word for it or by the name's first word."""
    for text in (said, name):
        for word in keys(text)[:2]:
            if word in announced():
                return announced()[word]
            if word in ("pemukiman", "permukiman", "residential", "apartemen"):
                return "perumahan"
    return "patokan"


def read(path: Path) -> list[Raw]:
    """The places of a CSV or GeoJSON file. UnknownTable, or CsvFault with the line, for anything else."""
    if path.suffix.lower() in (".geojson", ".json"):
        return list(_features(json.loads(path.read_text(encoding="utf-8"))))
    return list(_lines(path))


def _lines(path: Path) -> Iterator[Raw]:
    lines = csv_files.read(path)
    columns = _columns(lines[0].fields) if lines else {}
    if lines and "name" not in columns:
        raise UnknownTable(f"{path.name}: no column is called {', '.join(_NAMED['name'])}, or nama ...")
    for line in lines:
        cells = {ours: line.get(columns[ours]) if ours in columns else "" for ours in _NAMED}
        points: tuple[Point, ...] = ()
        if cells["lat"] and cells["lon"]:
            try:
                points = ((csv_files.number(cells["lat"]), csv_files.number(cells["lon"])),)
            except ValueError:
                raise line.fault("latitude and longitude are no numbers") from None
        aliases = tuple(part.strip() for part in cells["aliases"].split("|") if part.strip())
        kind = kind_of(cells["name"], cells["kind"])
        yield Raw(
            _in_lower_case(cells["name"].strip()), kind, points, cells["address"], aliases, cells["kelurahan"]
        )


def _columns(header: Iterable[str]) -> dict[str, str]:
    """Our columns -> the list's, however it spells them: "Nama Satuan Pendidikan", "Desa/Kelurahan"."""
    spelled = {re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_"): name for name in header}
    found = {
        ours: next((spelled[name] for name in names if name in spelled), "") for ours, names in _NAMED.items()
    }
    other = next((name for plain, name in spelled.items() if plain.startswith("nama_")), "")
    return {ours: name for ours, name in {**found, "name": found["name"] or other}.items() if name}


def _in_lower_case(name: str) -> str:
    """A name in capitals as people write it: "SD NEGERI KENANGA II" as "SD Negeri Kenanga II"."""
    if name != name.upper():
        return name
    kept = (*words("schools"), "rs", "rsud", "upt", "uptd", "it")
    return " ".join(
        word if word.lower() in kept or re.fullmatch(r"[IVX]+", word) else word.capitalize()
        for word in name.split()
    )


def _features(found: Mapping[str, Any]) -> Iterator[Raw]:
    for feature in found.get("features", ()):
        tags = feature.get("properties") or {}
        name = str(tags.get("name") or "").strip()
        if not name or not feature.get("geometry"):
            continue
        said = "jalan" if tags.get("highway") else "perumahan" if tags.get("landuse") == "residential" else ""
        others = (tags.get(tag) for tag in ("alt_name", "short_name", "official_name", "old_name"))
        points = tuple(_points(feature["geometry"].get("coordinates") or ()))
        aliases = tuple(str(other).strip() for other in others if other)
        yield Raw(name, kind_of(name, said), points, str(tags.get("addr:full") or ""), aliases)


def _points(coordinates: Any) -> Iterator[Point]:
    """All points of a geometry, whatever its type; a line gets more between its corners."""
    if coordinates and isinstance(coordinates[0], int | float):
        yield float(coordinates[1]), float(coordinates[0])
        return
    last: Point | None = None
    for part in coordinates:
        for point in _points(part):
            if last and isinstance(part[0], int | float):
                yield from _between(last, point)
            yield point
            last = point


def _between(a: Point, b: Point) -> Iterator[Point]:
    steps = min(200, int(max(abs(a[0] - b[0]), abs(a[1] - b[1])) / _STEP))
    for i in range(1, steps):
        yield a[0] + (b[0] - a[0]) * i / steps, a[1] + (b[1] - a[1]) * i / steps


def distinctive(name: str) -> bool:
    """Whether a name means one place: "Klinik Gigi" and "Perumahan Murah" do not, "SMPN 18" does."""
    parts = keys(name)
    own = [part for part in parts if part not in words("generic") and part not in announced()]
    numbered = any(part.isdecimal() for part in parts) and parts[0] in words("schools")
    return numbered or any(len(part) > 2 and part.isalpha() for part in own)


def _unfit(name: str) -> str:
    """Why a name has no business in the gazetteer; "" when it has."""
    if mask(name) != name:
        return "holds somebody's number"
    if any(part in words("practice") for part in keys(name)):
        return "is a person's practice"
    return "" if distinctive(name) else "names many places"


def _also(name: str, city: str) -> list[str]:
    """The name without the city's behind it: "SMPN 18 Bekasi" is said "SMPN 18"."""
    hospital = re.fullmatch(r"(.+?)\s+hospital", name, flags=re.I)
    if hospital and distinctive(hospital[1]):
        return [f"RS {hospital[1]}", *_also(f"RS {hospital[1]}", city)]
    if roman := re.fullmatch(r"(.+\s)([IVX])", name):  # longer numerals are read as figures everywhere
        return [roman[1] + _FIGURES[roman[2]]]
    shorter = re.sub(rf"\s+(?:kota\s+)?{re.escape(city)}$", "", name, flags=re.I)
    return [shorter] if shorter != name and len(keys(shorter)) > 1 and distinctive(shorter) else []


def build(
    raws: Sequence[Raw],
    *,
    locate: Locate,
    names: Mapping[str, str],
    region: Callable[[str], str],
    source: str,
    city: str,
    known: Callable[[str], bool],
) -> Built:
    """The gazetteer's rows of a list's places.

    names: kelurahan by code; region: of an address outside; city: its short name; known: whether
    the gazetteer knows a street already.
    """
    built = Built()
    inside: dict[tuple[str, str], dict[str, str]] = {}
    outside: dict[str, dict[str, str]] = {}
    for raw in raws:
        raw = replace(raw, aliases=(*raw.aliases, *_also(raw.name, city)))
        if why := _unfit(raw.name):
            built.leave_out(why)
            continue
        codes = _codes(raw, locate, names)
        if codes:
            _merge(inside, raw, [names[code] for code in codes], source)
        elif raw.points and (where := region(raw.address)):
            row = {
                "name": raw.name,
                "aliases": "|".join(raw.aliases),
                "region": where,
                "needs_hint": "",
                "sure": "",
            }
            outside.setdefault(raw.name.lower(), row)
        else:
            built.leave_out("no position" if not raw.points else "outside, in no region known")
    seen = [
        (raw.address, code)
        for raw in raws
        for code in _codes(replace(raw, name=""), locate, names)
        if raw.points
    ]
    for row in streets(seen, names=names, known=known):
        inside["jalan", row["name"].lower()] = {**dict.fromkeys(COLUMNS, ""), **row, "source": source}
    for row in inside.values():
        if row["kelurahan"].count("|") + 1 >= _SCATTERED and row["kind"] != "jalan":
            built.leave_out("names many places")
        else:
            built.inside.append(row)
    built.outside.extend(outside.values())
    return built


def _codes(raw: Raw, locate: Locate, names: Mapping[str, str]) -> list[str]:
    found: dict[str, int] = {}
    for lat, lon in raw.points:
        code = locate(lat, lon)
        if code:
            found[code] = found.get(code, 0) + 1
    enough = max(1, _SHARE * len(raw.points))
    codes = [code for code, count in sorted(found.items(), key=lambda item: -item[1]) if count >= enough]
    if not codes and not raw.points:
        return [code for code, name in names.items() if _letters(name) == _letters(raw.kelurahan)]
    # "Griya Jatisari", found at its developer's office elsewhere: in either, as far as the list can tell.
    bears = [
        code for code, name in names.items() if _letters(name) in _letters(raw.name) and code not in codes
    ]
    return [*codes, *(bears if codes and raw.kind != "jalan" and not _bears(raw.name, codes, names) else [])]


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def _bears(name: str, codes: Iterable[str], names: Mapping[str, str]) -> bool:
    return any(_letters(names[code]) in _letters(name) for code in codes)


def _merge(rows: dict[tuple[str, str], dict[str, str]], raw: Raw, kelurahan: list[str], source: str) -> None:
    """Add a place; of two with one name both kelurahan are kept, and no point."""
    row = rows.get((raw.kind, raw.name.lower()))
    point = raw.points[0] if len(raw.points) == len(kelurahan) == 1 else None
    if row is None:
        rows[raw.kind, raw.name.lower()] = {
            "kind": raw.kind, "name": raw.name, "aliases": "|".join(raw.aliases),
            "kelurahan": "|".join(kelurahan), "lat": f"{point[0]:.5f}" if point else "",
            "lon": f"{point[1]:.5f}" if point else "", "needs_hint": "", "source": source,
            "sure": str(SURE), "border": "",
        }  # fmt: skip
        return
    known = row["kelurahan"].split("|")
    if set(kelurahan) - set(known):
        row["kelurahan"] = "|".join(dict.fromkeys((*known, *kelurahan)))
        row["lat"] = row["lon"] = ""


def write(built: Built, folder: Path, source: str) -> list[Path]:
    """Write the rows as `tempat_SOURCE.csv` and `luar_SOURCE.csv`; the files written."""
    files = []
    for stem, columns, rows in (("tempat", COLUMNS, built.inside), ("luar", OUTSIDE, built.outside)):
        if rows:
            path = folder / f"{stem}_{source}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                table = csv.DictWriter(file, columns, lineterminator="\n")
                table.writeheader()
                table.writerows(sorted(rows, key=lambda row: row["name"].lower()))
            files.append(path)
    return files
