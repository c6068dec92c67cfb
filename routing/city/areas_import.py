"""Boundaries in, the city's own area files out: what `sorot area import FILE.geojson` does.

`outlines.geojson` is computed from the file (rounded to about a metre, simplified until it is small
enough for a phone); `areas.csv` holds the names as residents write them and is made only when the folder
has none.
"""

import csv
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping

from routing.city.areas import METRES_PER_DEGREE, Areas
from routing.city.boundaries import Boundary, read_boundaries
from routing.errors import BadInput
from storage import csv_files

MAX_BYTES = 120_000
DECIMALS = 5  # about a metre
EDGE_METRES = 30
MOST_TRIES = 40  # points for each one wanted
SOURCE = "cahyadsn/wilayah_boundaries"
LICENCE = "MIT"
_COLUMNS = ("code", "name", "kind", "parent_code", "postal_code")


@dataclass(frozen=True)
class Imported:
    """What came of an import.

    Agreement is the share of random points that get the same kelurahan from the written files as from the
    polygons given; `edge_agreement` counts only points within EDGE_METRES of a border.
    """

    kelurahan: int
    bytes: int
    tolerance_metres: float
    agreement: float
    edge_agreement: float


def import_areas(file: Path, out_folder: Path, *, source: str = SOURCE, licence: str = LICENCE) -> Imported:
    """Read kelurahan polygons from a GeoJSON file and write the city's area files into `out_folder`.

    Properties read: kode, kelurahan, kode_kecamatan, kecamatan, kodepos.
    Raises BadInput("berkas_wilayah_salah").
    """
    boundaries = read_boundaries(file)
    out_folder.mkdir(parents=True, exist_ok=True)
    names = out_folder / "areas.csv"
    if not names.exists():
        _write_names(names, boundaries)
    _check_names(names, boundaries)
    body, tolerance = _compact(boundaries, {"source": source, "licence": licence})
    (out_folder / "outlines.geojson").write_text(body, "utf-8")
    agreement, edge = _agreement(boundaries, Areas.load(out_folder))
    return Imported(len(boundaries), len(body), tolerance, agreement, edge)


def _write_names(path: Path, boundaries: list[Boundary]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for code, name in sorted({(item.kecamatan_code, item.kecamatan) for item in boundaries}):
            writer.writerow([code, name, "kecamatan", "", ""])
        for item in boundaries:
            writer.writerow([item.code, item.name, "kelurahan", item.kecamatan_code, item.postal_code])


def _check_names(path: Path, boundaries: list[Boundary]) -> None:
    known = {row["code"] for row in csv_files.read(path, columns=("code",))}
    unknown = sorted({item.code for item in boundaries} - known)
    if unknown:
        raise BadInput("berkas_wilayah_salah", f"codes without a row in {path.name}: {', '.join(unknown)}")


def _compact(boundaries: list[Boundary], about: dict[str, str]) -> tuple[str, float]:
    """The outlines file's text and the tolerance (metres) it took to make it small enough."""
    shapes = [item.geometry for item in boundaries]
    tolerance = 0.0
    while True:
        reduced = shapely.coverage_simplify(shapes, tolerance / METRES_PER_DEGREE) if tolerance else shapes
        features = [_feature(item.code, geometry) for item, geometry in zip(boundaries, reduced, strict=True)]
        body = json.dumps({"type": "FeatureCollection", **about, "features": features}, separators=(",", ":"))
        if len(body) <= MAX_BYTES or tolerance > 100:
            return body + "\n", tolerance
        tolerance = max(2.0, tolerance * 1.5)


def _feature(code: str, geometry: Any) -> dict[str, Any]:
    centre = geometry.representative_point()
    properties = {"code": code, "lat": round(centre.y, DECIMALS), "lon": round(centre.x, DECIMALS)}
    rounded = _rounded(mapping(geometry)["coordinates"])
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": geometry.geom_type, "coordinates": rounded},
    }


def _rounded(value: Any) -> Any:
    return round(value, DECIMALS) if isinstance(value, float) else [_rounded(item) for item in value]


def _agreement(boundaries: list[Boundary], areas: Areas, count: int = 5_000) -> tuple[float, float]:
    rng = random.Random(count)
    shapes = [item.geometry for item in boundaries]
    tree = shapely.STRtree(shapes)
    borders = shapely.STRtree([item.boundary for item in shapes])
    west, south, east, north = shapely.total_bounds(shapes)
    reach = EDGE_METRES / METRES_PER_DEGREE
    right: dict[bool, list[bool]] = {True: [], False: []}
    for _ in range(MOST_TRIES * count):  # islands far apart leave most of the box around them empty
        if len(right[True]) + len(right[False]) >= count:
            break
        point = shapely.Point(rng.uniform(west, east), rng.uniform(south, north))
        inside = tree.query(point, predicate="within")
        if len(inside):
            near = len(borders.query(point, predicate="dwithin", distance=reach)) > 0
            found = areas.locate(point.y, point.x)
            right[near].append(found is not None and found.kelurahan_code == boundaries[inside[0]].code)
    return _share(right[True] + right[False]), _share(right[True])


def _share(hits: list[bool]) -> float:
    return sum(hits) / len(hits) if hits else 1.0


def describe(result: Imported, say: Callable[[str], None]) -> None:
    """Say in Indonesian what an import did, line by line."""
    size, tolerance = result.bytes / 1000, result.tolerance_metres
    say(f"{result.kelurahan} kelurahan, {size:.0f} KB, disederhanakan {tolerance:.0f} m.")
    say(f"Cocok dengan poligon asal: {result.agreement:.2%}, dekat batas: {result.edge_agreement:.2%}.")
