"""What is hidden of a text before everybody reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.for_everybody import for_everybody


@pytest.mark.parametrize(
    ("written", "hidden", "kept"),
    [
        ("Bapak Budi Santoso di RT 03 RW 05 bakar sampah", ["Budi", "Santoso"], ["RT 03 RW 05"]),
        ("pak budi jualan di trotoar", ["budi"], ["trotoar"]),
        ("bu Siti Aminah minta jalan diperbaiki", ["Siti", "Aminah"], ["minta jalan diperbaiki"]),
        ("Sdr. Ahmad Fauzi bin Hasan tidak mau pindah", ["Ahmad", "Fauzi", "Hasan"], ["tidak mau pindah"]),
        ("nama saya Dewi Lestari, lampu mati", ["Dewi", "Lestari"], ["lampu mati"]),
        ("a.n. Rudi Hartono, saluran mampet", ["Rudi", "Hartono"], ["saluran mampet"]),
        ("PAK JOKO WIDODO PARKIR SEMBARANGAN", ["JOKO", "WIDODO"], []),
        ("mobil B 1234 XYZ parkir di trotoar", ["1234", "XYZ"], ["parkir di trotoar"]),
        ("motor b4567abc ngebut", ["4567"], ["ngebut"]),
        ("nopol F 99 kabur", ["F 99"], ["kabur"]),
        ("hubungi 0812-3456-7890 atau budi@contoh.id", ["3456", "budi@"], ["hubungi"]),
        ("NIK 3275012345678901 rekening BCA 1234567890", ["32750", "12345"], ["BCA"]),
        ("lihat https://maps.app.goo.gl/abcDEF titik -6.23456, 106.98765", ["goo.gl", "106.98"], ["lihat"]),
        ("akunnya @budi.santoso di grup", ["budi"], ["di grup"]),
    ],
)
def test_who_it_is_about_cannot_be_read_and_what_it_is_about_can(
    written: str, hidden: list[str], kept: list[str]
) -> None:
    shown = for_everybody(written)
    assert [part for part in hidden if part in shown] == []
    assert [part for part in kept if part not in shown] == []


@pytest.mark.parametrize(
    "written",
    [
        "Pak lurah tolong lampu di blok B 12 no 5 mati",
        "Ibu-ibu pkk resah, RT 02 RW 03 banjir sejak 23 November",
        "Bapak RW sudah lapor, jalan rusak di depan pasar",
        "Jl. Raya Kalimalang km 5 berlubang",
    ],
)
def test_what_names_nobody_stays_as_it_is(written: str) -> None:
    assert for_everybody(written) == written


@given(st.text(max_size=120))
def test_hiding_twice_changes_nothing_more(text: str) -> None:
    once = for_everybody(text)
    assert for_everybody(once) == once
