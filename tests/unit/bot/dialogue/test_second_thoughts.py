"""Chain messages, names in small letters, what was told wrong with -nya, "gausah" and asking too early."""

import pytest

from bot.dialogue.commands import FileReport, Urge
from bot.dialogue.corrections import correction_in
from bot.dialogue.identity import wish
from bot.dialogue.questions_asked import passed_on
from bot.dialogue.state import Step
from nlu.places import read_places
from nlu.understand import gazetteer
from nlu.where import resolve
from routing.domain.corrections import Correction
from tests.unit.bot.dialogue.test_danger import Resident


@pytest.mark.parametrize(
    "text",
    [
        "info dari grup sebelah, ada geng motor mau nyerang, sebarkan ke semua teman",
        "beredar kabar bendungan jebol malam ini",
        "katanya ada begal di flyover, bener ga sih",
        "someone forwarded this in our group: the river will overflow",
    ],
)
def test_what_was_passed_on_is_told_from_what_was_seen(text: str) -> None:
    assert passed_on(text)


@pytest.mark.parametrize(
    "text",
    [
        "saya lihat sendiri ada begal, bukan hoax",
        "ini bukan hoax, rumah kosong di ujung gang kebakaran",
        "dapet info dari pak rt gas bocor di gang kami",
        "viralin aja nih jalan bolong ga diperbaiki",
        "tolong sebarkan petugas buat cek got mampet",
        "rumah saya kebanjiran, udah rame di grup warga",
    ],
)
def test_who_saw_it_is_heard(text: str) -> None:
    assert not passed_on(text)


def test_a_chain_message_is_met_without_an_alarm() -> None:
    chat = Resident().write("sebarkan ke semua grup keluarga, ada penculik keliling nyulik anak")
    assert chat.at(Step.IDLE)
    assert "110" in chat.spoken
    assert not chat.did(FileReport)


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("nama saya ibu wartini, got depan rumah mampet", "Wartini", "got depan rumah mampet"),
        ("nama saya karyadi dari rw 2, lampu mati", "Karyadi", "dari rw 2, lampu mati"),
        ("saya pak hendro warga teluk pucung, sampah numpuk", "Hendro", "warga teluk pucung, sampah numpuk"),
    ],
)
def test_a_name_in_small_letters_leaves_the_story(text: str, name: str, rest: str) -> None:
    said = wish(text)
    assert said is not None
    assert (said.name, said.rest) == (name, rest)


@pytest.mark.parametrize(
    "text",
    [
        "nama saya dobel di data bansos, tolong dibetulkan",
        "nama saya tertukar sama tetangga di kartu keluarga",
        "saya ibu hamil dari kranji antre lama di puskesmas",
        "saya pak rt 03 dari bintara mau lapor jalan bolong",
    ],
)
def test_what_happened_to_a_name_is_the_matter(text: str) -> None:
    said = wish(text)
    assert said is None or not said.name


@pytest.mark.parametrize(
    ("text", "meant", "denied"),
    [
        ("salah pekayonnya, jakasetia", "Jaka Setia", "Pekayon Jaya"),
        ("kranjinya keliru, bintara harusnya", "Bintara", "Kranji"),
        ("typo jatirasanya, jatikramat", "Jatikramat", "Jatirasa"),
    ],
)
def test_the_name_with_nya_is_the_wrong_one(text: str, meant: str, denied: str) -> None:
    names = gazetteer().names
    where = resolve(read_places(text, gazetteer()), names)
    assert names[where.kelurahan or ""] == meant
    assert [names[code] for code in where.denied] == [denied]
    assert where.corrects


@pytest.mark.parametrize(
    ("text", "new"),
    [("rt nya yang salah, rt 4", "rt 4"), ("rwnya keliru, 9", "rw 9"), ("nomornya salah 17", "nomor 17")],
)
def test_a_units_right_number(text: str, new: str) -> None:
    assert correction_in(text) == Correction(new)


def _summary() -> Resident:
    chat = Resident().write("jalan berlubang di kelurahan kranji")
    chat.press("Lewati")
    assert chat.at(Step.CONFIRM)
    return chat


@pytest.mark.parametrize("text", ["gausah", "ga usah pak", "ga perlu"])
def test_needless_at_the_summary_is_asked_what_it_means(text: str) -> None:
    chat = _summary().write(text)
    assert chat.at(Step.CONFIRM)
    assert "Kirim" in chat.spoken
    assert "Batalkan" in chat.spoken


def test_who_asks_at_once_is_told_so_and_nobody_apologises() -> None:
    chat = _summary()
    chat.press("Kirim")
    chat.write("kok lama banget")
    assert "baru saja masuk" in chat.spoken
    assert "Maaf" not in chat.spoken
    assert chat.did(Urge)
