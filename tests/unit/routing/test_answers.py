"""An answer that does not answer is noticed, and one that does is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.city.settings_read import of_file
from routing.domain.answers import Concern, Reporter, Words, discloses, doubts, plain, seal
from storage import yaml_files
from tests.unit.routing.test_city_settings import FILE

PATTERNS = of_file(yaml_files.read(FILE.read_text("utf-8"))).answers
WORDS = Words(PATTERNS.promise, PATTERNS.dated, PATTERNS.refusal, PATTERNS.reason)
ANI = Reporter(("Ani Rahmawati", "aniR"), "6281298765432", ("Jl. Kenanga No. 17 RT 02",))


def concerns(text: str, *, copies: int = 0, refusing: bool = False) -> set[Concern]:
    found = doubts(text, words=WORDS, reporters=[ANI], copies=copies, many=5, refusing=refusing)
    return {doubt.concern for doubt in found}


@pytest.mark.parametrize(
    "text",
    [
        "Tim kami akan segera ke lokasi.",
        "Mohon bersabar, sedang kami jadwalkan.",
        "Nanti kami perbaiki ya Bu.",
        "Siap, secepatnya ditindaklanjuti.",
        "Perbaikan direncanakan dalam waktu dekat.",
        "Usulan Bapak akan kami teruskan ke bidang terkait.",
        "Kami upayakan perbaikannya.",
    ],
)
def test_a_promise_without_a_date_is_noticed(text: str) -> None:
    assert concerns(text) == {Concern.UNDATED}


@pytest.mark.parametrize(
    "text",
    [
        "Tim kami akan datang besok pukul 09.00.",
        "Lubang segera ditambal, paling lambat Jumat 4 Desember.",
        "Kami akan menggantinya dalam 3 hari kerja.",
        "Lampu akan diperbaiki hari ini.",
        "Perbaikan direncanakan pada bulan Maret 2027.",
        "Sampahnya diangkut nanti sore.",
        "Lampunya sudah menyala sejak tadi malam. Terima kasih laporannya.",
        "Baik, sudah kami catat.",
    ],
)
def test_a_dated_promise_and_plain_news_are_left_alone(text: str) -> None:
    assert concerns(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Maaf, laporan ini tidak bisa kami tindak lanjuti.",
        "Mohon maaf itu bukan kewenangan kami.",
        "Permintaan Bapak ditolak.",
        "Belum dapat dipenuhi.",
    ],
)
def test_a_no_without_a_reason_is_noticed(text: str) -> None:
    assert concerns(text) == {Concern.UNREASONED}


@pytest.mark.parametrize(
    "text",
    [
        "Tidak bisa kami kerjakan karena jalan itu masih milik pengembang.",
        "Belum dapat dipenuhi sebab anggarannya sudah habis.",
        "Itu bukan kewenangan kami, jalan ini jalan nasional di bawah Kementerian PU.",
    ],
)
def test_a_no_with_its_reason_is_left_alone(text: str) -> None:
    assert concerns(text) == set()


def test_a_refusal_of_a_word_or_two_is_no_reason_and_a_sentence_is() -> None:
    assert concerns("Tidak jelas", refusing=True) == {Concern.UNREASONED}
    assert concerns("Foto dan lokasinya tidak memperlihatkan masalah apa pun", refusing=True) == set()


def test_words_that_went_to_many_are_noticed_beyond_the_limit_only() -> None:
    assert concerns("Sudah kami catat.", copies=5) == set()
    assert concerns("Sudah kami catat.", copies=6) == {Concern.COPIED}


@pytest.mark.parametrize(
    "text",
    [
        "Terima kasih Bu Ani.",
        "terima kasih bu ani",
        "Menurut ANI RAHMAWATI sudah beres",
        "dilaporkan oleh rahmawati",
        "Silakan hubungi 0812-9876-5432.",
        "WA pelapor +62 812 9876 5432",
        "Tetangganya di kenanga no 17 diminta pindah",
    ],
)
def test_who_reported_is_never_told(text: str) -> None:
    assert Concern.DISCLOSES in concerns(text)


@pytest.mark.parametrize(
    "text",
    [
        "Bapak/Ibu, lampunya sudah menyala.",
        "Hubungi kami di 021-8896-1234.",
        "Lubang di Jl. Kenanga sudah ditambal.",
        "Petugas kami berani menjamin sudah bersih.",
        "Nomor laporan BKS-2611-00017.",
        "Rumah no. 170 sudah dialiri air.",
    ],
)
def test_what_tells_nobody_is_left_alone(text: str) -> None:
    assert Concern.DISCLOSES not in concerns(text)


@given(st.text(), st.text(), st.text())
def test_any_words_about_anybody_are_judged_and_a_full_name_is_always_found(
    text: str, name: str, home: str
) -> None:
    assert isinstance(discloses(text, [Reporter((name,), name, (home,))]), str)
    assert discloses(f"{text} Pak Rahmawati {home}", [ANI])


@given(st.text())
def test_a_seal_is_of_the_words_not_of_their_blanks(text: str) -> None:
    assert seal(text) == seal(f"  {text}\n")
    assert seal(plain(text)) == seal(text)
