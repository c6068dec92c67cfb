"""Who is gravely ill now is sent to an ambulance, even if a hospital turned them away, and nobody else."""

import pytest

from nlu.alarm import detect_alarm
from nlu.emergency import detect_emergency
from nlu.sense import Sense

NOW = [
    "anak saya panas tinggi kejang, puskesmas nolak katanya kartu bpjs mati",
    "bapak sesek napas di igd disuruh nunggu katanya kasur penuh",
    "istri hamil 8 bulan pendarahan udah 2 rs nolak katanya ga ada dokter",
    "rumah sakit minta uang muka dulu padahal kakak saya pendarahan hebat",
    "ambulannya ga dateng dateng, mertua saya sesek banget",
    "bayi tetangga biru ga nangis",
    "bayinya ga napas bibirnya biru",
    "anak panas 40 derajat terus step",
    "adek saya step lagi, badannya panas banget",
    "ayah mendadak lemes sebelah ga bisa ngomong",
    "ibu tiba tiba pelo mukanya mencong",
    "asma nenek kambuh, oksigennya abis",
    "suami saya engap banget keringet dingin",
    "kakek dadanya berat banget sampe keringet dingin",
    "istri saya mau lahiran ditolak bidan",
    "ketuban istri pecah belum dapet rs",
    "darah dari hidung anak saya ga berhenti berhenti",
    "gula darah mamah drop, ga sadar",
    "my dad has chest pain and the hospital says it is full",
    "tulung bapakku sesek ora iso ambegan",
    "pasien kritis ditolak igd gimana ini bapak saya",
]
COMPLAINTS = [
    "asap bakaran sampah bikin anak saya sesek napas tiap sore",
    "debu proyek bikin kami sesak napas, tolong disiram jalannya",
    "puskesmas antriannya panjang anak saya demam",
    "obat asma di puskesmas kosong terus",
    "kemarin anak saya kejang ditolak puskesmas, tolong ditindak",
    "minta step stool di kamar mandi rsud buat lansia",
    "biaya melahirkan di rsud berapa",
    "tahun lalu istri saya pendarahan disuruh bayar dulu",
    "jalanan macet bikin sesak dada liatnya",
    "bau limbah nyengat sampe sesek napas warga rw 4",
    "posyandu balita di rw kami ga ada timbangannya",
]


@pytest.mark.parametrize("words", NOW)
def test_somebody_gravely_ill_now_is_an_emergency_of_its_own_kind(words: str) -> None:
    found = detect_emergency(words)
    assert found is not None
    assert found.kind == "gawat_medis"


@pytest.mark.parametrize("words", COMPLAINTS)
def test_smoke_and_supplies_and_what_is_over_are_complaints(words: str) -> None:
    found = detect_emergency(words)
    assert found is None, found


def test_what_others_say_of_why_they_refused_takes_nothing_back() -> None:
    assert detect_emergency("warung depan kebakaran, damkar ditelepon katanya unitnya habis") is not None
    assert detect_emergency("katanya kemarin ada kebakaran di pasar") is None


@pytest.mark.parametrize(
    "text", ["anak muda pada ngelem di pos ronda tiap malem", "banyak yang mabok ciu di taman"]
)
def test_revels_of_which_nobody_fell_ill_are_a_nuisance(text: str, sense: Sense) -> None:
    assert detect_alarm(text, sense) is None


def test_who_fell_ill_of_it_is_poisoned(sense: Sense) -> None:
    found = detect_alarm("pada mabok ciu di taman, dua orang muntah muntah ga sadar", sense)
    assert found is not None


@pytest.mark.parametrize("text", ["eh tambah, muridnya 40 orang", "siswanya ada 200", "warga sekitar 30 kk"])
def test_how_many_there_are_tells_of_no_poisoning(text: str, sense: Sense) -> None:
    assert detect_alarm(text, sense) is None
