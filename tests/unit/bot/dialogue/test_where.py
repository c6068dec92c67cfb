"""Where it is, whose it is, and what cannot wait: places, outside bodies, emergencies."""

from dataclasses import replace

import pytest

from bot.dialogue.commands import CallOperator, FileReport
from bot.dialogue.hear import ADDRESS
from bot.dialogue.state import Step
from bot.dialogue.types import Point
from nlu.types import Intent, PlaceMention
from tests.unit.bot.dialogue.chat import BARAT, BOGOR, KRANJI, OUTSIDE, Chat, understood

JALAN = ("jalan_rusak", 0.9)
RT = PlaceMention("rt_rw", "rt 3", "RT 03")


def test_a_place_of_many_kelurahan_is_narrowed_by_buttons_or_words() -> None:
    for answer in ("press", "type"):
        chat = Chat()
        chat.tell("jalan bolong di bekasi barat", Intent.LAPOR, JALAN, places=(BARAT,))
        assert [b.title for b in chat.buttons][:2] == ["Kranji", "Bintara"]
        chat.press("Kranji") if answer == "press" else chat.tell("kranji", Intent.LAPOR, places=(KRANJI,))
        assert chat.conversation.draft is not None
        assert chat.conversation.draft.kelurahan == "01"


def test_an_unknown_address_is_kept_and_its_kelurahan_picked() -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
    chat.tell("gang melati belakang pos ronda", Intent.BUKAN_LAPORAN)
    chat.press("Bekasi Barat")
    chat.press("Bintara")
    draft = chat.conversation.draft
    assert draft is not None
    assert (draft.place, draft.kelurahan) == ("gang melati belakang pos ronda", "02")


def test_not_knowing_the_place_is_a_way_on() -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
    chat.tell("pokoknya situ", Intent.BUKAN_LAPORAN)
    chat.press("Tidak tahu")
    assert chat.at(Step.PHOTO)


@pytest.mark.parametrize("how", ["named", "shared"])
def test_a_place_outside_the_city_is_said_kindly_and_can_be_corrected(how: str) -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
    chat.tell("di bogor", Intent.LAPOR, places=(BOGOR,)) if how == "named" else chat.share(OUTSIDE)
    assert "SP4N-LAPOR" in chat.text
    assert not chat.done
    chat.tell("eh kranji", Intent.LAPOR, places=(KRANJI,))
    assert chat.at(Step.PHOTO)
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.outside == ""


def test_the_summary_shows_category_dinas_kelurahan_and_waits_for_a_yes() -> None:
    chat = Chat()
    chat.complain()
    chat.press("Lewati")
    assert all(
        words in chat.text for words in ("Jalan rusak", "DBMSDA", "Kel. Kranji", "jalan bolong di kranji")
    )
    assert not chat.done
    chat.tell("iya betul", Intent.YA)
    assert isinstance(chat.done[0], FileReport)
    assert all(words in chat.text for words in (chat.reports[0].number, "DBMSDA", "November 2026", "WIB"))


def test_the_place_can_be_corrected_in_words_at_the_summary() -> None:
    chat = Chat()
    chat.tell("jalan bolong", Intent.LAPOR, JALAN)
    chat.tell("di bekasi barat", Intent.LAPOR, places=(BARAT,))
    chat.press("Bintara")
    chat.press("Lewati")
    chat.tell("bukan, di kranji", Intent.LAPOR, places=(KRANJI,))
    assert "Kel. Kranji" in chat.text


def test_an_external_matter_says_whose_it_is_and_is_recorded_as_referred() -> None:
    chat = Chat()
    chat.tell("listrik padam dari pagi", Intent.LAPOR, ("listrik", 0.9))
    assert "Hubungi PLN di 123." in chat.text
    chat.press("Catat")
    assert isinstance(chat.done[0], FileReport)
    assert "Hubungi PLN di 123." in chat.text
    assert chat.at(Step.IDLE)


def test_a_matter_wrongly_taken_for_external_can_be_put_right() -> None:
    chat = Chat()
    chat.tell("lampu jalan dekat tiang listrik mati", Intent.LAPOR, ("listrik", 0.6), ("pju", 0.3))
    chat.press("Bukan soal itu")
    chat.press("Lampu jalan")
    assert chat.at(Step.PLACE)


@pytest.mark.parametrize(
    ("kind", "dial"),
    [("kebakaran", "112"), ("tenggelam", "112"), ("kejahatan", "110"),
     ("kecelakaan", "119"), ("listrik", "112"), ("gempa", "112")],
)  # fmt: skip
def test_in_an_emergency_the_number_comes_first_and_filing_is_offered(kind: str, dial: str) -> None:
    chat = Chat()
    chat.tell("tolong di kranji", Intent.LAPOR, ("lainnya", 0.9), places=(KRANJI,), emergency=kind)
    assert chat.last[0].dial == dial
    assert dial in chat.last[0].text
    chat.press("Catat laporannya")
    chat.press("Kirim")
    called, filed = chat.done
    assert called == CallOperator(kind, "tolong di kranji")
    assert isinstance(filed, FileReport)
    assert filed.draft.emergency == kind


