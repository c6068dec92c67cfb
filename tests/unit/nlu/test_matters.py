"""Several matters in one message become proposals of their own; one matter stays whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.matters import split_matters


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("jalan rusak dan lampu mati", ("jalan rusak", "lampu mati")),
        ("jalan rusak sama lampu mati di perum wisma", ("jalan rusak", "lampu mati di perum wisma")),
        ("penerangan umum tidak menyala, dan saluran di depan SDN Jatikramat 2 tersumbat lumpur",
         ("penerangan umum tidak menyala", "saluran di depan SDN Jatikramat 2 tersumbat lumpur")),
        ("lampu merah simpang itu mati, sama pedagang kaki lima nutup jalan di pasar",
         ("lampu merah simpang itu mati", "pedagang kaki lima nutup jalan di pasar")),
        ("jalan bolong, lampu jalan mati, sampah ga diangkut seminggu",
         ("jalan bolong", "lampu jalan mati", "sampah ga diangkut seminggu")),
        ("1. jalan rusak 2. PJU mati 3. got mampet", ("jalan rusak", "PJU mati", "got mampet")),
        ("ktp belum jadi dan bansos belum cair", ("ktp belum jadi", "bansos belum cair")),
        ("air pdam mati, selain itu trotoar rusak", ("air pdam mati", "trotoar rusak")),
        ("trotoar pecah. Spanduk liar di mana-mana.", ("trotoar pecah", "Spanduk liar di mana-mana")),
        ("parkir liar di depan toko terus got depan rumah saya mampet",
         ("parkir liar di depan toko", "got depan rumah saya mampet")),
    ],
)  # fmt: skip
def test_two_matters_are_two_proposals(text: str, parts: tuple[str, ...]) -> None:
    assert split_matters(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "jalan rusak dan berlubang",
        "lampu mati dan gelap",
        "got mampet jadi banjir",
        "sampah menumpuk di pinggir jalan, bau",
        "parkir liar di trotoar dan di depan sekolah",
        "pohon tumbang menimpa kabel dan rumah",
        "banjir karena selokan mampet dan sampah menumpuk",
        "jalan gelap karena lampu mati",
        "mohon perbaikan jalan rusak di depan pasar. Terima kasih",
        "lampu jalan mati, rawan begal",
        "jalan bolong depan masjid",
        "orang buang sampah ke kali",
        "pohon tumbang di jalan raya, macet total",
        "banjir depan pasar terus macet parah",
        "halo",
    ],
)
def test_one_matter_stays_one(text: str) -> None:
    assert split_matters(text) == (text,)


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_a_blank_raises_no_matter(text: str) -> None:
    assert split_matters(text) == ()


@given(st.text(max_size=300))
def test_proposals_are_pieces_of_the_message_and_few(text: str) -> None:
    parts = split_matters(text)
    assert len(parts) <= 5
    assert all(part in text for part in parts)
    assert bool(parts) == bool(text.strip())


def test_a_list_in_one_line_is_divided_by_numbers_or_letters_whatever_streets_it_names() -> None:
    numbered = "lapor: 1) PJU mati jl kenanga raya 2) sampah numpuk tps jl melati"
    assert split_matters(numbered) == ("lapor: 1) PJU mati jl kenanga raya", "sampah numpuk tps jl melati")
    unknown = "1. got mampet 2. pju mati 3. petugasnya minta duit ke pedagang"
    assert split_matters(unknown)[1:] == ("pju mati", "petugasnya minta duit ke pedagang")
    lettered = "mau lapor: a) got mampet di kranji b) pohon tumbang di bintara"
    assert split_matters(lettered)[1] == "pohon tumbang di bintara"
