"""Telling a complaint: what is known is not asked, what is asked is only filled by an answer."""

import pytest

from bot.dialogue.commands import AddToReport, FileReport
from bot.dialogue.state import Step
from nlu.types import Facts, Intent
from tests.unit.bot.dialogue.chat import BARAT, KRANJI, Chat, understood

JALAN = ("jalan_rusak", 0.9)


def test_what_the_first_words_tell_is_not_asked_again() -> None:
    chat = Chat()
    chat.tell(
        "jalan bolong di kranji, udah 2 minggu", Intent.LAPOR, JALAN, places=(KRANJI,),
        facts=Facts(since="2 minggu", urgency=("bahaya",)),
    )  # fmt: skip
    draft = chat.conversation.draft
    assert chat.at(Step.PHOTO)
    assert draft is not None
    assert (draft.category, draft.kelurahan, draft.place) == ("jalan_rusak", "01", "kranji")
    assert draft.facts == {"since": "2 minggu", "urgency": "bahaya"}


def test_an_ordinary_report_needs_at_most_three_questions() -> None:
    chat = Chat()
    questions = [chat.tell("jalan bolong parah", Intent.LAPOR, JALAN), chat.share(), chat.press("Lewati")]
    chat.press("Kirim")
    assert len(questions) == 3
    assert isinstance(chat.done[0], FileReport)


@pytest.mark.parametrize(
    ("text", "intent"),
    [("makasih", Intent.TERIMA_KASIH), ("halo", Intent.SALAM), ("wkwk", Intent.BUKAN_LAPORAN),
     ("iya", Intent.YA), ("bantuan", Intent.BANTUAN), ("status", Intent.STATUS)],
)  # fmt: skip
@pytest.mark.parametrize("step", [Step.PLACE, Step.WHAT, Step.CATEGORY, Step.KELURAHAN])
def test_chit_chat_never_fills_a_slot(text: str, intent: Intent, step: Step) -> None:
    chat = Chat()
    match step:
        case Step.WHAT:
            chat.tell("mau lapor")
        case Step.CATEGORY:
            chat.tell("ada yang aneh di kranji", Intent.LAPOR, ("sampah", 0.3), ("pju", 0.2))
        case Step.KELURAHAN:
            chat.tell("jalan bolong di bekasi barat", Intent.LAPOR, JALAN, places=(BARAT,))
        case _:
            chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
    before = chat.conversation.draft
    assert chat.at(step)
    chat.tell(text, intent)
    assert chat.conversation.draft == before
    assert chat.at(step)
    assert chat.buttons


def test_an_unsure_category_is_asked_with_the_best_three() -> None:
    chat = Chat()
    chat.tell(
        "rusak di kranji", Intent.LAPOR, ("pju", 0.4), ("jalan_rusak", 0.3), ("sampah", 0.2), ("listrik", 0.1)
    )
    assert [b.title for b in chat.buttons] == ["Lampu jalan", "Jalan rusak", "Sampah", "Lainnya"]
    chat.press("Sampah")
    assert chat.conversation.draft is not None
    assert (chat.conversation.draft.category, chat.conversation.draft.category_by) == ("sampah", "warga")


def test_a_category_may_be_typed_by_name_or_number() -> None:
    for typed in ("sampah", "2", "Sampah."):
        chat = Chat()
        chat.tell("menumpuk di kranji", Intent.LAPOR, ("pju", 0.4), ("sampah", 0.3), places=(KRANJI,))
        chat.tell(typed, Intent.BUKAN_LAPORAN)
        assert chat.conversation.draft is not None
        assert chat.conversation.draft.category == "sampah"


def test_an_undecided_category_goes_to_a_person_after_two_misses() -> None:
    chat = Chat()
    chat.tell("menumpuk di kranji", Intent.LAPOR, ("pju", 0.4), ("sampah", 0.3), places=(KRANJI,))
    chat.tell("itu lho yang di situ", Intent.BUKAN_LAPORAN)
    chat.tell("pokoknya begitu deh", Intent.BUKAN_LAPORAN)
    draft = chat.conversation.draft
    assert draft is not None
    assert (draft.category, draft.review) == ("lainnya", True)
    assert chat.at(Step.PHOTO)


