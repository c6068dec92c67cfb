"""One's own data: told at first, handed out, erased."""

import pytest

from bot.dialogue.commands import Consent, EraseData, ExportData
from bot.dialogue.state import Conversation, Step
from nlu.types import Intent
from tests.unit.bot.dialogue.chat import Chat


@pytest.mark.parametrize(
    "words",
    [
        "data saya",
        "Data saya.",
        "lihat data saya",
        "minta data pribadi saya",
        "unduh semua data saya",
        "/data",
    ],
)
def test_data_is_handed_out_with_a_private_link(words: str) -> None:
    chat = Chat()
    chat.file()
    chat.tell(words, Intent.BUKAN_LAPORAN)
    assert chat.done[-1] == ExportData()
    assert "• 1 laporan" in chat.text
    assert chat.last[-1].link is not None


@pytest.mark.parametrize(
    "words",
    ["hapus data saya", "tolong hapus semua data saya", "hapus akun saya", "/hapus", "hapus data pribadiku"],
)
def test_erasing_is_asked_for_once_more_and_then_done(words: str) -> None:
    chat = Chat()
    chat.file()
    chat.tell(words, Intent.BUKAN_LAPORAN)
    assert chat.at(Step.ERASE)
    assert EraseData() not in chat.done
    chat.press("Ya, hapus semua")
    assert chat.done[-1] == EraseData()
    assert chat.conversation == Conversation(nonce=chat.conversation.nonce)
    assert "sudah kami hapus" in chat.text


def test_who_says_no_keeps_everything() -> None:
    for answer in ("press", "say"):
        chat = Chat()
        chat.tell("hapus data saya", Intent.BUKAN_LAPORAN)
        chat.press("Jangan") if answer == "press" else chat.tell("tidak", Intent.TIDAK)
        assert chat.done == []
        assert chat.at(Step.IDLE)


def test_an_unclear_answer_erases_nothing() -> None:
    chat = Chat()
    chat.tell("hapus data saya", Intent.BUKAN_LAPORAN)
    chat.tell("hmm gimana ya", Intent.BUKAN_LAPORAN)
    assert chat.at(Step.ERASE)
    chat.tell("jalan bolong parah di kranji tiga hari", Intent.LAPOR, ("jalan_rusak", 0.9))
    assert chat.done == []
    assert chat.conversation.draft is not None


def test_a_report_being_told_survives_a_no() -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, ("jalan_rusak", 0.9))
    draft = chat.conversation.draft
    chat.tell("hapus data saya", Intent.BUKAN_LAPORAN)
    chat.press("Jangan")
    assert chat.conversation.draft is not None
    assert draft is not None
    assert chat.conversation.draft.text == draft.text


@pytest.mark.parametrize("words", ["data bansos saya salah", "hapus coretan di tembok sekolah saya"])
def test_other_data_and_other_erasing_are_complaints(words: str) -> None:
    chat = Chat()
    chat.tell(words, Intent.LAPOR, ("jalan_rusak", 0.9))
    assert chat.done == []
    assert chat.conversation.draft is not None


def newcomer() -> Chat:
    return Chat(more={"consented": False})


def test_a_newcomer_is_told_once_and_going_on_is_noted_once() -> None:
    chat = newcomer()
    chat.complain()
    assert "hapus data saya" in chat.last[0].text
    assert chat.last[0].link is not None
    assert chat.last[0].link.url == "/privasi"
    assert chat.conversation.draft is not None  # and nobody is kept waiting
    assert Consent() not in chat.done
    chat.press("Lewati")
    assert "hapus data saya" not in chat.text
    chat.press("Kirim")
    assert chat.done.count(Consent()) == 1
    assert len(chat.reports) == 1


def test_in_an_emergency_the_number_to_call_comes_first() -> None:
    chat = newcomer()
    chat.tell("rumah tetangga kebakaran", Intent.LAPOR, ("lainnya", 0.9), emergency="kebakaran")
    assert chat.last[0].dial == "112"
    assert "hapus data saya" not in chat.text
    chat.press("Tidak perlu")
    assert "hapus data saya" in chat.last[0].text


def test_who_was_told_before_is_not_told_again() -> None:
    chat = Chat()
    chat.complain()
    assert "hapus data saya" not in chat.text


def test_a_picture_s_place_is_not_the_person_going_on() -> None:
    chat = newcomer()
    chat.complain()
    chat.taken_at()
    assert Consent() not in chat.done
