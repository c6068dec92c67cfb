"""Points find their kelurahan; nonsense finds none."""

import json
import math
import random
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from routing.city.areas import TOLERANCE_METRES, Areas, load, locate, use
from routing.city.areas_import import MAX_BYTES, describe, import_areas
from routing.delivered import CITY
from routing.errors import BadInput

REAL = Path(__file__).parents[4] / "shared" / "data" / "bekasi_kelurahan.geojson"
needs_real = pytest.mark.skipif(not REAL.exists(), reason=f"{REAL} is not on this machine")
DEGREES = TOLERANCE_METRES / 111_320


def square(code: str, west: float, *, name: str = "Satu") -> dict[str, object]:
    ring = [[west, -6.3], [west + 0.01, -6.3], [west + 0.01, -6.29], [west, -6.29], [west, -6.3]]
    return {
        "type": "Feature",
        "properties": {
            "kode": code, "kelurahan": name, "kode_kecamatan": "99.01", "kecamatan": "Uji",
            "kodepos": "17000",
        },
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }  # fmt: skip


@pytest.fixture
def two_squares(tmp_path: Path) -> Path:
    """A city of two kelurahan side by side: 107.00 to 107.01 and 107.01 to 107.02, -6.30 to -6.29."""
    file = tmp_path / "in.geojson"
    features = [square("99.01.01", 107.0), square("99.01.02", 107.01, name="Dua")]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return file


@needs_real
def test_the_shipped_outlines_agree_with_the_polygons_on_98_of_100_points() -> None:
    polygons = [
        (item["properties"]["kode"], shape(item["geometry"]))
        for item in json.loads(REAL.read_text())["features"]
    ]
    tree = shapely.STRtree([polygon for _, polygon in polygons])
    rng = random.Random(7)
    asked = right = 0
    while asked < 5_000:
        point = shapely.Point(rng.uniform(106.897, 107.043), rng.uniform(-6.399, -6.172))
        inside = tree.query(point, predicate="within")
        if len(inside):
            found = locate(point.y, point.x)
            asked += 1
            right += found is not None and found.kelurahan_code == polygons[inside[0]][0]
    assert right / asked >= 0.98


@needs_real
def test_importing_the_real_file_gives_the_shipped_outlines(tmp_path: Path) -> None:
    (tmp_path / "areas.csv").write_text((CITY / "areas.csv").read_text("utf-8"), "utf-8")
    result = import_areas(REAL, tmp_path)
    assert (tmp_path / "outlines.geojson").read_text() == (CITY / "outlines.geojson").read_text()
    assert result.kelurahan == 56
    assert result.agreement >= 0.98


def test_the_shipped_outlines_are_small_and_name_their_source() -> None:
    body = (CITY / "outlines.geojson").read_text()
    assert len(body) <= MAX_BYTES + 1
    assert json.loads(body)["source"] == "cahyadsn/wilayah_boundaries"
    assert json.loads(body)["licence"] == "MIT"


def test_every_kelurahan_is_found_at_its_own_point() -> None:
    for feature in json.loads((CITY / "outlines.geojson").read_text())["features"]:
        given = feature["properties"]
        found = locate(given["lat"], given["lon"])
        assert found is not None
        assert found.kelurahan_code == given["code"]


def test_names_are_those_residents_write() -> None:
    found = locate(-6.2333, 107.0135)
    assert found is not None
    assert (found.name, found.kecamatan) == ("Bekasi Jaya", "Bekasi Timur")


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        (-6.1754, 106.8272),  # Monas
        (-6.2615, 107.1529),  # Cikarang
        (106.98, -6.25),  # swapped
        (0.0, 0.0),
        (math.nan, 106.98),
        (-6.25, math.nan),
        (math.inf, -math.inf),
        (1e308, -1e308),
        (-6.25, 466.98),
    ],
)
def test_places_outside_the_city_and_nonsense_are_outside(lat: float, lon: float) -> None:
    assert locate(lat, lon) is None


