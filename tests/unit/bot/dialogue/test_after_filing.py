"""Said once a report is out, or beside it: who reads it, its number, taking it back, a person asked for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.dialogue.commands import AddToReport, CallOperator, FileReport, Identify, Urge
from bot.dialogue.questions_asked import asked, says
from bot.dialogue.readings import Reading, reading_of
from bot.dialogue.state import Step
from bot.messages import say
from nlu.types import Emergency, Ranked
from nlu.understand import assemble
from tests.unit.bot.dialogue.test_danger import Resident


def filed() -> Resident:
    chat = Resident().write("sampah numpuk di kelurahan kranji").write("lewati").write("kirim")
    assert chat.did(FileReport)
    return chat


@pytest.mark.parametrize(
    "text",
    [
        "nanti pak rt tau ga ini dari saya",
        "yang bisa baca siapa aja",
        "kalo sampe ketauan gimana dong",
        "nama saya bakal kesebar ga ya",
        "tetangga bisa liat laporan ini ga",
        "ini ga bakal dibaca lurahnya kan",
        "will my neighbour know about this",
        "saya takut pak",
    ],
)
def test_who_comes_to_know_is_answered_and_begins_nothing(text: str) -> None:
    chat = filed().write(text)
    assert chat.at(Step.IDLE)
    assert len(chat.did(FileReport)) == 1
    assert "tidak ditampilkan ke umum" in chat.spoken or "rahasia" in chat.spoken or "public" in chat.spoken


@pytest.mark.parametrize("text", ["pak rt tidak tahu ada lampu mati", "tetangga buang sampah ke kali"])
def test_a_matter_asks_nothing(text: str) -> None:
    assert not says("who_knows", text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nomor laporannya berapa ya", "BKS-"),
        ("kok linknya ga bisa dibuka", "laporan saya"),
        ("bintang lima deh", "penilaian"),
        ("jangan lupa ya pak", "batas waktunya"),
        ("mau nambah foto boleh", "Silakan kirim"),
        ("kok dinas lingkungan hidup sih", "dipegang"),
    ],
)
def test_what_is_meant_for_us_begins_no_report(text: str, told: str) -> None:
    chat = filed().write(text)
    assert told in chat.spoken
    assert chat.at(Step.IDLE)


@pytest.mark.parametrize(
    "text",
    ["tolong dihapus aja saya takut", "udah saya benerin sendiri", "ga usah deh, udah saya beresin sendiri"],
)
def test_a_report_is_taken_back_in_any_words(text: str) -> None:
    assert filed().write(text).at(Step.WITHDRAW)


def test_a_name_is_taken_out_of_the_report_just_filed() -> None:
    chat = filed().write("pak rw ngomelin saya gara gara lapor, hapus nama saya dong")
    number = chat.reports[0].number
    assert chat.did(Identify) == [Identify(number, "anonim")]
    assert len(chat.did(FileReport)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "gua mau ngobrol ama petugas nye",
        "bales manual dong jangan robot",
        "bot ga becus, panggil petugas",
        "arep ngomong karo wong asli",
        "ibu sudah tua ga ngerti ginian, ada orang yang bisa bantu",
        "tolong telepon saya",
    ],
)
def test_who_asks_for_a_person_gets_one(text: str) -> None:
    assert reading_of(text) is Reading.HUMAN
    assert filed().write(text).did(CallOperator)


def test_why_we_ask_is_answered() -> None:
    assert asked("emang kenapa harus tau lokasi") == "why"
    assert asked("kok nanya mulu") == "why"


@pytest.mark.parametrize("text", ["gitu deh pokoknya", "ya begitulah gimana ya pak", "aduh pusing deh"])
def test_words_around_a_matter_ask_for_it(text: str) -> None:
    chat = Resident().write(text)
    assert not chat.at(Step.PLACE)
    assert not chat.did(FileReport)


def test_the_wish_to_report_once_more_is_no_wish_to_die() -> None:
    assert filed().write("saya mau lapor lagi").at(Step.WHAT)


def test_who_is_threatened_for_reporting_is_hidden_and_heard() -> None:
    chat = filed().write("saya diancem sama tukangnya gara gara lapor")
    number = chat.reports[0].number
    assert "110" in chat.spoken
    assert chat.did(Identify) == [Identify(number, "anonim")]
    assert chat.did(AddToReport)
    assert chat.did(CallOperator)


def test_at_a_loss_after_a_report_is_no_wish_to_die() -> None:
    assert "petugas" in filed().write("terus saya harus gimana").spoken


def test_every_danger_that_may_be_doubted_has_its_question() -> None:
    kinds = (
        "bunuh_diri",
        "terjebak",
        "gas",
        "keracunan",
        "anak_hilang",
        "kdrt",
        "kekerasan_seksual",
        "kebakaran",
    )
    for locale in ("id", "en"):
        assert all(say(locale, f"danger-doubt-{kind}", dial="112", whose="own") for kind in kinds)


def test_a_hole_in_the_road_calls_nobody_a_liar() -> None:
    assert not says("undone", "jalan bolong di kranji")
    assert says("undone", "bohong, ga ada yg dateng")


def test_whom_two_messages_accuse_together_is_passed_by() -> None:
    chat = Resident().write("ini soal pak rt saya, jalan lubang").write("iuran kematian dipake pribadi")
    draft = chat.conversation.draft
    assert draft is not None
    assert draft.accuses == "rt_rw"


def test_what_is_told_of_the_smell_belongs_to_the_report_just_filed() -> None:
    chat = filed().write("baunya nyengat banget")
    assert chat.did(AddToReport)
    assert chat.at(Step.IDLE)


def test_a_long_wish_for_a_person_is_one() -> None:
    chat = filed().write("hi, could i talk to a real person please, my indonesian is bad")
    assert chat.did(CallOperator)


def test_giving_up_for_fear_is_no_wish_to_be_nameless() -> None:
    chat = Resident().write("sampah numpuk di kelurahan kranji").write("lewati")
    chat.write("ga usah deh, takut dimusuhin sama orangnya")
    assert chat.at(Step.DROP)


def test_what_is_still_so_days_later_reminds_the_office() -> None:
    chat = filed()
    chat.now += timedelta(days=5)
    assert chat.write("kok masih numpuk aja pak sampahnya").did(Urge)


def test_thanks_answer_no_officer() -> None:
    chat = filed()
    chat.set(chat.reports[0].number, "menunggu_warga", asked_at=chat.now)
    chat.write("siap makasih pak")
    assert not chat.did(AddToReport)
    assert chat.write("besi pak, ada 2").did(AddToReport)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("percuma lapor mending aku ngilang aja", "bunuh_diri"),
        ("kalau dia tau aku lapor aku bisa dibunuh", "kdrt"),
    ],
)
def test_neither_a_question_nor_anger_hides_a_life_at_stake(text: str, kind: str) -> None:
    chat = Resident()
    understood = assemble(text, (Ranked("lainnya", 0.2),), engine="tangan")
    felt = Emergency(kind, text, felt=True)
    chat.take(chat.message(text=text), replace(understood, emergency=felt, masked=text))
    assert chat.did(CallOperator)
