"""The kelurahan of a GeoJSON file, as survey offices give them: each named, once, with ground of its own."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape

from routing.domain.rule_fields import UNSTORABLE
from routing.errors import BadInput

MOST_KELURAHAN = 5_000
MOST_LETTERS = 80  # of a name
LEAST_DEGREES = 1e-8  # square degrees: some hundred square metres
CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,19}")
_NOT_DEGREES = (
    "titik-titiknya bukan derajat bujur dan lintang. Ubah dulu proyeksinya ke WGS84 (EPSG:4326),"
    " bujur lebih dulu"
)
_UNREADABLE = (OSError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError)


@dataclass(frozen=True)
class Boundary:
    """One kelurahan as the file gives it; the code is Kemendagri's, the geometry shapely's, in degrees."""

    code: str
    name: str
    kecamatan_code: str
    kecamatan: str
    postal_code: str
    geometry: Any


def read_boundaries(file: Path) -> list[Boundary]:
    """The kelurahan polygons of a GeoJSON file; raises BadInput, with what is wrong, when it is not one."""
    try:
        features = json.loads(file.read_bytes().decode("utf-8-sig"))["features"]
    except _UNREADABLE:
        raise _bad(file, "ini bukan GeoJSON yang bisa dibaca") from None
    if not isinstance(features, list) or not 0 < len(features) <= MOST_KELURAHAN:
        raise _bad(file, f"perlu daftar “features” berisi 1 sampai {MOST_KELURAHAN} wilayah")
    found = []
    for place, feature in enumerate(features, start=1):
        try:
            found.append(_boundary(feature))
        except _Wrong as wrong:
            raise _bad(file, f"wilayah ke-{place}: {wrong}") from None
    for wrong_together in _together(found):
        raise _bad(file, wrong_together)
    return found


class _Wrong(ValueError):
    pass


def _bad(file: Path, said: str) -> BadInput:
    return BadInput("berkas_wilayah_salah", f"{file}: {said}")


def _boundary(feature: Any) -> Boundary:
    given = feature.get("properties") if isinstance(feature, Mapping) else None
    if not isinstance(given, Mapping):
        raise _Wrong("tidak punya “properties”")
    return Boundary(
        code=_code(given, "kode"), name=_text(given, "kelurahan"),
        kecamatan_code=_code(given, "kode_kecamatan"), kecamatan=_text(given, "kecamatan"),
        postal_code=_text(given, "kodepos", needed=False), geometry=_ground(feature.get("geometry")),
    )  # fmt: skip


def _text(given: Mapping[str, Any], name: str, *, needed: bool = True) -> str:
    value = "" if given.get(name) is None else given[name]
    plain = isinstance(value, str | int) and not isinstance(value, bool)
    text = str(value).strip() if plain else None
    if text is None or (needed and not text) or len(text) > MOST_LETTERS or UNSTORABLE.search(text):
        raise _Wrong(f"“{name}” harus berupa tulisan satu baris, paling banyak {MOST_LETTERS} huruf")
    return text


def _code(given: Mapping[str, Any], name: str) -> str:
    code = _text(given, name)
    if not CODE.fullmatch(code):
        raise _Wrong(f"“{name}” ditulis dengan angka, huruf, titik, dan -, misalnya 32.75.01.1001")
    return code


def _ground(given: Any) -> Any:
    """The polygons, without height and mended where they cross themselves."""
    try:
        geometry = shapely.force_2d(shape(given))
        bounds = geometry.bounds if not geometry.is_empty else (math.nan,) * 4
    except (*_UNREADABLE, shapely.GEOSException):
        raise _Wrong("“geometry” tidak bisa dibaca sebagai poligon") from None
    if geometry.geom_type not in ("Polygon", "MultiPolygon") or geometry.is_empty:
        raise _Wrong("“geometry” harus berupa Polygon atau MultiPolygon yang berisi")
    west, south, east, north = bounds
    if not all(map(math.isfinite, shapely.get_coordinates(geometry).ravel())) or not (
        -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    ):
        raise _Wrong(_NOT_DEGREES)
    if not geometry.is_valid:
        geometry = _only_polygons(shapely.make_valid(geometry))
    if geometry.area < LEAST_DEGREES:
        raise _Wrong("poligonnya tidak punya luas")
    return geometry


def _only_polygons(geometry: Any) -> Any:
    parts = [
        one for one in shapely.get_parts(geometry).tolist() if one.geom_type in ("Polygon", "MultiPolygon")
    ]
    return shapely.unary_union(parts) if parts else shapely.Polygon()


def _together(found: list[Boundary]) -> Iterator[str]:
    """What is wrong between the kelurahan: codes twice, kecamatan under two names."""
    names: dict[str, str] = {}
    seen: set[str] = set()
    for one in found:
        if one.code in seen:
            yield f"kode {one.code} ada dua kali"
        seen.add(one.code)
        if (known := names.setdefault(one.kecamatan_code, one.kecamatan)) != one.kecamatan:
            yield f"kecamatan {one.kecamatan_code} punya dua nama: {known}, {one.kecamatan}"
    if both := sorted(seen & set(names)):
        yield f"kode {both[0]} dipakai kelurahan dan kecamatan"
