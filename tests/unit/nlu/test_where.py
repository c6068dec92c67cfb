"""Where a message means is one value: the spot, not what is denied, corrected, or only a direction."""

import pytest

from nlu.gazetteer import FOLDER
from nlu.places import read_places
from nlu.types import Where
from nlu.understand import assemble, gazetteer
from nlu.where import resolve
from storage import csv_files

KECAMATAN = {row["code"]: row["name"] for row in csv_files.read(FOLDER / "kecamatan.csv")}
KELURAHAN = [row["name"] for row in csv_files.read(FOLDER / "kelurahan.csv")]


def place_of(text: str) -> Where:
    return resolve(read_places(text, gazetteer()), gazetteer().names)


def name(where: Where) -> str:
    return gazetteer().names.get(where.kelurahan or "", "")


@pytest.mark.parametrize(
    ("text", "meant", "denied"),
    [
        ("bukan Kranji tapi Bintara", "Bintara", {"Kranji"}),
        ("eh salah, maksud saya di Bintara bukan di Kranji", "Bintara", {"Kranji"}),
        ("di kranji, eh di bintara", "Bintara", {"Kranji"}),
        ("lokasinya kranji maaf salah, yang benar bintara", "Bintara", {"Kranji"}),
        ("harusnya Kelurahan Bintara RT 04", "Bintara", set()),
        ("bukan di jatiasih atau jatirasa, di jatikramat", "Jatikramat", {"Jatiasih", "Jatirasa"}),
        ("pekayon ralat jakamulya", "Jaka Mulya", {"Pekayon Jaya"}),
        ("not in Kranji but in Bintara", "Bintara", {"Kranji"}),
        ("kelurahannya Bintara bukan lagi Kranji", "Bintara", {"Kranji"}),
        ("lampu mati di kranji lagi, bukan Bintara", "Kranji", {"Bintara"}),
        ("ga jadi Kranji, yang bener Harapan Jaya", "Harapan Jaya", {"Kranji"}),
        ("lokasinya kebalik, harusnya Kota Baru bukan Kranji", "Kota Baru", {"Kranji"}),
        ("bukannya Kranji tapi Kota Baru", "Kota Baru", {"Kranji"}),
        ("harapan baru eh bukan, kaliabang tengah", "Kaliabang Tengah", set()),
        ("di kranji eh bukan di bintara", "Bintara", {"Kranji"}),
        ("jakasetia oh bukan, jakamulya", "Jaka Mulya", {"Jaka Setia"}),
        ("lampu mati di kranji maaf bukan deng, di bintara pak", "Bintara", {"Kranji"}),
        ("jl melati kranji aduh bukan jl melati bintara jaya", "Bintara Jaya", {"Kranji"}),
        ("di kranji eh bukan kranji, bintara", "Bintara", {"Kranji"}),
        ("bukan di Kranji saja, parah sekali", "Kranji", set()),
        ("bukan main macetnya di Kranji", "Kranji", set()),
        ("tidak jauh dari kranji", "Kranji", set()),
        ("di kranji, salah satu jalannya rusak", "Kranji", set()),
    ],
)
def test_a_denied_place_is_no_place_and_a_corrected_one_is_replaced(
    text: str, meant: str, denied: set[str]
) -> None:
    where = place_of(text)
    assert name(where) == meant
    assert {gazetteer().names[code] for code in where.denied} >= denied
    assert not ({area.code for area in where.areas} & set(where.denied))


def test_a_message_that_only_denies_a_place_names_none() -> None:
    known = assemble("bukan di Kranji", (), engine="uji")
    assert known.places == ()
    assert [place.name for place in known.denied] == ["Kranji"]
    assert known.where.kelurahan is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Jl. Kranji Raya, Kelurahan Bintara", "Bintara"),
        ("jalan raya pekayon, jatirasa", "Jatirasa"),
        ("perumahan galaxy jaka mulya", "Jaka Mulya"),
        ("macet di bintara arah kranji", "Bintara"),
        ("jalan dari kranji ke pekayon, titiknya di marga jaya", "Marga Jaya"),
        ("warga pengasinan minta pemkot bekasi turun", "Pengasinan"),
        ("jatibening, Bekasi, Jawa Barat", "Jatibening"),
        ("saya warga kranji mau lapor lampu mati di bintara", "Bintara"),
        ("warga pengasinan kebanjiran", "Pengasinan"),
        ("saya tinggal di pekayon, banjirnya di marga jaya", "Marga Jaya"),
    ],
)
def test_the_finer_and_surer_name_says_where_it_is(text: str, meant: str) -> None:
    assert name(place_of(text)) == meant


