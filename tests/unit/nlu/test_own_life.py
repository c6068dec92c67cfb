"""What people tell of their own life starts no report; the same words with something wrong in them do."""

import pytest

from nlu.own_life import of_own_life

OWN = [
    "kucingku gendut banget sekarang", "anak saya juara kelas lho pak", "lagi ngopi nih min",
    "aku kangen mantan", "hari ini istri saya ulang tahun", "hp saya rusak", "motor aku mogok tadi pagi",
    "kamu udah mandi belum",
    "tadi pagi masak rendang enak pol", "keren banget pemkot", "lapar nih",
    "mau duit buat jajan dong", "timnas main nanti malam",
]  # fmt: skip
TOLD = [
    "kucing mati di tengah jalan", "anak saya belum dapat KJP", "motor saya dicuri di parkiran",
    "rumah saya kebanjiran",
    "anjing tetangga galak gigit orang", "istri saya ditolak puskesmas", "hujan deras bikin got meluap",
    "keren sih tapi lampunya mati", "motor saya masuk lubang di jalan", "anak saya tidak bisa masuk sekolah",
    "sampah depan rumah saya numpuk", "tetangga karaoke tiap malam", "lampu jalan mati", "banjir", "",
    "nenek tidur di emperan ruko kasihan", "ada kakek tidur di trotoar", "petugas minta duit buat ngopi",
]  # fmt: skip


@pytest.mark.parametrize("text", OWN)
def test_own_life_is_told_from_a_matter(text: str) -> None:
    assert of_own_life(text)


@pytest.mark.parametrize("text", TOLD)
def test_a_matter_is_never_taken_for_own_life(text: str) -> None:
    assert not of_own_life(text)
