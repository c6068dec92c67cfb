"""Abuse is recognised however it is written, and animals that roam the streets are not abuse."""

import pytest

from nlu.abuse import rude


@pytest.mark.parametrize(
    "text",
    ["goblok", "GOBLOOOK lu semua", "dasar anjing", "anjing!!", "bot tolol ga guna", "petugas babi",
     "woy monyet lu", "Brengsek kalian"],
)  # fmt: skip
def test_abuse_is_recognised(text: str) -> None:
    assert rude(text)


@pytest.mark.parametrize(
    "text",
    ["anjing liar berkeliaran di gang Mawar", "ada kandang babi di belakang rumah, bau sekali",
     "monyet lepas masuk rumah warga", "orang gila mengamuk di pasar", "", "Jalan berlubang di Kranji", "👍"],
)  # fmt: skip
def test_animals_and_ordinary_words_are_no_abuse(text: str) -> None:
    assert not rude(text)


def test_a_complaint_that_swears_holds_abuse_and_the_dialogue_decides() -> None:
    assert rude("jalan goblok ini bolong semua, tiap hari ada yang jatuh di Kranji")
