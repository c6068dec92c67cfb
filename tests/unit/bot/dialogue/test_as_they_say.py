"""Giving up softly, agreeing with a grumble, help that was called, reports made elsewhere, names, shame."""

import pytest

from bot.dialogue.commands import FileReport, TellOperator
from bot.dialogue.identity import wish
from bot.dialogue.questions_asked import (
    ashamed,
    asked,
    helped,
    lukewarm,
    made_elsewhere,
    not_reporting,
    urges,
)
from bot.dialogue.readings import Reading, reading_of
from bot.dialogue.state import Step
from nlu.types import Intent
from tests.unit.bot.dialogue.chat import DANGERS, NOW, TAMBUN, Chat
from tests.unit.bot.dialogue.test_danger import Resident


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("gausah nanya mulu kirim aja", Reading.SEND),
        ("kebanyakan nanya ah, kirim aja langsung", Reading.SEND),
        ("mau ngomong sama orang beneran jgn robot", Reading.HUMAN),
        ("jangan bot dong, minta orang asli", Reading.HUMAN),
        ("mohon maaf bapak tidak mengerti cara mengirim foto", Reading.NO_PHOTO),
        ("ga ngerti cara kirim fotonya nak", Reading.NO_PHOTO),
        ("ibu gaptek ga bisa kirim foto", Reading.NO_PHOTO),
        ("yauda", Reading.YES),
        ("teu terang nomer tiangna", Reading.DONT_KNOW),
        ("ga inget nomor pelanggannya", Reading.DONT_KNOW),
        ("ga hafal nomor tiangnya berapa", Reading.DONT_KNOW),
        ("teu gaduh kamera jang", Reading.NO_PHOTO),
        ("halo ini bisa bicara", Reading.HUMAN),
        ("yaudah deh", Reading.YES),
    ],
)
def test_a_short_answer_is_read(text: str, reading: Reading) -> None:
    assert reading_of(text) is reading


@pytest.mark.parametrize(
    "text",
    [
        "ini kenapa laporan gue ga ditanggepin sih, udah sebulan",
        "aduan saya dari bulan lalu ga digubris",
        "laporan kami belum ditindaklanjuti sampai hari ini",
        "kenapa keluhan saya dicuekin terus",
    ],
)
def test_who_complains_of_silence_without_a_report_here_is_told_so(text: str) -> None:
    assert urges(text)
    chat = Resident().write(text)
    assert chat.at(Step.IDLE)
    assert "belum" in chat.spoken.lower()
    assert "nomor" in chat.spoken
    assert not chat.did(FileReport)


@pytest.mark.parametrize(
    "text", ["ga tau nomornya, waktu itu lewat instagram", "dulu lapornya via wa kelurahan", "lewat qlue kak"]
)
def test_a_report_made_elsewhere_is_not_here(text: str) -> None:
    assert made_elsewhere(text)
    chat = Resident().write("laporan saya ga ditanggepin").write(text)
    assert chat.at(Step.IDLE)
    assert "saluran lain" in chat.spoken


@pytest.mark.parametrize(
    "text", ["sampah dibuang lewat jendela", "got di gang instagram mampet", "kabel wa putus"]
)
def test_a_channels_name_alone_tells_of_no_report(text: str) -> None:
    assert not made_elsewhere(text)


@pytest.mark.parametrize(
    "text",
    [
        "eh tapi gapapa deh ntar ribut",
        "ah biarin deh ga enak sama tetangga",
        "yaudah ga usah deh kasian orangnya",
        "gapapa lah takut berantem",
    ],
)
def test_who_lets_it_be_is_asked_whether_to_drop_it(text: str) -> None:
    chat = Resident().write("sampah tetangga berserakan").write(text)
    assert chat.at(Step.DROP)


@pytest.mark.parametrize("text", ["!!!", "...", ",", "\n.\n"])
def test_signs_alone_after_giving_up_take_nothing_up(text: str) -> None:
    chat = Resident().write("sampah numpuk di kelurahan kranji").write("ga jadi deh").write(text)
    assert chat.conversation.draft is None


