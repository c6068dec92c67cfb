"""How to report, who reads it, how long it takes, as people ask; and what a correction leaves as it was."""

from dataclasses import replace

import pytest

from bot.dialogue.corrections import correction_in
from bot.dialogue.place_said import FINER, told_right
from bot.dialogue.questions_asked import asked
from bot.dialogue.readings import Reading, reading_of
from bot.dialogue.state import Draft, Step
from bot.dialogue.whereabouts import area_names, put, without_other_areas
from bot.dialogue.wording import matter_of
from nlu.types import Emergency, Intent, PlaceMention, Ranked, Where
from routing.domain.corrections import put_right
from routing.reports.correcting import _beside
from tests.unit.bot.dialogue.chat import CITY, KRANJI, Chat, understood

RIVER = PlaceMention("patokan", "kali cikeas", "Kali Cikeas", ("01", "02"), sure=0.88)
BINTARA = PlaceMention("kelurahan", "bintara", "Bintara", ("02",), sure=0.955, role="ganti")


def test_who_asks_how_to_report_has_told_nothing_yet() -> None:
    text = "kalo mau lapor jalan rusak caranya gimana ya?"
    assert asked(text) == "how"
    chat = Chat()
    chat.tell(text, Intent.BANTUAN, ("jalan_rusak", 0.9))
    assert "Caranya mudah" in chat.text
    assert chat.conversation.draft is None


@pytest.mark.parametrize("text", ["mau lapor jalan rusak", "mau lapor ktp gimana caranya"])
def test_a_wish_to_report_asks_no_how(text: str) -> None:
    assert asked(text) != "how"


@pytest.mark.parametrize(
    ("text", "name"), [("siapa aja yg bisa baca?", "readers"), ("berape lame benerinnye?", "how-long")]
)
def test_questions_are_known_in_other_words_too(text: str, name: str) -> None:
    assert asked(text) == name


def test_no_pics_are_no_house_number() -> None:
    assert FINER.match("no pics") is None
    assert FINER.match("no 14a")
    assert FINER.match("blok d")
    assert reading_of("no pics") is Reading.NO_PHOTO


def test_a_landmark_stays_where_only_the_kelurahan_is_put_right() -> None:
    chat = Chat()
    chat.tell("sampah di pinggir kali cikeas", Intent.LAPOR, ("sampah", 0.9), places=(RIVER,))
    chat.tell("kranji", Intent.LAPOR, places=(KRANJI,))
    chat.tell("lewati", Intent.TIDAK)
    chat.tell("ubah lokasi", Intent.BUKAN_LAPORAN)
    assert chat.at(Step.PLACE)
    chat.tell("harusnya bintara", Intent.BUKAN_LAPORAN, places=(BINTARA,))
    draft = chat.conversation.draft
    assert draft is not None
    assert (draft.text, draft.kelurahan) == ("sampah di pinggir kali cikeas", "02")
    assert "kali cikeas" in draft.place


def test_who_asks_whether_somebody_will_know_is_not_felt_to_be_in_danger() -> None:
    chat = Chat()
    chat.complain()
    text = "kalo dilaporin dia bakal tau saya ga?"
    danger = Emergency("bunuh_diri", "", sure=False, felt=True)
    felt = replace(understood(text, Intent.LAPOR), emergency=danger)
    chat.say(text, felt)
    assert chat.at(Step.PHOTO)
    assert "Nama dan nomor Anda" in chat.text


def test_whether_one_may_report_here_is_no_question_for_the_office() -> None:
    text = "maaf mau tanya, kalo lapor pohon tumbang di sini bisa?"
    assert asked(text) == "may"
    chat = Chat()
    chat.tell(text, Intent.INFORMASI, ("jalan_rusak", 0.9))
    draft = chat.conversation.draft
    assert chat.at(Step.PLACE)
    assert draft is not None
    assert draft.kind == "pengaduan"


def test_one_report_where_nothing_was_parted_is_no_part_of_the_story() -> None:
    chat = Chat()
    chat.complain()
    chat.tell("satu laporan", Intent.LAPOR)
    draft = chat.conversation.draft
    assert draft is not None
    assert draft.text == "jalan bolong di kranji"


