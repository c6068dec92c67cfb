"""Commands of chat apps with words behind them do what they say, and are no part of anybody's report."""

import pytest

from bot.dialogue.commands_said import without_command
from bot.dialogue.questions_asked import asked
from bot.dialogue.readings import Reading
from nlu.types import Intent, PlaceMention
from tests.unit.bot.dialogue.chat import KRANJI, Chat, understood


@pytest.mark.parametrize(
    ("text", "reading", "words"),
    [
        ("/batal saja ya", Reading.STOP, "/batal saja ya"),
        ("/start lagi", Reading.GREET, "/start lagi"),
        ("/start@SorotBot", Reading.GREET, "/start@SorotBot"),
        ("/status laporan saya yang kemarin", Reading.STATUS, "/status laporan saya yang kemarin"),
        ("/status BKS-2611-00042", None, "/status BKS-2611-00042"),
        ("/apa_saja bar", Reading.HELP, "/apa_saja bar"),
        ("/lapor lampu mati", None, "lampu mati"),
        ("/lapor", Reading.GREET, "/lapor"),
        ("/start ada kebakaran di pasar", None, "ada kebakaran di pasar"),
        ("/tolong ada kebakaran besar", None, "ada kebakaran besar"),
        ("5/8 lampu mati", None, "5/8 lampu mati"),
        ("/ lampu mati", None, "/ lampu mati"),
        ("lampu mati /batal", None, "lampu mati /batal"),
        ("/data saya", None, "data saya"),
        ("/hapus data saya", None, "hapus data saya"),
        ("/peringatan@SorotBot kranji", None, "peringatan kranji"),
        ("/ikuti peringatan kranji", None, "ikuti peringatan kranji"),
        ("/berhenti semua", None, "berhenti semua"),
        ("/berhenti", Reading.STOP, "/berhenti"),
        ("/data", Reading.HELP, "/data"),
        ("/privasi apa", None, "/privasi"),
        ("/rahasia lampu mati di Kranji", None, "lampu mati di Kranji"),
        ("/anonim", None, "anonim"),
    ],
)
def test_what_a_command_asks_and_what_is_told_behind_it(
    text: str, reading: Reading | None, words: str
) -> None:
    assert without_command(text) == (reading, words)


@pytest.mark.parametrize("text", ["/start lagi", "/foo bar", "/bantuan dong", "/lapor", "/status saya"])
def test_no_command_is_written_into_a_report_that_is_begun(text: str) -> None:
    chat = Chat()
    chat.complain()
    before = chat.conversation.draft
    said = chat.say(text, understood(text, Intent.LAPOR, ("lainnya", 0.6)))
    assert said
    assert chat.conversation.draft == before


@pytest.mark.parametrize(("command", "privacy"), [("/rahasia", "rahasia"), ("/Anonim@SorotBot", "anonim")])
def test_who_asks_by_a_command_not_to_be_named_is_not(command: str, privacy: str) -> None:
    chat, words = Chat(), f"{command} jalan bolong di Kranji"
    chat.say(words, understood(words, Intent.LAPOR, ("jalan_rusak", 0.9), places=(KRANJI,)))
    draft = chat.conversation.draft
    assert draft is not None
    assert (draft.text, draft.privacy) == ("jalan bolong di Kranji", privacy)


def test_a_danger_behind_a_command_is_heard() -> None:
    chat, words = Chat(), "/lapor kebakaran di ruko Kranji"
    said = chat.say(
        words, understood(words, Intent.LAPOR, ("kebakaran", 0.9), places=(KRANJI,), emergency="kebakaran")
    )
    assert "112" in " ".join(reply.text for reply in said)


@pytest.mark.parametrize(
    "text", ["nomor telepon dinasnya berapa", "kalo salah lokasi gimana", "petugasnya siapa ya pak"]
)
def test_a_question_that_ends_as_one_is_answered_and_not_written_down(text: str) -> None:
    chat = Chat()
    chat.complain()
    before = chat.conversation.draft
    chat.say(text, understood(text, Intent.LAPOR, ("lainnya", 0.7), sure=0.4))
    assert chat.conversation.draft == before


@pytest.mark.parametrize(
    "text", ["lampunya mati entah kenapa", "yang buang entah siapa", "air tiap hari naik berapa"]
)
def test_what_somebody_does_not_know_is_told_and_not_asked(text: str) -> None:
    assert asked(text) is None


def test_a_place_that_is_moved_stands_in_the_story_without_the_words_that_moved_it() -> None:
    first = "jalan bolong di Kelurahan Kranji"
    chat, there = Chat(), PlaceMention("kelurahan", "bintara", "Bintara", ("02",))
    chat.say(first, understood(first, Intent.LAPOR, ("jalan_rusak", 0.9), places=(KRANJI,)))
    moved = "pindah ke depan SDN Bintara 3"
    chat.say(moved, understood(moved, Intent.LAPOR, ("jalan_rusak", 0.4), places=(there,)))
    draft = chat.conversation.draft
    assert draft is not None
    assert draft.text == "jalan bolong di depan SDN Bintara 3"