def test_what_is_wanted_again_after_all_keeps_its_place_and_takes_the_reason() -> None:
    chat = Resident().write("sampah numpuk di kelurahan kranji").write("ga jadi deh")
    chat.write("eh tapi bau banget, jadi aja")
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.kelurahan
    assert "bau banget" in chat.conversation.draft.text


@pytest.mark.parametrize(
    "text",
    [
        "udah telpon 110",
        "udah ditelpon ambulansnya",
        "udah di bawa ke rs",
        "ambulansnya udah dateng",
        "udah ditolongin warga",
        "sudah saya hubungi damkarnya",
    ],
)
def test_help_that_was_called_is_noted_and_no_other_matter(text: str) -> None:
    assert helped(text)
    chat = Resident().write("anak anak muntah abis makan catering, 12 orang")
    chat.write("di kranji")
    chat.write(text)
    assert chat.at(Step.CONFIRM)
    assert chat.done[-1] == TellOperator(text)
    assert "Kirim" in {button.title for button in chat.buttons}


def test_an_accident_in_the_middle_takes_the_place_that_is_said_next() -> None:
    chat = Resident().write("lubang di jalan raya narogong")
    chat.write("ya ampun barusan ada motor jatuh depan tumpukan sampah, orangnya berdarah ga gerak")
    assert chat.at(Step.OTHER)
    chat.write("di kelurahan pengasinan")
    assert chat.conversation.draft is not None
    assert "motor jatuh" in chat.conversation.draft.text
    assert chat.conversation.draft.kelurahan
    assert chat.conversation.parked
    assert not chat.conversation.parked[0].kelurahan


def test_an_accident_in_the_middle_whose_help_was_called_leaves_the_report_in_hand() -> None:
    chat = Resident().write("lubang di jalan raya narogong")
    chat.write("ya ampun barusan ada motor jatuh depan tumpukan sampah, orangnya berdarah ga gerak")
    chat.write("udah ditelpon ambulansnya")
    assert not chat.at(Step.OTHER)
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.text.startswith("lubang")
    assert chat.done[-1] == TellOperator("udah ditelpon ambulansnya")


@pytest.mark.parametrize("text", ["oh bukan ternyata orang bakar sampah", "eh ternyata cuma bakar sampah"])
def test_a_fire_that_was_none_is_told_afresh(text: str) -> None:
    chat = Resident().write("ada api di seberang").write(text)
    assert chat.conversation.draft is None or not chat.conversation.draft.emergency
    assert not chat.at(Step.OTHER)
    assert not chat.at(Step.EMERGENCY)


@pytest.mark.parametrize(
    "text", ["kurang rapi tapi lumayan lah", "ya lumayan lah", "lumayan sih walau kasar"]
)
def test_half_praise_of_finished_work_is_asked_about(text: str) -> None:
    assert lukewarm(text)
    chat = Chat()
    chat.set(chat.file(), "selesai", resolved_at=NOW)
    chat.tell(text, Intent.LAPOR, ("pohon", 0.57))
    assert chat.at(Step.IDLE)
    assert {"Sudah beres", "Belum beres"} <= {button.title for button in chat.buttons}


@pytest.mark.parametrize(
    "text",
    ["bukan lapor cuma curhat", "bukan mau lapor kok, cuma mau tau", "ga mau lapor, cuma cerita aja"],
)
def test_who_says_that_it_is_no_report_is_believed(text: str) -> None:
    assert not_reporting(text)
    assert Resident().write(text).at(Step.IDLE)


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("nama saya wartini got di depan rumah mampet", "Wartini", "got di depan rumah mampet"),
        ("nama saya karsidi lampu jalan mati semua", "Karsidi", "lampu jalan mati semua"),
    ],
)
def test_a_name_before_a_matter_leaves_the_story(text: str, name: str, rest: str) -> None:
    said = wish(text)
    assert said is not None
    assert (said.name, said.rest) == (name, rest)