def test_an_emergency_in_the_middle_of_another_report_is_answered_at_once() -> None:
    chat = Chat()
    chat.complain()
    chat.tell(
        "tolong rumah sebelah terbakar sekarang", Intent.LAPOR, ("jalan_rusak", 0.9), emergency="kebakaran"
    )
    assert chat.last[0].dial == "112"


def test_nobody_is_made_to_file_after_an_emergency() -> None:
    for answer in ("Tidak perlu", "tidak"):
        chat = Chat()
        chat.tell("ada begal", Intent.LAPOR, ("lainnya", 0.9), emergency="kejahatan")
        chat.press(answer) if answer == "Tidak perlu" else chat.tell(answer, Intent.TIDAK)
        assert chat.conversation.draft is None
        assert chat.at(Step.IDLE)


def test_proposals_and_questions_are_not_asked_for_a_place() -> None:
    chat = Chat()
    chat.tell("usul taman bermain", Intent.ASPIRASI, ("sampah", 0.2))
    assert chat.at(Step.CONFIRM)
    chat.press("Kirim")
    assert isinstance(chat.done[0], FileReport)
    assert (chat.done[0].draft.kind, chat.done[0].draft.category) == ("aspirasi", "aspirasi")
    chat.tell("syarat bikin ktp apa saja", Intent.INFORMASI, ("kependudukan", 0.9))
    chat.press("Kirim")
    assert isinstance(chat.done[1], FileReport)
    assert chat.done[1].draft.kind == "permintaan"


def test_a_street_the_gazetteer_does_not_place_is_asked_for_its_kecamatan() -> None:
    chat = Chat()
    street = PlaceMention("jalan", "jalan melati", "Jalan Melati")
    chat.tell("bolong besar di jalan melati", Intent.LAPOR, JALAN, places=(street,))
    assert "jalan melati" in chat.text
    assert [b.title for b in chat.buttons] == ["Bekasi Barat", "Bekasi Timur", "Tidak tahu"]
    chat.share()
    assert chat.at(Step.PHOTO)


def test_names_typed_instead_of_pressed_work_without_understanding() -> None:
    chat = Chat()
    chat.say("aspal berlubang parah")
    chat.say("bekasi barat")
    chat.say("bekasi timur")
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.kelurahan == "03"  # its only kelurahan
    assert chat.at(Step.PHOTO)
    other = Chat()
    other.say("aspal berlubang parah")
    other.press("Pilih kecamatan")
    other.say("bintara")
    assert other.at(Step.PHOTO)
    other.press("Lewati")
    other.press("Ubah")
    other.press("Lokasi")
    other.press("Pilih kecamatan")
    other.say("bekasi barat")
    assert other.at(Step.KELURAHAN)
    assert [b.title for b in other.buttons][:2] == ["Bintara", "Kranji"]


def test_a_landmark_brings_the_point_the_gazetteer_knows_which_is_not_exact() -> None:
    stasiun = PlaceMention("patokan", "stasiun kranji", "Stasiun Kranji", ("01",), (-6.22, 106.97))
    chat = Chat()
    chat.tell("jalan bolong di stasiun kranji", Intent.LAPOR, JALAN, places=(stasiun,))
    draft = chat.conversation.draft
    assert draft is not None
    assert (draft.point, draft.exact) == (Point(-6.22, 106.97), False)


def test_the_place_may_be_put_right_at_the_question_for_a_picture() -> None:
    bintara = PlaceMention("kelurahan", "bintara", "Bintara", ("02",))
    chat = Chat()
    chat.complain()
    chat.tell("eh bukan, di bintara", Intent.TIDAK, places=(bintara,))
    draft = chat.conversation.draft
    assert draft is not None
    assert (draft.kelurahan, draft.text) == ("02", "jalan bolong di bintara")


def test_a_place_corrected_in_words_takes_its_old_point_with_it() -> None:
    bintara = PlaceMention("kelurahan", "bintara", "Bintara", ("02",))
    for correct in ("words", "buttons"):
        chat = Chat()
        chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
        chat.share()
        chat.press("Lewati")
        chat.press("Ubah")
        chat.press("Lokasi")
        if correct == "words":
            chat.tell("harusnya di bintara", Intent.LAPOR, places=(bintara,))
        else:
            for title in ("Pilih kecamatan", "Bekasi Barat", "Bintara"):
                chat.press(title)
        draft = chat.conversation.draft
        assert draft is not None
        assert (draft.kelurahan, draft.point, draft.exact) == ("02", None, False)