def test_a_letter_keeps_the_sentence_that_asks_for_repair() -> None:
    letter = (
        "kepada bapak camat, kami warga rw 10 memohon perbaikan jalan yang rusak sejak tahun lalu. "
        "jalan tersebut adalah akses anak-anak ke sekolah. demikian permohonan kami."
    )
    told = matter_of(letter)
    assert "yang rusak sejak tahun lalu" in told
    assert "demikian" not in told


def test_a_kelurahan_takes_no_rivers_place_in_the_story() -> None:
    old = Draft(text="sampah di kali sasak", where=Where("kali sasak"))
    right = put(old, Where("bintara", areas=(Ranked("02", 1.0),)))
    assert told_right(right, old, areas=area_names(CITY)).text == "sampah di kali sasak"


def test_a_picture_that_follows_holds_nothing_up() -> None:
    chat = Chat()
    chat.complain()
    chat.tell("nanti nyusul", Intent.BUKAN_LAPORAN)
    assert chat.at(Step.CONFIRM)
    assert "menyusul" in chat.text


def test_a_first_message_may_decline_a_picture_and_send() -> None:
    chat = Chat()
    chat.complain("jalan bolong di kranji, ga ada foto, langsung kirim aja")
    draft = chat.conversation.draft
    assert chat.at(Step.CONFIRM)
    assert draft is not None
    assert draft.text == "jalan bolong di kranji"


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("yuk kirim", Reading.SEND),
        ("boten gadah foto", Reading.NO_PHOTO),
        ("nanti saya kabarin lagi", Reading.LATER),
        ("ga paham nama haltenya", Reading.DONT_KNOW),
    ],
)
def test_short_answers_in_more_voices(text: str, reading: Reading) -> None:
    assert reading_of(text) is reading


def test_a_block_told_at_the_summary_is_within_the_place() -> None:
    chat = Chat()
    chat.complain()
    chat.tell("lewati", Intent.TIDAK)
    chat.tell("blok d 12", Intent.BUKAN_LAPORAN)
    draft = chat.conversation.draft
    assert chat.at(Step.CONFIRM)
    assert draft is not None
    assert "blok d 12" in draft.place


def test_the_kind_that_it_has_already_is_no_part_of_the_story() -> None:
    chat = Chat()
    chat.complain("sampah numpuk di kranji", "sampah")
    chat.tell("itu masuknya sampah ya", Intent.BUKAN_LAPORAN)
    assert "jenisnya itu" in chat.text
    draft = chat.conversation.draft
    assert draft is not None
    assert draft.text == "sampah numpuk di kranji"


def test_a_kecamatan_written_apart_leaves_the_place_too() -> None:
    draft = put(Draft(), Where("harapan indah, bekasi barat", areas=(Ranked("03", 1.0),)))
    spaced = put(Draft(), Where("harapan indah, bekasibarat", areas=(Ranked("03", 1.0),)))
    assert (
        without_other_areas(draft, CITY).place == without_other_areas(spaced, CITY).place == "harapan indah"
    )


def test_there_are_so_many_now_not_so_many() -> None:
    fix = correction_in("eh ternyata ada 4 titik")
    assert fix is not None
    assert put_right("jalan bolong 2 titik", fix) == "jalan bolong 4 titik"


def test_a_name_put_right_in_the_story_brings_no_comma() -> None:
    old = Draft(text="plafon puskesmas kranji jebol", where=Where("puskesmas kranji"))
    right = put(old, Where("puskesmas, bintara", areas=(Ranked("02", 1.0),)))
    assert told_right(right, old, "puskesmas kranji").text == "plafon puskesmas bintara jebol"


@pytest.mark.parametrize(
    ("place", "right", "old", "told"),
    [
        ("jl mawar 3, kranji", "bintara", "kranji", "jl mawar 3, bintara"),
        ("gang pinang", "bintara", "", "gang pinang, bintara"),
        ("jl mawar 3, kranji", "jl melati", "jl mawar 3", "jl melati, kranji"),
        ("", "bintara", "", "bintara"),
    ],
)
def test_after_filing_too_the_street_beside_a_wrong_kelurahan_stays(
    place: str, right: str, old: str, told: str
) -> None:
    assert _beside(place, right, old, frozenset(("kranji", "bintara"))) == told