def test_pictures_are_taken_at_any_step_and_not_asked_for_again() -> None:
    chat = Chat()
    chat.photo("satu")
    assert chat.at(Step.WHAT)
    chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
    chat.photo("dua")
    assert "2 foto" in chat.text
    chat.share()
    assert chat.at(Step.CONFIRM)
    chat.photo("tiga")
    assert "Foto: 3" in chat.text


def test_a_picture_sent_twice_counts_once_and_five_are_enough() -> None:
    chat = Chat()
    chat.complain()
    for name in "aabcdefg":
        chat.photo(name)
    draft = chat.conversation.draft
    assert draft is not None
    assert [file.id for file in draft.files] == list("abcde")
    assert "sudah cukup" in chat.text


def test_a_caption_is_heard_like_any_words() -> None:
    chat = Chat()
    chat.photo(
        "a",
        "jalan bolong di kranji",
        understood("jalan bolong di kranji", Intent.LAPOR, JALAN, places=(KRANJI,)),
    )
    assert chat.at(Step.CONFIRM)


@pytest.mark.parametrize("words", ["tidak ada fotonya", "ga ada", "lewati", "belum ada foto pak"])
def test_no_picture_is_an_answer(words: str) -> None:
    chat = Chat()
    chat.complain()
    chat.tell(words, Intent.BUKAN_LAPORAN)
    assert chat.at(Step.CONFIRM)


def test_office_matters_are_not_asked_for_pictures() -> None:
    chat = Chat()
    chat.complain("ktp saya belum jadi di kranji", "kependudukan")
    assert chat.at(Step.CONFIRM)


@pytest.mark.parametrize("part", ["Keterangan", "Jenis", "Lokasi", "Foto"])
def test_each_part_can_be_changed_or_left_as_it_is(part: str) -> None:
    chat = Chat()
    chat.complain()
    chat.press("Lewati")
    before = chat.conversation.draft
    chat.press("Ubah")
    chat.press(part)
    assert chat.conversation.draft is not None
    assert before is not None
    assert chat.conversation.draft.text == before.text  # nothing is lost before the new is there
    way_back = next(b.title for b in chat.buttons if b.title in ("Tidak jadi", "Lewati", "Lampu jalan"))
    chat.press(way_back)
    assert chat.at(Step.CONFIRM)


def test_a_rewritten_description_is_understood_anew() -> None:
    chat = Chat()
    chat.complain()
    chat.press("Lewati")
    chat.press("Ubah")
    chat.press("Keterangan")
    chat.tell("lampu jalan mati", Intent.LAPOR, ("pju", 0.9))
    draft = chat.conversation.draft
    assert draft is not None
    assert (draft.text, draft.category, draft.kelurahan) == ("lampu jalan mati", "pju", "01")


def test_another_complaint_in_the_middle_is_noticed_and_neither_is_lost() -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
    chat.tell("sampah juga menumpuk belum diangkut", Intent.LAPOR, ("sampah", 0.9))
    assert chat.at(Step.OTHER)
    chat.press("Laporan baru")
    chat.share()
    chat.press("Lewati")
    chat.press("Kirim")
    assert chat.conversation.draft is not None
    assert "sampah" in chat.conversation.draft.text
    chat.share()
    chat.press("Lewati")
    chat.press("Kirim")
    assert [r.category for r in chat.reports] == ["Jalan rusak", "Sampah"]


@pytest.mark.parametrize("answer", ["bagian laporan ini", "sama aja", "bukan", "gabung aja"])
def test_another_complaint_may_be_part_of_this_one(answer: str) -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
    chat.tell("sampah juga menumpuk belum diangkut", Intent.LAPOR, ("sampah", 0.9))
    chat.tell(answer, Intent.BUKAN_LAPORAN)
    draft = chat.conversation.draft
    assert draft is not None
    assert draft.text == "jalan bolong parah\nsampah juga menumpuk belum diangkut"
    assert chat.conversation.parked == ()


def test_without_understanding_a_report_still_goes_the_whole_way() -> None:
    chat = Chat()
    chat.say("atap halte mau roboh")
    chat.say("seberang masjid")
    chat.say("Bekasi Barat")
    chat.say("Kranji")
    chat.say("lewati")
    chat.say("kirim")
    assert isinstance(chat.done[0], FileReport)
    draft = chat.done[0].draft
    assert (draft.review, draft.category, draft.kelurahan, draft.place) == (
        True,
        "lainnya",
        "01",
        "seberang masjid",
    )