def test_a_point_outside_the_city_is_forgotten_with_the_right_place() -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
    chat.share(OUTSIDE)
    chat.tell("eh kranji", Intent.LAPOR, places=(KRANJI,))
    assert chat.conversation.draft is not None
    assert (chat.conversation.draft.kelurahan, chat.conversation.draft.point) == ("01", None)


def test_what_stands_beside_a_shared_spot_makes_it_only_clearer() -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
    chat.share()
    chat.press("Lewati")
    ruko = PlaceMention("patokan", "ruko", "Ruko")
    chat.tell("di depan ruko", Intent.TAMBAHAN, places=(ruko,))
    draft = chat.conversation.draft
    assert draft is not None
    assert (draft.kelurahan, draft.exact, draft.place) == ("01", True, "ruko")


def test_a_long_answer_about_the_place_keeps_its_story() -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
    story = "di kranji pak dekat rel situ tiap hujan selalu tergenang dan banyak motor jatuh kasihan"
    chat.tell(story, Intent.LAPOR, JALAN, places=(KRANJI,))
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.text == f"jalan bolong parah\n{story}"


def test_contradicting_places_are_asked_about() -> None:
    chat = Chat()
    timur = PlaceMention("kecamatan", "bekasi timur", "Bekasi Timur", ("03",))
    chat.tell("bolong di bekasi barat eh bekasi timur", Intent.LAPOR, JALAN, places=(BARAT, timur))
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.kelurahan is None
    assert set(chat.conversation.draft.options) == {"01", "02", "03"}
    assert chat.at(Step.KELURAHAN)


@pytest.mark.parametrize("words", ["ya", "di kranji", "hmm", "tiangnya masih roboh di sana"])
def test_words_after_an_emergency(words: str) -> None:
    chat = Chat()
    chat.tell("tolong tiang roboh", Intent.LAPOR, JALAN, emergency="listrik")
    match words:
        case "ya":
            chat.tell(words, Intent.YA)
            assert chat.at(Step.PLACE)
        case "di kranji":
            chat.tell(words, Intent.LAPOR, places=(KRANJI,))
            assert chat.at(Step.CONFIRM)
        case "hmm":
            chat.tell(words, Intent.BUKAN_LAPORAN)
            assert chat.at(Step.EMERGENCY)
        case _:
            chat.tell(words, Intent.LAPOR)
            assert chat.at(Step.PLACE)
            assert chat.conversation.draft is not None
            assert words in chat.conversation.draft.text


def test_a_complaint_that_is_no_place_asks_for_the_place_again() -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
    chat.tell("parah banget", Intent.LAPOR, JALAN)
    assert chat.at(Step.PLACE)
    assert "lokasinya di mana" in chat.text
    assert "belum menemukan" not in chat.text  # no place was tried


@pytest.mark.parametrize(
    ("words", "address"), [("aku kelas 5 sd, didiemin", False), ("depan sd", True), ("sdn 2", True)]
)
def test_a_pupils_class_is_no_address(words: str, address: bool) -> None:
    assert bool(ADDRESS.search(words)) is address


@pytest.mark.parametrize(("names", "left"), [(("01", "03"), "01"), (("01", "02", "03"), None)])
def test_a_second_place_narrows_the_first(names: tuple[str, ...], left: str | None) -> None:
    chat = Chat()
    chat.tell("jalan bolong di bekasi barat", Intent.LAPOR, JALAN, places=(BARAT,))
    street = PlaceMention("jalan", "jalan melati", "Jalan Melati", names)
    chat.tell("jalan melati", Intent.LAPOR, places=(street,))
    draft = chat.conversation.draft
    assert draft is not None
    assert (draft.kelurahan, draft.options) == (left, () if left else ("01", "02"))


def test_a_no_at_the_summary_shows_what_can_be_changed() -> None:
    chat = Chat()
    chat.complain()
    chat.press("Lewati")
    chat.tell("belum pas", Intent.TIDAK)
    assert chat.at(Step.CHANGE)


def test_a_bare_place_is_kept_and_what_happened_there_is_asked() -> None:
    chat = Chat()
    chat.say("kranji", replace(understood("kranji", places=(KRANJI,)), only_where=True))
    assert chat.at(Step.WHAT)
    assert "Kranji" in chat.text
    chat.say("rt 3", replace(understood("rt 3", places=(RT,)), only_where=True))
    assert chat.at(Step.WHAT), "a piece of the address more is no story"
    chat.tell("aspalnya bolong parah", Intent.LAPOR, JALAN)
    draft = chat.conversation.draft
    assert draft is not None
    assert (draft.kelurahan, draft.category) == ("01", "jalan_rusak")
    assert "RT 03" in draft.place or "rt 3" in draft.place


def test_the_same_bare_place_twice_is_asked_about_in_other_words() -> None:
    chat = Chat()
    bare = replace(understood("kranji", places=(KRANJI,)), only_where=True)
    first = chat.say("kranji", bare)[0].text
    assert chat.say("kranji", bare)[0].text != first
