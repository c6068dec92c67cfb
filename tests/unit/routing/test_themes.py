"""What a proposal is about."""

import pytest
import yaml

from routing.city import themes
from routing.city.themes import OTHER, theme_of
from routing.delivered import CITY


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Saya usul dibuat taman bermain untuk anak-anak di RW kami", "ruang_hijau"),
        ("Sebaiknya ada halte dan angkot malam ke stasiun", "transportasi"),
        ("Tolong pasang CCTV di tiap pos ronda", "keamanan"),
        ("Perbanyak bank sampah di tiap RW", "sampah"),
        ("Alangkah baik kalau perpustakaan sekolah buka sampai sore", "pendidikan"),
        ("Lapangan futsal untuk pemuda karang taruna", "budaya_olahraga"),
        ("Buat sumur resapan dan biopori supaya tidak banjir", "banjir"),
        ("Semoga kota ini makin baik", OTHER),
        ("", OTHER),
    ],
)
def test_the_words_tell_the_theme(text: str, theme: str) -> None:
    assert theme_of(text, "aspirasi") == theme


def test_a_sure_category_decides_whatever_the_words() -> None:
    assert theme_of("taman taman taman", "pendidikan") == "pendidikan"
    assert theme_of("taman taman taman", "aspirasi") == "ruang_hijau"


def test_a_word_that_must_stand_alone_is_not_found_in_another() -> None:
    assert theme_of("gotong royong tiap minggu", "aspirasi") == OTHER
    assert theme_of("got dibersihkan tiap minggu", "aspirasi") == "banjir"


def test_without_themes_everything_is_other() -> None:
    assert theme_of("taman", "pendidikan", {}) == OTHER


def test_every_category_but_the_collecting_ones_has_one_theme() -> None:
    named = [code for theme in themes.themes().values() for code in theme.categories]
    rows = (CITY / "categories.csv").read_text("utf-8").splitlines()[1:]
    assert sorted(named) == sorted({row.split(",")[0] for row in rows} - {"aspirasi", "lainnya"})
    assert len(yaml.safe_load((CITY / "themes.yml").read_text("utf-8"))) == len(themes.themes())
