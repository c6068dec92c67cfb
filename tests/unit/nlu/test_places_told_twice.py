"""RT and RW put right at once, offices with a name, schools that share a number."""

import pytest

from nlu.place_forms import without_slips
from nlu.plain import keys
from nlu.understand import assemble

HARAPAN_JAYA = "32.75.03.1006"
JATIASIH = "32.75.09"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("gang mangga rt 4 eh rt 5 kranji", "gang mangga rt 5 kranji"),
        ("rt 2 rw 3 eh maksudnya rw 4", "rt 2 rw 4"),
        ("rt 7, salah, 8", "rt 8"),
        ("rt 4 bukan rt 5", "rt 4 bukan rt 5"),
        ("rt 4 rw 5", "rt 4 rw 5"),
    ],
)
def test_an_rt_put_right_at_once_is_one(text: str, right: str) -> None:
    assert without_slips(text) == right


def test_a_slip_of_an_rt_denies_no_street() -> None:
    where = assemble("lampu mati di gang mangga rt 4 eh rt 5 kranji", (), engine="").where
    assert where.text == "gang mangga, rt 5, kranji"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("jalan depan kantor pos kaliabang tengah ambles", "kantor pos kaliabang tengah"),
        ("deket kantor kelurahan bintara jaya", "kantor kelurahan bintara jaya"),
    ],
)
def test_an_office_keeps_its_name(text: str, name: str) -> None:
    assert assemble(text, (), engine="").where.text == name


def test_a_school_with_a_number_is_another_one_where_another_kecamatan_follows() -> None:
    other = assemble("atap smpn 5 jatiasih ambrol", (), engine="").where
    assert all(area.code.startswith(JATIASIH) for area in other.areas)
    assert assemble("atap smpn 5 bekasi ambrol", (), engine="").where.kelurahan == HARAPAN_JAYA


def test_a_doubled_word_is_one_word() -> None:
    assert keys("diangkat2") == keys("diangkat")