@pytest.mark.parametrize(
    "text",
    [
        "nama saya kecoret bansos tahun ini",
        "nama saya diganti ktp orang lain",
        "nama saya nyangkut data pinjol",
        "nama saya jelek jalan terus di kelurahan",
    ],
)
def test_what_happens_to_a_name_is_none(text: str) -> None:
    said = wish(text)
    assert said is None or not said.name


@pytest.mark.parametrize(
    "text", ["aku malu", "aku ngerasa kotor", "ini salah aku juga sih", "malu ceritanya"]
)
def test_shame_is_met_kindly_and_files_nothing(text: str) -> None:
    assert ashamed(text)
    chat = Resident().write("bapak bapak di angkot megang paha aku").write(text)
    assert chat.at(Step.EMERGENCY)
    assert "bukan salah" in chat.spoken.lower()


@pytest.mark.parametrize(
    "text", ["jangan kasih tau mama", "jangan bilang ke ortu aku", "jgn ngomong ke ibu ya"]
)
def test_a_victim_who_hides_it_from_the_family_is_told_that_it_stays_secret(text: str) -> None:
    chat = Resident().write("mantan aku ngancem nyebarin foto telanjang aku").write(text)
    assert chat.at(Step.EMERGENCY)
    assert "rahasia" in chat.spoken


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("gatau masuk mana, kayaknya tambun", None),
        ("ga tau diurus siapa", "who"),
        ("ini masuk dinas mana", "who"),
    ],
)
def test_who_does_not_know_where_a_place_lies_asks_for_no_office(text: str, name: str | None) -> None:
    assert asked(text) == name


def test_another_kelurahan_in_doubt_is_offered_beside_the_first() -> None:
    chat = Resident().write("sampah numpuk di pertigaan pasar").write("kelurahan marga mulya kayaknya")
    chat.write("atau kayuringin ya")
    assert chat.at(Step.KELURAHAN)
    assert chat.conversation.draft is not None
    assert len(chat.conversation.draft.options) == 2
    assert "pertigaan" in chat.conversation.draft.text


def test_two_kelurahan_nobody_knew_apart_leave_the_place_once_one_is_named() -> None:
    chat = Resident().write("sampah numpuk di kampung sawah").write("gatau")
    chat.write("bukan di situ, jatimurni ternyata")
    assert chat.conversation.draft is not None
    assert " atau " not in chat.conversation.draft.place
    assert " atau " not in chat.conversation.draft.text


@pytest.mark.parametrize(
    ("text", "kept"),
    [("bukti ada tapi nanti", "bukti ada"), ("saksinya ada tiga orang", "saksinya")],
)
def test_evidence_is_no_place(text: str, kept: str) -> None:
    chat = Resident().write("pegawai kelurahan minta uang 500 ribu buat surat pindah").write(text)
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.place == ""
    assert kept in chat.conversation.draft.text


def test_the_office_that_is_accused_is_place_enough() -> None:
    chat = Resident().write("pegawai minta uang 500 ribu buat angkut sampah sekolah")
    chat.write("dinas pendidikan")
    assert chat.at(Step.CONFIRM)
    assert chat.conversation.draft is not None
    assert "dinas pendidikan" in chat.conversation.draft.place


def test_a_lost_elder_goes_to_who_looks_after_elders() -> None:
    danger = DANGERS["anak_hilang"]
    assert danger.owner("bapak saya 70 tahun pikun dari subuh belum pulang") == "masalah_sosial"
    assert danger.owner("nenek saya nyasar di pasar") == "masalah_sosial"
    assert danger.owner("anak saya hilang di pasar pas sama neneknya") == "perempuan_anak"


def test_who_asks_beyond_the_city_is_told_who_answers_there() -> None:
    chat = Chat()
    chat.tell("banjir sepinggang di tambun", Intent.LAPOR, ("banjir", 0.9), places=(TAMBUN,))
    chat.tell("terus siapa yang urus?", Intent.INFORMASI)
    assert "DBMSDA" not in chat.text
    assert "Kabupaten" in chat.text
