"""Where the name of an unlisted place ends, and the telling begins."""

import pytest

from nlu.name_ends import ends_name
from nlu.places import find_places, read_places
from nlu.understand import gazetteer
from nlu.where import resolve


@pytest.mark.parametrize(
    ("text", "written"),
    [("puskesmas judes banget", []), ("di depan masjid nurul iman rusak", ["masjid nurul iman"]),
     ("komplek suka dikejar anjing", []), ("guru di sdn mintain uang", []), ("rs nolak pasien", []),
     ("bu haji ga bs jalan stroke", []), ("ruko diatas saluran", []), ("kos lantai 3 tangganya kebakar", []),
     ("jalan diponegoro gelap", ["jalan diponegoro"]), ("smk berdikari bau", ["smk berdikari"]),
     ("saya lulusan SMK mesin", [])],
)  # fmt: skip
def test_what_is_told_of_a_place_is_no_part_of_its_name(text: str, written: list[str]) -> None:
    assert [place.text for place in find_places(text, gazetteer())] == written


@pytest.mark.parametrize("word", ["menteng", "beringin", "dinas", "terpadu", "muhajirin", "melati", "ikhlas"])
def test_names_that_look_like_verbs_stay_names(word: str) -> None:
    assert not ends_name(word)


def test_a_name_behind_what_announces_a_place_needs_no_other_hint() -> None:
    assert any(
        place.name == "Harapan Baru" or place.kelurahan
        for place in find_places("taman kota harapan baru", gazetteer())
    )


def test_where_somebody_lives_is_not_where_it_is() -> None:
    text = "bukan aren jaya, aren jaya itu rumah saya, lampunya di duren jaya"
    assert [place.name for place in find_places(text, gazetteer())] == ["Duren Jaya"]


@pytest.mark.parametrize(
    ("text", "name"),
    [("rt 4 rw 9 mustika jaya", "Mustikajaya"), ("rt 02/07 medan satria", "Medan Satria"),
     ("jl kenanga 3, Pengasinan, Rawalumbu, Bojong Menteng, Kota Bekasi", "Pengasinan"),
     ("mustika jaya", None)],
)  # fmt: skip
def test_what_stands_beside_a_name_says_which_kelurahan_it_is(text: str, name: str | None) -> None:
    names = gazetteer().names
    found = resolve(read_places(text, gazetteer()), names).kelurahan
    assert names.get(found or "") == name
