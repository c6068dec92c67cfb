"""Several matters in one message, and matters that are not the city's."""

import pytest

from bot.dialogue.commands import FileReport
from bot.dialogue.elsewhere import dial_of
from bot.dialogue.state import Conversation, Draft, Step
from nlu.types import Intent
from tests.unit.bot.dialogue.chat import BOGOR, KRANJI, TAMBUN, Chat, understood

JALAN, SAMPAH = ("jalan_rusak", 0.9), ("sampah", 0.9)
TEXT = "jalan bolong di kranji dan sampah menumpuk"


def draft_of(chat: Chat) -> Draft:
    assert chat.conversation.draft is not None
    return chat.conversation.draft


def two(*, second: tuple[str, float] = SAMPAH, emergency: str | None = None) -> Chat:
    """Two matters told at once; only the first names its place."""
    chat = Chat()
    whole = understood(
        TEXT, Intent.LAPOR, ("jalan_rusak", 0.4), places=(KRANJI,), sure=0.9, emergency=emergency
    )
    parts = (
        understood("jalan bolong di kranji", Intent.LAPOR, JALAN, places=(KRANJI,)),
        understood("sampah menumpuk", Intent.LAPOR, second),
    )
    chat.say(TEXT, whole, parts)
    return chat


def test_both_are_repeated_and_nothing_is_decided() -> None:
    chat = two()
    assert chat.at(Step.MATTERS)
    assert "Saya tangkap dua hal" in chat.text
    assert "1) jalan bolong di kranji\n2) sampah menumpuk" in chat.text
    assert [b.title for b in chat.buttons] == ["Ya, pisahkan", "Satu laporan saja"]


@pytest.mark.parametrize("answer", ["Ya, pisahkan", "ya", "dipisah saja"])
def test_yes_makes_two_reports_each_with_its_own_kind_and_place(answer: str) -> None:
    chat = two()
    if answer[0].isupper():
        chat.press(answer)
    else:
        chat.tell(answer, Intent.YA if answer == "ya" else Intent.BUKAN_LAPORAN)
    for _ in range(2):
        chat.press("Lewati")
        chat.press("Kirim")
    drafts = [done.draft for done in chat.done if isinstance(done, FileReport)]
    assert [(d.category, d.text, d.kelurahan) for d in drafts] == [
        ("jalan_rusak", "jalan bolong di kranji", "01"),
        ("sampah", "sampah menumpuk", "01"),  # said once, it is meant for both
    ]
    assert chat.at(Step.IDLE)


@pytest.mark.parametrize("answer", ["Satu laporan saja", "tidak", "gabung aja"])
def test_no_makes_one_that_holds_both(answer: str) -> None:
    chat = two()
    if answer[0].isupper():
        chat.press(answer)
    else:
        chat.tell(answer, Intent.TIDAK if answer == "tidak" else Intent.BUKAN_LAPORAN)
    assert draft_of(chat).text == TEXT
    assert chat.conversation.parked == ()


def test_chit_chat_asks_again_and_then_it_is_one() -> None:
    chat = two()
    chat.tell("wkwk", Intent.BUKAN_LAPORAN)
    assert chat.at(Step.MATTERS)
    chat.tell("hmm", Intent.BUKAN_LAPORAN)
    assert draft_of(chat).text == TEXT


def test_a_question_whose_matters_are_gone_leaves_nobody_stuck() -> None:
    chat = Chat(Conversation(step=Step.MATTERS))
    chat.tell("ya", Intent.YA)
    assert chat.at(Step.IDLE)


def test_words_pictures_and_a_place_sent_meanwhile_are_kept() -> None:
    chat = two()
    chat.photo("bukti")
    chat.share()
    chat.tell("sudah seminggu lho pak", Intent.LAPOR)
    assert chat.at(Step.MATTERS)
    chat.press("Ya, pisahkan")
    first, second = draft_of(chat), chat.conversation.parked[0]
    assert "sudah seminggu" in first.text
    assert [file.id for file in first.files] == ["bukti"]
    assert second.kelurahan == "01"