@pytest.mark.parametrize(
    "text", ["Bekasi, Jawa Barat", "tolong pemkot bekasi", "kota bekasi", "walikota Bekasi"]
)
def test_the_city_itself_is_no_spot(text: str) -> None:
    where = place_of(text)
    assert (where.areas, where.outside) == ((), "")


@pytest.mark.parametrize("text", ["macet arah kranji", "dari kranji ke bintara"])
def test_a_direction_alone_is_offered_and_not_taken(text: str) -> None:
    where = place_of(text)
    assert where.kelurahan is None
    assert "32.75.02.1002" in where.offered


def test_two_places_that_contradict_are_both_offered() -> None:
    where = place_of("di kranji, di pengasinan")
    assert where.kelurahan is None
    assert {gazetteer().names[code] for code in where.offered[:2]} == {"Kranji", "Pengasinan"}


def test_a_place_beyond_the_border_is_outside_unless_a_kelurahan_is_named() -> None:
    assert place_of("jalan rusak di tambun").outside == "Tambun"
    assert name(place_of("jatiwaringin, jakarta timur")) == "Jatiwaringin"


def test_a_foreign_post_code_says_outside_without_a_name() -> None:
    assert place_of("Jl. Industri Raya No. 18, Bekasi, Jawa Barat 17530").outside == "-"
    assert place_of("Jl. Industri Raya No. 18, Bekasi, Jawa Barat 17148").outside == ""


def test_a_landmarks_point_is_the_places_only_where_both_agree() -> None:
    assert place_of("depan stasiun kranji").point is not None
    assert place_of("dekat stasiun kranji, Kelurahan Pengasinan").point is None


def test_coordinates_are_one_exact_point() -> None:
    known = assemble("lampu mati di -6.2288, 106.9790 dekat indomaret", (), engine="uji")
    assert known.where.exact
    assert known.where.point == (-6.2288, 106.979)
    assert "-6.2288, 106.9790" in known.masked


@pytest.mark.parametrize(
    ("first", "then", "meant"),
    [
        ("bekasi timur", "margahayu", "Margahayu"),
        ("pengasinan", "rawalumbu", "Pengasinan"),
        ("jalan melati", "pengasinan", "Pengasinan"),
        ("kranji", "bukan kranji tapi bintara", "Bintara"),
        ("kranji", "salah lokasi, harusnya kelurahan bintara", "Bintara"),
        ("kranji", "bukan di kranji", ""),
        ("kranji", "di pengasinan", ""),
        ("tambun", "eh maksudnya di kranji", "Kranji"),
    ],
)
def test_pieces_said_in_several_messages_add_up(first: str, then: str, meant: str) -> None:
    assert name(place_of(first).joined(place_of(then))) == meant


def test_what_two_messages_contradict_one_another_about_is_offered() -> None:
    both = place_of("di kranji").joined(place_of("di pengasinan"))
    assert {gazetteer().names[code] for code in both.offered[:2]} == {"Kranji", "Pengasinan"}


def test_an_exact_point_said_later_is_the_place() -> None:
    both = place_of("di kranji").joined(place_of("-6.2600, 107.0100"))
    assert (both.point, both.exact, both.areas) == ((-6.26, 107.01), True, ())


@pytest.mark.parametrize(
    "text", ["salah lokasi pak, harusnya Kelurahan Bintara RT 04", "maaf maksud saya di Bintara"]
)
def test_a_message_that_puts_a_place_right_says_so(text: str) -> None:
    assert place_of(text).corrects
    assert not place_of("lampu mati di Bintara").corrects


@pytest.mark.parametrize("name_", KELURAHAN)
def test_an_address_lies_in_the_kelurahan_it_ends_with(name_: str) -> None:
    code = next(code for code, name in gazetteer().names.items() if name == name_)
    kecamatan = KECAMATAN[code[:8]]
    for address in (
        f"Jl. Melati No. 3, RT 1/RW 2, Kel. {name_}, Kec. {kecamatan}, Kota Bekasi",
        f"Jl. Kranji Raya No.12, RT.3/RW.4, {name_}, {kecamatan}, Kota Bks, Jawa Barat 17148, Indonesia",
        f"Jl. Cempaka, {name_.replace(' ', '')}, {kecamatan.replace(' ', '')}, Bekasi",
        f"Puskesmas {name_}, {name_}, {kecamatan}, Bekasi City, West Java",
    ):
        assert name(place_of(address)) == name_, address


