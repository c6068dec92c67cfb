"""Whatever is filled in to begin a city is a city or a sentence: never a crash, never endless work."""

import copy
import json
from typing import Any

import pytest

from routing.city.founding import Answers, BadFounding, found

AGENCIES = "code,name,short_name,kind,contact,categories\ndinjal,Dinas Jalan,Dinjal,dinas,,jalan_rusak\n"
TENS = ("[" + ", ".join([of] * 10) + "]" for of in ("x", *(f"*a{deep}" for deep in range(9))))
LISTS_OF_LISTS = "x: [" + ", ".join(f"&a{deep} {tens}" for deep, tens in enumerate(TENS)) + "]"  # ten billion


def square(place: int = 0) -> dict[str, Any]:
    west, south = 110.0 + 0.01 * place, -7.0
    ring = [[west, south], [west + 0.01, south], [west + 0.01, south + 0.01], [west, south + 0.01]]
    properties = {"kode": f"99.01.01.100{place}", "kelurahan": f"Suka {place}", "kode_kecamatan": "99.01.01",
                  "kecamatan": "Suka"}  # fmt: skip
    geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def refusal(outlines: str | None = None, agencies: str = AGENCIES, **said: str) -> str:
    """The sentence, or "" when it is a city."""
    given = {"name": "Kota Sukaraya", "short_name": "", "prefix": "SKR", "centre": "Pusat",
             "controller": "Kota", "contact": ""} | said  # fmt: skip
    outlines = json.dumps({"features": [square(0), square(1)]}) if outlines is None else outlines
    try:
        found(Answers(**given, outlines=outlines, agencies=agencies))
    except BadFounding as bad:
        return str(bad)
    return ""


def ground(coordinates: Any, kind: str = "Polygon") -> dict[str, Any]:
    return {"geometry": {"type": kind, "coordinates": coordinates}}


def named(**properties: Any) -> dict[str, Any]:
    return {"properties": {**square()["properties"], **properties}}


UTM = [[[724512, 9312345], [725512, 9312345], [725512, 9313345], [724512, 9312345]]]
SWAPPED = [[[-7, 110], [-7, 110.1], [-7.1, 110.1], [-7, 110]]]
LINE = [[[110, -7]] * 4]
INFINITE = [[[1e999, 1], [2, 3], [4, 5], [1e999, 1]]]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (ground(UTM), "bukan derajat"),
        (ground(SWAPPED), "bukan derajat"),
        (ground(INFINITE), "bukan derajat"),
        (ground(LINE), "tidak punya luas"),
        (ground([]), "yang berisi"),
        (ground([[["a", "b"]] * 4]), "tidak bisa dibaca"),
        (ground([110, -7], "Point"), "Polygon atau MultiPolygon"),
        ({"geometry": None}, "tidak bisa dibaca"),
        ({"properties": None}, "properties"),
        (named(kelurahan=None), "“kelurahan” harus"),
        (named(kelurahan=["a"]), "“kelurahan” harus"),
        (named(kelurahan="a\nb"), "“kelurahan” harus"),
        (named(kelurahan="a\ud800"), "“kelurahan” harus"),
        (named(kelurahan="x" * 200), "“kelurahan” harus"),
        (named(kode="../../etc"), "“kode” ditulis"),
        (named(kode="99.01.01"), "dipakai kelurahan dan kecamatan"),
        (named(kode="99.01.01.1001"), "ada dua kali"),
        (named(kecamatan="Lain"), "punya dua nama"),
    ],
)
def test_a_wrong_area_is_said_with_its_place(change: dict[str, Any], sentence: str) -> None:
    features = [{**square(0), **copy.deepcopy(change)}, square(1)]
    said = refusal(json.dumps({"features": features}))
    assert said.startswith("Batas wilayah tidak bisa dipakai: ")
    assert sentence in said


@pytest.mark.parametrize(
    "text",
    ["", "1", "[]", "<html>", "[" * 50_000, '{"features":' * 50_000, '{"features":{}}', '{"features":[1]}',
     '{"features":[' + "9" * 5000 + "]}"],
)  # fmt: skip
def test_what_is_no_geojson_is_said(text: str) -> None:
    assert "Batas wilayah tidak bisa dipakai" in refusal(text)


def test_numbers_as_codes_heights_marks_and_crossed_lines_are_taken() -> None:
    bow = [[[110, -7], [110.01, -6.99], [110.01, -7], [110, -6.99], [110, -7]]]
    high = [[[*point, 0.0] for point in square(1)["geometry"]["coordinates"][0]]]
    features = [{**square(0), **ground(bow), **named(kode=9901011000)}, {**square(1), **ground(high)}]
    assert refusal("\ufeff" + json.dumps({"features": features})) == ""


@pytest.mark.parametrize(
    ("agencies", "sentence"),
    [
        ("code,name,short_name,kind\n", "1 sampai 500 baris"),
        ("code,name\n", "kolom short_name, kind tidak ada"),
        (AGENCIES + "a,b,c,dinas,d,e,f\n", "baris 3: isinya lebih banyak"),
        (AGENCIES + "<b>,b,c,dinas\n", "tidak bisa dipakai"),
        (AGENCIES + "b,b,c,apa\n", "kind ditulis"),
        (AGENCIES + "b," + "x" * 300 + ",c,dinas\n", "paling banyak 200"),
        ("- {code: a, name: b, short_name: c, kind: dinas, categories: 5}\n", "daftar kode"),
        ('- {code: a, name: b, short_name: c, kind: dinas, categories: ["\\ud800"]}\n', "daftar kode"),
        ('- {code: a, name: "\\ud800", short_name: c, kind: dinas}\n', "bisa disimpan"),
        ("- [1]\n", "tiap baris perlu"),
        (f"- {{{LISTS_OF_LISTS}, code: *a9, name: b, short_name: c, kind: dinas}}\n", "tiap baris perlu"),
        (
            f"- {{{LISTS_OF_LISTS}, code: a, name: b, short_name: c, kind: dinas, categories: *a9}}\n",
            "daftar kode",
        ),
        ("[" * 20_000, "bukan YAML"),
        ("- " + "x" * 600_000, "terlalu besar"),
    ],
)
def test_a_wrong_list_of_agencies_is_said(agencies: str, sentence: str) -> None:
    assert sentence in refusal(agencies=agencies)


def test_what_cannot_be_kept_of_the_city_is_said() -> None:
    assert "bisa disimpan" in refusal(controller="x" * 3000)
    assert "bisa disimpan" in refusal(name="a\0b kota")
