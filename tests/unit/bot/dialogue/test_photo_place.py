"""Where a picture was taken: proposed while the place is open, never assumed, otherwise not a word."""

import pytest

from bot.dialogue.state import Conversation, Draft, Step
from nlu.types import Intent, PlaceMention
from tests.unit.bot.dialogue.chat import BARAT, INSIDE, KRANJI, OUTSIDE, Chat

JALAN = ("jalan_rusak", 0.9)


def draft_of(chat: Chat) -> Draft:
    assert chat.conversation.draft is not None
    return chat.conversation.draft


def pictured() -> Chat:
    """A complaint with a picture and without a place."""
    chat = Chat()
    chat.photo()
    chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
    assert chat.at(Step.PLACE)
    return chat


def proposed() -> Chat:
    chat = pictured()
    chat.taken_at()
    assert "Dari fotonya, lokasinya di Kel. Kranji, Kec. Bekasi Barat. Betul?" in chat.text
    return chat


@pytest.mark.parametrize("answer", ["Betul", "ya"])
def test_a_yes_makes_it_the_exact_place(answer: str) -> None:
    chat = proposed()
    chat.press(answer) if answer == "Betul" else chat.tell(answer, Intent.YA)
    assert (draft_of(chat).kelurahan, draft_of(chat).point, draft_of(chat).exact) == ("01", INSIDE, True)
    assert "Kel. Kranji" in chat.text


@pytest.mark.parametrize("answer", ["Bukan", "bukan"])
def test_a_no_asks_for_the_place(answer: str) -> None:
    chat = proposed()
    chat.press(answer) if answer == "Bukan" else chat.tell(answer, Intent.TIDAK)
    assert chat.at(Step.PLACE)
    assert (draft_of(chat).kelurahan, draft_of(chat).photo_point) == (None, None)


def test_a_no_in_other_words_asks_for_the_place_too() -> None:
    chat = proposed()
    chat.tell("salah itu", Intent.TIDAK)
    assert chat.at(Step.PLACE)


def test_a_proposal_whose_point_is_gone_goes_on() -> None:
    draft = Draft(text="jalan bolong", category="jalan_rusak", photo_asked=True)
    chat = Chat(Conversation(step=Step.PHOTO_PLACE, draft=draft))
    chat.tell("ya", Intent.YA)
    assert chat.at(Step.PLACE)


def test_the_right_place_may_be_said_at_once() -> None:
    chat = proposed()
    chat.tell("bukan, di bekasi barat", Intent.TIDAK, places=(BARAT,))
    assert chat.at(Step.KELURAHAN)
    typed = proposed()
    typed.tell("salah, di gang melati dekat pos ronda", Intent.BUKAN_LAPORAN)
    assert typed.at(Step.KECAMATAN)
    assert "gang melati" in draft_of(typed).place


def test_chit_chat_is_no_yes() -> None:
    chat = proposed()
    chat.tell("wkwk", Intent.BUKAN_LAPORAN)
    assert chat.at(Step.PHOTO_PLACE)
    assert draft_of(chat).kelurahan is None


def test_a_location_shared_meanwhile_counts() -> None:
    chat = proposed()
    chat.share()
    assert draft_of(chat).exact
    assert not chat.at(Step.PHOTO_PLACE)


def test_before_the_story_it_waits_for_its_question() -> None:
    chat = Chat()
    chat.photo()
    assert chat.taken_at() == ()
    chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
    assert chat.at(Step.PHOTO_PLACE)


def test_one_of_several_kelurahan_is_proposed_one_beyond_them_is_not() -> None:
    for options, step in (((BARAT,), Step.PHOTO_PLACE), ((), Step.PHOTO_PLACE)):
        chat = Chat()
        chat.photo()
        chat.tell("jalan bolong di bekasi barat", Intent.LAPOR, JALAN, places=options)
        chat.taken_at()
        assert chat.at(step)
    beyond = Chat()
    beyond.photo()
    beyond.tell("jalan bolong parah", Intent.LAPOR, JALAN)
    timur = PlaceMention("kecamatan", "bekasi timur", "Bekasi Timur", ("02", "03"))
    beyond.tell("di bekasi timur", Intent.LAPOR, places=(timur,))
    assert beyond.at(Step.KELURAHAN)
    assert beyond.taken_at() == ()
    assert beyond.at(Step.KELURAHAN)


@pytest.mark.parametrize("state", ["no draft", "no picture", "place known", "place skipped", "outside"])
def test_otherwise_it_answers_nothing_at_all(state: str) -> None:
    chat = Chat()
    if state == "no picture":
        chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
    elif state == "place known":
        chat.photo()
        chat.tell("jalan bolong di kranji", Intent.LAPOR, JALAN, places=(KRANJI,))
    elif state == "place skipped":
        chat = pictured()
        chat.press("Pilih kecamatan")
        chat.press("Tidak tahu")
    elif state == "outside":
        chat = pictured()
    before = chat.conversation
    assert chat.taken_at(OUTSIDE if state == "outside" else INSIDE) == ()
    assert chat.conversation == before
