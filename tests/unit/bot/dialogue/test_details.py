"""A category's own questions, and never more than three in all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.commands import FileReport
from bot.dialogue.state import Draft, Step
from nlu.types import Intent
from tests.unit.bot.dialogue.chat import KRANJI, Chat

JALAN, BANJIR, PARKIR = ("jalan_rusak", 0.9), ("banjir", 0.9), ("parkir", 0.9)


def draft_of(chat: Chat) -> Draft:
    assert chat.conversation.draft is not None
    return chat.conversation.draft


def flood(text: str = "banjir di kranji") -> Chat:
    chat = Chat()
    chat.tell(text, Intent.LAPOR, BANJIR, places=(KRANJI,))
    return chat


def parking() -> Chat:
    chat = Chat()
    chat.tell("parkir liar di kranji", Intent.LAPOR, PARKIR, places=(KRANJI,))
    assert chat.at(Step.DETAIL)
    return chat


def test_a_choice_is_pressed_and_opens_its_branch() -> None:
    chat = flood()
    assert [b.title for b in chat.buttons] == ["Semata kaki", "Selutut", "Lewati"]
    chat.press("Selutut")
    assert "Masih naik?" in chat.text
    chat.press("Masih naik")
    assert chat.at(Step.CONFIRM)
    assert "Tinggi air: Selutut\nMasih naik: Masih naik" in chat.text
    chat.press("Kirim")
    assert isinstance(chat.done[0], FileReport)
    assert chat.done[0].draft.answers == {"tinggi_air": "Selutut", "masih_naik": "Masih naik"}


@pytest.mark.parametrize("answer", ["semata kaki", "1"])
def test_the_other_branch_asks_nothing_more(answer: str) -> None:
    chat = flood()
    chat.tell(answer, Intent.BUKAN_LAPORAN)
    assert chat.at(Step.CONFIRM)
    assert draft_of(chat).answers == {"tinggi_air": "Semata kaki"}


def test_what_was_told_is_not_asked_again() -> None:
    chat = flood("banjir selutut di kranji")
    assert draft_of(chat).answers == {"tinggi_air": "Selutut"}
    assert "Masih naik?" in chat.text


@pytest.mark.parametrize("words", ["Lewati", "tidak tahu", "ga keliatan platnya", "tidak", "lupa"])
def test_it_may_be_skipped(words: str) -> None:
    chat = parking()
    if words == "Lewati":
        chat.press("Lewati")
    else:
        chat.tell(words, Intent.TIDAK if words == "tidak" else Intent.BUKAN_LAPORAN)
    assert chat.at(Step.CONFIRM)
    assert draft_of(chat).answers == {}
    assert "Boleh dikirim sekarang" in chat.text  # the picture that was not asked for is welcome


@pytest.mark.parametrize(
    ("words", "intent"),
    [("wkwk", Intent.BUKAN_LAPORAN), ("makasih ya", Intent.TERIMA_KASIH), ("halo", Intent.SALAM),
     ("oke", Intent.YA), ("bantuan", Intent.BANTUAN), ("status", Intent.STATUS)],
)  # fmt: skip
def test_chit_chat_fills_nothing(words: str, intent: Intent) -> None:
    for chat in (parking(), flood()):
        chat.tell(words, intent)
        assert chat.at(Step.DETAIL)
        assert draft_of(chat).answers == {}


def test_what_does_not_fit_is_asked_once_more_kindly_and_then_let_go() -> None:
    chat = parking()
    chat.tell("yang warna merah", Intent.BUKAN_LAPORAN)
    assert "Plat ditulis seperti B 1234 KRA." in chat.text
    assert chat.at(Step.DETAIL)
    chat.tell("pokoknya merah", Intent.BUKAN_LAPORAN)
    assert chat.at(Step.CONFIRM)


@pytest.mark.parametrize(
    ("words", "intent", "kept"),
    [("Pondokgede Kampung Melayu", Intent.LAPOR, "Pondokgede Kampung Melayu"),
     ("K 26", Intent.BUKAN_LAPORAN, "K 26"),
     ("wkwkwk lucu", Intent.BUKAN_LAPORAN, None), ("kurang tahu pak", Intent.LAPOR, None)],
)  # fmt: skip
def test_where_any_words_would_fit_chit_chat_still_does_not(
    words: str, intent: Intent, kept: str | None
) -> None:
    chat = Chat()
    chat.tell("angkot ngetem di kranji", Intent.LAPOR, ("angkutan", 0.9), places=(KRANJI,))
    chat.tell(words, intent)
    assert draft_of(chat).answers.get("trayek") == kept


def test_an_answer_in_words_is_kept_as_written() -> None:
    chat = parking()
    chat.tell("platnya b 1234 kra", Intent.BUKAN_LAPORAN)
    assert draft_of(chat).answers == {"plat_nomor": "b 1234 kra"}


def test_a_story_at_the_question_is_kept_with_the_report() -> None:
    chat = parking()
    chat.tell("mobilnya nutupin gerbang rumah saya dari pagi sampai malam", Intent.LAPOR, PARKIR)
    assert "nutupin gerbang" in draft_of(chat).text
    assert chat.at(Step.DETAIL)


def test_the_place_may_be_corrected_at_the_question() -> None:
    chat = parking()
    chat.tell("eh bukan, di kranji", Intent.TIDAK, places=(KRANJI,))
    assert draft_of(chat).kelurahan == "01"
    assert chat.at(Step.DETAIL)


def test_a_picture_instead_of_an_answer_is_kept_and_the_question_stays() -> None:
    chat = parking()
    chat.photo()
    assert chat.at(Step.DETAIL)
    chat.press("Lewati")
    assert "Foto: 1" in chat.text
    assert "Boleh dikirim sekarang" not in chat.text


def test_another_complaint_and_an_emergency_are_noticed_here_too() -> None:
    chat = parking()
    chat.tell("sampah juga menumpuk belum diangkut", Intent.LAPOR, ("sampah", 0.9))
    assert chat.at(Step.OTHER)
    urgent = parking()
    urgent.tell("tolong ada rumah terbakar", Intent.LAPOR, ("parkir", 0.9), emergency="kebakaran")
    assert urgent.last[0].dial == "112"


def test_in_an_emergency_nothing_more_is_asked() -> None:
    chat = Chat()
    chat.tell("banjir, kebakaran di kranji", Intent.LAPOR, BANJIR, places=(KRANJI,), emergency="kebakaran")
    chat.press("Catat laporannya")
    assert chat.at(Step.CONFIRM)


def test_with_a_doubtful_kind_and_no_place_there_is_no_room_left() -> None:
    chat = Chat()
    chat.tell("air di mana mana", Intent.LAPOR, ("banjir", 0.4), ("sampah", 0.3))
    chat.press("Banjir")
    chat.share()
    assert not chat.at(Step.DETAIL)


def test_a_question_removed_while_it_stood_open_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    chat = parking()
    monkeypatch.setattr("bot.dialogue.slots.following", lambda *args: None)
    monkeypatch.setattr("bot.dialogue.topics.details.detail", lambda *args: None)
    chat.tell("halo", Intent.SALAM)
    assert "sudah tidak diperlukan" in chat.text
    for answer in ("b 1234 kra", "Lewati"):
        other = Chat(chat.conversation)
        other.last = chat.last
        other.press(answer) if answer == "Lewati" else other.tell(answer, Intent.BUKAN_LAPORAN)
        assert not other.at(Step.DETAIL)


@given(
    matter=st.sampled_from([JALAN, BANJIR, PARKIR, ("pju", 0.9), ("sampah", 0.9), ("kependudukan", 0.9)]),
    where=st.sampled_from(["told", "shared", "typed", "picked"]),
    answers=st.lists(st.sampled_from(["first", "skip"]), min_size=6, max_size=6),
    picture=st.booleans(),
)
def test_an_ordinary_report_takes_at_most_three_questions(
    matter: tuple[str, float], where: str, answers: list[str], picture: bool
) -> None:
    """Told what it is, with or without where: the summary is at most the third question."""
    chat = Chat()
    places = (KRANJI,) if where == "told" else ()
    if picture:
        chat.photo()
    chat.tell("ada masalah di sini sejak kemarin", Intent.LAPOR, matter, places=places)
    asked = [chat.conversation.step]
    while not chat.at(Step.CONFIRM):
        if chat.at(Step.PLACE):
            if where == "typed":
                chat.tell("di kranji", Intent.LAPOR, places=(KRANJI,))
            elif where == "picked":
                for title in ("Pilih kecamatan", "Bekasi Barat", "Kranji"):
                    chat.press(title)
            else:
                chat.share()
        else:
            titles = [b.title for b in chat.buttons]
            chat.press(titles[0] if answers.pop() == "first" else "Lewati")
        asked.append(chat.conversation.step)
    assert len(asked) <= 3
    assert (Step.PLACE in asked) is (where != "told")
    assert not (picture and Step.PHOTO in asked)
