"""Praise before a "but" says nothing about what the complaint is of."""

import pytest

from nlu.praise import after_praise


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("loketnya udah cepet, tapi parkirannya semrawut banget", "parkirannya semrawut banget"),
        ("jalannya sudah mulus cuma lampunya mati semua", "lampunya mati semua"),
        ("petugasnya ramah sih sayangnya antrean dua jam", "antrean dua jam"),
        ("jalannya belum bagus tapi sudah ditinggal", "jalannya belum bagus tapi sudah ditinggal"),
        ("lampu mati tapi kabelnya bagus", "lampu mati tapi kabelnya bagus"),
        ("bagus tapi mahal", "bagus tapi mahal"),
        (
            "bukan jalan rusak ya min, ini trotoarnya yg ancur di jl veteran",
            "trotoarnya yg ancur di jl veteran",
        ),
        ("bukan got tapi lampunya yang mati", "lampunya yang mati"),
        ("bukan main rusaknya jalan ini", "bukan main rusaknya jalan ini"),
        ("", ""),
    ],
)
def test_what_stands_behind_the_praise_is_the_matter(text: str, matter: str) -> None:
    assert after_praise(text) == matter