@pytest.mark.parametrize(
    "address",
    [
        "Jl. Mawar No. 3, RT 1/RW 2, Desa Mangunjaya, Kec. Tambun Selatan, Kab. Bekasi",
        "Jl. Raya Pengasinan No.12, Jatimulya, Tambun Sel., Bekasi, Jawa Barat 17510, Indonesia",
        "SDN Lambangsari 02, Lambangsari, Kec. Tambun Selatan, Kabupaten Bekasi",
        "Jl. Kaliabang No.63, Kebalen, Babelan, Bekasi, Jawa Barat 17610",
        "Jl. Raya Bekasi Km 26, RT.1/RW.4, Cakung Tim., Cakung, Kota Jakarta Timur 13910",
        "SDN Pekayon 02, Pekayon, Kec. Pasar Rebo, Kota Jakarta Timur",
        "Jl. Alternatif Cibubur, Harjamukti, Cimanggis, Kota Depok, Jawa Barat 16454",
        "Kampung Narogong, Limus Nunggal, Cileungsi, Bogor, Jawa Barat 16820",
        "Sumur Batu, Kec. Babakan Madang, Kab. Bogor",
        "Kalibaru, Cilincing, North Jakarta",
    ],
)
def test_an_address_beyond_the_border_is_outside(address: str) -> None:
    where = place_of(address)
    assert where.outside
    assert where.kelurahan is None


def test_a_place_that_is_pointed_away_from_is_put_right() -> None:
    where = place_of("lokasinya bukan di situ tapi di Kelurahan Bintara")
    assert (name(where), where.corrects) == ("Bintara", True)


def test_a_neighbours_name_behind_ours_does_not_move_an_address_out_of_the_city() -> None:
    assert name(place_of("Jl. Cendana, Jatibening, Makasar, Kota Bekasi")) == "Jatibening"
    assert name(place_of("Jl. Cendana, Bintara, Duren Sawit, Bekasi City, West Java")) == "Bintara"


def test_what_something_is_only_likened_to_is_no_place() -> None:
    read = read_places("jalan di kranji udah kayak sungai kering", gazetteer())
    assert [place.text for place in read if not place.role] == ["kranji"]


def test_a_verb_ends_a_name() -> None:
    read = read_places("di taman depan perum dibikinin pos ronda", gazetteer())
    assert not any("dibikinin" in place.text for place in read)


def test_an_address_whose_post_code_and_street_speak_for_a_neighbour_is_asked_about() -> None:
    contested = place_of("Jl. Belanak Raya No. 3, Jaka Setia, Bekasi Selatan, Kota Bekasi 17144")
    assert not contested.kelurahan
    assert {gazetteer().names[code] for code in contested.offered} >= {"Jaka Setia", "Kayuringin Jaya"}
    plain = place_of("Jl. Belanak Raya No. 3, Kayuringin Jaya, Bekasi Selatan, Kota Bekasi 17144")
    assert name(plain) == "Kayuringin Jaya"


@pytest.mark.parametrize(
    ("text", "spot", "meant"),
    [
        ("kabel semrawut di jl duta raya harapan baru", "jl duta raya, harapan baru", "Harapan Baru"),
        ("kampung pintu air harapan mulya", "harapan mulya", "Harapan Mulya"),
        ("depan sd negeri kranji 5", "sd negeri kranji 5", "Kranji"),
        ("sd kranji 2 hari ga ada air", "sd kranji", "Kranji"),
        ("lampu mati di kampung rawa bebek", "kampung rawa bebek", ""),
        ("gudang pupuk palsu di kranji", "gudang pupuk, kranji", "Kranji"),
    ],
)
def test_where_a_name_ends_and_an_area_begins(text: str, spot: str, meant: str) -> None:
    where = place_of(text)
    assert where.text == spot
    assert name(where) == meant
    assert not where.outside


@pytest.mark.parametrize(
    "text", ["lampu mati di kranji bekasi timur", "sampah di kelurahan jatirasa kecamatan rawalumbu"]
)
def test_a_kelurahan_beside_a_kecamatan_it_is_not_in_is_asked_about(text: str) -> None:
    where = place_of(text)
    assert not where.kelurahan
    assert gazetteer().names[where.offered[0]] in ("Kranji", "Jatirasa")


def test_in_a_whole_address_the_kelurahan_counts() -> None:
    assert name(place_of("Jl. Nusantara, Kranji, Bekasi Timur, Kota Bekasi")) == "Kranji"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("jalanan jadi kolam renang", ""),  # what it has become
        ("sampah numpuk di kali cakung", ""),  # a river is called after where it also flows
        ("kebon kosong kebakar, asepnya ke rumah rumah", ""),  # everyday words, and a kelurahan elsewhere
        ("jalan butut di cikiwul", "Cikiwul"),
        ("parkir liar di pasar bojong menteng", "Bojong Menteng"),  # not a Pasar Bojong, and Menteng
    ],
)
def test_everyday_words_and_rivers_are_no_place_beyond_the_border(text: str, meant: str) -> None:
    where = place_of(text)
    assert not where.outside
    assert name(where) == meant
