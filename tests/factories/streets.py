"""A small street map (PMTiles) around Kranji, written by tippecanoe. Its streets are made up."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

TIPPECANOE = Path(sys.executable).with_name("tippecanoe")
WEST, SOUTH, EAST, NORTH = 106.90, -6.30, 107.05, -6.15
STEP = 0.01  # degrees between two streets


def _feature(shape: str, coordinates: Any, /, **told: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": shape, "coordinates": coordinates}, "properties": told}


def _grid(told: Any) -> list[dict[str, Any]]:
    """Streets every `STEP`, each fourth of them a large one. told: (name, large) -> properties."""
    found = []
    for at in range(1, round((EAST - WEST) / STEP)):
        lon, lat, large = WEST + at * STEP, SOUTH + at * STEP, at % 4 == 0
        found.append(_feature("LineString", [[lon, SOUTH], [lon, NORTH]], **told(f"Jalan Uji {at}", large)))
        found.append(_feature("LineString", [[WEST, lat], [EAST, lat]], **told(f"Gang Uji {at}", large)))
    return found


SQUARE = [[[WEST, SOUTH], [EAST, SOUTH], [EAST, NORTH], [WEST, NORTH], [WEST, SOUTH]]]
RIVER = [[106.955, NORTH], [106.962, -6.2], [106.958, -6.25], [106.968, SOUTH]]


def protomaps() -> dict[str, list[dict[str, Any]]]:
    """Layers by Protomaps' names."""

    def road(name: str, large: bool) -> dict[str, Any]:
        return {"name": name, "kind": "major_road" if large else "minor_road", "min_zoom": 6 if large else 11}

    place = {"kind": "locality", "min_zoom": 6, "population_rank": 9}
    return {
        "earth": [_feature("Polygon", SQUARE, kind="earth")],
        "water": [_feature("LineString", RIVER, kind="river", name="Kali Uji", min_zoom=8)],
        "roads": _grid(road),
        "places": [_feature("Point", [106.975, -6.228], name="Kota Uji", **place)],
    }


def openmaptiles() -> dict[str, list[dict[str, Any]]]:
    """Layers by OpenMapTiles' names."""
    roads = _grid(lambda name, large: {"name": name, "class": "primary" if large else "minor"})
    return {
        "transportation": roads,
        "transportation_name": roads,
        "waterway": [_feature("LineString", RIVER, **{"class": "river", "name": "Kali Uji"})],
        "place": [_feature("Point", [106.975, -6.228], **{"class": "city", "name": "Kota Uji"})],
    }


def written(layers: dict[str, list[dict[str, Any]]], folder: Path) -> Path:
    """The street map with these layers, zoom 8 to 14."""
    command = [str(TIPPECANOE), "-q", "-f", "-Z8", "-z14", "-o", str(folder / "uji.pmtiles")]
    for name, features in layers.items():
        source = folder / f"{name}.geojson"
        source.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        command += ["-L", f"{name}:{source}"]
    subprocess.run(command, check=True, cwd=folder)
    return folder / "uji.pmtiles"
