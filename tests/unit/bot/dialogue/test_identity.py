"""Name, anonim and rahasia: understood in the resident's words at any step, shown, kept out of the story."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.commands import FileReport, Identify
from bot.dialogue.identity import name_in, wish
from bot.dialogue.state import Draft, Step
from nlu.types import Intent
from tests.unit.bot.dialogue.chat import KRANJI, Chat, understood

JALAN = ("jalan_rusak", 0.9)


@pytest.mark.parametrize(
    ("text", "privacy", "rest"),
    [("tolong nama saya dirahasiakan", "anonim", ""),
     ("anonim aja", "anonim", ""),
     ("tanpa nama ya", "anonim", ""),
     ("identitas saya tolong disembunyikan", "anonim", ""),
     ("jangan sebut nama saya pak", "anonim", ""),
     ("saya mau lapor anonim, ada jalan bolong di kranji", "anonim", "ada jalan bolong di kranji"),
     ("jalan bolong di kranji, tolong rahasiakan identitas saya ya", "anonim", "jalan bolong di kranji"),
     ("mohon identitas pelapor dirahasiakan. Ada pungli di kelurahan", "anonim", "Ada pungli di kelurahan"),
     ("nama saya Budi tapi anonim ya", "anonim", ""),
     ("tolong dirahasiakan ya", "rahasia", ""),
     ("rahasia", "rahasia", ""),
     ("laporan ini tolong dirahasiakan", "rahasia", ""),
     ("jangan dipublikasikan", "rahasia", ""),
     ("ga usah anonim", "biasa", ""),
     ("biasa saja", "biasa", "")],
)  # fmt: skip
def test_a_wish_about_the_name_is_understood_and_taken_out(text: str, privacy: str, rest: str) -> None:
    said = wish(text)
    assert said is not None
    assert (said.privacy, said.name, said.rest) == (privacy, "", rest)


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [("nama saya Budi Santoso", "Budi Santoso", ""),
     ("nama saya budi santoso", "Budi Santoso", ""),
     ("perkenalkan nama saya Rina, lampu mati", "Rina", "lampu mati"),
     ("Sampah menumpuk. Nama saya Agus Salim.", "Agus Salim", "Sampah menumpuk.")],
)  # fmt: skip
def test_a_name_is_understood_and_taken_out(text: str, name: str, rest: str) -> None:
    said = wish(text)
    assert said is not None
    assert (said.privacy, said.name, said.rest) == (None, name, rest)


@pytest.mark.parametrize(
    "text",
    ["nama saya hilang dari daftar bansos", "nama saya salah di ktp", "KTP atas nama Siti belum jadi",
     "lurah merahasiakan data bansos", "akun anonim menyebar hoaks soal banjir",
     "nama saya tidak ada di DTKS", "juru parkir minta uang rahasia", "rumah saya biasa banjir",
     "jalan umum ditutup", "nama jalannya ditutup"],
)  # fmt: skip
def test_a_complaint_that_only_sounds_like_it_stays_a_complaint(text: str) -> None:
    assert wish(text) is None


@given(st.text(max_size=200))
def test_no_text_breaks_it_and_nothing_is_made_up(text: str) -> None:
    said = wish(text)
    assert said is None or (said.privacy is not None or said.name)
    assert said is None or len(said.rest) < len(text)
    name_in(text)


@pytest.mark.parametrize(
    "name", ["Budi Santoso", "nama saya budi", "pak Slamet", "panggil saja Rini", "Siti Nur'aini", "M. Yusuf"]
)
def test_a_name_may_be_answered_in_many_ways(name: str) -> None:
    assert name_in(name)


@pytest.mark.parametrize(
    "words", ["wkwk", "ya", "ok", "entah", "123", "lewati", "jalan rusak di kranji parah sekali pak", ""]
)
def test_what_is_no_name_is_not_kept_as_one(words: str) -> None:
    assert name_in(words) is None


def draft_of(chat: Chat) -> Draft:
    assert chat.conversation.draft is not None
    return chat.conversation.draft


STEPS = ("what", "category", "place", "kelurahan", "detail", "photo", "confirm", "change")


def bring_to(step: str) -> Chat:
    """A conversation whose open question is the step's."""
    chat = Chat()
    if step == "what":
        chat.tell("saya mau lapor", Intent.LAPOR)
    elif step == "category":
        chat.tell("rusak semua", Intent.LAPOR, ("pju", 0.4), ("jalan_rusak", 0.3))
    elif step == "place":
        chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
    elif step == "kelurahan":
        chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
        chat.press("Pilih kecamatan")
        chat.press("Bekasi Barat")
    elif step == "detail":
        chat.complain("parkir liar di kranji", "parkir")
    else:
        chat.complain()
        if step in ("confirm", "change"):
            chat.press("Lewati")
        if step == "change":
            chat.press("Ubah")
    assert chat.at(Step(step))
    return chat


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("words", "privacy", "called"),
    [("tolong nama saya dirahasiakan", "anonim", ""), ("tolong dirahasiakan ya", "rahasia", ""),
     ("nama saya Budi Santoso", "biasa", "Budi Santoso")],
)  # fmt: skip
def test_it_may_be_said_at_any_step_and_the_open_question_stays(
    step: str, words: str, privacy: str, called: str
) -> None:
    chat = bring_to(step)
    before = draft_of(chat)
    chat.tell(words, Intent.BUKAN_LAPORAN)
    after = draft_of(chat)
    assert (after.privacy, after.called) == (privacy, called)
    assert (after.text, after.place, after.answers) == (before.text, before.place, before.answers)
    assert chat.at(Step(step))
    assert len(chat.last) == 2  # that it is noted, and the question once more