@pytest.mark.parametrize("why", ["same kind", "emergency", "one part"])
def test_otherwise_it_is_one_report_without_asking(why: str) -> None:
    if why == "same kind":
        chat = two(second=JALAN)
    elif why == "emergency":
        chat = two(emergency="kebakaran")
    else:
        chat = Chat()
        chat.say(TEXT, understood(TEXT, Intent.LAPOR, JALAN, places=(KRANJI,)), (understood(TEXT),))
    assert not chat.at(Step.MATTERS)
    assert draft_of(chat).text == TEXT


def test_a_rule_of_words_says_whose_it_is_and_how_to_reach_them() -> None:
    chat = Chat()
    chat.tell("jalan tol berlubang parah", Intent.LAPOR, JALAN)
    assert chat.at(Step.CONFIRM)
    assert "Jalan tol diurus pengelolanya" in chat.text
    assert chat.last[-1].dial == "14080"
    chat.press("Catat")
    assert isinstance(chat.done[0], FileReport)
    assert chat.done[0].draft.agency == "tol"


def test_what_is_the_citys_after_all_goes_the_usual_way() -> None:
    chat = Chat()
    chat.tell("jalan tol berlubang parah", Intent.LAPOR, JALAN)
    chat.press("Bukan soal itu")
    assert chat.at(Step.PLACE)
    assert draft_of(chat).agency == ""
    near = Chat()
    near.tell("jalan bolong dekat jalan tol", Intent.LAPOR, JALAN)
    assert near.at(Step.PLACE)
    other = Chat()
    other.tell("sampah di jalan tol", Intent.LAPOR, SAMPAH)
    assert other.at(Step.PLACE)


def test_a_place_with_a_neighbour_names_the_neighbour_and_may_be_recorded() -> None:
    chat = Chat()
    chat.tell("jalan bolong di tambun", Intent.LAPOR, JALAN, places=(TAMBUN,))
    assert "masuk Kabupaten Bekasi" in chat.text
    assert [b.title for b in chat.buttons] == ["Catat", "Tulis lokasi lain", "Batalkan"]
    chat.press("Catat")
    assert isinstance(chat.done[0], FileReport)
    assert (chat.done[0].draft.agency, chat.done[0].draft.kelurahan) == ("kab", None)


def test_a_place_beyond_the_neighbours_has_the_national_door_and_is_not_recorded() -> None:
    chat = Chat()
    chat.tell("jalan bolong di bogor", Intent.LAPOR, JALAN, places=(BOGOR,))
    assert "SP4N-LAPOR" in chat.text
    assert [b.title for b in chat.buttons] == ["Tulis lokasi lain", "Batalkan"]
    corrected = Chat()
    corrected.tell("jalan bolong di tambun", Intent.LAPOR, JALAN, places=(TAMBUN,))
    corrected.press("Tulis lokasi lain")
    corrected.tell("kranji", Intent.LAPOR, places=(KRANJI,))
    assert draft_of(corrected).kelurahan == "01"


@pytest.mark.parametrize(
    ("contact", "number"),
    [("Listrik diurus PLN, silakan telepon 123.", "123"), ("Hubungi kantornya.", None), ("", None),
     ("silakan telepon 110 atau datang ke polsek.", "110")],
)  # fmt: skip
def test_the_number_to_dial_comes_from_the_sentence(contact: str, number: str | None) -> None:
    assert dial_of(contact) == number


def test_a_place_said_while_it_is_asked_is_meant_for_all_without_one() -> None:
    chat = Chat()
    whole = understood("jalan bolong dan sampah menumpuk", Intent.LAPOR, ("jalan_rusak", 0.4))
    parts = (
        understood("jalan bolong", Intent.LAPOR, JALAN),
        understood("sampah menumpuk", Intent.LAPOR, SAMPAH),
    )
    chat.say("jalan bolong dan sampah menumpuk", whole, parts)
    chat.tell("semua di kranji", Intent.BUKAN_LAPORAN, places=(KRANJI,))
    assert chat.at(Step.MATTERS)
    chat.press("Ya, pisahkan")
    assert [part.kelurahan for part in (draft_of(chat), *chat.conversation.parked)] == ["01", "01"]
