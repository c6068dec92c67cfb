"""Who is meant by a danger that only the sense feels: nobody, where a cat or a wallet is lost."""

import pytest

from nlu.alarm import detect_alarm
from nlu.danger import without_harmless
from nlu.sense import Felt, Sense
from nlu.subjects import happens_to_nobody


class Feeling(Sense):
    """Feels one kind, however the words read."""

    def __init__(self, kind: str, margin: float) -> None:
        self._felt = Felt(kind, margin)

    def feel(self, text: str) -> Felt:
        return self._felt


@pytest.mark.parametrize(
    ("text", "kind"),
    [("kucing saya ilang dari kemaren", "anak_hilang"), ("hp adik saya hilang", "anak_hilang"),
     ("anjing kejebak di got ga bisa keluar", "terjebak"), ("burung saya lepas", "anak_hilang"),
     ("kucing tetangga kecebur sumur", "terjebak")],
)  # fmt: skip
def test_a_lost_or_stuck_animal_and_a_lost_thing_are_nobodys_danger(text: str, kind: str) -> None:
    assert happens_to_nobody(text, kind)
    assert detect_alarm(text, Feeling(kind, 2.0)) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [("motor saya hanyut, anak saya kebawa", "anak_hilang"),
     ("mobil kejebak banjir ga bisa keluar", "terjebak"),
     ("kucing saya mati, saya pengen nyusul", "bunuh_diri"),
     ("anak saya nyari kucingnya belum balik", "anak_hilang"),
     ("kejebak di got ga bisa keluar", "terjebak")],
)  # fmt: skip
def test_a_person_beside_the_animal_is_somebody(text: str, kind: str) -> None:
    assert not happens_to_nobody(text, kind)


@pytest.mark.parametrize(
    "text",
    ["ibu saya pingsan ga bangun2 tolong", "suami saya kejang2", "tetangga saya serangan jantung",
     "bapak saya tiba2 pelo ga bs gerak sebelah", "kakek keselek ga bisa napas", "bayi saya biru ga napas",
     "mbah digigit ular", "my father has a heart attack", "ibu saya jatoh di kamar mandi kepalanya bocor"],
)  # fmt: skip
def test_hurt_and_illness_are_met_with_the_ambulance_whatever_is_felt(text: str) -> None:
    for kind in ("bunuh_diri", "kdrt", "terjebak"):
        found = detect_alarm(text, Feeling(kind, 3.0))
        assert found is not None
        assert found.kind in {"kecelakaan", "gawat_medis"}


def test_what_only_borrows_a_word_of_danger_is_not_felt() -> None:
    assert without_harmless("jembatan gantung di pondok putus talinya").split() == [
        "di",
        "pondok",
        "putus",
        "talinya",
    ]
    assert without_harmless("pengen mati") == "pengen mati"


@pytest.mark.parametrize(
    "text", ["pohon tumbang nimpa tukang bakso di depan smp", "pohon tumbang menimpa pengendara motor"]
)
def test_somebody_under_a_tree_is_no_less_in_danger_because_nothing_is_felt(text: str) -> None:
    found = detect_alarm(text, Feeling("keracunan", -3.0))
    assert found is not None
    assert found.kind == "terjebak"