def test_it_may_be_said_with_the_complaint_and_even_before_it() -> None:
    chat = Chat()
    chat.tell(
        "jalan bolong di kranji, tolong rahasiakan identitas saya", Intent.LAPOR, JALAN, places=(KRANJI,)
    )
    assert (draft_of(chat).privacy, draft_of(chat).text) == ("anonim", "jalan bolong di kranji")
    early = Chat()
    early.tell("saya mau lapor tapi anonim", Intent.LAPOR)
    assert early.at(Step.WHAT)
    early.complain()
    assert draft_of(early).privacy == "anonim"


def test_the_summary_offers_the_choice_explains_it_and_says_which() -> None:
    chat = Chat()
    chat.complain()
    chat.press("Lewati")
    assert "Identitas" not in chat.text
    chat.press("Ubah")
    chat.press("Identitas")
    assert "tidak terlihat oleh siapa pun" in chat.text
    assert "tidak tampil di halaman umum" in chat.text
    assert [b.title for b in chat.buttons] == ["Nama", "Anonim", "Rahasia", "Biasa", "Tidak jadi"]
    chat.press("Rahasia")
    assert "Identitas: rahasia" in chat.text
    chat.press("Ubah")
    chat.press("Identitas")
    chat.press("Anonim")
    assert "Identitas: anonim" in chat.text
    chat.press("Kirim")
    assert isinstance(chat.done[0], FileReport)
    assert chat.done[0].draft.privacy == "anonim"


@pytest.mark.parametrize(
    ("words", "privacy", "called"),
    [("tolong nama saya dirahasiakan", "anonim", ""), ("tolong dirahasiakan ya", "rahasia", ""),
     ("nama saya Budi Santoso", "biasa", "Budi Santoso")],
)  # fmt: skip
def test_just_after_filing_it_changes_that_report(words: str, privacy: str, called: str) -> None:
    chat = Chat()
    number = chat.file()
    chat.tell(words, Intent.BUKAN_LAPORAN)
    assert chat.done[-1] == Identify(number, privacy, called)
    assert number in chat.text
    assert chat.at(Step.IDLE)
    later = Chat(chat.conversation, list(chat.reports), now=chat.now + timedelta(hours=3))
    later.tell(words, Intent.BUKAN_LAPORAN)
    assert later.done == []
    assert draft_of(later).privacy == privacy


def test_a_name_is_asked_for_kept_and_known_the_next_time() -> None:
    chat = Chat()
    chat.complain()
    chat.press("Lewati")
    chat.press("Ubah")
    chat.press("Identitas")
    chat.press("Nama")
    for no_name in ("wkwk", "ya", "1"):
        chat.tell(no_name, Intent.YA if no_name == "ya" else Intent.BUKAN_LAPORAN)
        assert chat.at(Step.NAME)
        assert draft_of(chat).called == ""
    chat.tell("siti aminah", Intent.BUKAN_LAPORAN)
    assert chat.at(Step.CONFIRM)
    assert "Atas nama: Siti Aminah" in chat.text
    chat.press("Kirim")
    chat.complain("lampu mati di kranji", "pju")
    chat.press("Lewati")
    assert "Atas nama: Siti Aminah" in chat.text


@pytest.mark.parametrize("step", [Step.IDENTITY, Step.NAME])
def test_the_choice_can_be_left_as_it_was(step: Step) -> None:
    for way in ("press", "say"):
        chat = Chat()
        chat.complain()
        chat.press("Lewati")
        chat.press("Ubah")
        chat.press("Identitas")
        if step is Step.NAME:
            chat.press("Nama")
        chat.press("Tidak jadi") if way == "press" else chat.tell("tidak", Intent.TIDAK)
        assert chat.at(Step.CONFIRM)
        assert draft_of(chat).privacy == "biasa"


def test_words_that_name_no_choice_ask_again_and_a_wish_at_the_question_is_taken() -> None:
    chat = Chat()
    chat.complain()
    chat.press("Lewati")
    chat.press("Ubah")
    chat.press("Identitas")
    chat.tell("hmm gimana ya", Intent.BUKAN_LAPORAN)
    assert chat.at(Step.IDENTITY)
    chat.tell("saya mau laporan ini tolong dirahasiakan saja ya karena saya takut", Intent.LAPOR)
    assert chat.at(Step.CONFIRM)
    assert draft_of(chat).privacy == "rahasia"


def test_who_becomes_anonymous_leaves_no_name_behind() -> None:
    chat = Chat()
    chat.complain()
    chat.tell("nama saya Budi Santoso", Intent.BUKAN_LAPORAN)
    chat.tell("anonim aja", Intent.BUKAN_LAPORAN)
    assert (draft_of(chat).privacy, draft_of(chat).called) == ("anonim", "")
    chat.press("Lewati")
    chat.press("Ubah")
    chat.press("Identitas")
    chat.press("Nama")
    chat.tell("nama saya Budi", Intent.BUKAN_LAPORAN)
    assert (draft_of(chat).privacy, draft_of(chat).called) == ("biasa", "Budi")


def test_at_the_question_of_several_matters_it_holds_for_all_of_them() -> None:
    chat = Chat()
    text = "jalan bolong dan sampah menumpuk"
    parts = (
        understood("jalan bolong", Intent.LAPOR, JALAN),
        understood("sampah menumpuk", Intent.LAPOR, ("sampah", 0.9)),
    )
    chat.say(text, understood(text, Intent.LAPOR, ("sampah", 0.4)), parts)
    chat.tell("anonim aja", Intent.BUKAN_LAPORAN)
    assert chat.at(Step.MATTERS)
    chat.press("Ya, pisahkan")
    drafts = (draft_of(chat), *chat.conversation.parked)
    assert [draft.privacy for draft in drafts] == ["anonim", "anonim"]
