"""Talk about the city and complaints: what is learnt from the project's own messages."""

from collections import Counter

import pytest

from nlu import talk
from nlu.complaint import WEIGHTS, complaint_score, features


@pytest.fixture(scope="module")
def said() -> list[talk.Said]:
    return list(talk.generate())


def test_the_stored_weights_are_those_of_the_messages(said: list[talk.Said]) -> None:
    stored = dict(line.split("\t") for line in WEIGHTS.read_text(encoding="utf-8").splitlines())
    assert {name: float(weight) for name, weight in stored.items()} == talk.weigh(said)


def test_both_sides_are_large_and_varied(said: list[talk.Said]) -> None:
    kinds = Counter(complaint for _, complaint in said)
    assert min(kinds.values()) > 8_000
    assert len({text for text, _ in said}) > 0.97 * len(said)


def test_a_word_of_complaints_alone_speaks_for_one_and_a_word_of_both_for_nothing() -> None:
    told = [(f"kuning {name} di sini", True) for name in "abcdefgh"]
    weights = talk.weigh([*told, *((f"rapat {name} di sini", False) for name in "abcdefgh")])
    assert weights["kuning"] > 0.5
    assert weights["rapat"] < -0.5
    assert "di sini" not in weights


def test_a_message_passed_on_names_no_neighbourhood() -> None:
    assert "rt" not in features("RT @akun: lampu mati")
    assert "rt" in features("rt 03 rw 02 lampu mati")


# Written for this test; none comes from the grammar.
COMPLAINTS = (
    "min itu trotoar deket stasiun isinya motor semua, pejalan kaki suruh terbang apa",
    "pak mobil tinja buangnya ke kali belakang pasar, baunya kemana mana",
    "tukang parkir stasiun minta 10 rb, ga mau ngasih karcis",
    "anak smp disuruh beli lks sampe 400 rb, emang masih boleh kayak gitu?",
    "udah tiga kali balik kelurahan, loketnya kosong melulu",
    "kumaha ieu cai ledeng teu ngocor ti kamari",
)
TALK = (
    "pagi ini tim kebersihan mengeruk saluran di jalan mawar, terima kasih warga yang ikut bantu",
    "menurut saya kereta cepat itu ga perlu, mending uangnya buat petani",
    "keren banget taman barunya pak, anak saya betah main di situ",
    "kalau mau bikin kk baru syaratnya apa aja ya min?",
    "yuk ikut jalan sehat hari minggu di alun-alun, banyak doorprize",
    "usul dong pak bikin jalur sepeda sampai stasiun biar kayak di belanda",
    "info lalin pertigaan ramai lancar, cuaca mendung",
)


@pytest.mark.parametrize("text", COMPLAINTS)
def test_a_complaint_without_the_words_of_one_is_known(text: str) -> None:
    assert complaint_score(text) > 0.5


@pytest.mark.parametrize("text", TALK)
def test_talk_about_the_city_is_no_complaint(text: str) -> None:
    assert complaint_score(text) < 0.5
