"""A city's lists of places become gazetteer files: by position, nothing made up, nobody's number in it."""

import json
from pathlib import Path

import pytest

from nlu.gazetteer import Gazetteer
from nlu.gazetteer_build import Built, UnknownTable, build, distinctive, read, write

NAMES = {"1": "Utara Kali", "2": "Selatan Kali"}


def locate(lat: float, lon: float) -> str | None:
    """A city of two kelurahan, north and south of 6.5° south, between 106 and 107° east."""
    return ("1" if lat > -6.5 else "2") if 106 < lon < 107 else None


def made(path: Path) -> Built:
    return build(
        read(path), locate=locate, names=NAMES, region=lambda a: "Kabupaten" if "Kab" in a else "",
        source="uji", city="Kalimaya", known=lambda street: street == "Jalan Raya Gong",
    )  # fmt: skip


def listed(tmp_path: Path, text: str) -> Built:
    (tmp_path / "daftar.csv").write_text(text, encoding="utf-8")
    return made(tmp_path / "daftar.csv")


def test_a_list_of_schools_is_placed_by_its_positions(tmp_path: Path) -> None:
    built = listed(
        tmp_path, "NAMA_SEKOLAH;BENTUK_PENDIDIKAN;LINTANG;BUJUR\nSDN Melati 3 Kalimaya;SD;-6,4;106,5\n"
    )
    (row,) = built.inside
    assert (row["name"], row["kind"], row["kelurahan"], row["lat"]) == (
        "SDN Melati 3 Kalimaya", "patokan", "Utara Kali", "-6.40000",
    )  # fmt: skip
    assert row["aliases"] == "SDN Melati 3"
    assert row["source"] == "uji"


def test_a_street_lies_in_each_kelurahan_it_runs_through(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[106.5, -6.49], [106.5, -6.51]]}
    feature = {
        "type": "Feature",
        "properties": {"name": "Jalan Anyar", "highway": "primary"},
        "geometry": line,
    }
    path = tmp_path / "osm.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    (row,) = made(path).inside
    assert (row["kind"], set(row["kelurahan"].split("|")), row["lat"]) == ("jalan", set(NAMES.values()), "")


def test_without_a_position_the_lists_own_kelurahan_counts_and_nothing_is_made_up(tmp_path: Path) -> None:
    built = listed(tmp_path, "nama,kelurahan\nPasar Rebana,SELATANKALI\nPasar Gong,\n")
    assert [(row["name"], row["kelurahan"], row["lat"]) for row in built.inside] == [
        ("Pasar Rebana", "Selatan Kali", "")
    ]
    assert built.left_out == {"no position": 1}


def test_a_place_beyond_the_border_is_kept_with_its_region(tmp_path: Path) -> None:
    built = listed(tmp_path, "nama,alamat,lat,lon\nRS Rebana,Kab. Sana,-6.4,108\nRS Gong,entah,-6.4,108\n")
    assert [(row["name"], row["region"]) for row in built.outside] == [("RS Rebana", "Kabupaten")]
    assert built.left_out == {"outside, in no region known": 1}


def test_chains_practices_numbers_and_general_names_are_left_out(tmp_path: Path) -> None:
    rows = "".join(
        f"{name},-6.4,106.5\n"
        for name in ("Klinik Gigi", "Praktek Dokter Wulan", "Toko Rebana 081234567890", "SMPN 18")
    )
    built = listed(tmp_path, "name,lat,lon\n" + rows)
    assert [row["name"] for row in built.inside] == ["SMPN 18"]
    assert sum(built.left_out.values()) == 3


def test_one_name_in_two_kelurahan_is_in_either_and_has_no_point(tmp_path: Path) -> None:
    built = listed(tmp_path, "name,lat,lon\nApotek Rebana,-6.4,106.5\nApotek Rebana,-6.6,106.5\n")
    (row,) = built.inside
    assert (set(row["kelurahan"].split("|")), row["lat"]) == (set(NAMES.values()), "")


def test_a_name_that_bears_another_kelurahans_name_may_lie_in_either(tmp_path: Path) -> None:
    built = listed(tmp_path, "name,lat,lon\nGriya Selatan Kali Asri,-6.4,106.5\n")
    assert [(row["kelurahan"], row["lat"]) for row in built.inside] == [("Utara Kali|Selatan Kali", "")]


def test_streets_are_learnt_from_addresses_with_a_position(tmp_path: Path) -> None:
    rows = (
        'Toko Satya,"Jl. Raya Rebana No. 3, RT 1/RW 2",-6.4,106.5\n'
        'Toko Wira,"Jalan Rebana Raya Blok C5",-6.6,106.5\n'
        'Toko Bayu,"Jl. Melati 5",-6.6,106.5\nToko Arga,Jl. Raya Gong No 1,-6.6,106.5\n'
    )
    built = listed(tmp_path, "name,address,lat,lon\n" + rows)
    streets = [row for row in built.inside if row["kind"] == "jalan"]
    assert [(row["name"], set(row["kelurahan"].split("|"))) for row in streets] == [
        ("Jalan Rebana", {"Utara Kali", "Selatan Kali"})
    ]
    assert streets[0]["aliases"] == "jalan raya Rebana|jalan Rebana raya"


def test_what_is_built_is_found(tmp_path: Path) -> None:
    (tmp_path / "kelurahan.csv").write_text(
        "code,name,kecamatan,aliases,needs_hint\n1,Utara Kali,Kali,,\n2,Selatan Kali,Kali,,\n",
        encoding="utf-8",
    )
    (tmp_path / "kecamatan.csv").write_text("code,name,aliases\n0,Kali,\n", encoding="utf-8")
    built = listed(tmp_path, "name,lat,lon\nSekolah Dasar Negeri Rebana IV,-6.4,106.5\n")
    write(built, tmp_path, "uji")
    (tmp_path / "daftar.csv").unlink()
    gazetteer = Gazetteer.load(tmp_path)
    size, (place,) = gazetteer.at(gazetteer.words(["sdn", "rebana", "4"]), 0)
    assert (size, place.kelurahan, place.point) == (3, ("1",), (-6.4, 106.5))


@pytest.mark.parametrize("name", ["Klinik Gigi", "Perumahan Murah Bekasi", "Sekolah Dasar Islam Terpadu"])
def test_a_name_of_general_words_means_no_one_place(name: str) -> None:
    assert not distinctive(name)


def test_a_table_without_names_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UnknownTable, match=r"x\.csv: no column"):
        read(tmp_path / "x.csv")


def test_a_school_register_is_read_as_the_ministry_writes_it(tmp_path: Path) -> None:
    rows = (
        "NPSN;Nama Satuan Pendidikan;Bentuk Pendidikan;Desa/Kelurahan;Lintang;Bujur\n"
        "1;SD NEGERI REBANA I;SD;;-6,4;106,5\n2;SMP GONG RAYA;SMP;Selatan Kali;;\n"
    )
    built = listed(tmp_path, rows)
    found = {row["name"]: (row["kelurahan"], row["aliases"]) for row in built.inside}
    assert found == {
        "SD Negeri Rebana I": ("Utara Kali", "SD Negeri Rebana 1"),
        "SMP Gong Raya": ("Selatan Kali", ""),
    }


def test_any_column_of_names_will_do(tmp_path: Path) -> None:
    built = listed(tmp_path, "No,Nama Pasar,Latitude,Longitude\n1,Pasar Rebana,-6.4,106.5\n")
    assert [row["name"] for row in built.inside] == ["Pasar Rebana"]