@given(st.floats(), st.floats())
def test_any_two_numbers_are_survived(lat: float, lon: float) -> None:
    found = locate(lat, lon)
    assert found is None or (-7 < lat < -6 and 106 < lon < 108)


def test_a_point_just_beyond_the_edge_is_the_nearest_kelurahans(two_squares: Path, tmp_path: Path) -> None:
    import_areas(two_squares, tmp_path / "city")
    areas = Areas.load(tmp_path / "city")
    near, far = areas.locate(-6.295, 107.0 - 0.9 * DEGREES), areas.locate(-6.295, 107.0 - 1.1 * DEGREES)
    assert near is not None
    assert near.kelurahan_code == "99.01.01"
    assert far is None


@pytest.mark.parametrize(("east", "code"), [(0.2, "99.01.02"), (-0.2, "99.01.01")])
def test_a_point_off_a_corner_gets_the_nearer_of_two(
    two_squares: Path, tmp_path: Path, *, east: float, code: str
) -> None:
    import_areas(two_squares, tmp_path / "city")
    found = Areas.load(tmp_path / "city").locate(-6.29 + 0.5 * DEGREES, 107.01 + east * DEGREES)
    assert found is not None
    assert found.kelurahan_code == code


def test_a_new_city_gets_its_names_from_the_file(two_squares: Path, tmp_path: Path) -> None:
    result = import_areas(two_squares, tmp_path / "city")
    found = Areas.load(tmp_path / "city").locate(-6.295, 107.015)
    assert found is not None
    assert (found.name, found.kecamatan) == ("Dua", "Uji")
    assert (result.kelurahan, result.tolerance_metres) == (2, 0.0)
    said: list[str] = []
    describe(result, said.append)
    assert said[0].startswith("2 kelurahan, ")


def test_too_many_corners_are_simplified_until_the_file_is_small(tmp_path: Path) -> None:
    feature = square("99.01.01", 107.0)
    circle = shapely.Point(107.0, -6.3).buffer(0.05, quad_segs=1_700)
    feature["geometry"] = shapely.geometry.mapping(circle)
    file = tmp_path / "round.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    result = import_areas(file, tmp_path / "city")
    assert result.bytes <= MAX_BYTES
    assert result.tolerance_metres > 0
    assert result.agreement >= 0.98


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "[]",
        '{"features": []}',
        '{"features": [{"properties": {}, "geometry": null}]}',
        '{"features": [{"properties": null, "geometry": {"type": "Point", "coordinates": [107, -6]}}]}',
        json.dumps(
            {"features": [square("1", 107.0) | {"geometry": {"type": "Point", "coordinates": [107, -6]}}]}
        ),
    ],
)
def test_a_file_that_is_no_map_is_refused_and_writes_nothing(content: str, tmp_path: Path) -> None:
    file = tmp_path / "in.geojson"
    file.write_text(content)
    with pytest.raises(BadInput) as refusal:
        import_areas(file, tmp_path / "city")
    assert refusal.value.code == "berkas_wilayah_salah"
    assert not (tmp_path / "city").exists()


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        import_areas(tmp_path / "nowhere.geojson", tmp_path / "city")


def test_a_code_the_city_does_not_know_is_refused_and_leaves_the_old_files(
    two_squares: Path, tmp_path: Path
) -> None:
    city = tmp_path / "city"
    import_areas(two_squares, city)
    before = (city / "outlines.geojson").read_text()
    other = tmp_path / "other.geojson"
    other.write_text(json.dumps({"features": [square("99.09.09", 107.0)]}))
    with pytest.raises(BadInput, match=r"99\.09\.09"):
        import_areas(other, city)
    assert (city / "outlines.geojson").read_text() == before


def test_a_citys_files_are_read_once() -> None:
    assert load(CITY) is load(CITY)


def test_another_citys_areas_can_be_those_of_the_process(two_squares: Path, tmp_path: Path) -> None:
    import_areas(two_squares, tmp_path / "city")
    use(tmp_path / "city")
    try:
        found = locate(-6.295, 107.005)
        assert found is not None
        assert found.kecamatan == "Uji"
    finally:
        use(CITY)
