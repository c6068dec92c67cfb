"""Who cannot get out withdraws nothing; a picture that follows, what is mended meanwhile, numbers that would
cancel, lines that nobody answers."""

import pytest

from bot.dialogue.commands import FileReport, Withdraw
from bot.dialogue.corrections import correction_in
from bot.dialogue.questions_asked import asked, helped
from bot.dialogue.readings import Reading, reading_of
from bot.dialogue.state import Step
from nlu.types import Intent, PlaceMention
from tests.unit.bot.dialogue.chat import DANGERS, KRANJI, Chat
from tests.unit.bot.dialogue.test_danger import Resident


@pytest.mark.parametrize("text", ["ga bisa keluar", "kami ga bisa keluar pak", "tidak bisa keluar"])
def test_who_cannot_get_out_stops_nothing(text: str) -> None:
    assert reading_of(text) is not Reading.STOP
    chat = Resident().write("rumah kebanjiran sedada, saya hamil, tolong evakuasi").write("kelurahan kranji")
    assert chat.did(FileReport)
    chat.write(text)
    assert not chat.at(Step.WITHDRAW)
    assert not chat.did(Withdraw)
    assert "112" in chat.spoken


def test_leaving_still_leaves() -> None:
    assert reading_of("keluar") is Reading.STOP
    assert reading_of("exit") is Reading.STOP


def test_a_picture_that_will_follow_stays_out_of_the_story() -> None:
    chat = Resident().write("sampah numpuk di kelurahan kranji").write("lewati").write("fotonya nyusul ya")
    assert chat.at(Step.CONFIRM)
    assert chat.conversation.draft is not None
    assert "nyusul" not in chat.conversation.draft.text


@pytest.mark.parametrize(
    "text", ["udah dipotong warga pak", "sudah diangkut petugas barusan", "udah nyala kok"]
)
def test_what_was_mended_meanwhile_is_asked_about(text: str) -> None:
    chat = Resident().write("sampah numpuk di kelurahan kranji").write("lewati").write(text)
    assert chat.at(Step.DROP)


def test_a_number_cancels_nothing_where_a_place_was_asked() -> None:
    chat = Chat()
    chat.tell("sampah numpuk", Intent.LAPOR, ("sampah", 0.9))
    assert chat.at(Step.PLACE)
    chat.tell("2", Intent.LAPOR)
    assert chat.conversation.draft is not None


def test_a_moment_is_no_right_value() -> None:
    fix = correction_in("eh bentar bukan aren jaya")
    assert fix is None or fix.new != "bentar"


def test_whether_it_is_read_is_answered() -> None:
    assert asked("ini laporan sebenernya dibaca ga?") == "readers"


@pytest.mark.parametrize(
    "text", ["udah telpon pln ga diangkat2", "112 ga nyambung nyambung", "nomor damkar tidak aktif"]
)
def test_a_line_that_nobody_answers_is_met(text: str) -> None:
    assert asked(text) == "unanswered"


@pytest.mark.parametrize("text", ["kemarin kok, udah di rs", "korban sudah di igd"])
def test_where_somebody_is_cared_for_changes_no_kind(text: str) -> None:
    assert helped(text)
    chat = Chat()
    chat.tell("lubang galian ga ditutup", Intent.LAPOR, ("jalan_rusak", 0.6), places=(KRANJI,))
    chat.tell(text, Intent.LAPOR, ("kependudukan", 0.93))
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.category == "jalan_rusak"


def test_who_does_not_know_the_kelurahan_in_a_sentence_goes_on() -> None:
    chat = Resident().write("sampah numpuk di kampung sawah")
    assert chat.at(Step.KELURAHAN)
    chat.write("yang mana ya, saya ga tau kelurahannya apa")
    assert not chat.at(Step.KELURAHAN)


def test_where_somebody_is_in_english_keeps_only_the_place() -> None:
    chat = Resident().write("rubbish (sampah) everywhere").write("we are in kampung sawah jatimurni")
    assert chat.conversation.draft is not None
    assert not chat.conversation.draft.place.startswith("we")


@pytest.mark.parametrize("text", ["salah nomor kayaknya", "salah kirim deng"])
def test_a_wrong_chat_is_let_go(text: str) -> None:
    chat = Resident().write(text)
    assert chat.at(Step.IDLE)
    assert "belum menangkap" not in chat.spoken


def test_a_stolen_vehicle_that_the_police_know_of_is_not_sent_there_again() -> None:
    chat = Resident().write("motor saya hilang minggu lalu, udah lapor polisi tp ga ada kabar")
    assert "lalu buat laporan" not in chat.spoken
    assert "110" in chat.spoken


@pytest.mark.parametrize("text", ["nenek tidak tahu nomor nomoran nak", "ga tau nomor nomoran pak"])
def test_who_knows_no_numbers_says_only_that(text: str) -> None:
    assert reading_of(text) is Reading.DONT_KNOW


@pytest.mark.parametrize("text", ["udah gitu aja", "udah gitu pak"])
def test_that_is_all_sends(text: str) -> None:
    assert reading_of(text) is Reading.SEND


def test_who_hides_from_somebody_is_not_made_nameless() -> None:
    chat = Resident().write("suami mukul saya lagi, saya sembunyi di kamar mandi")
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.privacy == "rahasia"


def test_what_was_said_of_the_hurt_is_kept_at_the_summary() -> None:
    chat = Resident().write("adikku dipukulin kakak tirinya sampe berdarah").write("umurnya 10 tahun")
    assert chat.at(Step.CONFIRM)
    chat.write("sekolah bilang becanda doang")
    assert chat.conversation.draft is not None
    assert "becanda" in chat.conversation.draft.text


def test_a_neighbourhood_is_no_number_of_a_lamp() -> None:
    chat = Chat()
    chat.tell("angkot ngetem di kranji", Intent.LAPOR, ("angkutan", 0.9), places=(KRANJI,))
    assert chat.at(Step.DETAIL)
    chat.tell("rt 4", Intent.LAPOR, places=(PlaceMention("rt_rw", "rt 4", "RT 04"),))
    assert chat.conversation.draft is not None
    assert "rt 4" not in chat.conversation.draft.answers.values()


def test_a_missing_wife_is_no_vagrant() -> None:
    assert DANGERS["anak_hilang"].owner("istri saya pergi 3 hari ga bisa dihubungi") == "perempuan_anak"
