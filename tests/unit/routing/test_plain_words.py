"""Where an answer speaks like an office."""

import pytest

from routing.city.manner import manner
from routing.domain.plain_words import MOST, Hint, HintKind, Manner, hints

NAMES = {"DLH": "Dinas Lingkungan Hidup"}
M = Manner({"ditindaklanjuti": "dikerjakan", "opd": "dinas", "opd terkait": "tulis nama dinasnya"}, 12)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Akan ditindaklanjuti besok oleh tim.", [Hint(HintKind.WORD, "ditindaklanjuti", "dikerjakan")]),
        ("Kami teruskan ke OPD terkait besok.", [Hint(HintKind.WORD, "OPD terkait", "tulis nama dinasnya")]),
        ("DLH mengangkutnya besok pagi ya.", [Hint(HintKind.SHORT, "DLH", "Dinas Lingkungan Hidup")]),
        ("UPTD kami datang besok pagi ya.", [Hint(HintKind.SHORT, "UPTD")]),
        ("Besok pukul 9 WIB kami datang.", []),
        ("Laporan BKS-2611-00045 kami periksa besok.", []),
        ("TIM DATANG BESOK PAGI YA PAK", []),
        ("Terima kasih, Bu.", []),
        ("Terima kasih atas laporan Bapak ini.", [Hint(HintKind.NO_STEP, "")]),
    ],
)  # fmt: skip
def test_hints_name_the_words_and_plainer_ones(text: str, found: list[Hint]) -> None:
    assert hints(text, M, names=NAMES, dated=[r"\bbesok\b"]) == found


def test_a_long_sentence_is_pointed_at_and_hints_are_few() -> None:
    long = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas dua belas besok."
    assert [one.kind for one in hints(f"Baik. {long}", M, names={}, dated=["besok"])] == [HintKind.LONG]
    many = " ".join(f"{letter}XY" for letter in "ABCDEFGHI") + " besok kami datang"
    assert len(hints(many, M, names={}, dated=["besok"])) == MOST


def test_the_citys_own_words_are_all_in_small_letters_and_found() -> None:
    own = manner()
    for word, better in own.plain.items():
        assert word == word.lower() != better
        assert hints(f"kami {word} besok ya pak", own, names={}, dated=["besok"])