def test_pressing_send_twice_files_one_report() -> None:
    chat = Chat()
    chat.complain()
    chat.press("Lewati")
    send = next(b.id for b in chat.buttons if b.title == "Kirim")
    chat.press_id(send)
    chat.press_id(send)
    assert len(chat.reports) == 1
    assert "sudah terkirim" in chat.text
    chat.tell("ya", Intent.YA)
    assert len(chat.reports) == 1
    assert not any(isinstance(command, AddToReport) for command in chat.done)


def test_words_may_settle_an_open_category() -> None:
    chat = Chat()
    chat.tell("rusak semua di kranji", Intent.LAPOR, ("pju", 0.4), ("jalan_rusak", 0.3), places=(KRANJI,))
    chat.tell("itu lho penerangannya", Intent.BUKAN_LAPORAN, ("pju", 0.2))
    assert chat.at(Step.CATEGORY)
    settled = Chat()
    settled.tell("rusak semua di kranji", Intent.LAPOR, ("pju", 0.4), ("jalan_rusak", 0.3), places=(KRANJI,))
    settled.tell("lampunya yang mati itu", Intent.LAPOR, ("pju", 0.9))
    assert settled.at(Step.PHOTO)
    more = Chat()
    more.tell("rusak semua di kranji", Intent.LAPOR, ("pju", 0.4), ("jalan_rusak", 0.3), places=(KRANJI,))
    more.tell("pokoknya parah sekali pak", Intent.LAPOR, ("sampah", 0.3))
    assert more.conversation.draft is not None
    assert "pokoknya parah" in more.conversation.draft.text
    assert more.conversation.draft.candidates == ("sampah",)


@pytest.mark.parametrize("words", ["bukan", "di kranji", "entahlah"])
def test_words_at_the_list_of_changes(words: str) -> None:
    chat = Chat()
    chat.tell("jalan bolong", Intent.LAPOR, JALAN)
    chat.tell("di bekasi barat", Intent.LAPOR, places=(BARAT,))
    chat.press("Bintara")
    chat.press("Lewati")
    chat.press("Ubah")
    intent = Intent.TIDAK if words == "bukan" else Intent.BUKAN_LAPORAN
    chat.tell(words, intent, places=(KRANJI,) if words == "di kranji" else ())
    assert chat.at(Step.CONFIRM)


def test_with_five_pictures_no_more_are_offered() -> None:
    chat = Chat()
    chat.complain()
    for name in "abcde":
        chat.photo(name)
    chat.press("Ubah")
    assert "Foto" not in [b.title for b in chat.buttons]


def test_further_words_at_the_summary_are_kept_with_the_report() -> None:
    chat = Chat()
    chat.complain()
    chat.tell("sudah ada dua motor yang jatuh di sana", Intent.TAMBAHAN)
    chat.press("Lewati")
    chat.tell("tolong cepat ya pak bahaya", Intent.LAPOR, JALAN)
    assert "tolong cepat ya pak bahaya" in chat.text
    assert "sudah ada dua motor" in chat.text
    assert chat.at(Step.CONFIRM)


def test_yes_to_the_picture_question_waits_for_the_picture() -> None:
    chat = Chat()
    chat.complain()
    chat.tell("ada", Intent.YA)
    assert "Silakan kirim fotonya" in chat.text
    assert chat.at(Step.PHOTO)


def test_words_met_with_the_menu_alone_become_a_report_by_its_button() -> None:
    told = "itu yang kemarin dibahas warga depan pasar"
    chat = Chat()
    chat.tell(told, Intent.BUKAN_LAPORAN, sure=0.99)
    assert chat.at(Step.IDLE)
    chat.press("Buat laporan")
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.text == told
    assert chat.conversation.passed is None


def test_words_passed_over_are_forgotten_once_something_else_is_said() -> None:
    chat = Chat()
    chat.tell("itu yang kemarin dibahas warga depan pasar", Intent.BUKAN_LAPORAN, sure=0.99)
    chat.tell("hmm", Intent.BUKAN_LAPORAN, sure=0.99)
    chat.press("Buat laporan")
    assert chat.at(Step.WHAT)
