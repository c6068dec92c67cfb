"""Places are found as residents write them, ambiguous ones as choices, foreign ones as foreign."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from shapely.geometry import Point, shape

from nlu.gazetteer import FOLDER, Gazetteer, GazetteerError
from nlu.places import find_places, read_places
from nlu.types import PlaceMention, Where
from nlu.understand import gazetteer
from nlu.where import resolve
from storage import csv_files

KELURAHAN = [row["name"] for row in csv_files.read(FOLDER / "kelurahan.csv")]
OUTLINES = Path("/work/shared/data/bekasi_kelurahan.geojson")


def found(text: str) -> list[PlaceMention]:
    return list(find_places(text, gazetteer()))


def place_of(text: str) -> Where:
    return resolve(read_places(text, gazetteer()), gazetteer().names)


def kelurahan(text: str) -> set[str]:
    return {gazetteer().names[code] for place in found(text) for code in place.kelurahan}


def test_all_56_kelurahan_in_12_kecamatan_are_known() -> None:
    assert len(gazetteer().names) == 56
    assert len({code[:8] for code in gazetteer().names}) == 12


@pytest.mark.parametrize("name", KELURAHAN)
def test_each_kelurahan_is_found_apart_together_and_in_capitals(name: str) -> None:
    for written in (name, name.replace(" ", ""), name.upper()):
        assert kelurahan(f"sampah menumpuk di kelurahan {written} min") == {name}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("jln bolong2 dpn indomaret kranji blm dibenerin", "Kranji"),
        ("harjay kebanjiran", "Harapan Jaya"),
        ("lampu mati di galaxy", "Jaka Setia"),
        ("macet di galaksi", "Jaka Setia"),
        ("depan stasiun kranji ada lubang", "Kranji"),
        ("jatirahayuu kebanjiran", "Jatirahayu"),
        ("jatikrmat gelap", "Jatikramat"),
        ("di kayu ringin macet", "Kayuringin Jaya"),
        ("pekayon banjir", "Pekayon Jaya"),
        ("perumahan jakapermai gelap", "Jaka Sampurna"),
        ("warga tl pucung minta pompa", "Teluk Pucung"),
        ("di marga mulia ada begal", "Marga Mulya"),
        ("got mampet di aren jaya", "Aren Jaya"),
        ("kel. Bekasi Jaya", "Bekasi Jaya"),
        ("lurah jatiasih", "Jatiasih"),
        ("jl kranji raya bolong", "Kranji"),
        ("masjid agung al barkah", "Marga Jaya"),
    ],
)
def test_one_kelurahan_is_meant(text: str, name: str) -> None:
    assert kelurahan(text) == {name}


@pytest.mark.parametrize(
    ("text", "kecamatan"),
    [
        ("bks timur macet", "32.75.01"),
        ("banjir di bekasi barat", "32.75.02"),
        ("bekut gelap", "32.75.03"),
        ("rawa lumbu banjir", "32.75.05"),
        ("medansatria", "32.75.06"),
        ("bantar gebang bau", "32.75.07"),
        ("lampu mati pd gede", "32.75.08"),
        ("pondok gede macet", "32.75.08"),
        ("jatiasi banjir", "32.75.09"),
        ("kec. jati asih", "32.75.09"),
        ("jati sampurna", "32.75.10"),
        ("mustika jaya", "32.75.11"),
        ("pd melati", "32.75.12"),
    ],
)
def test_a_kecamatan_offers_all_its_kelurahan(text: str, kecamatan: str) -> None:
    (place,) = found(text)
    own = {code for code in gazetteer().names if code.startswith(kecamatan)}
    assert place.kind == "kecamatan"
    assert set(place.kelurahan) == own


@pytest.mark.parametrize(
    "text", ["harapan indah", "kalimalang", "summarecon", "depan sumarecon", "jl ahmad yani", "cibubur"]
)
def test_an_ambiguous_place_gives_choices(text: str) -> None:
    (place,) = found(text)
    assert len(place.kelurahan) > 1


@pytest.mark.parametrize(
    "text",
    ["Tambun", "cikarang barat", "jaktim", "Jakarta Timur", "depok", "bogor", "cibitung", "kab bekasi",
     "cakung", "pulo gebang", "bojong kulur", "kabupaten bekasi", "cileungsi"],
)  # fmt: skip
def test_a_place_outside_is_said_to_be_outside(text: str) -> None:
    places = found(f"jalan rusak di {text}")
    assert [place.kind for place in places] == ["luar"]
    assert not places[0].kelurahan


@pytest.mark.parametrize(
    "text",
    [
        "",
        "jalan rusak parah",
        "depan rumah saya jalannya bolong",
        "para pejuang dan perwira polisi",
        "harapan baru untuk kota baru kita",
        "jalan gelap kalau malam",
        "lampu mati sudah dua minggu, tolong diperbaiki",
        "anak saya sakit demam berdarah",
        "kali ini saya mau protes",
        "mohon pak wali kota",
        "pasar mahal semua",
    ],
)
def test_everyday_words_are_no_places(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("rt 03/05", "RT 03/RW 05"),
        ("RT.003 RW.012", "RT 03/RW 12"),
        ("rt3 rw5", "RT 03/RW 05"),
        ("rw 10", "RW 10"),
        ("RT 07", "RT 07"),
    ],
)
def test_neighbourhoods_are_read(text: str, name: str) -> None:
    assert [(place.kind, place.name) for place in found(text)] == [("rt_rw", name)]


@pytest.mark.parametrize(
    ("text", "kind", "written"),
    [
        ("lubang di Jl. Mawar Raya no 5", "jalan", "Jl. Mawar Raya no 5"),
        ("gg haji salim banjir", "jalan", "gg haji salim"),
        ("sampah di perumahan griya asri", "perumahan", "perumahan griya asri"),
        ("depan masjid al ikhlas gelap", "patokan", "masjid al ikhlas"),
        ("samping sdn melati 2 rusak", "patokan", "sdn melati 2"),
        ("got mampet depan indomaret", "patokan", "indomaret"),
    ],
)
def test_unknown_names_are_known_by_their_form(text: str, kind: str, written: str) -> None:
    assert [(place.kind, place.text) for place in found(text)] == [(kind, written)]


def test_a_street_and_a_kelurahan_together_narrow_the_choice() -> None:
    where = place_of("jalan ahmad yani kayuringin")
    assert gazetteer().names[where.kelurahan or ""] == "Kayuringin Jaya"


def test_places_come_in_the_order_of_the_text_and_in_the_residents_letters() -> None:
    assert [place.text for place in found("di KRANJI, Pekayon lalu Tambun")] == [
        "KRANJI",
        "Pekayon",
        "Tambun",
    ]


def test_another_city_needs_other_files_only(tmp_path: Path) -> None:
    (tmp_path / "kelurahan.csv").write_text(
        "code,name,kecamatan,aliases,needs_hint\n33.74.01.1001,Miroto,Semarang Tengah,mirotho,\n",
        encoding="utf-8",
    )
    (tmp_path / "kecamatan.csv").write_text(
        "code,name,aliases\n33.74.01,Semarang Tengah,smg tengah\n", encoding="utf-8"
    )
    (tmp_path / "tempat_baru.csv").write_text(
        "kind,name,aliases,kelurahan,lat,lon,needs_hint\n"
        "patokan,Simpang Lima,simpanglima,Miroto,-6.99,110.42,\n",
        encoding="utf-8",
    )
    (tmp_path / "luar.csv").write_text(
        "name,aliases,region,needs_hint\nUngaran,,Kabupaten Semarang,\n", encoding="utf-8"
    )
    semarang = Gazetteer.load(tmp_path)
    places = find_places("macet dari simpang lima ke ungaran, bukan kranji", semarang)
    assert [(p.kind, p.name, p.kelurahan) for p in places] == [
        ("patokan", "Simpang Lima", ("33.74.01.1001",)),
        ("luar", "Ungaran", ()),
    ]
    assert places[0].point == (-6.99, 110.42)


def test_a_place_in_an_unknown_kelurahan_is_refused(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "kota")
    (tmp_path / "kota" / "tempat_salah.csv").write_text(
        "kind,name,aliases,kelurahan,lat,lon,needs_hint\npatokan,Tugu,,Miroto,,,\n", encoding="utf-8"
    )
    with pytest.raises(GazetteerError, match=r"tempat_salah\.csv: Tugu: .*Miroto"):
        Gazetteer.load(tmp_path / "kota")


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(not OUTLINES.exists(), reason="the outlines of the shared data folder are not here")
def test_every_point_lies_in_or_near_a_kelurahan_it_is_said_to_lie_in() -> None:
    features = json.loads(OUTLINES.read_text(encoding="utf-8"))["features"]
    outlines = {feature["properties"]["kode"]: shape(feature["geometry"]) for feature in features}
    codes = {name: code for code, name in gazetteer().names.items()}
    assert set(outlines) == set(gazetteer().names)
    for row in rows("tempat.csv"):
        if row["lat"]:
            point = Point(float(row["lon"]), float(row["lat"]))
            away = min(outlines[codes[name]].distance(point) for name in row["kelurahan"].split("|"))
            assert away < 0.004, row["name"]  # degrees: about 400 m, for outlines are drawn coarsely


def test_no_two_places_of_one_kind_share_a_name() -> None:
    names = [(row["kind"], row["name"]) for row in rows("tempat.csv")]
    assert len(names) == len(set(names)) >= 120


@pytest.mark.parametrize(
    "text", ["sama di situ juga bolong", "kondisinya sm aja dgn kemarin", "timer lampu pd timer rusak",
             "pulang jam krj gelap", "ikut kb di puskesmas"],
)  # fmt: skip
def test_short_forms_of_places_stay_out_of_other_words(text: str) -> None:
    assert not kelurahan(text)
    assert not [place for place in found(text) if place.name.lower().startswith(("sma ", "sama "))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("depan SMA Negeri 1 banjir", "SMA Negeri 1"),
        ("samping smp islam terpadu rusak", "smp islam terpadu"),
        ("pagar SMK Negeri 2 roboh", "SMK Negeri 2"),
        ("SD Negeri 3 bocor", "SD Negeri 3"),
    ],
)
def test_a_school_is_known_by_its_kind_and_number(text: str, name: str) -> None:
    assert [place.text for place in found(text) if place.kind == "patokan"] == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("gang mawar kranji", "Kranji"),
        ("lampu mati di gg mawar, kel kranji", "Kranji"),
        ("kranji gang mawar got mampet", "Kranji"),
        ("jalan bintara raya kranji bolong", "Kranji"),
        ("jl pengasinan sepanjang jaya banjir", "Sepanjang Jaya"),
        ("gang mawar margahayu", "Margahayu"),
        ("jalan raya kodau ada sampah", "Jatimekar"),
    ],
)
def test_a_kelurahan_beside_a_street_beats_the_kelurahan_the_street_is_known_in(text: str, name: str) -> None:
    areas = place_of(text).areas
    assert [gazetteer().names[area.code] for area in areas] == [name]


def test_a_street_in_the_kelurahan_beside_it_keeps_telling_where_it_runs() -> None:
    mentions = read_places("jl kh noer ali kayuringin", gazetteer())
    assert [len(mention.kelurahan) > 1 for mention in mentions if mention.kind == "jalan"] == [True]
